//! `ready.log`: a regular expression that a line of output is held against.

use regex_lite::Regex;

use super::template::{Quoting, substitute};

/// A regular expression over lines.
#[derive(Debug, Clone)]
pub(crate) struct LinePattern(Regex);

impl LinePattern {
    /// Reads one, its placeholders filled already.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let regex = Regex::new(text);
        regex.map(Self).map_err(|error| format!("{text:?} is no regular expression: {error}"))
    }

    /// Looks whether a text with placeholders would be one.
    pub(super) fn check(text: &str) -> Result<(), String> {
        let filled = substitute(text, |_| Some("1".to_owned()), Quoting::None);
        Self::read(&filled).map(|_| ())
    }

    /// Whether the line, or a part of it, matches.
    pub(crate) fn is_in(&self, line: &str) -> bool {
        self.0.is_match(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_held_against_expressions() {
        let pattern = LinePattern::read(r"[Ll]istening on .*:3000\b").unwrap();
        assert!(pattern.is_in("12:01 listening on http://localhost:3000/"));
        assert!(!pattern.is_in("listening on http://localhost:30001"));
        assert_eq!(LinePattern::check("ready on {port}"), Ok(()));
        assert!(LinePattern::check("(").unwrap_err().contains("no regular expression"));
    }
}

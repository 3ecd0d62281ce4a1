//! Patterns over identities: `shop:*:main`, `*:web`, `shop:*`.

use std::fmt;
use std::str::FromStr;

use super::identity::{Identity, check_segment, clip};
use crate::error::Error;

/// Names many identities: `*` stands for one or more characters inside a segment, and a last
/// segment that is exactly `*` for one or more further segments.
///
/// ```
/// use portreg_core::{Identity, Pattern};
///
/// let pattern: Pattern = "shop:*".parse()?;
/// assert!(pattern.matches(&"shop:web".parse()?));
/// assert!(pattern.matches(&"shop:web:main".parse()?));
/// assert!(!pattern.matches(&"shop".parse()?));
///
/// let prefix: Pattern = "shop".parse()?;
/// assert!(!prefix.matches(&"shop:web".parse()?));
/// assert!(prefix.covers(&"shop:web".parse()?));
/// # Ok::<(), portreg_core::Error>(())
/// ```
///
/// # Errors
///
/// Parsing fails with `INVALID_PATTERN`; the message names the segment, the character and its
/// position.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern(String);

/// Where in the order of names the matches of a pattern can lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Span {
    /// Exactly this name.
    One(String),
    /// From the first text on, before the second.
    Between(String, String),
    /// Anywhere.
    All,
}

impl Pattern {
    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The pattern that matches exactly one identity.
    pub fn exactly(identity: &Identity) -> Self {
        Self(identity.as_str().to_owned())
    }

    /// Whether the pattern is `*` alone.
    pub fn is_everything(&self) -> bool {
        self.0 == "*"
    }

    /// How many `*` it holds.
    pub(crate) fn stars(&self) -> usize {
        self.0.bytes().filter(|byte| *byte == b'*').count()
    }

    /// Whether the pattern matches the whole identity.
    pub fn matches(&self, identity: &Identity) -> bool {
        self.compare(identity, false)
    }

    /// Whether the pattern matches the identity or a leading part of it: how verbs that read
    /// understand a shorter pattern.
    pub fn covers(&self, identity: &Identity) -> bool {
        self.compare(identity, true)
    }

    fn compare(&self, identity: &Identity, prefix: bool) -> bool {
        let mut names = identity.segments();
        let mut patterns = self.0.split(':').peekable();
        while let Some(pattern) = patterns.next() {
            let Some(name) = names.next() else { return false };
            if pattern == "*" && patterns.peek().is_none() {
                return true;
            }
            if !segment_matches(pattern, name) {
                return false;
            }
        }
        prefix || names.next().is_none()
    }

    /// Where matches can lie, so that a search reads only that part of the index.
    pub(crate) fn spans(&self, prefix: bool) -> Vec<Span> {
        match self.0.find('*') {
            Some(0) => vec![Span::All],
            Some(star) => vec![starting_with(&self.0[..star])],
            None if prefix => {
                vec![Span::One(self.0.clone()), starting_with(&format!("{}:", self.0))]
            }
            None => vec![Span::One(self.0.clone())],
        }
    }
}

/// The span of all names that start with `head`, which is never empty and pure ASCII.
fn starting_with(head: &str) -> Span {
    let mut end = head.to_owned();
    let last = end.pop().map_or('\u{1}', |last| char::from(last as u8 + 1));
    end.push(last);
    Span::Between(head.to_owned(), end)
}

/// Whether `text` matches `pattern`, where each `*` stands for one or more characters.
pub(crate) fn segment_matches(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(head) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let tail = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(from) = next_boundary(text) else { return false };
        match text[from..].find(part) {
            Some(at) => text = &text[from + at + part.len()..],
            None => return false,
        }
    }
    text.len() > tail.len() && text.ends_with(tail)
}

fn next_boundary(text: &str) -> Option<usize> {
    text.chars().next().map(char::len_utf8)
}

impl FromStr for Pattern {
    type Err = Error;

    fn from_str(input: &str) -> Result<Self, Error> {
        let invalid = |message| Error::InvalidPattern { input: clip(input), message };
        let mut position = 1;
        for (index, segment) in input.split(':').enumerate() {
            let name = match index {
                0 => "project",
                1 => "stack",
                2 => "context",
                _ => {
                    return Err(invalid(format!(
                        "a fourth segment starts at position {position}; a pattern is project[:stack[:context]]"
                    )));
                }
            };
            check_segment(segment, name, position, "*").map_err(|message| {
                invalid(format!("{message}, and * for one or more characters"))
            })?;
            position += segment.chars().count() + 1;
        }
        Ok(Self(input.to_owned()))
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Pattern {
    type Error = Error;

    fn try_from(value: String) -> Result<Self, Error> {
        value.parse()
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, identity: &str) -> bool {
        pattern.parse::<Pattern>().unwrap().matches(&identity.parse().unwrap())
    }

    #[test]
    fn a_star_stands_for_one_or_more_characters_of_a_segment() {
        assert!(matches("shop:*:main", "shop:web:main"));
        assert!(!matches("shop:*:main", "shop:main"));
        assert!(matches("shop:web:feat-*", "shop:web:feat-1"));
        assert!(!matches("shop:web:feat-*", "shop:web:feat-"));
        assert!(matches("*:web:*", "shop:web:main"));
        assert!(!matches("*:web:*", "shop:web"));
        assert!(matches("s*p", "shop") && !matches("s*p", "sp"));
        assert!(matches("a*b*c", "axbybzc") && !matches("a*b*c", "abc"));
    }

    #[test]
    fn a_last_star_stands_for_further_segments() {
        assert!(matches("*", "shop") && matches("*", "shop:web:main"));
        assert!(matches("shop:*", "shop:web:main") && !matches("shop:*", "shop"));
        assert!(!matches("shop:*", "shopper:web"));
    }

    #[test]
    fn spans_hold_every_match() {
        assert_eq!(
            "shop".parse::<Pattern>().unwrap().spans(true),
            [Span::One("shop".into()), Span::Between("shop:".into(), "shop;".into())]
        );
        assert_eq!("*:web".parse::<Pattern>().unwrap().spans(false), [Span::All]);
        assert_eq!(
            "shop:w*:main".parse::<Pattern>().unwrap().spans(false),
            [Span::Between("shop:w".into(), "shop:x".into())]
        );
    }

    #[test]
    fn bad_patterns_say_where() {
        let error = "shop:w b".parse::<Pattern>().unwrap_err().to_string();
        assert!(error.contains("stack segment has ' ' at position 7"), "{error}");
        assert!("".parse::<Pattern>().is_err());
    }
}

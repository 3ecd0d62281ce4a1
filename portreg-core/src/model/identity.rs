//! Identities: `project[:stack[:context]]`, the names that ports are given to.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// The most characters a segment may have.
pub(crate) const SEGMENT_MAX: usize = 64;
const SEGMENTS_MAX: usize = 3;
const NAMES: [&str; SEGMENTS_MAX] = ["project", "stack", "context"];

/// A name of one to three segments, `project[:stack[:context]]`.
///
/// A segment is `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`; case is kept and significant.
///
/// ```
/// use portreg_core::Identity;
///
/// let identity: Identity = "shop:web:main".parse()?;
/// assert_eq!(identity.project(), "shop");
/// assert_eq!(identity.stack(), Some("web"));
/// assert_eq!(identity.context(), Some("main"));
/// # Ok::<(), portreg_core::Error>(())
/// ```
///
/// # Errors
///
/// Parsing fails with `INVALID_IDENTITY`; the message names the segment, the character, its
/// position and what is allowed.
///
/// ```
/// let error = "shop:we/b".parse::<portreg_core::Identity>().unwrap_err();
/// assert!(error.to_string().contains("'/' at position 8"));
/// ```
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct Identity(String);

impl Identity {
    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first segment.
    pub fn project(&self) -> &str {
        self.segments().next().unwrap_or_default()
    }

    /// The second segment, where there is one.
    pub fn stack(&self) -> Option<&str> {
        self.segments().nth(1)
    }

    /// The third segment, where there is one.
    pub fn context(&self) -> Option<&str> {
        self.segments().nth(2)
    }

    /// The segments from the left.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.split(':')
    }

    /// Joins segments that may come from anywhere into an identity.
    ///
    /// # Errors
    ///
    /// `INVALID_IDENTITY` where a segment cannot be one.
    pub fn from_segments(
        project: &str,
        stack: Option<&str>,
        context: Option<&str>,
    ) -> Result<Self, Error> {
        let mut text = project.to_owned();
        for segment in [stack, context].into_iter().flatten() {
            text.push(':');
            text.push_str(segment);
        }
        text.parse()
    }

    /// The sibling of this name that `on_conflict: next` tries: `.number` on the last segment.
    ///
    /// A segment that has no room left is shortened so that the number fits.
    pub(crate) fn sibling(&self, number: u8) -> Self {
        let suffix = format!(".{number}");
        let (head, last) = match self.0.rfind(':') {
            Some(colon) => self.0.split_at(colon + 1),
            None => ("", self.0.as_str()),
        };
        let keep = last.len().min(SEGMENT_MAX - suffix.len());
        Self(format!("{head}{}{suffix}", &last[..keep]))
    }

    /// The name whose sibling this one is by its form: `shop:web` of `shop:web.2`.
    pub(crate) fn sibling_of(&self) -> Option<Self> {
        let (name, number) = self.0.rsplit_once('.')?;
        let is_sibling = |number: &u8| self.0.ends_with(&format!(".{number}"));
        number.parse().ok().filter(|number| (2..=99).contains(number)).filter(is_sibling)?;
        name.parse().ok()
    }
}

impl FromStr for Identity {
    type Err = Error;

    fn from_str(input: &str) -> Result<Self, Error> {
        match check(input) {
            Ok(()) => Ok(Self(input.to_owned())),
            Err(message) => Err(Error::InvalidIdentity { input: clip(input), message }),
        }
    }
}

/// Checks a whole name; the error says what is wrong where.
fn check(input: &str) -> Result<(), String> {
    let mut position = 1;
    for (index, segment) in input.split(':').enumerate() {
        let Some(name) = NAMES.get(index) else {
            return Err(format!(
                "a fourth segment starts at position {position}; a name is project[:stack[:context]]"
            ));
        };
        check_segment(segment, name, position, "")?;
        position += segment.chars().count() + 1;
    }
    Ok(())
}

/// Checks one segment, in which the characters of `also` are allowed anywhere too.
pub(crate) fn check_segment(
    segment: &str,
    name: &str,
    start: usize,
    also: &str,
) -> Result<(), String> {
    if segment.is_empty() {
        return Err(format!(
            "the {name} segment is empty at position {start}; write 1 to {SEGMENT_MAX} of A-Z a-z 0-9 . _ -"
        ));
    }
    for (offset, character) in segment.chars().enumerate() {
        let position = start + offset;
        let inner = character.is_ascii_alphanumeric() || also.contains(character);
        if offset == 0 && !inner {
            return Err(format!(
                "the {name} segment has {character:?} at position {position}; it starts with a letter or digit (A-Z a-z 0-9)"
            ));
        }
        if !inner && !matches!(character, '.' | '_' | '-') {
            return Err(format!(
                "the {name} segment has {character:?} at position {position}; allowed are A-Z a-z 0-9 . _ -"
            ));
        }
    }
    let length = segment.len();
    if length > SEGMENT_MAX {
        return Err(format!(
            "the {name} segment at position {start} has {length} characters; at most {SEGMENT_MAX} are allowed"
        ));
    }
    Ok(())
}

/// Turns any text into a segment: what a segment cannot hold becomes `-`; `None` if nothing is left.
pub(crate) fn segment_from(text: &str) -> Option<String> {
    let cleaned: String = text
        .trim()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' })
        .collect();
    let cleaned = cleaned.trim_start_matches(['.', '_', '-']);
    let cleaned = &cleaned[..cleaned.len().min(SEGMENT_MAX)];
    (!cleaned.is_empty()).then(|| cleaned.to_owned())
}

/// Shortens what is only shown in a message.
pub(crate) fn clip(input: &str) -> String {
    const SHOWN: usize = 200;
    match input.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}...", &input[..at]),
        None => input.to_owned(),
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Identity {
    type Error = Error;

    fn try_from(value: String) -> Result<Self, Error> {
        value.parse()
    }
}

impl From<Identity> for String {
    fn from(identity: Identity) -> Self {
        identity.0
    }
}

impl AsRef<str> for Identity {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Identity {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(input: &str) -> String {
        input.parse::<Identity>().unwrap_err().to_string()
    }

    #[test]
    fn one_to_three_segments_are_names() {
        for good in ["shop", "shop:web", "shop:web:main", "a", "9:0.x", "A.b_c-d"] {
            assert_eq!(good.parse::<Identity>().unwrap().as_str(), good);
        }
        assert_ne!("Shop".parse::<Identity>().unwrap(), "shop".parse().unwrap());
    }

    #[test]
    fn messages_name_segment_character_position_and_what_is_allowed() {
        assert!(message("").contains("project segment is empty at position 1"));
        assert!(message("shop:").contains("stack segment is empty at position 6"));
        assert!(message("shop:-web").contains("stack segment has '-' at position 6"));
        assert!(message("shop:wéb").contains("'é' at position 7; allowed are"));
        assert!(message("a:b:c:d").contains("fourth segment starts at position 7"));
        assert!(message(&"x".repeat(65)).contains("65 characters; at most 64"));
        assert!("x".repeat(64).parse::<Identity>().is_ok());
    }

    #[test]
    fn siblings_fit_into_the_last_segment() {
        let name: Identity = "shop:web:main".parse().unwrap();
        assert_eq!(name.sibling(2).as_str(), "shop:web:main.2");
        assert_eq!(name.sibling(99).sibling_of(), Some(name.clone()));
        for no_sibling in ["shop:web", "shop:web.1", "shop:web.02", "shop:web.100", "v1.2:web"] {
            assert_eq!(no_sibling.parse::<Identity>().unwrap().sibling_of(), None);
        }
        let long: Identity = format!("shop:{}", "x".repeat(64)).parse().unwrap();
        assert!(long.sibling(99).as_str().parse::<Identity>().is_ok());
    }

    #[test]
    fn any_text_becomes_a_segment_or_nothing() {
        assert_eq!(segment_from("feature/ABC-123_x").as_deref(), Some("feature-ABC-123_x"));
        assert_eq!(segment_from("@acme/größe").as_deref(), Some("acme-gr--e"));
        assert_eq!(segment_from("日本"), None);
    }
}

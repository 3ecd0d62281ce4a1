//! Messages between processes: channels, patterns over them, what is sent and what arrives.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde_json::Value;

use super::identity::clip;
use crate::error::Error;

/// As long as a channel, a channel pattern or the name of a cursor may be.
const NAME_MAX: usize = 128;

/// What somebody has published.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Message {
    /// Grows with every message, over all channels, in the order in which they were published.
    pub id: i64,
    /// Where it was published.
    pub channel: String,
    /// What was sent.
    pub payload: Value,
    /// Who sent it, where that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// When it was published, in milliseconds since the Unix epoch.
    pub created_at_ms: i64,
    /// From when on nobody gets it any more, in milliseconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at_ms: Option<i64>,
}

/// A channel that holds messages.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Channel {
    /// Its name.
    pub channel: String,
    /// How many messages it holds.
    pub messages: u64,
    /// The oldest of them.
    pub first_id: i64,
    /// The newest of them.
    pub last_id: i64,
    /// When that one was published, in milliseconds since the Unix epoch.
    pub last_at_ms: i64,
}

/// Messages or events that are gone: retention took them away before somebody who follows came to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Gap {
    /// The first id that may have been one of them.
    pub missed_from: i64,
    /// The last one of them. Messages of other channels between the two may still come; all events
    /// between the two are gone.
    pub missed_to: i64,
}

/// What a subscription gives.
///
/// In JSON it is the message, or `{"missed_from": ..., "missed_to": ...}`.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Received {
    /// The next message.
    Message(Message),
    /// Something that fits is gone.
    Gap(Gap),
}

impl Received {
    /// The message, where it is one.
    pub fn message(self) -> Option<Message> {
        match self {
            Self::Message(message) => Some(message),
            Self::Gap(_) => None,
        }
    }
}

/// What is sent: JSON as it is, any other text as a JSON string.
#[derive(Debug, Clone, PartialEq)]
pub enum Payload {
    /// JSON, or any other text.
    Text(String),
    /// A JSON value.
    Json(Value),
}

impl From<&str> for Payload {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Payload {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Value> for Payload {
    fn from(value: Value) -> Self {
        Self::Json(value)
    }
}

/// How something is published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublishOptions {
    /// Who sends it; up to 128 characters, for those who read it.
    pub sender: Option<String>,
    /// How long it is of use: after that nobody gets it any more.
    pub ttl: Option<Duration>,
}

/// Where a subscription or a watch begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Since {
    /// With what is published, or happens, from now on.
    #[default]
    Now,
    /// With the oldest message or event that is kept.
    Start,
    /// With what comes after the message or event of this id.
    After(i64),
}

/// How something is subscribed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubscribeOptions {
    /// Where to begin; a cursor that is there already says that itself.
    pub since: Since,
    /// The name of the cursor that remembers how far one has come.
    pub cursor: Option<String>,
}

/// Names channels: `*` stands for any run of characters, also for none.
///
/// ```
/// use portreg_core::ChannelPattern;
///
/// let pattern: ChannelPattern = "build:*".parse()?;
/// assert!(pattern.matches("build:web/main"));
/// assert!(!pattern.matches("test:web"));
/// # Ok::<(), portreg_core::Error>(())
/// ```
///
/// # Errors
///
/// Parsing fails with `INVALID_PATTERN`; the message names the character and its position.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ChannelPattern(String);

impl ChannelPattern {
    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the pattern matches the whole channel.
    pub fn matches(&self, channel: &str) -> bool {
        let Some((head, rest)) = self.0.split_once('*') else { return self.0 == channel };
        let Some(mut text) = channel.strip_prefix(head) else { return false };
        let mut parts: Vec<&str> = rest.split('*').collect();
        let tail = parts.pop().unwrap_or_default();
        for part in parts {
            match text.find(part) {
                Some(at) => text = &text[at + part.len()..],
                None => return false,
            }
        }
        text.ends_with(tail)
    }

    /// The one channel that it names, where it holds no `*`.
    pub(crate) fn plain(&self) -> Option<&str> {
        (!self.0.contains('*')).then_some(self.as_str())
    }
}

impl FromStr for ChannelPattern {
    type Err = Error;

    fn from_str(input: &str) -> Result<Self, Error> {
        let hint = ", and * for any run of them";
        match check(input, "*") {
            Ok(()) => Ok(Self(input.to_owned())),
            Err(message) => Err(Error::InvalidPattern {
                input: clip(input),
                message: format!("the channel {message}{hint}"),
            }),
        }
    }
}

impl fmt::Display for ChannelPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Checks a channel, or the name of a cursor, which is the `option` that is wrong then.
pub(crate) fn check_name(input: &str, option: &str) -> Result<(), Error> {
    check(input, "").map_err(|message| {
        let one = if input.contains('*') { "; a pattern names no single one" } else { "" };
        Error::option(option, format!("{:?} {message}{one}", clip(input)))
    })
}

fn check(input: &str, also: &str) -> Result<(), String> {
    let allowed = "A-Z a-z 0-9 . _ : / -";
    if input.is_empty() {
        return Err(format!("is empty; write 1 to {NAME_MAX} of {allowed}"));
    }
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "._:/-".contains(c) || also.contains(c);
    let wrong = input.chars().enumerate().find(|(_, character)| !is_allowed(*character));
    if let Some((at, character)) = wrong {
        return Err(format!("has {character:?} at position {}; allowed are {allowed}", at + 1));
    }
    match input.len() {
        0..=NAME_MAX => Ok(()),
        length => Err(format!("has {length} characters; write at most {NAME_MAX} of {allowed}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, channel: &str) -> bool {
        pattern.parse::<ChannelPattern>().unwrap().matches(channel)
    }

    #[test]
    fn a_star_stands_for_any_run_across_separators() {
        assert!(
            matches("*", "a") && matches("build:*", "build:") && matches("build:*", "build:a/b:c")
        );
        assert!(!matches("build:*", "build") && !matches("build", "build:a"));
        assert!(matches("*:done", "build:web:done") && !matches("*:done", "done"));
        assert!(matches("a*b*c", "abc") && matches("a*b*c", "a-b-b-c") && !matches("a*b*c", "ac"));
        assert!(!matches("ab*ba", "aba"), "what is matched once is not matched again");
    }

    #[test]
    fn errors_name_what_is_wrong_and_where() {
        let pattern = |text: &str| text.parse::<ChannelPattern>().unwrap_err().to_string();
        assert!(pattern("build web").contains("' ' at position 6; allowed are"));
        assert!(pattern("").contains("is empty"));
        assert!(pattern(&"x".repeat(129)).contains("129 characters"));
        assert!("x".repeat(128).parse::<ChannelPattern>().is_ok());
        let name = |text: &str| check_name(text, "channel").unwrap_err().to_string();
        assert!(name("build:*").contains("a pattern names no single one"));
        assert!(name("größe").contains("'ö' at position 3"));
        assert!(check_name("a/b:c.d_e-9", "channel").is_ok());
    }
}

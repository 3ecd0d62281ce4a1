//! Events: what happened to the registry, one row each.

use serde_json::{Map, Value};

use super::{Gap, Identity};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Event {
    /// Grows with every event.
    pub id: i64,
    /// When it happened, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// What happened: `claim`, `release`, `move`, `take_over`, `rename`, `reserve`, ...
    pub action: String,
    /// To which name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// To which port.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// For which process.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pid: Option<u32>,
    /// Who did it: the program and its pid.
    pub actor: String,
    /// One for all events of one call.
    pub request_id: String,
    /// What else there is to say.
    pub details: Map<String, Value>,
}

/// What the change feed gives.
///
/// In JSON it is the event, or `{"missed_from": ..., "missed_to": ...}`.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Watched {
    /// The next event.
    Event(Event),
    /// Events are gone.
    Gap(Gap),
}

impl Watched {
    /// The event, where it is one.
    pub fn event(self) -> Option<Event> {
        match self {
            Self::Event(event) => Some(event),
            Self::Gap(_) => None,
        }
    }
}

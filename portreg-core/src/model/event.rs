//! Events: what happened to the registry, one row each.

use serde_json::{Map, Value};

use super::Identity;

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

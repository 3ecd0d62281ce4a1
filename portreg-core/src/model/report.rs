//! What `explain`, `kill` and `status` say.

use std::time::Duration;

use super::{Conflict, Holder, Identity, Listener, Pool, ReasonCode, Service, Signal};

/// How a port stands: the first that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortState {
    /// A process listens on it.
    Listening,
    /// Connections on it were closed a moment ago.
    TimeWait,
    /// A service claims it.
    Claimed,
    /// It is kept out of use.
    Reserved,
    /// The system excludes it.
    Excluded,
    /// Only an administrator may listen on it.
    Privileged,
    /// The system gives it to outgoing connections.
    Ephemeral,
    /// Nothing keeps anybody from it.
    Free,
}

impl PortState {
    /// The word for it in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Listening => "listening",
            Self::TimeWait => "time_wait",
            Self::Claimed => "claimed",
            Self::Reserved => "reserved",
            Self::Excluded => "excluded",
            Self::Privileged => "privileged",
            Self::Ephemeral => "ephemeral",
            Self::Free => "free",
        }
    }
}

/// One thing that is to be said of a port.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Reason {
    /// What it is.
    pub code: ReasonCode,
    /// The same for people.
    pub sentence: String,
}

/// Why a port is as it is, and what can be done.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PortReport {
    /// The port.
    pub port: u16,
    /// How it stands.
    pub state: PortState,
    /// Everything that is to be said of it; at least one.
    pub reasons: Vec<Reason>,
    /// Who listens on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listener: Option<Listener>,
    /// The service that claims it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// What may be done about it, each with the command that does it.
    pub resolutions: Vec<String>,
}

/// How `kill` goes about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KillOptions {
    /// Also what listens for a service of another folder or project.
    pub force: bool,
    /// Shows who would be ended and ends nobody.
    pub dry_run: bool,
    /// How long processes have to go by themselves before they are killed.
    pub grace: Duration,
}

impl Default for KillOptions {
    fn default() -> Self {
        Self { force: false, dry_run: false, grace: Duration::from_secs(5) }
    }
}

/// What `kill` did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Killed {
    /// The port that was to be freed.
    pub port: u16,
    /// Who was ended, in the order they were found.
    pub ended: Vec<Ended>,
    /// Who holds the socket too and was left alone.
    pub spared: Vec<Holder>,
}

/// A process that was ended.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ended {
    /// Its pid.
    pub pid: u32,
    /// Its name while it ran.
    pub name: String,
    /// The last signal it was sent.
    pub signal: Signal,
}

/// The machine and the registry side by side.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct StatusReport {
    /// The services.
    pub services: Vec<Service>,
    /// Who listens on TCP ports.
    pub listeners: Vec<Listener>,
    /// Where the two disagree.
    pub conflicts: Vec<Conflict>,
    /// The pools and how full they are.
    pub pools: Vec<Pool>,
    /// The configured services in the order in which they start.
    pub start_order: Vec<Identity>,
    /// The same in the order in which they stop.
    pub stop_order: Vec<Identity>,
}

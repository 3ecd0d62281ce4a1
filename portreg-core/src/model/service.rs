//! Services: everything the registry knows about one name.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr;

use serde_json::{Map, Value};

use super::claim::words;
use super::{Holder, Identity, Tunnel};
use crate::error::Error;

/// One name of the registry, as it stands now.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Service {
    /// The name.
    pub identity: Identity,
    /// Its port; none for a worker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// What is known of its process.
    pub status: Status,
    /// A line for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The process that portreg started, else the one that listens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pid: Option<u32>,
    /// When that process started, in milliseconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at_ms: Option<i64>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at_ms: Option<i64>,
    /// With what it ended; 128+n for a signal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i32>,
    /// The command that starts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cmd: Option<String>,
    /// The folder it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dir: Option<PathBuf>,
    /// Who holds the claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Holder>,
    /// The service this one belongs with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pair: Option<String>,
    /// The services it needs.
    pub needs: Vec<String>,
    /// The pool its port came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<String>,
    /// Whether it outlives owner and reboot.
    pub persistent: bool,
    /// Whether `up` starts it.
    pub enabled: bool,
    /// When it is started again.
    pub restart: RestartPolicy,
    /// How often it was started again.
    pub restarts: u32,
    /// What tells that it is ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready: Option<Value>,
    /// What its probes say.
    pub health: Health,
    /// When they last said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_at_ms: Option<i64>,
    /// When the name was first claimed.
    pub created_at_ms: i64,
    /// When it was last claimed, renewed or seen listening.
    pub last_seen_ms: i64,
    /// When it ends unless renewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at_ms: Option<i64>,
    /// Grows whenever the claim passes into other hands.
    pub generation: i64,
    /// What the claimer keeps with it.
    pub metadata: Map<String, Value>,
    /// Where it answers, by environment; `local` follows the port.
    pub endpoints: BTreeMap<String, String>,
}

/// What is known of a service's process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Nothing runs, as far as seen.
    Assigned,
    /// An own listener or the supervised process lives.
    Running,
    /// Ended as asked, or the owner is gone.
    Stopped,
    /// Supervised, ended by itself, not started again.
    Crashed,
}

/// What the probes of a service say.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    /// Nothing was probed.
    #[default]
    Unknown,
    /// Not ready yet.
    Starting,
    /// The last probe passed.
    Passing,
    /// The last probes failed.
    Failing,
}

/// When a service that ended is started again.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum RestartPolicy {
    /// Not at all.
    #[default]
    Never,
    /// When it ended with an error.
    OnFailure,
    /// Whenever it ended.
    Always,
}

/// How to start a service: stored with its claim, used by `up`.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Launch {
    /// The command, for the shell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cmd: Option<String>,
    /// What tells that it is ready: a URL, or an object with `http`, `tcp`, `log` or `cmd`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ready: Option<Value>,
    /// When it is started again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart: Option<RestartPolicy>,
    /// The services it needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<Vec<String>>,
    /// Variables of its environment.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub env: BTreeMap<String, String>,
    /// A file with more of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub env_file: Option<PathBuf>,
    /// A tunnel to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tunnel: Option<Tunnel>,
}

impl Launch {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What `newer` says, and of the rest what this one says.
    pub(crate) fn updated(self, newer: &Self) -> Self {
        let newer = newer.clone();
        Self {
            cmd: newer.cmd.or(self.cmd),
            ready: newer.ready.or(self.ready),
            restart: newer.restart.or(self.restart),
            needs: newer.needs.or(self.needs),
            env: if newer.env.is_empty() { self.env } else { newer.env },
            env_file: newer.env_file.or(self.env_file),
            tunnel: newer.tunnel.or(self.tunnel),
        }
    }
}

words!(Status, "status", "assigned" => Assigned, "running" => Running, "stopped" => Stopped, "crashed" => Crashed);
words!(Health, "health", "unknown" => Unknown, "starting" => Starting, "passing" => Passing, "failing" => Failing);
words!(RestartPolicy, "restart", "never" => Never, "on-failure" => OnFailure, "always" => Always);

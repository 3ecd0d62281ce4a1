//! What verbs other than `claim` take, and what they give back.

use std::path::PathBuf;

use serde_json::{Map, Value};

use super::{Identity, PortRange, Status};

/// Which services `find` shows. All conditions must hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FindOptions {
    /// A pattern, or a leading part of names; all where nothing is said.
    pub pattern: Option<String>,
    /// In this state.
    pub status: Option<Status>,
    /// On this port.
    pub port: Option<u16>,
    /// With a port of this pool.
    pub pool: Option<String>,
    /// In this folder or below it.
    pub worktree: Option<PathBuf>,
    /// At most so many.
    pub limit: Option<usize>,
}

/// How `release`, `reassign` and `rename` go about claims that others hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReleaseOptions {
    /// The name and all names under it.
    pub under: bool,
    /// Only services of this folder or below it.
    pub worktree: Option<PathBuf>,
    /// Also what another process holds; the history says so.
    pub force: bool,
    /// Shows what would be freed and frees nothing.
    pub dry_run: bool,
}

/// Where `reassign` moves a service to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveTo {
    /// To exactly this port.
    Port(u16),
    /// To the next port that a new claim would get.
    Next,
}

/// Which ports `available` looks at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AvailableOptions {
    /// One port or a run; the default range where nothing is said.
    pub range: Option<PortRange>,
    /// A pool.
    pub pool: Option<String>,
    /// How many to give; one where nothing is said.
    pub count: Option<usize>,
}

/// Which events `history` shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryOptions {
    /// A pattern, or a leading part of names.
    pub pattern: Option<String>,
    /// Not before this time, in milliseconds since the Unix epoch.
    pub since_ms: Option<i64>,
    /// After this id.
    pub after_id: Option<i64>,
    /// The newest so many; 100 where nothing is said.
    pub limit: Option<usize>,
}

/// How an import goes about what clashes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Shows what would come in and changes nothing.
    pub dry_run: bool,
    /// Takes what does not clash instead of refusing the whole.
    pub skip: bool,
}

/// What `doctor` found.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DoctorReport {
    /// Whether no check failed.
    pub ok: bool,
    /// What was looked at.
    pub checks: Vec<Check>,
}

/// One thing that `doctor` looked at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Check {
    /// What it is.
    pub name: String,
    /// How it stands.
    pub state: CheckState,
    /// In a sentence.
    pub message: String,
    /// The command that mends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

/// How one check of `doctor` stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckState {
    /// As it should be.
    Ok,
    /// It works, and could be better.
    Warning,
    /// It does not work.
    Failed,
    /// It did not work and was mended now.
    Fixed,
}

/// The identity that a folder gives, and where each part of it comes from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Inference {
    /// The whole.
    pub identity: Identity,
    /// Its project.
    pub project: String,
    /// Its stack.
    pub stack: String,
    /// Its context, inside git.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// The folder that was asked about.
    pub dir: PathBuf,
    /// Where each part comes from, in words.
    pub sources: Map<String, Value>,
}

/// The settings in force, and where each comes from.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ConfigReport {
    /// By name.
    pub values: Map<String, Value>,
    /// The file or variable that says so, by name.
    pub sources: Map<String, Value>,
}

//! Stacks: what `up` is asked for, and what is told of services while they run.

use std::path::PathBuf;
use std::time::Duration;

use super::{Ended, Identity, Launch, OnConflict, Service, TunnelProvider};

/// What `up` is asked for.
///
/// ```
/// use portreg_core::UpOptions;
///
/// let options = UpOptions { patterns: vec!["shop:api".into()], ..UpOptions::default() };
/// assert!(!options.no_deps);
/// ```
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct UpOptions {
    /// Which services: names, patterns, or short names of this project (`api`); all that the
    /// configuration enables where none is said.
    pub patterns: Vec<String>,
    /// The folder whose configuration applies; the working folder where nothing is said.
    pub dir: Option<PathBuf>,
    /// Whether what they need is left out.
    pub no_deps: bool,
    /// How long a service may take to get ready; a minute where nothing is said.
    pub timeout: Option<Duration>,
    /// What to do where another process holds a name. Where nothing is said, what runs there is used,
    /// and what is only held is refused.
    pub on_conflict: Option<OnConflict>,
    /// How to start one service that the configuration does not describe.
    pub launch: Launch,
    /// Whether this process becomes the parent of all orphans below it, for the rest of its life.
    /// Only a process that exists for the stack may want that.
    pub adopt_orphans: bool,
    /// Whether what the services print is told line by line as well, not only written to their logs.
    pub output: bool,
    /// Whether services are told to print colours (`FORCE_COLOR`).
    pub color: bool,
    /// Whether the output of services is a pseudo-terminal.
    pub pty: bool,
    /// The `portreg` command, where it shall keep watch and end what is left if this process is killed.
    pub keeper: Option<PathBuf>,
}

/// Something that happened to a service of a stack.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct StackEvent {
    /// When, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// To which service.
    pub identity: Identity,
    /// What.
    #[serde(flatten)]
    pub what: StackEventKind,
}

/// What happened to a service of a stack.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum StackEventKind {
    /// It runs already, started by somebody else, and is used.
    Used,
    /// It was given another port than the one that was asked for, or that it had.
    OtherPort {
        /// The port it has.
        port: u16,
        /// The one it should have had.
        instead_of: u16,
        /// Why not, in a sentence, where that is known.
        why: Option<String>,
    },
    /// Its process was started.
    Started {
        /// The process.
        pid: u32,
        /// The port it was given; none for a worker.
        port: Option<u16>,
    },
    /// It can be used.
    Ready {
        /// How long it took since its start, in milliseconds.
        after_ms: u64,
        /// Where it answers; none for a worker.
        url: Option<String>,
    },
    /// A tunnel to it is being opened. It is ready without waiting for that.
    TunnelOpening {
        /// By whom.
        provider: TunnelProvider,
    },
    /// It can be reached through its tunnel.
    TunnelOpen {
        /// At which URL, which is its endpoint `tunnel` from now on.
        url: String,
    },
    /// There is no tunnel to it. It runs on without.
    TunnelFailed {
        /// Why, in the words of the program that opens it where it has said any.
        message: String,
        /// In so many milliseconds it is opened again; none where it is not, or is still being tried.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after_ms: Option<u64>,
        /// The last lines of that program, oldest first.
        last_lines: Vec<String>,
    },
    /// It has printed a line.
    Output {
        /// On its standard error instead of its standard output.
        error: bool,
        /// The line.
        line: String,
    },
    /// So many lines were not told, because nobody took them; its log has them.
    OutputSkipped {
        /// How many.
        lines: u64,
    },
    /// It listens on another port than its own.
    ListeningElsewhere {
        /// The port it listens on.
        port: u16,
        /// Its own.
        instead_of: u16,
    },
    /// Its probes fail.
    Failing {
        /// What the last one said.
        message: String,
    },
    /// Its probes pass again.
    Recovered,
    /// It is not ready in time, or cannot be started; what needs it is not started.
    NotReady {
        /// Why.
        message: String,
    },
    /// Its process has ended by itself.
    Exited {
        /// Its exit code; 128+n for a signal.
        exit_code: i32,
    },
    /// It will be started again.
    Restarting {
        /// In so many milliseconds.
        after_ms: u64,
        /// For the n-th time since it last ran for a stable minute.
        attempt: u32,
    },
    /// It has ended and is not started again.
    Crashed {
        /// Its exit code; 128+n for a signal.
        exit_code: i32,
        /// Why it is not started again.
        message: String,
        /// The last lines of its output, oldest first.
        last_lines: Vec<String>,
    },
    /// It is asked to end.
    Stopping,
    /// It has ended as asked, and its port is free.
    Stopped {
        /// What was ended.
        ended: Vec<Ended>,
    },
}

/// Which services `down` and `restart` mean, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DownOptions {
    /// Whether a plain name means also all under it.
    pub under: bool,
    /// How long each may take to end before it is killed; what its configuration says, else 10 s.
    pub timeout: Option<Duration>,
}

/// What `wait` waits for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WaitOptions {
    /// That the services are gone, instead of ready.
    pub gone: bool,
    /// How long at most; without limit where nothing is said.
    pub timeout: Option<Duration>,
}

/// A service that runs, and what it uses.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RunningService {
    /// The service.
    #[serde(flatten)]
    pub service: Service,
    /// How long its process runs, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uptime_ms: Option<i64>,
    /// The share of one processor that it and all it started have used since they started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_percent: Option<f64>,
    /// The memory that it and all it started have, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_bytes: Option<u64>,
    /// Where it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What still runs of it although its supervisor is gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orphans: Vec<u32>,
}

/// What `up` would do.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct UpCheck {
    /// The services in the order in which they would start, with the ports they have or had.
    pub order: Vec<UpStep>,
    /// What stands in the way.
    pub problems: Vec<UpProblem>,
}

/// One service that `up` would start.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct UpStep {
    /// The name.
    pub identity: Identity,
    /// The port it has; none where it is given one at the start, and for workers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// The command as it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cmd: Option<String>,
    /// What must be ready before it.
    pub needs: Vec<Identity>,
    /// Whether it runs already and would be used.
    pub runs: bool,
}

/// Something that would keep a service from starting.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct UpProblem {
    /// The name.
    pub identity: Identity,
    /// What is wrong, and the way out.
    pub message: String,
}

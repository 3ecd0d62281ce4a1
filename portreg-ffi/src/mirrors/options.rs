//! What verbs are asked for. Made from the types of the core by `cargo xtask generate`.

use std::collections::HashMap;

use portreg_core as core;

use super::records::*;
use crate::crossing::{JsonValue, Original, PortRange, Span};
use crate::errors::PortregError;

/// What `adopt` makes a service of.
#[derive(uniffi::Enum)]
pub enum AdoptTarget {
    /// Who listens on this port.
    Port(u16),
    /// The process of this pid, which listens on one port.
    Pid(u32),
}

impl Original<core::AdoptTarget> for AdoptTarget {
    fn original(self) -> Result<core::AdoptTarget, PortregError> {
        Ok(match self {
            Self::Port(inner) => core::AdoptTarget::Port(inner.original()?),
            Self::Pid(inner) => core::AdoptTarget::Pid(inner.original()?),
        })
    }
}

/// Which ports `available` looks at.
#[derive(uniffi::Record)]
pub struct AvailableOptions {
    /// One port or a run; the default range where nothing is said.
    #[uniffi(default)]
    pub range: Option<PortRange>,
    /// A pool.
    #[uniffi(default)]
    pub pool: Option<String>,
    /// How many to give; one where nothing is said.
    #[uniffi(default)]
    pub count: Option<u64>,
}

impl Original<core::AvailableOptions> for AvailableOptions {
    fn original(self) -> Result<core::AvailableOptions, PortregError> {
        let Self { range, pool, count } = self;
        Ok(core::AvailableOptions {
            range: range.original()?,
            pool: pool.original()?,
            count: count.original()?,
        })
    }
}

/// What a claim asks for. All of it may be left out; what is left out keeps its value.
#[derive(uniffi::Record)]
pub struct ClaimOptions {
    /// The ports asked for, in order.
    #[uniffi(default)]
    pub port: Vec<u16>,
    /// The asked port or an error.
    #[uniffi(default)]
    pub strict: bool,
    /// Where a port may come from.
    #[uniffi(default)]
    pub range: Option<PortRange>,
    /// The pool a port may come from.
    #[uniffi(default)]
    pub pool: Option<String>,
    /// In which order free ports are tried.
    #[uniffi(default)]
    pub strategy: Option<Strategy>,
    /// How long the claim lasts without being renewed.
    #[uniffi(default)]
    pub expires_in: Option<Span>,
    /// The claim outlives its owner and reboots, and is never cleaned.
    #[uniffi(default)]
    pub persistent: Option<bool>,
    /// The service this one belongs with.
    #[uniffi(default)]
    pub pair: Option<String>,
    /// What to do where another process holds the name; `share` where nothing is said.
    #[uniffi(default)]
    pub on_conflict: Option<OnConflict>,
    /// Who holds the claim.
    #[uniffi(default)]
    pub owner: Option<OwnerOption>,
    /// Anything the caller wants to keep with it: a JSON object.
    #[uniffi(default)]
    pub metadata: Option<HashMap<String, JsonValue>>,
    /// A line for people.
    #[uniffi(default)]
    pub description: Option<String>,
    /// The folder it belongs to; the working folder where nothing is said.
    #[uniffi(default)]
    pub dir: Option<String>,
    /// How to start the service; stored for `up`.
    #[uniffi(default)]
    pub launch: Launch,
}

impl Original<core::ClaimOptions> for ClaimOptions {
    fn original(self) -> Result<core::ClaimOptions, PortregError> {
        let Self {
            port,
            strict,
            range,
            pool,
            strategy,
            expires_in,
            persistent,
            pair,
            on_conflict,
            owner,
            metadata,
            description,
            dir,
            launch,
        } = self;
        Ok(core::ClaimOptions {
            port: port.original()?,
            strict: strict.original()?,
            range: range.original()?,
            pool: pool.original()?,
            strategy: strategy.original()?,
            expires_in: expires_in.original()?,
            persistent: persistent.original()?,
            pair: pair.original()?,
            on_conflict: on_conflict.original()?,
            owner: match owner {
                Some(owner) => owner.original()?,
                None => core::ClaimOptions::default().owner,
            },
            metadata: metadata.original()?,
            description: description.original()?,
            dir: dir.original()?,
            launch: launch.original()?,
        })
    }
}

/// Which services `down` and `restart` mean, and how.
#[derive(uniffi::Record)]
pub struct DownOptions {
    /// Whether a plain name means also all under it.
    #[uniffi(default)]
    pub under: bool,
    /// How long each may take to end before it is killed; what its configuration says, else 10 s.
    #[uniffi(default)]
    pub timeout: Option<Span>,
}

impl Original<core::DownOptions> for DownOptions {
    fn original(self) -> Result<core::DownOptions, PortregError> {
        let Self { under, timeout } = self;
        Ok(core::DownOptions { under: under.original()?, timeout: timeout.original()? })
    }
}

/// Which services `find` shows. All conditions must hold.
#[derive(uniffi::Record)]
pub struct FindOptions {
    /// A pattern, or a leading part of names; all where nothing is said.
    #[uniffi(default)]
    pub pattern: Option<String>,
    /// In this state.
    #[uniffi(default)]
    pub status: Option<Status>,
    /// On this port.
    #[uniffi(default)]
    pub port: Option<u16>,
    /// With a port of this pool.
    #[uniffi(default)]
    pub pool: Option<String>,
    /// In this folder or below it.
    #[uniffi(default)]
    pub worktree: Option<String>,
    /// At most so many.
    #[uniffi(default)]
    pub limit: Option<u64>,
}

impl Original<core::FindOptions> for FindOptions {
    fn original(self) -> Result<core::FindOptions, PortregError> {
        let Self { pattern, status, port, pool, worktree, limit } = self;
        Ok(core::FindOptions {
            pattern: pattern.original()?,
            status: status.original()?,
            port: port.original()?,
            pool: pool.original()?,
            worktree: worktree.original()?,
            limit: limit.original()?,
        })
    }
}

/// Which events `history` shows.
#[derive(uniffi::Record)]
pub struct HistoryOptions {
    /// A pattern, or a leading part of names.
    #[uniffi(default)]
    pub pattern: Option<String>,
    /// Not before this time, in milliseconds since the Unix epoch.
    #[uniffi(default)]
    pub since_ms: Option<i64>,
    /// After this id.
    #[uniffi(default)]
    pub after_id: Option<i64>,
    /// The newest so many; 100 where nothing is said.
    #[uniffi(default)]
    pub limit: Option<u64>,
}

impl Original<core::HistoryOptions> for HistoryOptions {
    fn original(self) -> Result<core::HistoryOptions, PortregError> {
        let Self { pattern, since_ms, after_id, limit } = self;
        Ok(core::HistoryOptions {
            pattern: pattern.original()?,
            since_ms: since_ms.original()?,
            after_id: after_id.original()?,
            limit: limit.original()?,
        })
    }
}

/// How an import goes about what clashes.
#[derive(uniffi::Record)]
pub struct ImportOptions {
    /// Shows what would come in and changes nothing.
    #[uniffi(default)]
    pub dry_run: bool,
    /// Takes what does not clash instead of refusing the whole.
    #[uniffi(default)]
    pub skip: bool,
}

impl Original<core::ImportOptions> for ImportOptions {
    fn original(self) -> Result<core::ImportOptions, PortregError> {
        let Self { dry_run, skip } = self;
        Ok(core::ImportOptions { dry_run: dry_run.original()?, skip: skip.original()? })
    }
}

/// How `kill` goes about it.
#[derive(uniffi::Record)]
pub struct KillOptions {
    /// Also what listens for a service of another folder or project.
    #[uniffi(default)]
    pub force: bool,
    /// Shows who would be ended and ends nobody.
    #[uniffi(default)]
    pub dry_run: bool,
    /// How long processes have to go by themselves before they are killed.
    #[uniffi(default)]
    pub grace: Option<Span>,
}

impl Original<core::KillOptions> for KillOptions {
    fn original(self) -> Result<core::KillOptions, PortregError> {
        let Self { force, dry_run, grace } = self;
        Ok(core::KillOptions {
            force: force.original()?,
            dry_run: dry_run.original()?,
            grace: match grace {
                Some(grace) => grace.original()?,
                None => core::KillOptions::default().grace,
            },
        })
    }
}

/// How to start a service: stored with its claim, used by `up`.
#[derive(uniffi::Record)]
pub struct Launch {
    /// The command, for the shell.
    #[uniffi(default)]
    pub cmd: Option<String>,
    /// What tells that it is ready: a URL, or an object with `http`, `tcp`, `log` or `cmd`.
    #[uniffi(default)]
    pub ready: Option<JsonValue>,
    /// When it is started again.
    #[uniffi(default)]
    pub restart: Option<RestartPolicy>,
    /// The services it needs.
    #[uniffi(default)]
    pub needs: Option<Vec<String>>,
    /// Variables of its environment.
    #[uniffi(default)]
    pub env: HashMap<String, String>,
    /// A file with more of them.
    #[uniffi(default)]
    pub env_file: Option<String>,
    /// A tunnel to it.
    #[uniffi(default)]
    pub tunnel: Option<Tunnel>,
}

impl Original<core::Launch> for Launch {
    fn original(self) -> Result<core::Launch, PortregError> {
        let Self { cmd, ready, restart, needs, env, env_file, tunnel } = self;
        Ok(core::Launch {
            cmd: cmd.original()?,
            ready: ready.original()?,
            restart: restart.original()?,
            needs: needs.original()?,
            env: env.original()?,
            env_file: env_file.original()?,
            tunnel: tunnel.original()?,
        })
    }
}

/// Which listeners `listeners` shows. All conditions must hold.
#[derive(uniffi::Record)]
pub struct ListenerOptions {
    /// On this port.
    #[uniffi(default)]
    pub port: Option<u16>,
    /// UDP sockets too.
    #[uniffi(default)]
    pub all: bool,
    /// Without looking up processes: port, protocol and addresses alone, many times faster.
    #[uniffi(default)]
    pub sockets_only: bool,
}

impl Original<core::ListenerOptions> for ListenerOptions {
    fn original(self) -> Result<core::ListenerOptions, PortregError> {
        let Self { port, all, sockets_only } = self;
        Ok(core::ListenerOptions {
            port: port.original()?,
            all: all.original()?,
            sockets_only: sockets_only.original()?,
        })
    }
}

/// How a lock is taken.
#[derive(uniffi::Record)]
pub struct LockOptions {
    /// How long to wait for the turn: without limit where nothing is said, one try for zero.
    #[uniffi(default)]
    pub wait: Option<Span>,
    /// How long it may be held; as long as the holder lives where nothing is said.
    #[uniffi(default)]
    pub ttl: Option<Span>,
}

impl Original<core::LockOptions> for LockOptions {
    fn original(self) -> Result<core::LockOptions, PortregError> {
        let Self { wait, ttl } = self;
        Ok(core::LockOptions { wait: wait.original()?, ttl: ttl.original()? })
    }
}

/// Which lines `logs` gives. All conditions must hold.
#[derive(uniffi::Record)]
pub struct LogOptions {
    /// Goes on with what the service prints from now on, across restarts.
    #[uniffi(default)]
    pub follow: bool,
    /// Begins with the newest so many lines; with all where nothing is said.
    #[uniffi(default)]
    pub last: Option<u64>,
    /// Not before this time, in milliseconds since the Unix epoch.
    #[uniffi(default)]
    pub since_ms: Option<i64>,
    /// Only this stream.
    #[uniffi(default)]
    pub stream: Option<LogStream>,
}

impl Original<core::LogOptions> for LogOptions {
    fn original(self) -> Result<core::LogOptions, PortregError> {
        let Self { follow, last, since_ms, stream } = self;
        Ok(core::LogOptions {
            follow: follow.original()?,
            last: last.original()?,
            since_ms: since_ms.original()?,
            stream: stream.original()?,
        })
    }
}

/// Where `reassign` moves a service to.
#[derive(uniffi::Enum)]
pub enum MoveTo {
    /// To exactly this port.
    Port(u16),
    /// To the next port that a new claim would get.
    Next,
}

impl Original<core::MoveTo> for MoveTo {
    fn original(self) -> Result<core::MoveTo, PortregError> {
        Ok(match self {
            Self::Port(inner) => core::MoveTo::Port(inner.original()?),
            Self::Next => core::MoveTo::Next,
        })
    }
}

/// One name of a list that is claimed all or nothing.
#[derive(uniffi::Record)]
pub struct OneOfMany {
    /// The name.
    pub identity: String,
    /// What is asked for it.
    #[uniffi(default)]
    pub options: ClaimOptions,
}

impl Original<core::OneOfMany> for OneOfMany {
    fn original(self) -> Result<core::OneOfMany, PortregError> {
        let Self { identity, options } = self;
        Ok(core::OneOfMany { identity: identity.original()?, options: options.original()? })
    }
}

/// Who holds a claim.
#[derive(uniffi::Enum)]
pub enum OwnerOption {
    /// The calling process.
    Caller,
    /// Nobody: it lasts until it expires or is released.
    None,
    /// The process of this pid.
    Pid(u32),
}

impl Original<core::OwnerOption> for OwnerOption {
    fn original(self) -> Result<core::OwnerOption, PortregError> {
        Ok(match self {
            Self::Caller => core::OwnerOption::Caller,
            Self::None => core::OwnerOption::None,
            Self::Pid(inner) => core::OwnerOption::Pid(inner.original()?),
        })
    }
}

/// What is sent: JSON as it is, any other text as a JSON string.
#[derive(uniffi::Enum)]
pub enum Payload {
    /// JSON, or any other text.
    Text(String),
    /// A JSON value.
    Json(JsonValue),
}

impl Original<core::Payload> for Payload {
    fn original(self) -> Result<core::Payload, PortregError> {
        Ok(match self {
            Self::Text(inner) => core::Payload::Text(inner.original()?),
            Self::Json(inner) => core::Payload::Json(inner.original()?),
        })
    }
}

/// How something is published.
#[derive(uniffi::Record)]
pub struct PublishOptions {
    /// Who sends it; up to 128 characters, for those who read it.
    #[uniffi(default)]
    pub sender: Option<String>,
    /// How long it is of use: after that nobody gets it any more.
    #[uniffi(default)]
    pub ttl: Option<Span>,
}

impl Original<core::PublishOptions> for PublishOptions {
    fn original(self) -> Result<core::PublishOptions, PortregError> {
        let Self { sender, ttl } = self;
        Ok(core::PublishOptions { sender: sender.original()?, ttl: ttl.original()? })
    }
}

/// How `release`, `reassign` and `rename` go about claims that others hold.
#[derive(uniffi::Record)]
pub struct ReleaseOptions {
    /// The name and all names under it.
    #[uniffi(default)]
    pub under: bool,
    /// Only services of this folder or below it.
    #[uniffi(default)]
    pub worktree: Option<String>,
    /// Also what another process holds; the history says so.
    #[uniffi(default)]
    pub force: bool,
    /// Shows what would be freed and frees nothing.
    #[uniffi(default)]
    pub dry_run: bool,
}

impl Original<core::ReleaseOptions> for ReleaseOptions {
    fn original(self) -> Result<core::ReleaseOptions, PortregError> {
        let Self { under, worktree, force, dry_run } = self;
        Ok(core::ReleaseOptions {
            under: under.original()?,
            worktree: worktree.original()?,
            force: force.original()?,
            dry_run: dry_run.original()?,
        })
    }
}

/// Where a subscription or a watch begins.
#[derive(uniffi::Enum)]
pub enum Since {
    /// With what is published, or happens, from now on.
    Now,
    /// With the oldest message or event that is kept.
    Start,
    /// With what comes after the message or event of this id.
    After(i64),
}

impl Original<core::Since> for Since {
    fn original(self) -> Result<core::Since, PortregError> {
        Ok(match self {
            Self::Now => core::Since::Now,
            Self::Start => core::Since::Start,
            Self::After(inner) => core::Since::After(inner.original()?),
        })
    }
}

/// How something is subscribed to.
#[derive(uniffi::Record)]
pub struct SubscribeOptions {
    /// Where to begin; a cursor that is there already says that itself.
    #[uniffi(default)]
    pub since: Option<Since>,
    /// The name of the cursor that remembers how far one has come.
    #[uniffi(default)]
    pub cursor: Option<String>,
}

impl Original<core::SubscribeOptions> for SubscribeOptions {
    fn original(self) -> Result<core::SubscribeOptions, PortregError> {
        let Self { since, cursor } = self;
        Ok(core::SubscribeOptions {
            since: match since {
                Some(since) => since.original()?,
                None => core::SubscribeOptions::default().since,
            },
            cursor: cursor.original()?,
        })
    }
}

/// A tunnel that makes a service reachable from outside.
#[derive(uniffi::Record)]
pub struct Tunnel {
    /// Who provides it.
    pub provider: TunnelProvider,
    /// The name it asks for there: `shop`, or a whole host name as `shop.example.com`.
    #[uniffi(default)]
    pub subdomain: Option<String>,
}

impl Original<core::Tunnel> for Tunnel {
    fn original(self) -> Result<core::Tunnel, PortregError> {
        let Self { provider, subdomain } = self;
        Ok(core::Tunnel { provider: provider.original()?, subdomain: subdomain.original()? })
    }
}

/// What `up` is asked for.
#[derive(uniffi::Record)]
pub struct UpOptions {
    /// Which services: names, patterns, or short names of this project (`api`); all that the configuration enables where none is said.
    #[uniffi(default)]
    pub patterns: Vec<String>,
    /// The folder whose configuration applies; the working folder where nothing is said.
    #[uniffi(default)]
    pub dir: Option<String>,
    /// Whether what they need is left out.
    #[uniffi(default)]
    pub no_deps: bool,
    /// How long a service may take to get ready; a minute where nothing is said.
    #[uniffi(default)]
    pub timeout: Option<Span>,
    /// What to do where another process holds a name. Where nothing is said, what runs there is used, and what is only held is refused.
    #[uniffi(default)]
    pub on_conflict: Option<OnConflict>,
    /// How to start one service that the configuration does not describe.
    #[uniffi(default)]
    pub launch: Launch,
    /// Whether what the services print is told line by line as well, not only written to their logs.
    #[uniffi(default)]
    pub output: bool,
    /// Whether services are told to print colours (`FORCE_COLOR`).
    #[uniffi(default)]
    pub color: bool,
    /// Whether the output of services is a pseudo-terminal.
    #[uniffi(default)]
    pub pty: bool,
}

impl Original<core::UpOptions> for UpOptions {
    fn original(self) -> Result<core::UpOptions, PortregError> {
        let Self { patterns, dir, no_deps, timeout, on_conflict, launch, output, color, pty } =
            self;
        Ok(core::UpOptions {
            patterns: patterns.original()?,
            dir: dir.original()?,
            no_deps: no_deps.original()?,
            timeout: timeout.original()?,
            on_conflict: on_conflict.original()?,
            launch: launch.original()?,
            adopt_orphans: false,
            output: output.original()?,
            color: color.original()?,
            pty: pty.original()?,
            keeper: None,
        })
    }
}

/// What `wait` waits for.
#[derive(uniffi::Record)]
pub struct WaitOptions {
    /// That the services are gone, instead of ready.
    #[uniffi(default)]
    pub gone: bool,
    /// How long at most; without limit where nothing is said.
    #[uniffi(default)]
    pub timeout: Option<Span>,
}

impl Original<core::WaitOptions> for WaitOptions {
    fn original(self) -> Result<core::WaitOptions, PortregError> {
        let Self { gone, timeout } = self;
        Ok(core::WaitOptions { gone: gone.original()?, timeout: timeout.original()? })
    }
}

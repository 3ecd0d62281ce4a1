//! Options as they come from JavaScript. Each becomes the core's struct with every field named, so that a
//! field which is forgotten here does not compile.

use std::path::PathBuf;
use std::time::Duration;

use portreg_core::{
    self as core, LogStream, OnConflict, PortRange, RestartPolicy, Since, Status, Strategy, Tunnel,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::values::{Beginning, OneOrMore, Owner, Port, Range, Time};

/// Which keys of the options of `claim` and `up` say how a service is started.
pub(crate) const LAUNCH: [&str; 7] =
    ["cmd", "ready", "restart", "needs", "env", "envFile", "tunnel"];

/// How a service is started.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Launch {
    cmd: Option<String>,
    ready: Option<Value>,
    restart: Option<RestartPolicy>,
    needs: Option<Vec<String>>,
    env: std::collections::BTreeMap<String, String>,
    env_file: Option<PathBuf>,
    tunnel: Option<Tunnel>,
}

impl From<Launch> for core::Launch {
    fn from(Launch { cmd, ready, restart, needs, env, env_file, tunnel }: Launch) -> Self {
        Self { cmd, ready, restart, needs, env, env_file, tunnel }
    }
}

/// Options of `claim`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Claim {
    port: Option<OneOrMore<Port>>,
    strict: bool,
    range: Option<Range>,
    pool: Option<String>,
    strategy: Option<Strategy>,
    expires_in: Option<Time>,
    persistent: Option<bool>,
    pair: Option<String>,
    on_conflict: Option<OnConflict>,
    owner: Option<Owner>,
    metadata: Option<Map<String, Value>>,
    description: Option<String>,
    dir: Option<PathBuf>,
    launch: Launch,
}

impl From<Claim> for core::ClaimOptions {
    fn from(claim: Claim) -> Self {
        Self {
            port: claim
                .port
                .map(|ports| ports.0.iter().map(|port| port.0).collect())
                .unwrap_or_default(),
            strict: claim.strict,
            range: to_range(claim.range),
            pool: claim.pool,
            strategy: claim.strategy,
            expires_in: to_time(claim.expires_in),
            persistent: claim.persistent,
            pair: claim.pair,
            on_conflict: claim.on_conflict,
            owner: claim.owner.map(|owner| owner.0).unwrap_or_default(),
            metadata: claim.metadata,
            description: claim.description,
            dir: claim.dir,
            launch: claim.launch.into(),
        }
    }
}

/// One of the names of `claimMany`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct One {
    identity: String,
    #[serde(default)]
    options: Claim,
}

impl From<One> for core::OneOfMany {
    fn from(One { identity, options }: One) -> Self {
        Self { identity, options: options.into() }
    }
}

/// Options of `claimMany`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ClaimMany {
    pub(crate) contiguous: bool,
}

/// Options of `poll`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Poll {
    pub(crate) after: Option<i64>,
    pub(crate) timeout: Option<Time>,
}

/// Options of `watchEnv`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct WatchEnv {
    pub(crate) format: Option<String>,
}

macro_rules! options {
    ($(#[$doc:meta] $name:ident => $core:ident { $($field:ident: $type:ty = $to:expr),+ $(,)? })+) => {$(
        #[$doc]
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields, default)]
        pub(crate) struct $name { $($field: $type),+ }

        impl From<$name> for core::$core {
            fn from($name { $($field),+ }: $name) -> Self {
                Self { $($field: $to($field)),+ }
            }
        }
    )+};
}

fn same<T>(value: T) -> T {
    value
}

fn to_time(value: Option<Time>) -> Option<Duration> {
    value.map(|time| time.0)
}

fn to_grace(value: Option<Time>) -> Duration {
    to_time(value).unwrap_or(core::KillOptions::default().grace)
}

fn to_port(value: Option<Port>) -> Option<u16> {
    value.map(|port| port.0)
}

fn to_range(value: Option<Range>) -> Option<PortRange> {
    value.map(|range| range.0)
}

fn to_since(value: Option<Beginning>) -> Since {
    value.map(|from| from.0).unwrap_or_default()
}

options! {
    /// Options of `find`.
    Find => FindOptions {
        pattern: Option<String> = same, status: Option<Status> = same, port: Option<Port> = to_port,
        pool: Option<String> = same, worktree: Option<PathBuf> = same, limit: Option<usize> = same,
    }
    /// Options of `releaseMatching`.
    Release => ReleaseOptions {
        under: bool = same, worktree: Option<PathBuf> = same, force: bool = same, dry_run: bool = same,
    }
    /// Options of `available`.
    Available => AvailableOptions {
        range: Option<Range> = to_range, pool: Option<String> = same, count: Option<usize> = same,
    }
    /// Options of `history`.
    History => HistoryOptions {
        pattern: Option<String> = same, since_ms: Option<i64> = same, after_id: Option<i64> = same,
        limit: Option<usize> = same,
    }
    /// Options of `import`.
    Import => ImportOptions { dry_run: bool = same, skip: bool = same }
    /// Options of `listeners`.
    Listeners => ListenerOptions {
        port: Option<Port> = to_port, all: bool = same, sockets_only: bool = same,
    }
    /// Options of `kill`.
    Kill => KillOptions { force: bool = same, dry_run: bool = same, grace: Option<Time> = to_grace }
    /// Options of `down` and `restart`.
    Down => DownOptions { under: bool = same, timeout: Option<Time> = to_time }
    /// Options of `waitReady`.
    Wait => WaitOptions { gone: bool = same, timeout: Option<Time> = to_time }
    /// Options of `logs`.
    Logs => LogOptions {
        follow: bool = same, last: Option<usize> = same, since_ms: Option<i64> = same,
        stream: Option<LogStream> = same,
    }
    /// Options of `publish`.
    Publish => PublishOptions { sender: Option<String> = same, ttl: Option<Time> = to_time }
    /// Options of `subscribe`.
    Subscribe => SubscribeOptions { since: Option<Beginning> = to_since, cursor: Option<String> = same }
    /// Options of `lock`.
    Lock => LockOptions { wait: Option<Time> = to_time, ttl: Option<Time> = to_time }
}

/// Options of `up`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Up {
    patterns: Vec<String>,
    dir: Option<PathBuf>,
    no_deps: bool,
    timeout: Option<Time>,
    on_conflict: Option<OnConflict>,
    launch: Launch,
    output: bool,
    color: bool,
    pty: bool,
}

impl From<Up> for core::UpOptions {
    fn from(up: Up) -> Self {
        Self {
            patterns: up.patterns,
            dir: up.dir,
            no_deps: up.no_deps,
            timeout: to_time(up.timeout),
            on_conflict: up.on_conflict,
            launch: up.launch.into(),
            output: up.output,
            color: up.color,
            pty: up.pty,
            // Only the command makes itself the parent of orphans, and has a keeper.
            adopt_orphans: false,
            keeper: None,
        }
    }
}

/// Options of `watch`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Watch {
    since: Option<Beginning>,
}

impl From<Watch> for Since {
    fn from(Watch { since }: Watch) -> Self {
        to_since(since)
    }
}

//! Options as they come from JavaScript. Each becomes the core's struct with every field named, so that a
//! field which is forgotten here does not compile.

use std::fmt;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::time::Duration;

use portreg_core::{
    self as core, LogStream, MoveTo, OnConflict, OwnerOption, PortRange, RestartPolicy, Since,
    Status, Strategy, Tunnel, parse_duration,
};
use serde::Deserialize;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Milliseconds, or a text such as `90s`.
pub(crate) struct Time(pub(crate) Duration);

/// A number from 1 to 65535.
#[derive(Clone, Copy)]
pub(crate) struct Port(pub(crate) u16);

/// One, or a list of them.
pub(crate) struct OneOrMore<T>(pub(crate) Vec<T>);

/// A port, `8000-8099`, or a list of these.
pub(crate) struct Ranges(pub(crate) Vec<PortRange>);

/// The same where only one of them is meant.
pub(crate) struct Range(pub(crate) PortRange);

/// Where a service is moved to.
pub(crate) struct To(pub(crate) MoveTo);

/// Who shall own a claim: the process with this pid, or nobody.
pub(crate) struct Owner(OwnerOption);

/// From when on messages are wanted: `start`, or after an id.
pub(crate) struct Beginning(Since);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Time;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("milliseconds as a whole number, or a text such as '90s' or '1h30m'")
            }

            fn visit_u64<E: de::Error>(self, ms: u64) -> Result<Time, E> {
                Ok(Time(Duration::from_millis(ms)))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Time, E> {
                parse_duration(text, "time").map(Time).map_err(|error| E::custom(reason(&error)))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

impl<'de> Deserialize<'de> for Port {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Port;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a port, which is a whole number from 1 to 65535")
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Port, E> {
                match u16::try_from(number) {
                    Ok(port) if port != 0 => Ok(Port(port)),
                    _ => Err(E::custom(format!("{number} is no port; ports are 1 to 65535"))),
                }
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMore<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Reader<T> {
            type Value = OneOrMore<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one, or a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(one) = list.next_element()? {
                    all.push(one);
                }
                Ok(OneOrMore(all))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
                one(de::value::U64Deserializer::new(number))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
                one(de::value::I64Deserializer::new(number))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
                one(de::value::F64Deserializer::new(number))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                one(de::value::StrDeserializer::new(text))
            }
        }
        fn one<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
            single: D,
        ) -> Result<OneOrMore<T>, D::Error> {
            T::deserialize(single).map(|one| OneOrMore(vec![one]))
        }
        deserializer.deserialize_any(Reader(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Ranges {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = OneOrMore::<Value>::deserialize(deserializer)?;
        let parse = |value: &Value| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            PortRange::parse_list(&text).map_err(|error| de::Error::custom(reason(&error)))
        };
        let all: Result<Vec<_>, _> = given.0.iter().map(parse).collect();
        Ok(Self(all?.concat()))
    }
}

impl<'de> Deserialize<'de> for Range {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Ranges::deserialize(deserializer)?.0.as_slice() {
            [range] => Ok(Self(*range)),
            _ => Err(de::Error::custom("one range is meant, such as '3000-3099'")),
        }
    }
}

impl<'de> Deserialize<'de> for To {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(word) if word == "next" => Ok(Self(MoveTo::Next)),
            other => match Port::deserialize(&other) {
                Ok(port) => Ok(Self(MoveTo::Port(port.0))),
                Err(error) => {
                    Err(de::Error::custom(format!("{error}; 'next' is the next free one")))
                }
            },
        }
    }
}

impl<'de> Deserialize<'de> for Owner {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Owner;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("'caller', 'none', or the pid of a process")
            }

            fn visit_u64<E: de::Error>(self, pid: u64) -> Result<Owner, E> {
                let pid = u32::try_from(pid).map_err(|_| E::custom(format!("{pid} is no pid")))?;
                Ok(Owner(OwnerOption::Pid(pid)))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Owner, E> {
                match text {
                    "caller" => Ok(Owner(OwnerOption::Caller)),
                    "none" => Ok(Owner(OwnerOption::None)),
                    _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
                }
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

impl<'de> Deserialize<'de> for Beginning {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Beginning;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("'now', 'start', or the id of a message")
            }

            fn visit_u64<E: de::Error>(self, id: u64) -> Result<Beginning, E> {
                let id = i64::try_from(id).map_err(|_| E::custom(format!("{id} is no id")))?;
                Ok(Beginning(Since::After(id)))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Beginning, E> {
                match text {
                    "now" => Ok(Beginning(Since::Now)),
                    "start" => Ok(Beginning(Since::Start)),
                    _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
                }
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

/// What is wrong, without the name of the option, which the place in the document tells.
fn reason(error: &core::Error) -> String {
    match error {
        core::Error::InvalidOption { message, .. } => message.clone(),
        other => other.to_string(),
    }
}

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

//! The one error of portreg: a stable code, the data behind it, and the way out.

mod code;

use std::path::PathBuf;

use serde_json::{Map, Value, json};

use crate::model::{Holder, Identity, PortRange, ReasonCode, Sought};
use crate::time::human_duration;
pub use code::ErrorCode;

/// What every fallible call of portreg returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything that can go wrong, with the data that explains it.
///
/// Messages are fragments that name the thing and the way out; [`Error::code`] is what programs
/// compare, and it is spelled the same in every language.
///
/// ```
/// use portreg_core::{ErrorCode, Identity};
///
/// let error = "shop:we b".parse::<Identity>().unwrap_err();
/// assert_eq!(error.code(), ErrorCode::InvalidIdentity);
/// assert_eq!(error.code().as_str(), "INVALID_IDENTITY");
/// assert!(!error.is_retryable());
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A name that is no identity.
    #[error("invalid identity {input:?}: {message}")]
    InvalidIdentity {
        /// What was given.
        input: String,
        /// The segment, the character, its position and what is allowed.
        message: String,
    },
    /// A text that is no pattern.
    #[error("invalid pattern {input:?}: {message}")]
    InvalidPattern {
        /// What was given.
        input: String,
        /// What is wrong with it and what is allowed.
        message: String,
    },
    /// An option whose value cannot be used.
    #[error("invalid {option}: {message}")]
    InvalidOption {
        /// The option's name as the caller wrote it.
        option: String,
        /// What is wrong with it and what is allowed.
        message: String,
    },
    /// A file of the user's that cannot be used as configuration.
    #[error("{}{message}", place(.file, *.line, *.column))]
    InvalidConfig {
        /// The file, or the environment variable.
        file: PathBuf,
        /// The line, counted from 1; 0 where the whole file is meant.
        line: usize,
        /// The column in characters, counted from 1; 0 where the whole file is meant.
        column: usize,
        /// What is wrong and what is allowed.
        message: String,
    },
    /// Nothing by that name.
    #[error("{what}")]
    NotFound {
        /// What was looked for and where to look next.
        what: String,
        /// The same as data.
        sought: Sought,
    },
    /// The port that was insisted on belongs to somebody else.
    #[error("{message}")]
    PortInUse {
        /// The port.
        port: u16,
        /// Why, as a code of `explain`.
        reason: ReasonCode,
        /// The service that claims it, where one does.
        identity: Option<Identity>,
        /// The process behind it, where it can be seen.
        holder: Option<Box<Holder>>,
        /// Who uses it and what can be done.
        message: String,
    },
    /// The port that was insisted on is kept out of use.
    #[error("{message}")]
    PortReserved {
        /// The port.
        port: u16,
        /// By whom, and the way out.
        message: String,
    },
    /// No port is left where one may be taken.
    #[error(
        "no {} in {}: {claimed} of {total} claimed, {excluded} excluded, {busy} in use by others; \
         widen the range, or free some with `portreg cleanup`",
        missing(*.wanted),
        PortRange::join(.ranges)
    )]
    RangeExhausted {
        /// Where was looked.
        ranges: Vec<PortRange>,
        /// How many ports these hold.
        total: u32,
        /// How many of them are claimed.
        claimed: u32,
        /// How many of them are reserved or never given out.
        excluded: u32,
        /// How many of them somebody else uses.
        busy: u32,
        /// How many ports were wanted at once.
        wanted: u32,
    },
    /// The name is held by another process.
    #[error("{identity} is {}{}", .holder.as_ref().map_or_else(|| "taken".to_owned(), |holder| format!("held by {holder}")), held_tail(.url.as_deref(), .why.as_deref()))]
    IdentityHeld {
        /// The name.
        identity: Identity,
        /// Who holds it.
        holder: Option<Box<Holder>>,
        /// Where it answers.
        url: Option<String>,
        /// Why it cannot be had, and the way out.
        why: Option<String>,
    },
    /// The lock is held by the caller itself or an ancestor of it, which would wait for itself.
    #[error("lock {name} is held by {holder}, {}: locks are not re-entrant; do the work under the one that is held, or take a lock of another name", if *.itself { "this very process" } else { "an ancestor of this process" })]
    LockHeld {
        /// The lock.
        name: String,
        /// Who holds it.
        holder: Box<Holder>,
        /// Whether that is the calling process.
        itself: bool,
    },
    /// The guard of a lock whose time is over, or that was released.
    #[error(
        "lock {name} is not held any more (generation {generation}): its time was over; take it again, with a longer ttl"
    )]
    LockLost {
        /// The lock.
        name: String,
        /// The generation that was held.
        generation: i64,
    },
    /// The cursor is read by another subscription.
    #[error(
        "the cursor {cursor} is read by {holder}: one subscription at a time; end that one, or take a cursor of another name"
    )]
    CursorHeld {
        /// The cursor.
        cursor: String,
        /// Whose subscription reads it.
        holder: Box<Holder>,
    },
    /// A project has as many ports as it may have.
    #[error(
        "{project} has {claimed} ports{} and the limit is {limit}: release some, or raise maxPortsPerProject",
        more(*.wanted)
    )]
    LimitReached {
        /// The project.
        project: String,
        /// The limit in force.
        limit: u32,
        /// How many it has.
        claimed: u32,
        /// How many more were wanted at once.
        wanted: u32,
    },
    /// The claim is held by a process that is not the caller's.
    #[error(
        "{identity} is held by {holder}{}, which is neither this process nor its ancestor or descendant; end it first, or take the name away with --force",
        since(*.for_ms)
    )]
    NotOwner {
        /// The name.
        identity: Identity,
        /// Who holds it.
        holder: Box<Holder>,
        /// How long that process runs, in milliseconds.
        for_ms: Option<i64>,
    },
    /// A claim object that somebody else has superseded.
    #[error(
        "{identity} has been claimed anew since (generation {found}, this claim is {expected}): claim it again"
    )]
    Superseded {
        /// The name.
        identity: Identity,
        /// The generation of the claim that was used.
        expected: i64,
        /// The generation in the registry; 0 where the claim is gone.
        found: i64,
    },
    /// A program could not be started.
    #[error("cannot start {program}: {message}")]
    SpawnFailed {
        /// The program.
        program: String,
        /// What the system said, and the way out.
        message: String,
    },
    /// A service did not get ready, or has ended before it was.
    #[error("{identity} is not ready: {message}")]
    NotReady {
        /// The name.
        identity: Identity,
        /// Why, and where to look.
        message: String,
        /// With what its process ended, where it has; 128+n for a signal.
        exit_code: Option<i32>,
        /// The last lines of its output, oldest first.
        last_lines: Vec<String>,
    },
    /// A wait ended before what it waited for.
    #[error("{what} not within {waited_ms} ms")]
    Timeout {
        /// What was waited for.
        what: String,
        /// How long was waited, in milliseconds.
        waited_ms: u64,
    },
    /// The caller gave up.
    #[error("cancelled: {what}")]
    Cancelled {
        /// What was under way.
        what: String,
    },
    /// Others kept writing past the deadline.
    #[error("the registry {} is busy: no turn to write within {waited_ms} ms; try again", .path.display())]
    RegistryBusy {
        /// The registry file.
        path: PathBuf,
        /// How long was waited, in milliseconds.
        waited_ms: u64,
    },
    /// The file is no registry, or a damaged one. It is kept as it is.
    #[error("the registry {} is damaged ({detail}): it is kept as it is; `portreg doctor --restore` goes back to the newest backup", .path.display())]
    RegistryCorrupt {
        /// The registry file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The file was written by a version that this one must not write beside.
    #[error("the registry {} has format {found} and this portreg writes up to {supported}: update portreg; reading still works", .path.display())]
    RegistryNewer {
        /// The registry file.
        path: PathBuf,
        /// The compatibility number of the file.
        found: i64,
        /// The compatibility number of this library.
        supported: i64,
    },
    /// The file cannot be opened or written.
    #[error("the registry {} cannot be used: {message}", .path.display())]
    RegistryUnavailable {
        /// The registry file.
        path: PathBuf,
        /// Why, and the way out.
        message: String,
    },
    /// This system cannot do it.
    #[error("{what} is not supported here")]
    Unsupported {
        /// What was asked for.
        what: String,
    },
}

impl Error {
    /// The stable code.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::InvalidIdentity { .. } => ErrorCode::InvalidIdentity,
            Self::InvalidPattern { .. } => ErrorCode::InvalidPattern,
            Self::InvalidOption { .. } => ErrorCode::InvalidOption,
            Self::InvalidConfig { .. } => ErrorCode::InvalidConfig,
            Self::NotFound { .. } => ErrorCode::NotFound,
            Self::PortInUse { .. } => ErrorCode::PortInUse,
            Self::PortReserved { .. } => ErrorCode::PortReserved,
            Self::RangeExhausted { .. } => ErrorCode::RangeExhausted,
            Self::IdentityHeld { .. } | Self::LockHeld { .. } | Self::CursorHeld { .. } => {
                ErrorCode::IdentityHeld
            }
            Self::LimitReached { .. } => ErrorCode::LimitReached,
            Self::NotOwner { .. } | Self::Superseded { .. } | Self::LockLost { .. } => {
                ErrorCode::NotOwner
            }
            Self::SpawnFailed { .. } => ErrorCode::SpawnFailed,
            Self::NotReady { .. } => ErrorCode::NotReady,
            Self::Timeout { .. } => ErrorCode::Timeout,
            Self::Cancelled { .. } => ErrorCode::Cancelled,
            Self::RegistryBusy { .. } => ErrorCode::RegistryBusy,
            Self::RegistryCorrupt { .. } => ErrorCode::RegistryCorrupt,
            Self::RegistryNewer { .. } => ErrorCode::RegistryNewer,
            Self::RegistryUnavailable { .. } => ErrorCode::RegistryUnavailable,
            Self::Unsupported { .. } => ErrorCode::Unsupported,
        }
    }

    /// Whether the same call may succeed a moment later without anybody changing anything.
    pub fn is_retryable(&self) -> bool {
        matches!(
            self.code(),
            ErrorCode::RegistryBusy
                | ErrorCode::PortInUse
                | ErrorCode::IdentityHeld
                | ErrorCode::RangeExhausted
                | ErrorCode::Timeout
                | ErrorCode::NotReady
        )
    }

    /// The data behind the message, by field name, as the JSON form and the bindings show it.
    ///
    /// ```
    /// let error = portreg_core::Error::PortReserved { port: 8080, message: "by you".into() };
    /// assert_eq!(error.fields()["port"], 8080);
    /// ```
    pub fn fields(&self) -> Map<String, Value> {
        let fields = match self {
            Self::InvalidIdentity { input, .. } | Self::InvalidPattern { input, .. } => {
                json!({ "input": input })
            }
            Self::InvalidOption { option, .. } => json!({ "option": option }),
            Self::InvalidConfig { file, line, column, .. } => {
                json!({ "file": file.display().to_string(), "line": line, "column": column })
            }
            Self::NotFound { sought, .. } => sought.fields(),
            Self::Unsupported { what } | Self::Cancelled { what } => json!({ "what": what }),
            Self::PortInUse { port, reason, identity, holder, .. } => {
                json!({ "port": port, "reason": reason, "identity": identity, "holder": holder })
            }
            Self::PortReserved { port, .. } => json!({ "port": port }),
            Self::RangeExhausted { ranges, total, claimed, excluded, busy, wanted } => json!({
                "ranges": ranges, "total": total, "claimed": claimed, "excluded": excluded, "busy": busy,
                "wanted": wanted,
            }),
            Self::IdentityHeld { identity, holder, url, why } => {
                json!({ "identity": identity, "holder": holder, "url": url, "why": why })
            }
            Self::LockHeld { name, holder, .. } => json!({ "lock": name, "holder": holder }),
            Self::LockLost { name, generation } => {
                json!({ "lock": name, "generation": generation })
            }
            Self::CursorHeld { cursor, holder } => json!({ "cursor": cursor, "holder": holder }),
            Self::LimitReached { project, limit, claimed, wanted } => json!({
                "project": project, "limit": limit, "claimed": claimed, "wanted": wanted,
            }),
            Self::NotOwner { identity, holder, .. } => {
                json!({ "identity": identity, "holder": holder })
            }
            Self::Superseded { identity, expected, found } => {
                json!({ "identity": identity, "expected": expected, "found": found })
            }
            Self::SpawnFailed { program, .. } => json!({ "program": program }),
            Self::NotReady { identity, exit_code, last_lines, .. } => json!({
                "identity": identity, "exit_code": exit_code, "last_lines": last_lines,
            }),
            Self::Timeout { what, waited_ms } => json!({ "what": what, "waited_ms": waited_ms }),
            Self::RegistryBusy { path, waited_ms } => {
                json!({ "path": path.display().to_string(), "waited_ms": waited_ms })
            }
            Self::RegistryNewer { path, found, supported } => {
                json!({ "path": path.display().to_string(), "found": found, "supported": supported })
            }
            Self::RegistryCorrupt { path, .. } | Self::RegistryUnavailable { path, .. } => {
                json!({ "path": path.display().to_string() })
            }
        };
        match fields {
            Value::Object(mut map) => {
                map.retain(|_, value| !value.is_null());
                map
            }
            _ => Map::new(),
        }
    }

    /// An option whose value cannot be used.
    pub(crate) fn option(option: impl Into<String>, message: impl Into<String>) -> Self {
        Self::InvalidOption { option: option.into(), message: message.into() }
    }
}

fn place(file: &std::path::Path, line: usize, column: usize) -> String {
    match line {
        0 => format!("{}: ", file.display()),
        _ => format!("{}:{line}:{column}: ", file.display()),
    }
}

fn missing(wanted: u32) -> String {
    match wanted {
        0 | 1 => "port left".to_owned(),
        _ => format!("room for {wanted} ports"),
    }
}

fn more(wanted: u32) -> String {
    match wanted {
        0 | 1 => String::new(),
        _ => format!(", {wanted} more are asked for"),
    }
}

fn since(for_ms: Option<i64>) -> String {
    for_ms.map(|ms| format!(", since {}", human_duration(ms))).unwrap_or_default()
}

fn held_tail(url: Option<&str>, why: Option<&str>) -> String {
    let url = url.map(|url| format!(" at {url}")).unwrap_or_default();
    let why = why.map(|why| format!(": {why}")).unwrap_or_default();
    format!("{url}{why}")
}

//! The one error. Made from the errors of the core by `cargo xtask generate`.

use std::fmt;

use portreg_core as core;

use crate::crossing::{Data, Identity, PortRange, Url};
use crate::mirrors::{Holder, ReasonCode};

/// Everything that can go wrong: a case for each code, with the data that explains it.
#[derive(uniffi::Error)]
#[uniffi::export(Display)]
pub enum PortregError {
    /// A name is no identity.
    InvalidIdentity {
        /// What is wrong, and the way out.
        message: String,
        /// `input` of the error.
        input: String,
    },
    /// A text is no pattern.
    InvalidPattern {
        /// What is wrong, and the way out.
        message: String,
        /// `input` of the error.
        input: String,
    },
    /// An option's value cannot be used.
    InvalidOption {
        /// What is wrong, and the way out.
        message: String,
        /// `option` of the error.
        option: String,
    },
    /// A configuration file cannot be used.
    InvalidConfig {
        /// What is wrong, and the way out.
        message: String,
        /// `column` of the error.
        column: u32,
        /// `file` of the error.
        file: String,
        /// `line` of the error.
        line: u32,
    },
    /// Nothing by that name.
    NotFound {
        /// What is wrong, and the way out.
        message: String,
        /// `date` of the error.
        date: Option<String>,
        /// `env` of the error.
        env: Option<String>,
        /// `identity` of the error.
        identity: Option<Identity>,
        /// `kind` of the error.
        kind: String,
        /// `name` of the error.
        name: Option<String>,
        /// `pattern` of the error.
        pattern: Option<String>,
        /// `port` of the error.
        port: Option<u16>,
        /// `ports` of the error.
        ports: Option<PortRange>,
    },
    /// The port belongs to somebody else.
    PortInUse {
        /// What is wrong, and the way out.
        message: String,
        /// `holder` of the error.
        holder: Option<Holder>,
        /// `identity` of the error.
        identity: Option<Identity>,
        /// `port` of the error.
        port: u16,
        /// `reason` of the error.
        reason: ReasonCode,
    },
    /// The port is kept out of use.
    PortReserved {
        /// What is wrong, and the way out.
        message: String,
        /// `port` of the error.
        port: u16,
    },
    /// No port is left.
    RangeExhausted {
        /// What is wrong, and the way out.
        message: String,
        /// `busy` of the error.
        busy: u32,
        /// `claimed` of the error.
        claimed: u32,
        /// `excluded` of the error.
        excluded: u32,
        /// `ranges` of the error.
        ranges: Vec<PortRange>,
        /// `total` of the error.
        total: u32,
        /// `wanted` of the error.
        wanted: u32,
    },
    /// The name is held by another process.
    IdentityHeld {
        /// What is wrong, and the way out.
        message: String,
        /// `cursor` of the error.
        cursor: Option<String>,
        /// `holder` of the error.
        holder: Option<Holder>,
        /// `identity` of the error.
        identity: Option<Identity>,
        /// `lock` of the error.
        lock: Option<String>,
        /// `url` of the error.
        url: Option<Url>,
        /// `why` of the error.
        why: Option<String>,
    },
    /// The project has as many ports as it may have.
    LimitReached {
        /// What is wrong, and the way out.
        message: String,
        /// `claimed` of the error.
        claimed: u32,
        /// `limit` of the error.
        limit: u32,
        /// `project` of the error.
        project: String,
        /// `wanted` of the error.
        wanted: u32,
    },
    /// The claim belongs to another process.
    NotOwner {
        /// What is wrong, and the way out.
        message: String,
        /// `expected` of the error.
        expected: Option<i64>,
        /// `found` of the error.
        found: Option<i64>,
        /// `generation` of the error.
        generation: Option<i64>,
        /// `holder` of the error.
        holder: Option<Holder>,
        /// `identity` of the error.
        identity: Option<Identity>,
        /// `lock` of the error.
        lock: Option<String>,
    },
    /// A program could not be started.
    SpawnFailed {
        /// What is wrong, and the way out.
        message: String,
        /// `program` of the error.
        program: String,
    },
    /// A service did not get ready.
    NotReady {
        /// What is wrong, and the way out.
        message: String,
        /// `exit_code` of the error.
        exit_code: Option<i32>,
        /// `identity` of the error.
        identity: Identity,
        /// `last_lines` of the error.
        last_lines: Vec<String>,
    },
    /// A wait took too long.
    Timeout {
        /// What is wrong, and the way out.
        message: String,
        /// `waited_ms` of the error.
        waited_ms: u64,
        /// `what` of the error.
        what: String,
    },
    /// The caller gave up.
    Cancelled {
        /// What is wrong, and the way out.
        message: String,
        /// `what` of the error.
        what: String,
    },
    /// Others kept writing past the deadline.
    RegistryBusy {
        /// What is wrong, and the way out.
        message: String,
        /// `path` of the error.
        path: String,
        /// `waited_ms` of the error.
        waited_ms: u64,
    },
    /// The registry is damaged.
    RegistryCorrupt {
        /// What is wrong, and the way out.
        message: String,
        /// `path` of the error.
        path: String,
    },
    /// The registry is of a newer format.
    RegistryNewer {
        /// What is wrong, and the way out.
        message: String,
        /// `found` of the error.
        found: i64,
        /// `path` of the error.
        path: String,
        /// `supported` of the error.
        supported: i64,
    },
    /// The registry cannot be opened or written.
    RegistryUnavailable {
        /// What is wrong, and the way out.
        message: String,
        /// `path` of the error.
        path: String,
    },
    /// This system cannot do it.
    Unsupported {
        /// What is wrong, and the way out.
        message: String,
        /// `what` of the error.
        what: String,
    },
}

impl From<core::Error> for PortregError {
    fn from(error: core::Error) -> Self {
        let message = error.to_string();
        let mut data = Data::of(&error);
        match error.code() {
            core::ErrorCode::InvalidIdentity => {
                Self::InvalidIdentity { message, input: data.take("input") }
            }
            core::ErrorCode::InvalidPattern => {
                Self::InvalidPattern { message, input: data.take("input") }
            }
            core::ErrorCode::InvalidOption => {
                Self::InvalidOption { message, option: data.take("option") }
            }
            core::ErrorCode::InvalidConfig => Self::InvalidConfig {
                message,
                column: data.take("column"),
                file: data.take("file"),
                line: data.take("line"),
            },
            core::ErrorCode::NotFound => Self::NotFound {
                message,
                date: data.take("date"),
                env: data.take("env"),
                identity: data.take("identity"),
                kind: data.take("kind"),
                name: data.take("name"),
                pattern: data.take("pattern"),
                port: data.take("port"),
                ports: data.take("ports"),
            },
            core::ErrorCode::PortInUse => Self::PortInUse {
                message,
                holder: data.take("holder"),
                identity: data.take("identity"),
                port: data.take("port"),
                reason: data.take("reason"),
            },
            core::ErrorCode::PortReserved => {
                Self::PortReserved { message, port: data.take("port") }
            }
            core::ErrorCode::RangeExhausted => Self::RangeExhausted {
                message,
                busy: data.take("busy"),
                claimed: data.take("claimed"),
                excluded: data.take("excluded"),
                ranges: data.take("ranges"),
                total: data.take("total"),
                wanted: data.take("wanted"),
            },
            core::ErrorCode::IdentityHeld => Self::IdentityHeld {
                message,
                cursor: data.take("cursor"),
                holder: data.take("holder"),
                identity: data.take("identity"),
                lock: data.take("lock"),
                url: data.take("url"),
                why: data.take("why"),
            },
            core::ErrorCode::LimitReached => Self::LimitReached {
                message,
                claimed: data.take("claimed"),
                limit: data.take("limit"),
                project: data.take("project"),
                wanted: data.take("wanted"),
            },
            core::ErrorCode::NotOwner => Self::NotOwner {
                message,
                expected: data.take("expected"),
                found: data.take("found"),
                generation: data.take("generation"),
                holder: data.take("holder"),
                identity: data.take("identity"),
                lock: data.take("lock"),
            },
            core::ErrorCode::SpawnFailed => {
                Self::SpawnFailed { message, program: data.take("program") }
            }
            core::ErrorCode::NotReady => Self::NotReady {
                message,
                exit_code: data.take("exit_code"),
                identity: data.take("identity"),
                last_lines: data.take("last_lines"),
            },
            core::ErrorCode::Timeout => Self::Timeout {
                message,
                waited_ms: data.take("waited_ms"),
                what: data.take("what"),
            },
            core::ErrorCode::Cancelled => Self::Cancelled { message, what: data.take("what") },
            core::ErrorCode::RegistryBusy => Self::RegistryBusy {
                message,
                path: data.take("path"),
                waited_ms: data.take("waited_ms"),
            },
            core::ErrorCode::RegistryCorrupt => {
                Self::RegistryCorrupt { message, path: data.take("path") }
            }
            core::ErrorCode::RegistryNewer => Self::RegistryNewer {
                message,
                found: data.take("found"),
                path: data.take("path"),
                supported: data.take("supported"),
            },
            core::ErrorCode::RegistryUnavailable => {
                Self::RegistryUnavailable { message, path: data.take("path") }
            }
            core::ErrorCode::Unsupported => Self::Unsupported { message, what: data.take("what") },
            _ => Self::Unsupported { message, what: data.take("what") },
        }
    }
}

impl fmt::Display for PortregError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::InvalidIdentity { message, .. }
        | Self::InvalidPattern { message, .. }
        | Self::InvalidOption { message, .. }
        | Self::InvalidConfig { message, .. }
        | Self::NotFound { message, .. }
        | Self::PortInUse { message, .. }
        | Self::PortReserved { message, .. }
        | Self::RangeExhausted { message, .. }
        | Self::IdentityHeld { message, .. }
        | Self::LimitReached { message, .. }
        | Self::NotOwner { message, .. }
        | Self::SpawnFailed { message, .. }
        | Self::NotReady { message, .. }
        | Self::Timeout { message, .. }
        | Self::Cancelled { message, .. }
        | Self::RegistryBusy { message, .. }
        | Self::RegistryCorrupt { message, .. }
        | Self::RegistryNewer { message, .. }
        | Self::RegistryUnavailable { message, .. }
        | Self::Unsupported { message, .. }) = self;
        f.write_str(message)
    }
}

impl fmt::Debug for PortregError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for PortregError {}

//! Listeners: who has a socket open on which port.

use std::net::IpAddr;

use super::{Holder, Identity};

/// The protocol of a socket.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// Connections.
    Tcp,
    /// Datagrams.
    Udp,
}

impl Protocol {
    /// The word for it in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

/// A process that listens on a port, on one address or on several.
///
/// What may not be known is absent: of another user's process there may be nothing but the user.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Listener {
    /// The port.
    pub port: u16,
    /// The protocol.
    pub protocol: Protocol,
    /// The addresses it listens on, lowest first; `0.0.0.0` and `::` are all of a family.
    pub addresses: Vec<IpAddr>,
    /// The process; of several that share the socket the one with the lowest pid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pid: Option<u32>,
    /// Its program's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<String>,
    /// What people call it, where its command line tells: `Vite`, `Django`, `PostgreSQL`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its command line, without values that look like secrets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cmd: Option<String>,
    /// The user it runs as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// When it started, in milliseconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at_ms: Option<i64>,
    /// The service that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// The container whose port it publishes: its address and port, or the name of its runtime.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container: Option<String>,
}

impl Listener {
    /// Its process for people, where it can be seen.
    pub(crate) fn holder(&self) -> Option<Holder> {
        Some(Holder {
            pid: self.pid?,
            name: self.process.clone().unwrap_or_default(),
            started_at_ms: self.started_at_ms,
            label: self.label.clone(),
        })
    }
}

/// Which listeners `listeners` shows. All conditions must hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListenerOptions {
    /// On this port.
    pub port: Option<u16>,
    /// UDP sockets too.
    pub all: bool,
    /// Without looking up processes: port, protocol and addresses alone, many times faster.
    pub sockets_only: bool,
}

//! Sockets: whether a port can be bound, binding it, and who listens where.

use std::net::IpAddr;

mod bind;
mod diag;
mod holders;
mod proc_net;
#[cfg(test)]
mod tests;

pub(crate) use bind::{BACKLOG, listen, probe};
pub(crate) use holders::{holders_of, holds};

/// What a server would meet that binds the port now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Probe {
    /// It would get it.
    Free,
    /// Somebody has it: listening, only bound, or as the source of a connection.
    Busy,
    /// This user may not bind it.
    Privileged,
    /// The system keeps it for itself (Windows).
    #[cfg_attr(not(windows), expect(dead_code, reason = "only Windows excludes ports"))]
    Excluded,
}

/// A socket that listens for TCP connections.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ListenSocket {
    /// Its port.
    pub(crate) port: u16,
    /// The address it listens on.
    pub(crate) addr: IpAddr,
    /// What its holders' descriptors refer to.
    pub(crate) inode: u64,
    /// The user who made it.
    pub(crate) uid: u32,
}

/// The sockets that listen on the port.
///
/// # Errors
///
/// What the system says where it tells nothing about sockets.
pub(crate) fn listening_on(port: u16) -> std::io::Result<Vec<ListenSocket>> {
    listed(port)
}

/// All sockets that listen for TCP connections.
///
/// # Errors
///
/// As for [`listening_on`].
pub(crate) fn listening() -> std::io::Result<Vec<ListenSocket>> {
    listed(0)
}

/// The kernel's own list, or its text form where a sandbox keeps netlink away.
fn listed(port: u16) -> std::io::Result<Vec<ListenSocket>> {
    diag::listening(port).or_else(|error| {
        tracing::debug!(%error, "sock_diag refused, reading /proc/net instead");
        proc_net::listening(port)
    })
}

//! Sockets: whether a port can be bound, binding it, and who listens where.

use std::io;
use std::net::{IpAddr, SocketAddr};

use crate::model::Protocol;

mod bind;
#[cfg(not(target_os = "linux"))]
mod by_pid;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(test)]
mod tests;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(windows)]
use windows as system;

pub(crate) use bind::{BACKLOG, listen, probe, probe_on};
#[cfg(not(target_os = "linux"))]
pub(crate) use by_pid::{KnownHolders, holders_of, holds};
#[cfg(target_os = "linux")]
pub(crate) use linux::{KnownHolders, holders_of, holds};

/// What a server would meet that binds the port now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Probe {
    /// It would get it.
    Free,
    /// Somebody has it: listening, only bound, or as the source of a connection.
    Busy,
    /// This user may not bind it.
    #[cfg_attr(all(windows, not(test)), expect(dead_code, reason = "Windows has none"))]
    Privileged,
    /// The system keeps it for itself (Windows).
    #[cfg_attr(not(windows), expect(dead_code, reason = "only Windows excludes ports"))]
    Excluded,
}

/// A socket that listens for TCP connections, or waits for datagrams.
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
    /// Whether it takes no IPv4; unknown, and so false, where only `/proc` tells.
    pub(crate) v6_only: bool,
}

impl ListenSocket {
    /// Whether clients that dial the address reach it.
    pub(crate) fn serves(&self, dialled: IpAddr) -> bool {
        match (self.addr, dialled) {
            (own, dialled) if own == dialled => true,
            (IpAddr::V4(own), IpAddr::V4(_)) => own.is_unspecified(),
            (IpAddr::V6(own), IpAddr::V6(_)) => own.is_unspecified(),
            (IpAddr::V6(own), IpAddr::V4(dialled)) => {
                own.to_ipv4_mapped() == Some(dialled) || (own.is_unspecified() && !self.v6_only)
            }
            (IpAddr::V4(_), IpAddr::V6(_)) => false,
        }
    }
}

/// A TCP socket of any kind that has the port on its own side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenSocket {
    /// The other end.
    pub(crate) peer: SocketAddr,
    /// What its holders' descriptors refer to; 0 where nobody holds it any more.
    pub(crate) inode: u64,
    /// How far it is.
    pub(crate) phase: Phase,
}

/// How far a TCP socket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// It takes connections.
    Listening,
    /// It is a connection, or becomes one.
    Connected,
    /// One of the two ends has closed it.
    Closing,
    /// Both have, and it waits for stragglers.
    TimeWait,
}

/// The TCP sockets that listen on the port.
///
/// # Errors
///
/// What the system says where it tells nothing about sockets.
pub(crate) fn listening_on(port: u16) -> io::Result<Vec<ListenSocket>> {
    system::listening(Protocol::Tcp, port)
}

/// All sockets that listen for connections, or wait for datagrams.
///
/// # Errors
///
/// As for [`listening_on`].
pub(crate) fn listening(protocol: Protocol) -> io::Result<Vec<ListenSocket>> {
    system::listening(protocol, 0)
}

/// All TCP sockets with the port on their own side, but for those that are only bound: of them the
/// kernel tells nothing.
///
/// # Errors
///
/// As for [`listening_on`].
pub(crate) fn open_on(port: u16) -> io::Result<Vec<OpenSocket>> {
    system::open_on(port)
}

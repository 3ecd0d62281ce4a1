//! Linux: sockets by sock_diag, or from `/proc/net` where a sandbox keeps netlink away.

use std::io;

use super::{ListenSocket, OpenSocket, Phase};
use crate::model::Protocol;

mod diag;
mod holders;
mod proc_net;
#[cfg(test)]
mod tests;

pub(crate) use holders::{KnownHolders, holders_of, holds};

/// The sockets that listen, or wait for datagrams, on the port; 0 means any.
pub(super) fn listening(protocol: Protocol, port: u16) -> io::Result<Vec<ListenSocket>> {
    diag::listening(protocol, port).or_else(|error| {
        refused(&error);
        proc_net::listening(protocol, port)
    })
}

/// All TCP sockets with this port on their own side, but for those that are only bound: of them the
/// kernel tells nothing.
pub(super) fn open_on(port: u16) -> io::Result<Vec<OpenSocket>> {
    diag::open_on(port).or_else(|error| {
        refused(&error);
        proc_net::open_on(port)
    })
}

impl Phase {
    /// By the kernel's number for it, as in `net/tcp_states.h`.
    fn of(number: u8) -> Self {
        match number {
            10 => Self::Listening,
            1..=3 | 12 => Self::Connected,
            6 => Self::TimeWait,
            _ => Self::Closing,
        }
    }
}

fn refused(error: &io::Error) {
    tracing::debug!(%error, "sock_diag refused, reading /proc/net instead");
}

//! macOS: the sockets of all processes that this user may see, by libproc. Sockets that no process holds any more,
//! as in TIME_WAIT, and those of other users are not told.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use listeners::{Listener, Protocol as Kind, SocketState};

use super::by_pid::number_of;
use super::{ListenSocket, OpenSocket, Phase};
use crate::machine::process;
use crate::model::Protocol;

fn all() -> io::Result<Vec<Listener>> {
    let all = listeners::get_all().map_err(|error| io::Error::other(error.to_string()))?;
    Ok(all.into_iter().collect())
}

/// The sockets that listen, or wait for datagrams, on the port; 0 means any.
pub(super) fn listening(protocol: Protocol, port: u16) -> io::Result<Vec<ListenSocket>> {
    let is_meant = |one: &Listener| match protocol {
        Protocol::Tcp => one.protocol == Kind::TCP && one.state == SocketState::Listen,
        Protocol::Udp => one.protocol == Kind::UDP,
    };
    let mut found = all()?;
    found.retain(|one| is_meant(one) && one.socket.port() != 0);
    found.retain(|one| port == 0 || one.socket.port() == port);
    let socket = |one: Listener| ListenSocket {
        port: one.socket.port(),
        addr: one.socket.ip(),
        inode: number_of(one.process.pid, one.socket.port()),
        uid: process::user_of(one.process.pid).unwrap_or_default(),
        v6_only: false,
    };
    Ok(found.into_iter().map(socket).collect())
}

/// All TCP sockets with this port on their own side; the other end is not told.
pub(super) fn open_on(port: u16) -> io::Result<Vec<OpenSocket>> {
    let mut found = all()?;
    found.retain(|one| one.protocol == Kind::TCP && one.socket.port() == port);
    let open = |one: Listener| OpenSocket {
        peer: SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)),
        inode: number_of(one.process.pid, port),
        phase: Phase::of(one.state),
    };
    Ok(found.into_iter().map(open).collect())
}

impl Phase {
    fn of(state: SocketState) -> Self {
        match state {
            SocketState::Listen => Self::Listening,
            SocketState::TimeWait => Self::TimeWait,
            SocketState::Established | SocketState::SynSent | SocketState::SynReceived => {
                Self::Connected
            }
            _ => Self::Closing,
        }
    }
}

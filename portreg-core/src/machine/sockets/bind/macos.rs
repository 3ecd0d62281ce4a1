//! macOS: a socket for each family on all addresses and on the loopback, because with `SO_REUSEADDR`, without which
//! TIME_WAIT looks busy, a socket on all addresses does not meet one on a single address. `SO_REUSEPORT` lets
//! several have one port only where all of them ask for it; a probe does not, so it meets them.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use socket2::Socket;

use super::{bind_one, is_without_ipv6};
use crate::machine::sockets::Probe;

/// How the kernel says that there is no IPv6.
pub(super) const NO_IPV6: [i32; 3] =
    [libc::EAFNOSUPPORT, libc::EADDRNOTAVAIL, libc::EPROTONOSUPPORT];

/// As servers do, because without it TIME_WAIT looks busy and servers that start meanwhile fail.
pub(super) fn prepare(socket: &Socket) -> io::Result<()> {
    socket.set_reuse_address(true)
}

/// What it means that this user may not bind the port.
pub(super) fn forbidden(_port: u16) -> Probe {
    Probe::Privileged
}

/// Binds the port as servers would.
pub(super) fn bind_any(port: u16) -> io::Result<()> {
    let all: [IpAddr; 4] = [
        Ipv4Addr::UNSPECIFIED.into(),
        Ipv6Addr::UNSPECIFIED.into(),
        Ipv4Addr::LOCALHOST.into(),
        Ipv6Addr::LOCALHOST.into(),
    ];
    for address in all {
        match bind_one(address, port) {
            Ok(_) => {}
            Err(error) if address.is_ipv6() && is_without_ipv6(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

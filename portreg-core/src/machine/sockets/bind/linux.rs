//! Linux: one dual-stack socket meets what listeners on either family and on any address would.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};

use socket2::{Domain, Socket};

use super::{is_without_ipv6, tcp};
use crate::machine::sockets::Probe;

/// How the kernel says that there is no IPv6.
pub(super) const NO_IPV6: [i32; 3] =
    [libc::EAFNOSUPPORT, libc::EADDRNOTAVAIL, libc::EPROTONOSUPPORT];

/// Set when the kernel has turned out to know no IPv6.
static IPV4_ONLY: AtomicBool = AtomicBool::new(false);

/// With SO_REUSEADDR, because without it TIME_WAIT looks busy and servers that start meanwhile fail.
pub(super) fn prepare(socket: &Socket) -> io::Result<()> {
    socket.set_reuse_address(true)
}

/// What it means that this user may not bind the port.
pub(super) fn forbidden(_port: u16) -> Probe {
    Probe::Privileged
}

/// Binds the port as a server of both families on all addresses would.
pub(super) fn bind_any(port: u16) -> io::Result<Socket> {
    if !IPV4_ONLY.load(Ordering::Relaxed) {
        match bind_dual(port) {
            Err(error) if is_without_ipv6(&error) => IPV4_ONLY.store(true, Ordering::Relaxed),
            other => return other,
        }
    }
    let socket = tcp(Domain::IPV4)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::UNSPECIFIED, port)).into())?;
    Ok(socket)
}

fn bind_dual(port: u16) -> io::Result<Socket> {
    let socket = tcp(Domain::IPV6)?;
    socket.set_only_v6(false)?;
    socket.bind(&SocketAddr::from((Ipv6Addr::UNSPECIFIED, port)).into())?;
    Ok(socket)
}

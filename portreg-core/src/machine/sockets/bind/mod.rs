//! Probing a port and binding both loopbacks.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use socket2::{Domain, Protocol, Socket, Type};

use super::Probe;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(windows)]
use windows as system;

/// How many connections may wait at most, unless the system allows fewer.
pub(crate) const BACKLOG: u32 = 4096;

/// Finds out what a server would meet on the port, without disturbing one that starts now: what it binds
/// never listens.
pub(crate) fn probe(port: u16) -> Probe {
    told(port, system::bind_any(port))
}

fn told<T>(port: u16, bound: io::Result<T>) -> Probe {
    match bound {
        Ok(_) => Probe::Free,
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Probe::Busy,
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => system::forbidden(port),
        Err(error) => {
            // Out of descriptors or memory: a port that cannot be tried is not given out.
            tracing::warn!(port, %error, "the port cannot be tried");
            Probe::Busy
        }
    }
}

/// Whether a server could bind the port on one address.
pub(crate) fn probe_on(addr: IpAddr, port: u16) -> Probe {
    told(port, bind_one(addr, port))
}

fn bind_one(addr: IpAddr, port: u16) -> io::Result<Socket> {
    let socket = tcp(if addr.is_ipv4() { Domain::IPV4 } else { Domain::IPV6 })?;
    if addr.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    socket.bind(&SocketAddr::from((addr, port)).into())?;
    Ok(socket)
}

/// Sockets bound and listening on 127.0.0.1 and ::1; the latter is left out only where the machine
/// has no IPv6. `backlog` is bounded by [`BACKLOG`] and the system's limit.
///
/// # Errors
///
/// What the system says where either cannot be had; then neither is kept.
pub(crate) fn listen(port: u16, backlog: u32) -> io::Result<Vec<TcpListener>> {
    let v4 = bind_one(Ipv4Addr::LOCALHOST.into(), port)?;
    let v6 = match bind_one(Ipv6Addr::LOCALHOST.into(), port) {
        Ok(socket) => Some(socket),
        Err(error) if is_without_ipv6(&error) => None,
        Err(error) => return Err(error),
    };
    // Both are bound before either listens: half a port is never shown to clients.
    let backlog = i32::try_from(backlog.min(BACKLOG)).unwrap_or(i32::MAX);
    std::iter::once(v4)
        .chain(v6)
        .map(|socket| socket.listen(backlog).map(|()| TcpListener::from(socket)))
        .collect()
}

fn tcp(domain: Domain) -> io::Result<Socket> {
    let socket = Socket::new(domain, Type::STREAM, Some(Protocol::TCP))?;
    system::prepare(&socket)?;
    Ok(socket)
}

/// Whether the machine has no IPv6: none in the kernel, or no ::1 on the loopback.
fn is_without_ipv6(error: &io::Error) -> bool {
    error.raw_os_error().is_some_and(|number| system::NO_IPV6.contains(&number))
}

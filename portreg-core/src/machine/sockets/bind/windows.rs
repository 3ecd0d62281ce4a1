//! Windows: one exclusive socket after the other on both families, and on the addresses that servers take.
//!
//! Without `SO_EXCLUSIVEADDRUSE` a second program may bind what a first one has on another address, and with
//! `SO_REUSEADDR` even what it has on the same. Exclusive is what tells, and what nobody takes away.
#![expect(unsafe_code, reason = "the option has no safe wrapper")]

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::windows::io::AsRawSocket as _;

use socket2::Socket;
use windows_sys::Win32::Networking::WinSock::{
    SO_EXCLUSIVEADDRUSE, SOCKET_ERROR, SOL_SOCKET, WSAEADDRNOTAVAIL, WSAEAFNOSUPPORT,
    WSAEPROTONOSUPPORT, setsockopt,
};

use super::{bind_one, is_without_ipv6};
use crate::machine::sockets::{Probe, open_on};

/// How the system says that there is no IPv6.
pub(super) const NO_IPV6: [i32; 3] = [WSAEAFNOSUPPORT, WSAEADDRNOTAVAIL, WSAEPROTONOSUPPORT];

/// Nobody else shall have the port while this socket has it.
pub(super) fn prepare(socket: &Socket) -> io::Result<()> {
    let (yes, size) = (1_i32.to_ne_bytes(), size_of::<i32>() as i32);
    let number = socket.as_raw_socket() as usize;
    // SAFETY: the socket is open, and the value as long as is said.
    match unsafe { setsockopt(number, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, yes.as_ptr(), size) } {
        SOCKET_ERROR => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// What it means that the port may not be bound: somebody has it for itself, or the system does, for Hyper-V and
/// its like.
pub(super) fn forbidden(port: u16) -> Probe {
    match open_on(port) {
        Ok(sockets) if sockets.is_empty() => Probe::Excluded,
        _ => Probe::Busy,
    }
}

/// Binds the port as servers would: each of these for itself, because what one meets another may not.
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

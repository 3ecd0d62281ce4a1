//! Windows: the system's tables of sockets, which name the process of each.
#![expect(unsafe_code, reason = "the tables of sockets have no safe wrapper")]

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use windows_sys::Win32::Foundation::{ERROR_INSUFFICIENT_BUFFER, NO_ERROR};
use windows_sys::Win32::NetworkManagement::IpHelper::{
    GetExtendedTcpTable, GetExtendedUdpTable, MIB_TCP_STATE_LISTEN, MIB_TCP_STATE_TIME_WAIT,
    MIB_TCP6ROW_OWNER_PID, MIB_TCPROW_OWNER_PID, MIB_UDP6ROW_OWNER_PID, MIB_UDPROW_OWNER_PID,
    TCP_TABLE_OWNER_PID_ALL, UDP_TABLE_OWNER_PID,
};
use windows_sys::Win32::Networking::WinSock::{AF_INET, AF_INET6};

use super::by_pid::number_of;
use super::{ListenSocket, OpenSocket, Phase};
use crate::machine::{process, users};
use crate::model::Protocol;

/// A row of any of the tables.
struct Row {
    own: SocketAddr,
    peer: SocketAddr,
    state: i32,
    pid: u32,
}

/// The sockets that listen, or wait for datagrams, on the port; 0 means any.
pub(super) fn listening(protocol: Protocol, port: u16) -> io::Result<Vec<ListenSocket>> {
    let mut rows = match protocol {
        Protocol::Tcp => tcp()?,
        Protocol::Udp => udp()?,
    };
    rows.retain(|row| row.state == MIB_TCP_STATE_LISTEN && row.own.port() != 0);
    rows.retain(|row| port == 0 || row.own.port() == port);
    let socket = |row: Row| ListenSocket {
        port: row.own.port(),
        addr: row.own.ip(),
        inode: number_of(row.pid, row.own.port()),
        uid: process::user_of(row.pid).unwrap_or(users::UNSEEN),
        // A socket that takes both families is in both tables.
        v6_only: row.own.is_ipv6(),
    };
    Ok(rows.into_iter().map(socket).collect())
}

/// All TCP sockets with this port on their own side.
pub(super) fn open_on(port: u16) -> io::Result<Vec<OpenSocket>> {
    let mut rows = tcp()?;
    rows.retain(|row| row.own.port() == port);
    let open = |row: Row| OpenSocket {
        peer: row.peer,
        inode: number_of(row.pid, port),
        phase: Phase::of(row.state),
    };
    Ok(rows.into_iter().map(open).collect())
}

impl Phase {
    /// By the system's number for it, as in `tcpmib.h`.
    fn of(state: i32) -> Self {
        match state {
            MIB_TCP_STATE_LISTEN => Self::Listening,
            MIB_TCP_STATE_TIME_WAIT => Self::TimeWait,
            3..=5 => Self::Connected,
            _ => Self::Closing,
        }
    }
}

fn tcp() -> io::Result<Vec<Row>> {
    let v4 = |row: MIB_TCPROW_OWNER_PID| Row {
        own: v4(row.dwLocalAddr, row.dwLocalPort),
        peer: v4(row.dwRemoteAddr, row.dwRemotePort),
        state: row.dwState.cast_signed(),
        pid: row.dwOwningPid,
    };
    let v6 = |row: MIB_TCP6ROW_OWNER_PID| Row {
        own: v6(row.ucLocalAddr, row.dwLocalPort),
        peer: v6(row.ucRemoteAddr, row.dwRemotePort),
        state: row.dwState.cast_signed(),
        pid: row.dwOwningPid,
    };
    let ask = |family: u16| {
        move |place, size| {
            // SAFETY: so many bytes are there.
            unsafe {
                GetExtendedTcpTable(place, size, 0, family.into(), TCP_TABLE_OWNER_PID_ALL, 0)
            }
        }
    };
    let mut rows: Vec<Row> = table(ask(AF_INET))?.into_iter().map(v4).collect();
    rows.extend(table(ask(AF_INET6))?.into_iter().map(v6));
    Ok(rows)
}

/// Datagram sockets have no state: all of them wait.
fn udp() -> io::Result<Vec<Row>> {
    let row = |own: SocketAddr, pid| Row { own, peer: own, state: MIB_TCP_STATE_LISTEN, pid };
    let ask = |family: u16| {
        move |place, size| {
            // SAFETY: so many bytes are there.
            unsafe { GetExtendedUdpTable(place, size, 0, family.into(), UDP_TABLE_OWNER_PID, 0) }
        }
    };
    let v4s = table(ask(AF_INET))?.into_iter().map(|one: MIB_UDPROW_OWNER_PID| {
        row(v4(one.dwLocalAddr, one.dwLocalPort), one.dwOwningPid)
    });
    let mut rows: Vec<Row> = v4s.collect();
    rows.extend(table(ask(AF_INET6))?.into_iter().map(|one: MIB_UDP6ROW_OWNER_PID| {
        row(v6(one.ucLocalAddr, one.dwLocalPort), one.dwOwningPid)
    }));
    Ok(rows)
}

/// The rows of a table: a number of rows, and the rows. It is asked for until it fits.
fn table<R>(ask: impl Fn(*mut core::ffi::c_void, *mut u32) -> u32) -> io::Result<Vec<R>> {
    let mut buffer: Vec<u32> = vec![0; 16 * 1024];
    loop {
        let mut size = u32::try_from(buffer.len() * size_of::<u32>()).unwrap_or(u32::MAX);
        match ask(buffer.as_mut_ptr().cast(), &raw mut size) {
            NO_ERROR => break,
            // More may come until it is asked again.
            ERROR_INSUFFICIENT_BUFFER => buffer.resize(size as usize / 2, 0),
            code => return Err(io::Error::from_raw_os_error(code.cast_signed())),
        }
    }
    let rows = (buffer.len() - 1) * size_of::<u32>() / size_of::<R>();
    let count = (buffer[0] as usize).min(rows);
    // SAFETY: rows are plain numbers, aligned as the number before them, and so many are there.
    let read = |at| unsafe { buffer.as_ptr().add(1).cast::<R>().add(at).read_unaligned() };
    Ok((0..count).map(read).collect())
}

/// Addresses and ports are as they are sent.
fn v4(address: u32, port: u32) -> SocketAddr {
    (IpAddr::from(Ipv4Addr::from(address.to_ne_bytes())), sent(port)).into()
}

fn v6(address: [u8; 16], port: u32) -> SocketAddr {
    (IpAddr::from(Ipv6Addr::from(address)), sent(port)).into()
}

fn sent(port: u32) -> u16 {
    let [high, low, ..] = port.to_ne_bytes();
    u16::from_be_bytes([high, low])
}

//! The bare netlink dump of listening sockets: the floor under every list of them.
#![expect(unsafe_code, reason = "the floor is what the kernel does, without a library above it")]

use std::io;
use std::mem::size_of;
use std::os::fd::{AsRawFd as _, FromRawFd as _, OwnedFd};

/// `SOCK_DIAG_BY_FAMILY` of `linux/sock_diag.h`.
const BY_FAMILY: u16 = 20;
/// The state of `net/tcp_states.h`, as a bit.
const LISTEN: u32 = 1 << 10;

/// `struct nlmsghdr` and `struct inet_diag_req_v2`.
#[repr(C)]
struct Request {
    header: libc::nlmsghdr,
    family: u8,
    protocol: u8,
    extensions: u8,
    pad: u8,
    states: u32,
    socket: [u8; 48],
}

/// Asks the kernel for all TCP listeners of both families and counts them.
///
/// # Errors
///
/// What the system says.
pub fn count_listeners() -> io::Result<usize> {
    // SAFETY: a plain system call; its descriptor is owned at once.
    let socket = unsafe { libc::socket(libc::AF_NETLINK, libc::SOCK_RAW | libc::SOCK_CLOEXEC, 4) };
    if socket < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the call above has just made it.
    let socket = unsafe { OwnedFd::from_raw_fd(socket) };
    let mut buffer = vec![0_u8; 32 * 1024];
    let mut count = 0;
    for family in [libc::AF_INET, libc::AF_INET6] {
        send(&socket, family as u8)?;
        while receive(&socket, &mut buffer, &mut count)? {}
    }
    Ok(count)
}

fn send(socket: &OwnedFd, family: u8) -> io::Result<()> {
    let request = Request {
        header: libc::nlmsghdr {
            nlmsg_len: size_of::<Request>() as u32,
            nlmsg_type: BY_FAMILY,
            nlmsg_flags: (libc::NLM_F_REQUEST | libc::NLM_F_DUMP) as u16,
            nlmsg_seq: 0,
            nlmsg_pid: 0,
        },
        family,
        protocol: libc::IPPROTO_TCP as u8,
        extensions: 0,
        pad: 0,
        states: LISTEN,
        socket: [0; 48],
    };
    let length = size_of::<Request>();
    // SAFETY: the request lives as long as the call, and is as long as is said.
    let sent = unsafe { libc::send(socket.as_raw_fd(), (&raw const request).cast(), length, 0) };
    if sent < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// Reads one buffer; false where the list has ended.
fn receive(socket: &OwnedFd, buffer: &mut [u8], count: &mut usize) -> io::Result<bool> {
    // SAFETY: the buffer lives as long as the call, and is as long as is said.
    let length =
        unsafe { libc::recv(socket.as_raw_fd(), buffer.as_mut_ptr().cast(), buffer.len(), 0) };
    let length = usize::try_from(length).map_err(|_| io::Error::last_os_error())?;
    let mut rest = &buffer[..length];
    while let Some((head, _)) = rest.split_at_checked(size_of::<libc::nlmsghdr>()) {
        let size = u32::from_ne_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let kind = i32::from(u16::from_ne_bytes([head[4], head[5]]));
        if kind == libc::NLMSG_DONE || kind == libc::NLMSG_ERROR {
            return Ok(false);
        }
        *count += 1;
        rest = rest.get(size.next_multiple_of(4).max(4)..).unwrap_or_default();
    }
    Ok(true)
}

/// Lets this process open as many files as it may.
pub fn allow_many_sockets() {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: a plain struct, written and read during the calls.
    unsafe {
        if libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) == 0 {
            limit.rlim_cur = limit.rlim_max;
            libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit);
        }
    }
}

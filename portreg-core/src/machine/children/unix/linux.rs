//! Linux: children that die with their parent, and start in its memory.

use std::ffi::{c_int, c_void};
use std::io;
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicI32, Ordering};

use rustix::pipe::{PipeFlags, fcntl_setpipe_size, pipe_with};
use rustix::process::{Pid, getpid, getppid, set_child_subreaper, set_parent_process_death_signal};
use rustix::pty::{OpenptFlags, ioctl_tiocgptpeer};

/// So much a program may write ahead of its reader, where the system allows it.
const AHEAD: usize = 256 * 1024;

/// As much as the way to the program needs, and a multiple of what a stack must be aligned to.
const STACK: usize = 64 * 1024;

/// Makes a forked child die with the thread that forked it. Allocates nothing.
pub(super) fn die_with(parent: Pid) -> io::Result<()> {
    set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    // The parent may have died before the line above.
    if getppid() == Some(parent) { Ok(()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
}

/// Makes this process the parent of all orphans below it.
pub(super) fn adopt_orphans() -> io::Result<()> {
    Ok(set_child_subreaper(Some(getpid()))?)
}

/// Starts a child in this process's memory: nothing is copied, however large this process is, and no hook of a
/// fork runs.
///
/// # Safety
///
/// What `run` does may be done there, and it becomes another program or ends.
pub(super) unsafe fn start(
    run: extern "C" fn(*mut c_void) -> c_int,
    with: *mut c_void,
) -> io::Result<u32> {
    let mut stack: Vec<u128> = Vec::with_capacity(STACK / size_of::<u128>());
    let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
    // SAFETY: the stack is the child's alone and outlives it in this memory, as does what it gets.
    let pid = unsafe {
        let top = stack.as_mut_ptr().add(stack.capacity());
        libc::clone(run, top.cast(), flags, with)
    };
    u32::try_from(pid).map_err(|_| io::Error::last_os_error())
}

/// Why a child did not become its program, as the system numbers it; written in memory that both share.
pub(super) struct Refusal(AtomicI32);

impl Refusal {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self(AtomicI32::new(0)))
    }

    /// Says why, in the child.
    pub(super) fn tell(&self, errno: i32) {
        self.0.store(errno, Ordering::Relaxed);
    }

    /// What was said; 0 where nothing was.
    pub(super) fn told(&mut self) -> i32 {
        *self.0.get_mut()
    }
}

/// Keeps all descriptors from this one on from the program; false in a kernel before 5.11 and in a sandbox.
pub(super) fn keep_from(first: c_int) -> bool {
    // SAFETY: marks descriptors and touches no memory.
    unsafe {
        let to_last = libc::c_uint::MAX;
        libc::syscall(libc::SYS_close_range, first, to_last, libc::CLOSE_RANGE_CLOEXEC) == 0
    }
}

/// The end to read and the end to write of a pipe.
pub(super) fn pipe() -> io::Result<(OwnedFd, OwnedFd)> {
    let (read, write) = pipe_with(PipeFlags::CLOEXEC)?;
    // A user has so much memory for pipes and no more; then it is what it is.
    _ = fcntl_setpipe_size(&write, AHEAD);
    Ok((read, write))
}

/// How a pseudo-terminal is opened.
pub(super) const PTY: OpenptFlags =
    OpenptFlags::RDWR.union(OpenptFlags::NOCTTY).union(OpenptFlags::CLOEXEC);

/// The program's end of a pseudo-terminal.
pub(super) fn other_end(ours: &OwnedFd) -> io::Result<OwnedFd> {
    Ok(ioctl_tiocgptpeer(ours, PTY)?)
}

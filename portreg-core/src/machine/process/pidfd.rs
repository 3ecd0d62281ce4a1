//! Linux: processes held by a descriptor, so that a pid that is used again is never mistaken.

use std::io;
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, pidfd_open, pidfd_send_signal};

use super::{Liveness, liveness};
use crate::model::ProcessKey;
use crate::model::Signal;

/// Sends a signal to exactly this process; false where it is gone.
///
/// # Errors
///
/// What the system says where this user may not, or where it is another machine's process.
pub(crate) fn signal(key: &ProcessKey, signal: Signal) -> io::Result<bool> {
    let Some(handle) = open(key)? else { return Ok(false) };
    match pidfd_send_signal(&handle, signal.raw()) {
        Ok(()) => Ok(true),
        Err(Errno::SRCH) => Ok(false),
        Err(errno) => Err(errno.into()),
    }
}

/// Waits until all are gone, at most so long, and returns those that still run.
pub(crate) fn wait_gone(keys: &[ProcessKey], at_most: Duration) -> Vec<ProcessKey> {
    let deadline = Instant::now() + at_most;
    // One after another: the last one to go decides, and one descriptor is enough.
    keys.iter().copied().filter(|key| !gone_by(key, deadline)).collect()
}

fn gone_by(key: &ProcessKey, deadline: Instant) -> bool {
    let handle = match open(key) {
        Ok(Some(handle)) => handle,
        Ok(None) => return true,
        Err(_) => return liveness(key) == Liveness::Dead,
    };
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let timeout = Timespec::try_from(left).unwrap_or(Timespec { tv_sec: i64::MAX, tv_nsec: 0 });
        match poll(&mut [PollFd::new(&handle, PollFlags::IN)], Some(&timeout)) {
            Ok(0) => return liveness(key) == Liveness::Dead,
            Ok(_) => return true,
            Err(Errno::INTR) => {}
            Err(_) => return liveness(key) == Liveness::Dead,
        }
    }
}

/// A descriptor of exactly this process; `None` where it is gone.
///
/// It can be read from when the process has ended.
///
/// # Errors
///
/// What the system says, also where the process cannot be seen from here.
pub(crate) fn open(key: &ProcessKey) -> io::Result<Option<OwnedFd>> {
    let Some(pid) = i32::try_from(key.pid).ok().and_then(Pid::from_raw) else { return Ok(None) };
    let handle = match pidfd_open(pid, PidfdFlags::empty()) {
        Ok(handle) => handle,
        Err(Errno::SRCH) => return Ok(None),
        Err(errno) => return Err(errno.into()),
    };
    // Only now: what holds the pid from here on is what the descriptor holds.
    match liveness(key) {
        Liveness::Alive => Ok(Some(handle)),
        Liveness::Dead => Ok(None),
        Liveness::Unknown => Err(io::Error::other("a process that cannot be seen from here")),
    }
}

/// The pid under which `/proc` shows the process, where that was mounted for another namespace.
pub(super) fn pid_in_proc(pid: u32) -> Option<u32> {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw)?;
    let handle = pidfd_open(pid, PidfdFlags::empty()).ok()?;
    let info = format!("/proc/self/fdinfo/{}", handle.as_raw_fd());
    let text = std::fs::read_to_string(info).ok()?;
    text.lines().find_map(|line| line.strip_prefix("Pid:"))?.trim().parse().ok()
}

//! Waiting for whatever comes first: descriptors that can be read, a call from another thread, time.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::time::Duration;

use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};
use rustix::io::Errno;

/// Wakes the thread that waits for its descriptor.
#[derive(Debug, Clone)]
pub(crate) struct Waker(Arc<OwnedFd>);

impl Waker {
    pub(crate) fn new() -> io::Result<Self> {
        let flags = EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK;
        Ok(Self(Arc::new(eventfd(0, flags)?)))
    }

    pub(crate) fn wake(&self) {
        // Full means: woken already.
        _ = rustix::io::write(&*self.0, &1_u64.to_ne_bytes());
    }

    /// Forgets the calls so far.
    pub(crate) fn drain(&self) {
        _ = rustix::io::read(&*self.0, &mut [0_u8; 8]);
    }
}

impl AsFd for Waker {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// Waits until any of the descriptors can be read or its other end is closed, and says which; none when
/// the time is over or a signal came.
pub(crate) fn wait_readable(
    descriptors: &[BorrowedFd<'_>],
    at_most: Option<Duration>,
) -> io::Result<Vec<bool>> {
    let mut polled: Vec<PollFd<'_>> =
        descriptors.iter().map(|fd| PollFd::from_borrowed_fd(*fd, PollFlags::IN)).collect();
    let timeout = at_most
        .map(|left| Timespec::try_from(left).unwrap_or(Timespec { tv_sec: i64::MAX, tv_nsec: 0 }));
    match poll(&mut polled, timeout.as_ref()) {
        Ok(_) | Err(Errno::INTR) => {}
        Err(errno) => return Err(errno.into()),
    }
    Ok(polled.iter().map(|one| !one.revents().is_empty()).collect())
}

/// Reads once what is there.
pub(crate) fn read_some(from: &impl AsFd, buffer: &mut [u8]) -> io::Result<usize> {
    Ok(rustix::io::read(from, buffer)?)
}

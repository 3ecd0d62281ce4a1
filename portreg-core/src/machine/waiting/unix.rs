//! Unix: what is waited for is a descriptor that can be read, or whose other end is closed.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

/// What can be waited for: on Unix a descriptor, until it can be read or its other end is closed;
/// on Windows a handle, until it is signalled.
pub type Waitable<'w> = BorrowedFd<'w>;

/// The same, and whose it is.
pub(crate) type OwnedWaitable = OwnedFd;

/// What stands for something that can be waited for.
pub(crate) trait AsWaitable {
    /// What is waited for.
    fn as_waitable(&self) -> Waitable<'_>;
}

impl<T: AsFd> AsWaitable for T {
    fn as_waitable(&self) -> Waitable<'_> {
        self.as_fd()
    }
}

/// Wakes the thread that waits for it.
///
/// ```
/// use portreg_core::{Foreground, ForegroundOptions, Program, RunState, Waker};
///
/// let program = Program { argv: vec!["true".into()], ..Program::default() };
/// let mut running = Foreground::start(program, ForegroundOptions::default())?;
/// let waker = Waker::new().unwrap();
/// // Another thread calls `wake` where a step is to return.
/// while running.step(&[], Some(waker.waitable()), None, |_| {}) == RunState::Running {
///     waker.drain();
/// }
/// # Ok::<(), portreg_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Waker(Arc<Ends>);

/// Where it is heard, and where it is called.
#[derive(Debug)]
struct Ends {
    heard: OwnedFd,
    #[cfg(not(target_os = "linux"))]
    called: OwnedFd,
}

impl Ends {
    #[cfg(target_os = "linux")]
    fn new() -> io::Result<Self> {
        use rustix::event::{EventfdFlags, eventfd};
        let flags = EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK;
        Ok(Self { heard: eventfd(0, flags)? })
    }

    #[cfg(not(target_os = "linux"))]
    fn new() -> io::Result<Self> {
        let (heard, called) = std::io::pipe()?;
        let (heard, called) = (OwnedFd::from(heard), OwnedFd::from(called));
        for end in [&heard, &called] {
            rustix::io::ioctl_fionbio(end, true)?;
        }
        Ok(Self { heard, called })
    }

    fn called(&self) -> &OwnedFd {
        #[cfg(target_os = "linux")]
        let called = &self.heard;
        #[cfg(not(target_os = "linux"))]
        let called = &self.called;
        called
    }
}

impl Waker {
    /// One that nobody has called yet.
    ///
    /// # Errors
    ///
    /// What the system says where this process has too much open.
    pub fn new() -> io::Result<Self> {
        Ok(Self(Arc::new(Ends::new()?)))
    }

    /// Wakes who waits, now or later, until it is drained.
    pub fn wake(&self) {
        // Full means: woken already.
        _ = rustix::io::write(self.0.called(), &1_u64.to_ne_bytes());
    }

    /// Forgets the calls so far.
    pub fn drain(&self) {
        while matches!(rustix::io::read(&self.0.heard, &mut [0_u8; 64]), Ok(64)) {}
    }

    /// What to wait for.
    pub fn waitable(&self) -> Waitable<'_> {
        self.0.heard.as_fd()
    }
}

impl AsFd for Waker {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.waitable()
    }
}

/// Waits until any of these is ready, and says which; none when the time is over or a signal came.
pub(crate) fn wait(all: &[Waitable<'_>], at_most: Option<Duration>) -> io::Result<Vec<bool>> {
    let mut polled: Vec<PollFd<'_>> =
        all.iter().map(|fd| PollFd::from_borrowed_fd(*fd, PollFlags::IN)).collect();
    let timeout = at_most
        .map(|left| Timespec::try_from(left).unwrap_or(Timespec { tv_sec: i64::MAX, tv_nsec: 0 }));
    match poll(&mut polled, timeout.as_ref()) {
        Ok(_) | Err(Errno::INTR) => {}
        Err(errno) => return Err(errno.into()),
    }
    Ok(polled.iter().map(|one| !one.revents().is_empty()).collect())
}

/// What another process prints.
#[derive(Debug)]
pub(crate) struct Stream(File);

impl From<OwnedFd> for Stream {
    fn from(descriptor: OwnedFd) -> Self {
        Self(descriptor.into())
    }
}

impl io::Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl AsFd for Stream {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

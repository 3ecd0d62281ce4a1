//! macOS: children by fork. Nothing makes them die with their parent or gives this process their orphans: what
//! a killed supervisor leaves is ended by its keeper, or found by its mark.

use std::ffi::{OsStr, c_int, c_void};
use std::fs::File;
use std::io::{self, PipeReader, PipeWriter, Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::OpenOptionsExt as _;

use rustix::process::{Pid, getppid};
use rustix::pty::{OpenptFlags, ptsname};

/// Makes a forked child end where its parent has died already. Allocates nothing.
pub(super) fn die_with(parent: Pid) -> io::Result<()> {
    if getppid() == Some(parent) { Ok(()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
}

/// Makes this process the parent of all orphans below it: here nobody can be.
pub(super) fn adopt_orphans() -> io::Result<()> {
    Ok(())
}

/// Starts a child as a copy of this process.
///
/// # Safety
///
/// What `run` does may be done there, and it becomes another program or ends.
pub(super) unsafe fn start(
    run: extern "C" fn(*mut c_void) -> c_int,
    with: *mut c_void,
) -> io::Result<u32> {
    // SAFETY: the child does what the caller says may be done.
    let pid = unsafe { libc::fork() };
    if pid == 0 {
        run(with);
    }
    u32::try_from(pid).map_err(|_| io::Error::last_os_error())
}

/// Why a child did not become its program, as the system numbers it; written to a pipe that the program
/// closes.
pub(super) struct Refusal {
    read: PipeReader,
    write: Option<PipeWriter>,
}

impl Refusal {
    pub(super) fn new() -> io::Result<Self> {
        let (read, write) = io::pipe()?;
        Ok(Self { read, write: Some(write) })
    }

    /// Says why, in the child.
    pub(super) fn tell(&self, errno: i32) {
        if let Some(mut write) = self.write.as_ref() {
            _ = write.write_all(&errno.to_ne_bytes());
        }
    }

    /// What was said; 0 where nothing was.
    pub(super) fn told(&mut self) -> i32 {
        self.write = None;
        let mut errno = [0; 4];
        self.read.read_exact(&mut errno).map_or(0, |()| i32::from_ne_bytes(errno))
    }
}

/// Keeps all descriptors from this one on from the program: here it is done one by one.
pub(super) fn keep_from(_first: c_int) -> bool {
    false
}

/// The end to read and the end to write of a pipe.
pub(super) fn pipe() -> io::Result<(OwnedFd, OwnedFd)> {
    let (read, write) = io::pipe()?;
    Ok((read.into(), write.into()))
}

/// How a pseudo-terminal is opened.
pub(super) const PTY: OpenptFlags = OpenptFlags::RDWR.union(OpenptFlags::NOCTTY);

/// The program's end of a pseudo-terminal.
pub(super) fn other_end(ours: &OwnedFd) -> io::Result<OwnedFd> {
    let name = ptsname(ours, Vec::new())?;
    let mut options = File::options();
    options.read(true).write(true).custom_flags(libc::O_NOCTTY);
    Ok(options.open(OsStr::from_bytes(name.as_bytes()))?.into())
}

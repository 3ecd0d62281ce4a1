//! Moments told from one process to another through a FIFO, on the clock that all processes share.
#![expect(unsafe_code, reason = "a clock, a FIFO and a wait, without a library above them")]

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::fd::AsRawFd as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What a moment is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A program's first instruction.
    Begun,
    /// Its last.
    Ends,
    /// No moment but a time.
    Took,
}

const LENGTH: usize = 9;

/// Nanoseconds of the monotonic clock.
pub fn monotonic_ns() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the place is there, and this clock always is.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// The end that tells.
#[derive(Debug)]
pub struct Teller(File);

impl Teller {
    /// Opens a FIFO that somebody hears.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        Ok(Self(OpenOptions::new().write(true).open(path)?))
    }

    /// Tells a moment.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn tell(&mut self, kind: Kind, ns: u64) -> io::Result<()> {
        let mut message = [kind as u8; LENGTH];
        message[1..].copy_from_slice(&ns.to_le_bytes());
        self.0.write_all(&message)
    }
}

/// The end that hears.
#[derive(Debug)]
pub struct Hearer {
    file: File,
    path: PathBuf,
}

impl Hearer {
    /// Makes a FIFO.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn new(path: PathBuf) -> io::Result<Self> {
        let name = std::ffi::CString::new(path.as_os_str().as_bytes())?;
        // SAFETY: the name ends with NUL.
        if unsafe { libc::mkfifo(name.as_ptr(), 0o600) } != 0 {
            return Err(io::Error::last_os_error());
        }
        // Both ends, so that it never ends.
        let file = OpenOptions::new().read(true).write(true).open(&path)?;
        Ok(Self { file, path })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The next moment of this kind; others before it are passed over.
    ///
    /// # Errors
    ///
    /// Where none comes within the time.
    pub fn next(&mut self, kind: Kind, within: Duration) -> io::Result<u64> {
        loop {
            let mut poll =
                libc::pollfd { fd: self.file.as_raw_fd(), events: libc::POLLIN, revents: 0 };
            // SAFETY: one entry is there.
            if unsafe { libc::poll(&raw mut poll, 1, within.as_millis() as i32) } != 1 {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "nothing was heard in time"));
            }
            let mut message = [0; LENGTH];
            self.file.read_exact(&mut message)?;
            if message[0] == kind as u8 {
                let mut ns = [0; 8];
                ns.copy_from_slice(&message[1..]);
                return Ok(u64::from_le_bytes(ns));
            }
        }
    }
}

/// The time that a process and all its threads, also those that have ended, have used of processors.
///
/// # Errors
///
/// What the system says, as of a process that is gone.
pub fn processor_ns(pid: u32) -> io::Result<u64> {
    let mut clock = 0;
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    let pid = libc::pid_t::try_from(pid).map_err(|_| io::ErrorKind::InvalidInput)?;
    // SAFETY: both places are there.
    let error = unsafe {
        match libc::clock_getcpuclockid(pid, &raw mut clock) {
            0 => libc::clock_gettime(clock, &raw mut time),
            error => error,
        }
    };
    match error {
        0 => Ok(time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64),
        _ => Err(io::Error::new(io::ErrorKind::NotFound, "its processor time cannot be told")),
    }
}

//! macOS: what libproc tells about processes, and kqueue about their ends.
//!
//! A start time is absolute, in microseconds, so that no number of the boot is needed to tell processes of two
//! boots apart, and there are no pid namespaces.
#![expect(unsafe_code, reason = "libproc and kqueue have no safe wrapper")]

use std::ffi::{CStr, c_void};
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;

use rustix::event::kqueue::{Event, EventFilter, EventFlags, ProcessEvents, kevent, kqueue};
use rustix::io::Errno;
use rustix::process::{Pid, kill_process, test_kill_process};

use super::current::fnv;
use super::details;
use super::usage::Usage;
use crate::model::{ProcessKey, Signal};

pub(super) use super::details::{command_line, cwd, environment_value, name};

/// What the system says about a process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stat {
    pub(super) pid: u32,
    /// The system's name of the process, at most 31 bytes.
    pub(super) name: String,
    pub(super) parent: u32,
    pub(super) group: u32,
    pub(super) session: u32,
    pub(super) start_ticks: i64,
    user: u32,
    state: u32,
    terminal: u32,
}

impl Stat {
    /// Whether only its exit status is left.
    pub(super) fn is_dead(&self) -> bool {
        self.state == libc::SZOMB
    }

    /// Whether it was stopped, as by Ctrl-Z, and has not been told to go on.
    pub(super) fn is_stopped(&self) -> bool {
        self.state == libc::SSTOP
    }

    /// Whether it has a controlling terminal.
    pub(super) fn has_terminal(&self) -> bool {
        self.terminal != u32::MAX && self.terminal != 0
    }
}

/// What libproc tells of a process as this kind of record.
///
/// # Safety
///
/// The record is the one of this kind, and plain numbers.
unsafe fn told<R>(pid: u32, kind: i32) -> Option<R> {
    let mut record = MaybeUninit::<R>::zeroed();
    let size = i32::try_from(size_of::<R>()).ok()?;
    let pid = i32::try_from(pid).ok()?;
    // SAFETY: so many bytes are there; a record that was filled is whole.
    unsafe {
        let length = libc::proc_pidinfo(pid, kind, 0, record.as_mut_ptr().cast::<c_void>(), size);
        (length == size).then(|| record.assume_init())
    }
}

/// What the system says about a process, also a zombie; `None` where there is none to be seen.
pub(super) fn stat(pid: u32) -> Option<Stat> {
    // SAFETY: this kind gives this record.
    let info: libc::proc_bsdinfo = unsafe { told(pid, libc::PROC_PIDTBSDINFO) }?;
    // SAFETY: the system ends names with NUL.
    let name = unsafe { CStr::from_ptr(info.pbi_name.as_ptr()) };
    let session = Pid::from_raw(pid.cast_signed()).map(|pid| rustix::process::getsid(Some(pid)));
    Some(Stat {
        pid,
        name: name.to_string_lossy().into_owned(),
        parent: info.pbi_ppid,
        group: info.pbi_pgid,
        session: session
            .and_then(Result::ok)
            .map_or(info.pbi_pgid, |session| session.as_raw_pid().cast_unsigned()),
        start_ticks: (info.pbi_start_tvsec * 1_000_000 + info.pbi_start_tvusec).cast_signed(),
        user: info.pbi_uid,
        state: info.pbi_status,
        terminal: info.e_tdev,
    })
}

/// Every process that can be seen, zombies left out.
pub(super) fn table() -> Vec<Stat> {
    pids().filter_map(stat).filter(|stat| !stat.is_dead()).collect()
}

/// The children of a process of which only the exit status is left.
pub(super) fn zombies_of(parent: u32) -> Vec<u32> {
    let dead = |stat: &Stat| stat.parent == parent && stat.is_dead();
    pids().filter_map(stat).filter(dead).map(|stat| stat.pid).collect()
}

/// The children of this process.
pub(super) fn own_children() -> Option<Vec<u32>> {
    let me = std::process::id();
    Some(pids().filter_map(stat).filter(|stat| stat.parent == me).map(|stat| stat.pid).collect())
}

/// Whether this process was told to ignore the signal, as `nohup` does.
pub(super) fn ignores(signal: Signal) -> bool {
    let mut action = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: asks, and changes nothing.
    unsafe {
        libc::sigaction(signal.number(), std::ptr::null(), action.as_mut_ptr()) == 0
            && action.assume_init().sa_sigaction == libc::SIG_IGN
    }
}

/// Every pid of this machine.
pub(super) fn pids() -> impl Iterator<Item = u32> {
    // More than the system allows.
    let mut pids = vec![0_i32; 128 * 1024];
    let size = i32::try_from(size_of_val(pids.as_slice())).unwrap_or(i32::MAX);
    // SAFETY: so many bytes are there.
    let count = unsafe { libc::proc_listallpids(pids.as_mut_ptr().cast::<c_void>(), size) };
    pids.truncate(usize::try_from(count).unwrap_or(0));
    pids.into_iter().filter_map(|pid| u32::try_from(pid).ok())
}

/// Whether any process has the pid, seen or hidden.
pub(super) fn exists(pid: u32) -> bool {
    pid_of(pid).is_some_and(|pid| test_kill_process(pid) != Err(Errno::SRCH))
}

fn pid_of(pid: u32) -> Option<Pid> {
    i32::try_from(pid).ok().and_then(Pid::from_raw)
}

/// A queue that can be read from when the process that has the pid now has ended; `None` where none has.
pub(super) fn hold(pid: u32) -> io::Result<Option<OwnedFd>> {
    let Some(pid) = pid_of(pid) else { return Ok(None) };
    let queue = kqueue()?;
    let end = EventFilter::Proc { pid, flags: ProcessEvents::EXIT };
    let change = Event::new(end, EventFlags::ADD, std::ptr::null_mut());
    let mut none: [Event; 0] = [];
    // SAFETY: the process is named by its number, which is no descriptor.
    match unsafe { kevent(&queue, &[change], &mut none, None) } {
        Ok(_) => Ok(Some(queue)),
        Err(Errno::SRCH) => Ok(None),
        Err(errno) => Err(errno.into()),
    }
}

/// Sends a signal to the process that was judged just now to be the one that is meant; false where it is gone. A
/// queue does not keep the pid, so that one that is used again at once is the one case that is not told apart.
pub(super) fn send(_held: &OwnedFd, pid: u32, signal: Signal) -> io::Result<bool> {
    let Some(pid) = pid_of(pid) else { return Ok(false) };
    match kill_process(pid, signal.raw()) {
        Ok(()) => Ok(true),
        Err(Errno::SRCH) => Ok(false),
        Err(errno) => Err(errno.into()),
    }
}

/// Ends this process as a crash of the machine would.
#[cfg(feature = "fault-injection")]
pub(super) fn kill_self() {
    _ = kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
}

pub(super) fn own_start_ticks() -> i64 {
    stat(std::process::id()).map_or(0, |stat| stat.start_ticks)
}

/// Looks once, when a process asks for its own key, at where it is.
pub(super) fn settle() {}

pub(super) fn boot() -> i64 {
    1
}

pub(super) fn namespace() -> i64 {
    1
}

/// A stable number for this machine.
pub(super) fn machine() -> i64 {
    let mut id = [0_u8; 16];
    let at_once = libc::timespec { tv_sec: 1, tv_nsec: 0 };
    // SAFETY: the system writes 16 bytes.
    match unsafe { libc::gethostuuid(id.as_mut_ptr(), &raw const at_once) } {
        0 => fnv(&id),
        _ => fnv(rustix::system::uname().nodename().to_bytes()),
    }
}

/// A start time as milliseconds since the Unix epoch.
pub(super) fn ticks_to_ms(ticks: i64) -> i64 {
    ticks / 1000
}

/// The present, as start times are counted.
pub(super) fn ticks_now() -> i64 {
    crate::time::now_ms() * 1000
}

/// What a process has used of the machine, unless the pid belongs to another one now.
pub(super) fn used(key: &ProcessKey) -> Option<Usage> {
    stat(key.pid).filter(|stat| stat.start_ticks == key.start_ticks)?;
    details::used(key.pid)
}

/// The user this process acts as.
pub(super) fn own_user() -> u32 {
    rustix::process::getuid().as_raw()
}

/// The user a process acts as.
pub(super) fn user(pid: u32) -> Option<u32> {
    stat(pid).map(|stat| stat.user)
}

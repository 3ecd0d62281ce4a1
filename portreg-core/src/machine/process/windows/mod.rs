//! Windows: processes by their creation times.
//!
//! A creation time is absolute, in steps of 100 ns, so that no number of the boot is needed to tell processes of
//! two boots apart, and there are no pid namespaces. There are no process groups either: a process that was
//! started here and all in its job are one (`machine/children`), every other process is one of its own.
#![expect(unsafe_code, reason = "processes have no safe wrapper")]

use std::io;
use std::os::windows::io::OwnedHandle;

use windows_sys::Win32::Foundation::{ERROR_ACCESS_DENIED, ERROR_INVALID_PARAMETER, FILETIME};
use windows_sys::Win32::System::ProcessStatus::{GetProcessMemoryInfo, PROCESS_MEMORY_COUNTERS};
use windows_sys::Win32::System::Registry::{HKEY_LOCAL_MACHINE, RRF_RT_REG_SZ, RegGetValueW};
use windows_sys::Win32::System::SystemInformation::GetSystemTimePreciseAsFileTime;
use windows_sys::Win32::System::Threading::{
    GetExitCodeProcess, GetProcessTimes, PROCESS_QUERY_LIMITED_INFORMATION, PROCESS_SYNCHRONIZE,
    PROCESS_TERMINATE, TerminateProcess,
};

use super::current::fnv;
use super::usage::Usage;
use crate::machine::windows::{checked, open_process, raw, wide};
use crate::machine::{children, users};
use crate::model::{ProcessKey, Signal};

mod snapshot;

pub(super) use super::details::{command_line, cwd, environment_value, name};
pub(super) use snapshot::{pids, table};

/// What a process that was killed ends with: 128 and the usual number of the signal.
const KILLED: u32 = 128 + 9;

/// What the system calls the code of a process that runs.
const STILL_ACTIVE: u32 = 259;

/// 100 ns in a millisecond.
const TICKS_PER_MS: i64 = 10_000;

/// The Unix epoch in ticks since 1601.
const EPOCH: i64 = 116_444_736_000_000_000;

/// What the system says about a process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stat {
    pub(super) pid: u32,
    pub(super) name: String,
    pub(super) parent: u32,
    pub(super) group: u32,
    pub(super) session: u32,
    pub(super) start_ticks: i64,
    is_dead: bool,
}

impl Stat {
    /// Whether it has ended, and somebody still holds it.
    pub(super) fn is_dead(&self) -> bool {
        self.is_dead
    }

    /// Whether it was stopped: here none is.
    pub(super) fn is_stopped(&self) -> bool {
        false
    }

    /// Whether a terminal controls it: here none does.
    pub(super) fn has_terminal(&self) -> bool {
        false
    }
}

/// What the system says about a process; `None` where there is none to be seen.
pub(super) fn stat(pid: u32) -> Option<Stat> {
    let (parent, name) = snapshot::entry(pid).unwrap_or_default();
    stat_of(pid, parent, name)
}

fn stat_of(pid: u32, parent: u32, name: String) -> Option<Stat> {
    let process = open_process(pid, PROCESS_QUERY_LIMITED_INFORMATION).ok()?;
    let times = times(&process).ok()?;
    Some(Stat {
        pid,
        name,
        parent: true_parent(parent, times.created),
        group: children::leader_of(&process).unwrap_or(pid),
        session: pid,
        start_ticks: times.created,
        is_dead: has_ended(&process, &times),
    })
}

/// The parent, unless its pid belongs to a younger process by now.
fn true_parent(parent: u32, child_created: i64) -> u32 {
    let process = open_process(parent, PROCESS_QUERY_LIMITED_INFORMATION);
    match process.and_then(|process| times(&process)) {
        Ok(times) if times.created > child_created => 0,
        _ => parent,
    }
}

fn has_ended(process: &OwnedHandle, times: &Times) -> bool {
    let mut code = 0;
    // SAFETY: the code is written by the call.
    let told = unsafe { GetExitCodeProcess(raw(process), &raw mut code) } != 0;
    told && (code != STILL_ACTIVE || times.ended != 0)
}

/// When a process was created and ended, and what it has had of a processor, in ticks.
struct Times {
    created: i64,
    ended: i64,
    used: i64,
}

fn times(process: &OwnedHandle) -> io::Result<Times> {
    let mut all = [FILETIME::default(); 4];
    let [created, ended, kernel, user] = &mut all;
    // SAFETY: all four are written by the call.
    checked(unsafe { GetProcessTimes(raw(process), created, ended, kernel, user) })?;
    let [created, ended, kernel, user] = all.map(ticks);
    Ok(Times { created, ended, used: kernel + user })
}

fn ticks(time: FILETIME) -> i64 {
    i64::from(time.dwHighDateTime) << 32 | i64::from(time.dwLowDateTime)
}

/// A handle of the process that has the pid now; `None` where none has. It is signalled when the process has
/// ended.
pub(super) fn hold(pid: u32) -> io::Result<Option<OwnedHandle>> {
    let see = PROCESS_SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION;
    // Another user's may be seen where it may not be ended.
    let held = open_process(pid, see | PROCESS_TERMINATE).or_else(|_| open_process(pid, see));
    match held {
        Ok(held) => Ok(Some(held)),
        Err(error) if is(&error, ERROR_INVALID_PARAMETER) => Ok(None),
        Err(error) => Err(error),
    }
}

fn is(error: &io::Error, code: u32) -> bool {
    error.raw_os_error() == Some(code.cast_signed())
}

/// Asks the process that is held to end, or ends it; false where it is gone.
///
/// What was started here is asked by Ctrl-Break, which all in its group hear. Other processes share no console
/// with this one and cannot be asked: they are ended at once. Nothing is ever stopped or continued.
pub(super) fn send(held: &OwnedHandle, pid: u32, signal: Signal) -> io::Result<bool> {
    match signal {
        Signal::Stop | Signal::Cont | Signal::Tstp | Signal::Winch | Signal::Chld => Ok(true),
        Signal::Kill => terminate(held),
        _ => match children::leader_of(held) {
            Some(leader) if leader == pid => Ok(children::ask(leader) || terminate(held)?),
            // It has heard what its leader was asked.
            Some(_) => Ok(true),
            None => terminate(held),
        },
    }
}

fn terminate(held: &OwnedHandle) -> io::Result<bool> {
    // SAFETY: the handle is a process's.
    match checked(unsafe { TerminateProcess(raw(held), KILLED) }) {
        Ok(()) => Ok(true),
        // So it answers for what has ended, too.
        Err(error) if is(&error, ERROR_ACCESS_DENIED) && has_gone(held) => Ok(false),
        Err(error) => Err(error),
    }
}

fn has_gone(held: &OwnedHandle) -> bool {
    times(held).is_ok_and(|times| has_ended(held, &times))
}

/// Ends this process as a crash of the machine would.
#[cfg(feature = "fault-injection")]
pub(super) fn kill_self() {
    _ = hold(std::process::id()).map(|held| held.map(|held| terminate(&held)));
}

/// Whether this process was told to ignore the signal: here none is.
pub(super) fn ignores(_signal: Signal) -> bool {
    false
}

/// Whether any process has the pid, seen or hidden.
pub(super) fn exists(pid: u32) -> bool {
    snapshot::entry(pid).is_some()
}

pub(super) fn own_start_ticks() -> i64 {
    let me = open_process(std::process::id(), PROCESS_QUERY_LIMITED_INFORMATION);
    me.and_then(|process| times(&process)).map_or(0, |times| times.created)
}

/// Looks once, when a process asks for its own key, at where it is.
pub(super) fn settle() {}

pub(super) fn boot() -> i64 {
    1
}

pub(super) fn namespace() -> i64 {
    1
}

/// A stable number for this machine: it is given when Windows is installed.
pub(super) fn machine() -> i64 {
    let (key, value) = (wide(r"SOFTWARE\Microsoft\Cryptography"), wide("MachineGuid"));
    let mut text = [0_u16; 64];
    let mut length = size_of_val(&text) as u32;
    // SAFETY: both texts end with NUL, and so many bytes of the buffer are there.
    let status = unsafe {
        let (none, buffer) = (std::ptr::null_mut(), text.as_mut_ptr().cast());
        let (key, value) = (key.as_ptr(), value.as_ptr());
        RegGetValueW(HKEY_LOCAL_MACHINE, key, value, RRF_RT_REG_SZ, none, buffer, &raw mut length)
    };
    let told = String::from_utf16_lossy(&text);
    let id = told.trim_end_matches('\0');
    match (status, id) {
        (0, id) if !id.is_empty() => fnv(id.as_bytes()),
        _ => fnv(std::env::var_os("COMPUTERNAME").unwrap_or_default().as_encoded_bytes()),
    }
}

/// A creation time as milliseconds since the Unix epoch.
pub(super) fn ticks_to_ms(ticks: i64) -> i64 {
    (ticks - EPOCH) / TICKS_PER_MS
}

/// The present, as creation times are counted.
pub(super) fn ticks_now() -> i64 {
    let mut now = FILETIME::default();
    // SAFETY: the time is written by the call.
    unsafe { GetSystemTimePreciseAsFileTime(&raw mut now) };
    ticks(now)
}

/// What a process has used of the machine, unless the pid belongs to another one now.
pub(super) fn used(key: &ProcessKey) -> Option<Usage> {
    let process = open_process(key.pid, PROCESS_QUERY_LIMITED_INFORMATION).ok()?;
    let times = times(&process).ok().filter(|times| times.created == key.start_ticks)?;
    let size = size_of::<PROCESS_MEMORY_COUNTERS>() as u32;
    let mut memory = PROCESS_MEMORY_COUNTERS { cb: size, ..Default::default() };
    // SAFETY: the counters are as large as is said.
    checked(unsafe { GetProcessMemoryInfo(raw(&process), &raw mut memory, size) }).ok()?;
    Some(Usage {
        cpu_ms: (times.used / TICKS_PER_MS).cast_unsigned(),
        memory_bytes: memory.WorkingSetSize as u64,
    })
}

/// The user this process acts as, by a number that stands for the name.
pub(super) fn own_user() -> u32 {
    user(std::process::id()).unwrap_or(0)
}

/// The user a process acts as.
pub(super) fn user(pid: u32) -> Option<u32> {
    users::number_of(&open_process(pid, PROCESS_QUERY_LIMITED_INFORMATION).ok()?)
}

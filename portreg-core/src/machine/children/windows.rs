//! Windows: each child in a job of its own, which ends with all that is in it when this process does.
#![expect(unsafe_code, reason = "jobs, threads and consoles have no safe wrapper")]

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::{self, Write as _};
use std::os::windows::io::{AsHandle as _, OwnedHandle};
use std::os::windows::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use windows_sys::Win32::System::Console::{CTRL_BREAK_EVENT, GenerateConsoleCtrlEvent};
use windows_sys::Win32::System::Diagnostics::ToolHelp::{
    CreateToolhelp32Snapshot, TH32CS_SNAPTHREAD, THREADENTRY32, Thread32First, Thread32Next,
};
use windows_sys::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, IsProcessInJob, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JobObjectExtendedLimitInformation,
    SetInformationJobObject, TerminateJobObject,
};
use windows_sys::Win32::System::Threading::{
    CREATE_BREAKAWAY_FROM_JOB, CREATE_NEW_PROCESS_GROUP, CREATE_NO_WINDOW, CREATE_SUSPENDED,
    GetExitCodeProcess, OpenThread, ResumeThread, THREAD_SUSPEND_RESUME,
};

use super::{Change, Spawn, Spawned, Start};
use crate::machine::files::program_in;
use crate::machine::process::MARK;
use crate::machine::waiting::{AsWaitable as _, OwnedWaitable, Stream, wait};
use crate::machine::windows::{checked, owned, raw};
use crate::model::Signal;

/// What a process that was killed ends with: 128 and the usual number of the signal.
const KILLED: u32 = 128 + 9;

/// What the system ends a process with by Ctrl-C or Ctrl-Break that does not listen to it.
const BROKEN_OFF: u32 = 0xC000_013A;

/// A child that nobody has let go of yet: as long as it is held, its pid means nobody else.
struct Started {
    process: OwnedHandle,
    /// Ends all that is in it when this process lets go of it, or ends.
    job: OwnedHandle,
    /// Whether it has a group of its own on this console, which hears Ctrl-Break and no Ctrl-C.
    has_group: bool,
}

static STARTED: Mutex<BTreeMap<u32, Started>> = Mutex::new(BTreeMap::new());

fn started() -> MutexGuard<'static, BTreeMap<u32, Started>> {
    STARTED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts a program that has the console, with all that this process hands down: Ctrl-C reaches both. Gives
/// its process and what waits for it.
///
/// # Errors
///
/// What the system says.
pub(crate) fn start(start: &Start<'_>) -> io::Result<(u32, OwnedWaitable)> {
    let mut command = command(start.argv, start.env, start.dir)?;
    launch(&mut command, false).map(|(child, exit)| (child.id(), exit))
}

/// Starts a program in a group of its own on this console, with nothing to read.
///
/// # Errors
///
/// What the system says; unsupported are sockets that are handed down, and pseudo-terminals.
pub(crate) fn spawn(spawn: &Spawn<'_>) -> io::Result<Spawned> {
    let mut command = unattended(spawn)?;
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let (mut child, exit) = launch(&mut command, true)?;
    let out = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
    let err = child.stderr.take().ok_or(io::ErrorKind::BrokenPipe)?;
    Ok(Spawned { pid: child.id(), exit, out: Stream::of(out)?, err: Some(Stream::of(err)?) })
}

/// Starts a program as [`spawn`] does, but what it prints goes nowhere. Gives its process.
///
/// # Errors
///
/// As for [`spawn`].
pub(crate) fn spawn_unheard(spawn: &Spawn<'_>) -> io::Result<u32> {
    let mut command = unattended(spawn)?;
    command.stdout(Stdio::null()).stderr(Stdio::null());
    launch(&mut command, true).map(|(child, _)| child.id())
}

fn unattended(spawn: &Spawn<'_>) -> io::Result<Command> {
    let unsupported = |what: &str| Err(io::Error::new(io::ErrorKind::Unsupported, what));
    if !spawn.sockets.is_empty() {
        return unsupported("handing sockets down (`listen: inherit`) on Windows");
    }
    if spawn.pty {
        return unsupported("a pseudo-terminal on Windows");
    }
    let mut command = command(spawn.argv, spawn.env, spawn.dir)?;
    command.stdin(Stdio::null());
    Ok(command)
}

fn command(
    argv: &[OsString],
    env: &[(OsString, OsString)],
    dir: Option<&Path>,
) -> io::Result<Command> {
    let (program, rest) = argv.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(found(program, env, dir));
    command.args(rest).envs(env.iter().cloned());
    if let Some(dir) = dir {
        command.current_dir(dir);
    }
    Ok(command)
}

/// The file of a program: the system itself tries no `.cmd`, as which npm and its like are installed.
fn found(program: &OsStr, env: &[(OsString, OsString)], dir: Option<&Path>) -> PathBuf {
    let given = env.iter().rev().find(|(name, _)| name.eq_ignore_ascii_case("PATH"));
    let path = given.map(|(_, value)| value.clone()).or_else(|| std::env::var_os("PATH"));
    let found = program_in(program, dir.unwrap_or(Path::new(".")), &path.unwrap_or_default());
    found.unwrap_or_else(|| PathBuf::from(program))
}

/// Starts it held, puts it in a job, and lets it go: what it starts is in the job too, from the first.
fn launch(command: &mut Command, has_group: bool) -> io::Result<(Child, OwnedWaitable)> {
    let group = if has_group { CREATE_NEW_PROCESS_GROUP } else { 0 };
    let job = job()?;
    let mut child = command.creation_flags(CREATE_SUSPENDED | group).spawn()?;
    let let_go = || {
        // SAFETY: both handles are what the call wants.
        checked(unsafe { AssignProcessToJobObject(raw(&job), raw(&child)) })?;
        resume(child.id())?;
        let process = child.as_handle().try_clone_to_owned()?;
        Ok((process, child.as_handle().try_clone_to_owned()?))
    };
    match let_go() {
        Ok((process, exit)) => {
            started().insert(child.id(), Started { process, job, has_group });
            Ok((child, exit))
        }
        Err(error) => {
            _ = child.kill();
            Err(error)
        }
    }
}

fn job() -> io::Result<OwnedHandle> {
    let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    let size = size_of_val(&limits) as u32;
    // SAFETY: neither attributes nor a name are given; the limits are as large as is said.
    unsafe {
        let job = owned(CreateJobObjectW(std::ptr::null(), std::ptr::null()))?;
        let limits = (&raw const limits).cast();
        checked(SetInformationJobObject(
            raw(&job),
            JobObjectExtendedLimitInformation,
            limits,
            size,
        ))?;
        Ok(job)
    }
}

/// Lets the only thread of a new process run.
fn resume(pid: u32) -> io::Result<()> {
    let size = size_of::<THREADENTRY32>() as u32;
    let mut entry = THREADENTRY32 { dwSize: size, ..Default::default() };
    // SAFETY: the entry says its own size; the handles are what the calls want.
    unsafe {
        let list = owned(CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0))?;
        let mut goes_on = Thread32First(raw(&list), &raw mut entry) != 0;
        while goes_on {
            if entry.th32OwnerProcessID == pid {
                let thread = owned(OpenThread(THREAD_SUSPEND_RESUME, 0, entry.th32ThreadID))?;
                return match ResumeThread(raw(&thread)) {
                    u32::MAX => Err(io::Error::last_os_error()),
                    _ => Ok(()),
                };
            }
            goes_on = Thread32Next(raw(&list), &raw mut entry) != 0;
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

/// The child in whose job a process is: it stands for a group.
pub(in crate::machine) fn leader_of(process: &OwnedHandle) -> Option<u32> {
    let is_in = |started: &Started| {
        let mut is_in = 0;
        // SAFETY: the answer is written by the call.
        let told = unsafe { IsProcessInJob(raw(process), raw(&started.job), &raw mut is_in) };
        told != 0 && is_in != 0
    };
    started().iter().find(|(_, started)| is_in(started)).map(|(pid, _)| *pid)
}

/// Asks the group of a child to end, by Ctrl-Break; false where it has none of its own, or shares no console
/// with this process.
pub(in crate::machine) fn ask(leader: u32) -> bool {
    let has_group = started().get(&leader).is_some_and(|started| started.has_group);
    // SAFETY: only sends an event, to a group that was made for the child.
    has_group && unsafe { GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, leader) } != 0
}

/// Signals the group of a child that is not reaped yet, as far as there is such a thing: it is asked to end, or
/// ended.
pub(crate) fn signal_group(group: u32, signal: Signal) {
    let has_group = started().get(&group).is_some_and(|started| started.has_group);
    match signal {
        Signal::Kill => terminate(group),
        // Who has the console has heard it from there.
        Signal::Int | Signal::Quit if !has_group => {}
        Signal::Term | Signal::Hup | Signal::Int | Signal::Quit if !ask(group) => terminate(group),
        _ => {}
    }
}

fn terminate(group: u32) {
    if let Some(started) = started().get(&group) {
        // SAFETY: the handle is a job's.
        unsafe { TerminateJobObject(raw(&started.job), KILLED) };
    }
}

/// Makes this process the parent of all orphans below it: here their job holds them together.
///
/// # Errors
///
/// None.
pub(crate) fn adopt_orphans() -> io::Result<()> {
    Ok(())
}

/// Lets go of what adopted orphans leave when they end: here nothing.
pub(crate) fn reap_adopted() {}

/// Whether this process has adopted orphans: here it never does.
pub(crate) fn has_adopted() -> bool {
    false
}

/// What has happened to the child since the last call.
pub(crate) fn change_of(child: u32) -> Option<Change> {
    let process = started().get(&child)?.process.try_clone().ok()?;
    if wait(&[process.as_waitable()], Some(Duration::ZERO)).ok()? != [true] {
        return None;
    }
    let mut code = 0;
    // SAFETY: the code is written by the call.
    checked(unsafe { GetExitCodeProcess(raw(&process), &raw mut code) }).ok()?;
    Some(match code {
        KILLED => Change::Ended { code: KILLED.cast_signed(), by_signal: true },
        BROKEN_OFF => Change::Ended { code: 128 + Signal::Int.number(), by_signal: true },
        code => Change::Ended { code: code.cast_signed(), by_signal: false },
    })
}

/// Lets go of a child that has ended, and ends what is left in its job; from then on its pid may mean another
/// process.
pub(crate) fn reap(child: u32) {
    started().remove(&child);
}

/// Lets go of a child that is about to end.
pub(crate) fn reap_soon(child: u32) {
    let process = started().get(&child).and_then(|started| started.process.try_clone().ok());
    if let Some(process) = process {
        _ = wait(&[process.as_waitable()], None);
    }
    reap(child);
}

/// Starts a program that outlives this process, gives it its input, and hands back its process and
/// its output.
pub(crate) fn start_apart(argv: &[OsString], input: &[u8]) -> io::Result<(u32, Stream)> {
    let mut command = apart(argv)?;
    let mut child = leave_job(command.stdout(Stdio::piped()))?;
    let output = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
    child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?.write_all(input)?;
    Ok((child.id(), Stream::of(output)?.waiting()))
}

/// Starts a program whose input ends when this process does, and hands back its process and the other
/// end of its input.
pub(crate) fn start_watcher(argv: &[OsString]) -> io::Result<(u32, ChildStdin)> {
    let mut command = apart(argv)?;
    let mut child = leave_job(command.stdout(Stdio::null()))?;
    let input = child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
    Ok((child.id(), input))
}

/// A program with a console of its own that nobody sees.
fn apart(argv: &[OsString]) -> io::Result<Command> {
    let mut command = command(argv, &[], None)?;
    // It is nobody's leftover: a mark that this process carries is not its own.
    command.env_remove(MARK).stdin(Stdio::piped()).stderr(Stdio::null());
    Ok(command)
}

/// Starts it outside of the job of this process where that lets it go.
fn leave_job(command: &mut Command) -> io::Result<Child> {
    let flags = CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP;
    let free = command.creation_flags(flags | CREATE_BREAKAWAY_FROM_JOB).spawn();
    free.or_else(|_| command.creation_flags(flags).spawn())
}

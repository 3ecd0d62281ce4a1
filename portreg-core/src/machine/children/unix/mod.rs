//! Unix: children by fork and exec, each in a process group of its own.
#![expect(unsafe_code, reason = "what runs between fork and exec has no safe wrapper")]

use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use rustix::io::{FdFlags, fcntl_setfd};
use rustix::process::{
    Pid, WaitId, WaitIdOptions, WaitOptions, getpid, kill_process_group, waitid, waitpid,
};

use super::{Change, Start};
use crate::machine::process;
use crate::machine::terminal::Terminal;
use crate::model::Signal;

mod apart;
mod image;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
mod output;
mod signals;
mod spawn;
mod started;
#[cfg(test)]
mod tests;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;

pub(crate) use apart::{start_apart, start_watcher};
pub(crate) use spawn::{spawn, spawn_unheard};

/// Starts a program in a process group of its own, with all that this process hands down. It dies with the
/// thread that starts it. Gives its process, and what is ready when it has ended.
///
/// # Errors
///
/// What the system says.
pub(crate) fn start(start: &Start<'_>) -> io::Result<(u32, OwnedFd)> {
    let program = start.argv.first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    command.args(&start.argv[1..]).envs(start.env.iter().cloned()).process_group(0);
    if let Some(dir) = start.dir {
        command.current_dir(dir);
    }
    let terminal = start.terminal.map(Terminal::share).transpose()?;
    let parent = getpid();
    let prepare = move || {
        system::die_with(parent)?;
        hand_down_streams();
        // Here and not in the parent: the program may ask for the terminal at once. That the group
        // exists when the parent goes on is sure, because spawning waits for the exec.
        match &terminal {
            Some(terminal) => terminal.give(getpid().as_raw_pid().cast_unsigned()),
            None => Ok(()),
        }
    };
    // SAFETY: the closure makes system calls only and allocates nothing.
    unsafe { command.pre_exec(prepare) };
    let pid = started::note(|| command.spawn(), std::process::Child::id)?.id();
    exit_of(pid).map(|exit| (pid, exit)).or_else(|error| give_up(pid, error))
}

/// Keeps the three streams of every program open in the one that this forked child becomes: Node marks its own to
/// be closed then. Allocates nothing.
fn hand_down_streams() {
    for stream in 0..3 {
        // SAFETY: it is used here alone; one that is closed is refused by the system, and stays so.
        let stream = unsafe { BorrowedFd::borrow_raw(stream) };
        _ = fcntl_setfd(stream, FdFlags::empty());
    }
}

/// What is ready when a child has ended.
fn exit_of(child: u32) -> io::Result<OwnedFd> {
    match process::hold(child)? {
        Some(end) => Ok(end),
        // It has ended already, and nothing is there to be held: a pipe without another end is ready at once.
        None => Ok(io::pipe()?.0.into()),
    }
}

/// Ends a child that was started in vain.
fn give_up<T>(child: u32, error: io::Error) -> io::Result<T> {
    signal_group(child, Signal::Kill);
    reap_soon(child);
    Err(error)
}

/// Makes this process the parent of all orphans below it.
///
/// # Errors
///
/// What the system says.
pub(crate) fn adopt_orphans() -> io::Result<()> {
    system::adopt_orphans()
}

/// Lets go of what adopted orphans leave when they end; of children that were started here it is for
/// others to hear how they end.
pub(crate) fn reap_adopted() {
    for pid in started::without(process::own_zombies) {
        wait_for(pid, WaitOptions::NOHANG);
    }
}

/// Whether this process has adopted orphans; unsure counts as yes.
pub(crate) fn has_adopted() -> bool {
    match process::own_children() {
        Some(children) => !started::without(|| children).is_empty(),
        None => true,
    }
}

/// What has happened to the child since the last call.
pub(crate) fn change_of(child: u32) -> Option<Change> {
    let id = WaitId::Pid(pid(child)?);
    let flags = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    if let Ok(Some(status)) = waitid(id.clone(), flags) {
        let signal = status.terminating_signal();
        let code = status.exit_status().or(signal.map(|signal| 128 + signal)).unwrap_or(1);
        return Some(Change::Ended { code, by_signal: signal.is_some() });
    }
    let stopped = waitid(id, WaitIdOptions::STOPPED | WaitIdOptions::NOHANG).ok()??;
    // SIGSTOP is left out: who sends that also says when to go on.
    let signal = stopped.stopping_signal()?;
    let asked = [libc::SIGTSTP, libc::SIGTTIN, libc::SIGTTOU].contains(&signal);
    asked.then_some(Change::Suspended)
}

/// Lets go of a child that has ended; from then on its pid may mean another process.
pub(crate) fn reap(child: u32) {
    wait_for(child, WaitOptions::NOHANG);
}

/// Lets go of a child that is about to end.
pub(crate) fn reap_soon(child: u32) {
    wait_for(child, WaitOptions::empty());
}

fn wait_for(child: u32, how: WaitOptions) {
    if let Some(number) = pid(child) {
        _ = waitpid(Some(number), how);
        started::forget(child);
    }
}

/// Signals the group of a child that is not reaped yet.
pub(crate) fn signal_group(group: u32, signal: Signal) {
    if let Some(group) = pid(group) {
        // It has failed where all members have just ended, and that is seen elsewhere.
        _ = kill_process_group(group, signal.raw());
    }
}

fn pid(number: u32) -> Option<Pid> {
    i32::try_from(number).ok().and_then(Pid::from_raw)
}

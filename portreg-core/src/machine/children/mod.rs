//! Children of this process: starting them so that they cannot outlive it unseen, and their end.
#![expect(unsafe_code, reason = "what runs between fork and exec has no safe wrapper")]

use std::ffi::OsString;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use rustix::process::{
    Pid, PidfdFlags, WaitId, WaitIdOptions, WaitOptions, getpid, getppid, kill_process_group,
    pidfd_open, set_child_subreaper, set_parent_process_death_signal, waitid, waitpid,
};

use super::terminal::Terminal;
use crate::model::Signal;

mod apart;
mod image;
mod output;
mod signals;
mod spawn;
mod started;
#[cfg(test)]
mod tests;

pub(crate) use apart::{start_apart, start_watcher};
pub(crate) use spawn::{Spawn, spawn, spawn_unheard};

/// A program to start.
pub(crate) struct Start<'a> {
    /// The program and its arguments.
    pub(crate) argv: &'a [OsString],
    /// What its environment has in addition to this process's.
    pub(crate) env: &'a [(OsString, OsString)],
    /// Where it runs; the working folder where nothing is said.
    pub(crate) dir: Option<&'a Path>,
    /// The terminal that its group is given.
    pub(crate) terminal: Option<&'a Terminal>,
}

/// What has happened to a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// It has ended, with this code; 128+n for a signal. It stays a zombie until it is reaped, so
    /// that its pid and its group mean nobody else.
    Ended { code: i32, by_signal: bool },
    /// It was stopped from its terminal, by Ctrl-Z or for want of it.
    Suspended,
}

/// Starts a program in a process group of its own, with all that this process hands down. It dies with the
/// thread that starts it. Gives its process and a pidfd of it.
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
        die_with(parent)?;
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

/// A pidfd of a child.
fn exit_of(child: u32) -> io::Result<OwnedFd> {
    let child = pid(child).ok_or(io::ErrorKind::InvalidInput)?;
    Ok(pidfd_open(child, PidfdFlags::empty())?)
}

/// Ends a child that was started in vain.
fn give_up<T>(child: u32, error: io::Error) -> io::Result<T> {
    signal_group(child, Signal::Kill);
    reap_soon(child);
    Err(error)
}

/// Makes a forked child die with the thread that forked it. Allocates nothing.
fn die_with(parent: Pid) -> io::Result<()> {
    set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    // The parent may have died before the line above.
    if getppid() == Some(parent) { Ok(()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
}

/// Makes this process the parent of all orphans below it.
///
/// # Errors
///
/// What the system says.
pub(crate) fn adopt_orphans() -> io::Result<()> {
    Ok(set_child_subreaper(Some(getpid()))?)
}

/// Lets go of what adopted orphans leave when they end; of children that were started here it is for
/// others to hear how they end.
pub(crate) fn reap_adopted() {
    for pid in started::without(super::process::own_zombies) {
        wait_for(pid, WaitOptions::NOHANG);
    }
}

/// Whether this process has adopted orphans; unsure counts as yes.
pub(crate) fn has_adopted() -> bool {
    match super::process::own_children() {
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

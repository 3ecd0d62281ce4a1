//! Processes: told apart by more than their pid, judged dead or alive, signalled safely.

use std::path::PathBuf;

use crate::model::{Holder, ProcessKey, label_of};

mod current;
#[cfg(not(target_os = "linux"))]
mod details;
mod ending;
mod held;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
mod relatives;
#[cfg(test)]
#[cfg(unix)]
mod tests;
mod usage;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(windows)]
use windows as system;

#[cfg(target_os = "linux")]
pub(super) use linux::folder_of_descriptors;

pub(crate) use current::current;
pub(crate) use ending::{end, end_found};
pub(crate) use held::{signal, wait_gone, watch};
pub(crate) use relatives::{
    Family, all_marked, ancestors_of, descend, is_ancestor, marked, members_of_group, parent_of,
};
pub(crate) use usage::usage;

/// The environment variable that carries the mark of a start.
pub(crate) const MARK: &str = "PORTREG_RUN";

/// Whether a process still runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Liveness {
    /// It runs.
    Alive,
    /// It has ended, or its pid belongs to another process now.
    Dead,
    /// It lives on another machine or in another pid namespace, or is hidden from this user.
    Unknown,
}

/// The key of a process of this machine; `None` where no such process runs.
pub(crate) fn key_of(pid: u32) -> Option<ProcessKey> {
    let me = current();
    if pid == me.pid {
        return Some(me);
    }
    let stat = system::stat(pid).filter(|stat| !stat.is_dead())?;
    Some(ProcessKey { pid, start_ticks: stat.start_ticks, ..me })
}

/// Whether the process still runs.
pub(crate) fn liveness(key: &ProcessKey) -> Liveness {
    let me = current();
    if *key == me {
        return Liveness::Alive;
    }
    if key.machine != me.machine {
        return Liveness::Unknown;
    }
    if key.boot != me.boot {
        return Liveness::Dead;
    }
    if key.namespace != me.namespace {
        return Liveness::Unknown;
    }
    // Twice, because a pid can come into use between the two questions.
    for _ in 0..2 {
        match system::stat(key.pid) {
            Some(stat) if stat.is_dead() || stat.start_ticks != key.start_ticks => {
                return Liveness::Dead;
            }
            Some(_) => return Liveness::Alive,
            None if !system::exists(key.pid) => return Liveness::Dead,
            None => {}
        }
    }
    Liveness::Unknown
}

/// The process for people; an empty name where it cannot be seen.
pub(crate) fn holder(pid: u32) -> Holder {
    described(pid).0
}

/// The process for people, and its command line; empty where they cannot be seen.
pub(crate) fn described(pid: u32) -> (Holder, Vec<String>) {
    let stat = system::stat(pid);
    let argv = system::command_line(pid);
    let holder = Holder {
        pid,
        started_at_ms: stat.as_ref().map(|stat| system::ticks_to_ms(stat.start_ticks)),
        name: stat.map(|stat| system::name(&argv, stat.name)).unwrap_or_default(),
        label: label_of(&argv).map(str::to_owned),
    };
    (holder, argv)
}

/// The session of a running process.
pub(crate) fn session_of(pid: u32) -> Option<u32> {
    system::stat(pid).map(|stat| stat.session)
}

/// The process group of a running process.
pub(crate) fn group_of(pid: u32) -> Option<u32> {
    system::stat(pid).map(|stat| stat.group)
}

/// Whether the process was stopped, as by Ctrl-Z, and has not been told to go on.
pub(crate) fn is_stopped(pid: u32) -> bool {
    system::stat(pid).is_some_and(|stat| stat.is_stopped())
}

/// Whether the process has a controlling terminal.
pub(crate) fn has_terminal(pid: u32) -> bool {
    system::stat(pid).is_some_and(|stat| stat.has_terminal())
}

/// Whether the process leads its session.
pub(crate) fn is_session_leader(pid: u32) -> bool {
    session_of(pid) == Some(pid)
}

/// The working folder of the process, where this user may see it.
pub(crate) fn cwd_of(pid: u32) -> Option<PathBuf> {
    system::cwd(pid)
}

/// The user the process runs as.
pub(crate) fn user_of(pid: u32) -> Option<u32> {
    system::user(pid)
}

/// The user this process runs as.
pub(crate) fn own_user() -> u32 {
    system::own_user()
}

/// The program and its arguments; empty for what has none or cannot be seen.
pub(crate) fn command_line(pid: u32) -> Vec<String> {
    system::command_line(pid)
}

/// The mark that the process was started with, where this user may see it.
pub(crate) fn mark_of(pid: u32) -> Option<String> {
    system::environment_value(pid, MARK)
}

/// Whether this process was started to ignore the signal, as `nohup` does.
pub(crate) fn ignores(signal: crate::model::Signal) -> bool {
    system::ignores(signal)
}

/// Ends this process at once, as a crash of the machine would.
#[cfg(feature = "fault-injection")]
pub(crate) fn die() -> ! {
    loop {
        system::kill_self();
    }
}

/// What is ready when the process that has the pid now has ended; `None` where none has.
#[cfg(unix)]
pub(super) fn hold(pid: u32) -> std::io::Result<Option<super::waiting::OwnedWaitable>> {
    system::hold(pid)
}

/// Every pid of this machine that this process can see.
#[cfg(target_os = "linux")]
pub(super) fn all_pids() -> impl Iterator<Item = u32> {
    system::pids()
}

/// The children of this process, also of its other threads; none where the system does not tell.
#[cfg(unix)]
pub(super) fn own_children() -> Option<Vec<u32>> {
    system::own_children()
}

/// The children of this process of which only the exit status is left.
#[cfg(unix)]
pub(super) fn own_zombies() -> Vec<u32> {
    system::zombies_of(std::process::id())
}

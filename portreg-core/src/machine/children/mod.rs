//! Children of this process: starting them so that they cannot outlive it unseen, and their end.

use std::ffi::OsString;
use std::net::TcpListener;
use std::path::Path;

use super::terminal::Terminal;
use super::waiting::{OwnedWaitable, Stream};

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

pub(crate) use system::{
    adopt_orphans, change_of, has_adopted, reap, reap_adopted, reap_soon, signal_group, spawn,
    spawn_unheard, start, start_apart, start_watcher,
};
#[cfg(windows)]
pub(super) use system::{ask, leader_of};

/// A program to start.
pub(crate) struct Start<'a> {
    /// The program and its arguments.
    pub(crate) argv: &'a [OsString],
    /// What its environment has in addition to this process's.
    pub(crate) env: &'a [(OsString, OsString)],
    /// Where it runs; the working folder where nothing is said.
    pub(crate) dir: Option<&'a Path>,
    /// The terminal that its group is given.
    #[cfg_attr(windows, expect(dead_code, reason = "a console is not handed over"))]
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

/// A service's program to start, away from the terminal.
pub(crate) struct Spawn<'a> {
    /// The program and its arguments.
    pub(crate) argv: &'a [OsString],
    /// What its environment has in addition to this process's, or instead of it.
    pub(crate) env: &'a [(OsString, OsString)],
    /// Where it runs; the working folder where nothing is said.
    pub(crate) dir: Option<&'a Path>,
    /// Listening sockets that it is handed, as `sd_listen_fds(3)` reads them: descriptors from 3 on.
    pub(crate) sockets: &'a [TcpListener],
    /// Whether its output is a pseudo-terminal, for the sake of colours and of lines that come at
    /// once; else two pipes.
    pub(crate) pty: bool,
}

/// A program that was started.
#[derive(Debug)]
pub(crate) struct Spawned {
    /// Its process, which is also its group.
    pub(crate) pid: u32,
    /// Ready once it has ended.
    pub(crate) exit: OwnedWaitable,
    /// What it prints; reading never waits. A pseudo-terminal ends with EIO.
    pub(crate) out: Stream,
    /// What it prints as errors, unless that comes with the rest from a pseudo-terminal.
    pub(crate) err: Option<Stream>,
}

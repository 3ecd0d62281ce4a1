//! Sees when a program listens, and whether on the port it was given.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use crate::machine::sockets;
use crate::model::{ProcessKey, Protocol};

use super::RunEvent;

const FIRST: Duration = Duration::from_millis(20);
const SLOWEST: Duration = Duration::from_secs(1);

/// How long a program may listen elsewhere before that is worth telling: debuggers and reload
/// sockets are often there before the server is.
const PATIENCE: Duration = Duration::from_secs(3);

/// Looks for the first listener of a program, in growing steps.
#[derive(Debug)]
pub(super) struct Watch {
    /// The port it was given.
    port: Option<u16>,
    /// The sockets that listened before it was started.
    before: HashSet<u64>,
    step: Duration,
    next: Instant,
    /// When it was first seen to listen on other ports.
    elsewhere: Option<Instant>,
    told_elsewhere: bool,
    done: bool,
}

impl Watch {
    pub(super) fn new(port: Option<u16>) -> Self {
        let before =
            sockets::listening(Protocol::Tcp).unwrap_or_default().iter().map(|s| s.inode).collect();
        Self {
            port,
            before,
            step: FIRST,
            next: Instant::now() + FIRST,
            elsewhere: None,
            told_elsewhere: false,
            done: false,
        }
    }

    /// When to look next; never again once it listens as it should.
    pub(super) fn due_in(&self) -> Option<Duration> {
        (!self.done).then(|| self.next.saturating_duration_since(Instant::now()))
    }

    /// Looks if it is time to, and tells what has changed.
    pub(super) fn look(&mut self, tree: impl FnOnce() -> Vec<ProcessKey>) -> Option<RunEvent> {
        let now = Instant::now();
        if self.done || now < self.next {
            return None;
        }
        self.step = (self.step * 3 / 2).min(SLOWEST);
        self.next = now + self.step;
        let own = self.own_listeners(tree);
        if let Some((port, pid)) = own.iter().find(|(port, _)| self.port.is_none_or(|p| p == *port))
        {
            self.done = true;
            return Some(RunEvent::Listening { port: *port, pid: *pid });
        }
        let ((port, pid), asked) = (own.first().copied()?, self.port?);
        let since = *self.elsewhere.get_or_insert(now);
        if self.told_elsewhere || now - since < PATIENCE {
            return None;
        }
        self.told_elsewhere = true;
        Some(RunEvent::ListeningElsewhere { port, instead_of: asked, pid })
    }

    /// Ports that the tree has begun to listen on, lowest first, each with a process that does.
    fn own_listeners(&self, tree: impl FnOnce() -> Vec<ProcessKey>) -> Vec<(u16, u32)> {
        let mut fresh = sockets::listening(Protocol::Tcp).unwrap_or_default();
        fresh.retain(|socket| !self.before.contains(&socket.inode));
        if fresh.is_empty() {
            return Vec::new();
        }
        fresh.sort();
        let tree = tree();
        let holder = |inode| tree.iter().find(|key| sockets::holds(key.pid, &[inode]));
        let own = |socket: &sockets::ListenSocket| Some((socket.port, holder(socket.inode)?.pid));
        fresh.iter().filter_map(own).collect()
    }
}

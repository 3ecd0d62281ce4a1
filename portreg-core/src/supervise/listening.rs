//! Sees when a program listens, and whether on the port it was given.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use crate::machine::sockets;
use crate::model::{ProcessKey, Protocol};

/// How long a program may listen elsewhere before that is worth telling: debuggers and reload
/// sockets are often there before the server is.
const PATIENCE: Duration = Duration::from_secs(3);

/// How often is looked: nobody tells when a program begins to listen.
const EVERY: Duration = Duration::from_secs(1);

/// Looks for the listeners of a program.
#[derive(Debug)]
pub(super) struct Watch {
    /// The port it was given.
    port: Option<u16>,
    /// The sockets that listened before it was started, and may have come to it from elsewhere.
    before: HashSet<u64>,
    /// When to look next; never again once it listens as it should.
    pub(super) next: Option<Instant>,
    /// When it was first seen to listen on other ports.
    elsewhere: Option<Instant>,
    told_elsewhere: bool,
}

impl Watch {
    /// Of a program whose listeners are all its own, because it is handed none.
    pub(super) fn new(port: Option<u16>) -> Self {
        let next = Some(Instant::now() + EVERY);
        Self { port, before: HashSet::new(), next, elsewhere: None, told_elsewhere: false }
    }

    /// Of a program that is about to be started with what this process has open.
    pub(super) fn from_now(port: Option<u16>) -> Self {
        let before = sockets::listening(Protocol::Tcp).unwrap_or_default();
        Self { before: before.iter().map(|socket| socket.inode).collect(), ..Self::new(port) }
    }

    /// Looks where it is time to, and tells once on which port it listens instead of the one it was
    /// given, where it has not come to that one for a while.
    pub(super) fn look(&mut self, tree: impl FnOnce() -> Vec<ProcessKey>) -> Option<(u16, u16)> {
        let now = Instant::now();
        if self.next.is_none_or(|next| next > now) {
            return None;
        }
        self.next = Some(now + EVERY);
        let own = self.own_ports(tree);
        let first = *own.first()?;
        let Some(given) = self.port.filter(|port| !own.contains(port)) else {
            self.next = None;
            return None;
        };
        let since = *self.elsewhere.get_or_insert(now);
        if self.told_elsewhere || now - since < PATIENCE {
            return None;
        }
        self.told_elsewhere = true;
        Some((first, given))
    }

    /// Ports that the tree has begun to listen on, lowest first.
    fn own_ports(&self, tree: impl FnOnce() -> Vec<ProcessKey>) -> Vec<u16> {
        let mut fresh = sockets::listening(Protocol::Tcp).unwrap_or_default();
        fresh.retain(|socket| !self.before.contains(&socket.inode));
        if fresh.is_empty() {
            return Vec::new();
        }
        fresh.sort();
        let tree = tree();
        let own = |inode| tree.iter().any(|key| sockets::holds(key.pid, &[inode]));
        fresh.iter().filter(|socket| own(socket.inode)).map(|socket| socket.port).collect()
    }
}

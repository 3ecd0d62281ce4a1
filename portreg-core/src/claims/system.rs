//! What decisions about claims need to know of the machine: a seam, so that the tests can play a
//! machine with dead owners, reused pids and clocks that jump.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::machine::process::{self, Liveness};
use crate::machine::sockets::{self, KnownHolders, Phase, Probe};
use crate::machine::{containers, users};
use crate::model::{Holder, ProcessKey, Protocol};
use crate::time;

/// A process that listens on a port, or the user whose process it is where that cannot be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listening {
    pub(crate) pid: Option<u32>,
}

/// The facts of a machine.
pub(crate) trait System: Send + Sync {
    fn now_ms(&self) -> i64;
    /// The calling process.
    fn current(&self) -> ProcessKey;
    fn key_of(&self, pid: u32) -> Option<ProcessKey>;
    fn liveness(&self, key: &ProcessKey) -> Liveness;
    fn holder(&self, pid: u32) -> Holder;
    fn is_ancestor(&self, key: &ProcessKey, of: u32) -> bool;
    fn session_of(&self, pid: u32) -> Option<u32>;
    fn is_own_user(&self, pid: u32) -> bool;
    fn folder_of(&self, pid: u32) -> Option<PathBuf>;
    fn mark_of(&self, pid: u32) -> Option<String>;
    fn probe(&self, port: u16) -> Probe;
    /// Who listens on the port; nobody where the system does not tell.
    fn listening_on(&self, port: u16) -> Vec<Listening>;
    /// Who listens on each of these ports on which anybody does, with one look at all processes.
    fn listening_on_each(&self, ports: &HashSet<u16>) -> HashMap<u16, Vec<Listening>>;
    /// For each of these sockets a process that holds it, first among the likely ones.
    fn first_holders(&self, inodes: &[u64], likely: &[u32]) -> HashMap<u64, u32>;
    /// The connection that has the port on this side, where one has: its other end, and whose it is.
    fn connection_on(&self, port: u16) -> Option<(SocketAddr, Option<Holder>)>;
    /// The container whose port the process publishes.
    fn container_of(&self, pid: u32, port: u16) -> Option<String>;
    /// The name of the user whose process it is.
    fn user_of(&self, pid: u32) -> Option<String>;
}

/// This machine.
#[derive(Debug, Default)]
pub(crate) struct ThisMachine {
    holders: KnownHolders,
}

impl System for ThisMachine {
    fn now_ms(&self) -> i64 {
        time::now_ms()
    }

    fn current(&self) -> ProcessKey {
        process::current()
    }

    fn key_of(&self, pid: u32) -> Option<ProcessKey> {
        process::key_of(pid)
    }

    fn liveness(&self, key: &ProcessKey) -> Liveness {
        process::liveness(key)
    }

    fn holder(&self, pid: u32) -> Holder {
        process::holder(pid)
    }

    fn is_ancestor(&self, key: &ProcessKey, of: u32) -> bool {
        process::is_ancestor(key, of)
    }

    fn session_of(&self, pid: u32) -> Option<u32> {
        process::session_of(pid)
    }

    fn is_own_user(&self, pid: u32) -> bool {
        process::user_of(pid) == Some(process::own_user())
    }

    fn folder_of(&self, pid: u32) -> Option<PathBuf> {
        process::cwd_of(pid)
    }

    fn mark_of(&self, pid: u32) -> Option<String> {
        process::mark_of(pid)
    }

    fn probe(&self, port: u16) -> Probe {
        sockets::probe(port)
    }

    fn listening_on(&self, port: u16) -> Vec<Listening> {
        let sockets = sockets::listening_on(port).unwrap_or_default();
        if sockets.is_empty() {
            return Vec::new();
        }
        let inodes: Vec<u64> = sockets.iter().map(|socket| socket.inode).collect();
        let pids = sockets::holders_of(&inodes);
        if pids.is_empty() {
            return vec![Listening { pid: None }];
        }
        pids.into_iter().map(|pid| Listening { pid: Some(pid) }).collect()
    }

    fn listening_on_each(&self, ports: &HashSet<u16>) -> HashMap<u16, Vec<Listening>> {
        let mut sockets = sockets::listening(Protocol::Tcp).unwrap_or_default();
        sockets.retain(|socket| ports.contains(&socket.port));
        let inodes: Vec<u64> = sockets.iter().map(|socket| socket.inode).collect();
        let holders = self.first_holders(&inodes, &[]);
        let mut found: HashMap<u16, Vec<Listening>> = HashMap::new();
        for socket in sockets {
            let listening = Listening { pid: holders.get(&socket.inode).copied() };
            let all = found.entry(socket.port).or_default();
            if !all.contains(&listening) {
                all.push(listening);
            }
        }
        found
    }

    fn first_holders(&self, inodes: &[u64], likely: &[u32]) -> HashMap<u64, u32> {
        self.holders.first_of(inodes, likely)
    }

    fn connection_on(&self, port: u16) -> Option<(SocketAddr, Option<Holder>)> {
        let open = sockets::open_on(port).unwrap_or_default();
        let socket = open.into_iter().find(|socket| socket.phase == Phase::Connected)?;
        let pid = self.first_holders(&[socket.inode], &[]).remove(&socket.inode);
        Some((socket.peer, pid.map(process::holder)))
    }

    fn container_of(&self, pid: u32, port: u16) -> Option<String> {
        containers::published_by(&process::command_line(pid), port)
    }

    fn user_of(&self, pid: u32) -> Option<String> {
        process::user_of(pid).map(users::name_of)
    }
}

//! What decisions about claims need to know of the machine: a seam, so that the tests can play a
//! machine with dead owners, reused pids and clocks that jump.

use std::collections::HashSet;
use std::path::PathBuf;

use crate::machine::process::{self, Liveness};
use crate::machine::sockets::{self, Probe};
use crate::model::{Holder, ProcessKey};
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
    /// The ports on which anybody listens.
    fn listened_ports(&self) -> HashSet<u16>;
    /// Whether the process publishes this port of a container.
    fn is_container_proxy(&self, pid: u32, port: u16) -> bool;
}

/// This machine.
#[derive(Debug, Default)]
pub(crate) struct ThisMachine;

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

    fn listened_ports(&self) -> HashSet<u16> {
        sockets::listening().unwrap_or_default().into_iter().map(|socket| socket.port).collect()
    }

    fn is_container_proxy(&self, pid: u32, port: u16) -> bool {
        let line = process::command_line(pid);
        let program =
            line.first().map_or("", |program| program.rsplit('/').next().unwrap_or(program));
        let publishes = |pair: &[String]| pair[0] == "-host-port" && pair[1] == port.to_string();
        match program {
            // One process for each published port.
            "docker-proxy" => line.windows(2).any(publishes),
            // One for all ports of a user's containers.
            "rootlessport" | "rootlesskit" | "pasta" | "slirp4netns" => true,
            _ => false,
        }
    }
}

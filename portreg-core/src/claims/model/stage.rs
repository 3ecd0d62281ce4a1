//! The played machine as claims see it.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Mutex;

use super::world::World;
use crate::claims::system::{Listening, System};
use crate::machine::process::Liveness;
use crate::machine::sockets::Probe;
use crate::model::{Holder, ProcessKey};

/// The world as claims see it.
pub(super) struct Stage(pub(super) Mutex<World>);

impl Stage {
    pub(super) fn world(&self) -> std::sync::MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }
}

impl System for Stage {
    fn now_ms(&self) -> i64 {
        self.world().now
    }

    fn current(&self) -> ProcessKey {
        self.world().view
    }

    fn key_of(&self, pid: u32) -> Option<ProcessKey> {
        self.world().seen(pid).map(|proc| proc.key)
    }

    fn liveness(&self, key: &ProcessKey) -> Liveness {
        self.world().liveness_of(key)
    }

    fn holder(&self, pid: u32) -> Holder {
        let world = self.world();
        let name = if world.seen(pid).is_some() { "node".to_owned() } else { String::new() };
        Holder { pid, name, started_at_ms: None, label: None }
    }

    fn is_ancestor(&self, key: &ProcessKey, of: u32) -> bool {
        self.world().descends(of, key)
    }

    fn session_of(&self, pid: u32) -> Option<u32> {
        self.world().seen(pid).map(|proc| proc.session)
    }

    fn is_own_user(&self, pid: u32) -> bool {
        self.world().seen(pid).is_some_and(|proc| proc.own_user)
    }

    fn folder_of(&self, pid: u32) -> Option<PathBuf> {
        self.world().seen(pid).and_then(|proc| proc.folder.clone())
    }

    fn mark_of(&self, pid: u32) -> Option<String> {
        self.world().seen(pid).and_then(|proc| proc.mark.clone())
    }

    fn probe(&self, port: u16) -> Probe {
        self.world().probed(port)
    }

    fn listening_on(&self, port: u16) -> Vec<Listening> {
        self.world().listens(port).into_iter().map(|pid| Listening { pid }).collect()
    }

    fn listening_on_each(&self, ports: &HashSet<u16>) -> HashMap<u16, Vec<Listening>> {
        let each = ports.iter().map(|port| (*port, self.listening_on(*port)));
        each.filter(|(_, all)| !all.is_empty()).collect()
    }

    fn first_holders(&self, _inodes: &[u64], _likely: &[u32]) -> HashMap<u64, u32> {
        HashMap::new()
    }

    fn connection_on(&self, _port: u16) -> Option<(SocketAddr, Option<Holder>)> {
        None
    }

    fn container_of(&self, pid: u32, _port: u16) -> Option<String> {
        self.world().seen(pid).filter(|proc| proc.proxy).map(|_| "172.17.0.2:80".to_owned())
    }

    fn user_of(&self, _pid: u32) -> Option<String> {
        None
    }
}

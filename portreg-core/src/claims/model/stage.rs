//! The played machine as claims see it.

use std::collections::HashSet;
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
        Holder { pid, name, started_at_ms: None }
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

    fn listened_ports(&self) -> HashSet<u16> {
        let world = self.world();
        let ports: Vec<u16> = world.listeners.keys().copied().collect();
        ports.into_iter().filter(|port| !world.listens(*port).is_empty()).collect()
    }

    fn is_container_proxy(&self, pid: u32, _port: u16) -> bool {
        self.world().seen(pid).is_some_and(|proc| proc.proxy)
    }
}

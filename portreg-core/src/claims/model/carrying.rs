//! What the contract says of export and import: a held claim never changes.

use std::collections::BTreeMap;

use super::allocating::within;
use super::keeping::overlap;
use super::state::{Document, Model, Svc};
use super::world::World;
use crate::model::Status;

/// What came in, what was there, and how many entries clash.
pub(super) type Report = (Vec<String>, Vec<String>, usize);

impl Model {
    pub(super) fn export(&self, world: &World) -> Document {
        let status = |svc: &Svc| self.status(world, svc);
        let with = |status_is: Status| {
            let all = self.services.iter().filter(move |(_, svc)| status(svc) == status_is);
            all.map(|(name, _)| name.clone()).collect()
        };
        Document {
            running: with(Status::Running),
            stopped: with(Status::Stopped),
            services: self.services.clone(),
            memory: self.memory.clone(),
            reserved: self.reserved.clone(),
            pools: self.pools.clone(),
        }
    }

    pub(super) fn import(&mut self, world: &World, document: &Document, skip: bool) -> Report {
        let mut trial = self.clone();
        let (mut added, mut kept, mut refused) = (Vec::new(), Vec::new(), 0);
        for (name, svc) in &document.services {
            match trial.services.get(name) {
                Some(here) if here.port == svc.port => kept.push(name.clone()),
                Some(_) if document.has_ended(name, svc, world.now) => kept.push(name.clone()),
                Some(_) => refused += 1,
                None if document.has_ended(name, svc, world.now) => {
                    match trial.memory.contains_key(name) {
                        true => kept.push(name.clone()),
                        false => trial.memorise(name, svc.port, svc.seen),
                    }
                }
                None if trial.on_port(svc.port).is_some() => refused += 1,
                None if within(&trial.reserved, svc.port) => refused += 1,
                None => {
                    let svc = trial.arrived(world, name, svc);
                    trial.idle.remove(&svc.port);
                    trial.services.insert(name.clone(), svc);
                    added.push(name.clone());
                }
            }
        }
        for ports in &document.reserved {
            let clash = trial.reserved.iter().any(|known| overlap(known, ports))
                || trial.claimed_ports().iter().any(|port| within(&[*ports], *port));
            match trial.reserved.contains(ports) {
                true => {}
                false if clash => refused += 1,
                false => trial.reserved.push(*ports),
            }
            trial.reserved.sort();
        }
        for (name, ranges) in &document.pools {
            let set: BTreeMap<_, _> =
                trial.setting.pools.iter().cloned().chain(trial.pools.clone()).collect();
            if set.get(name) == Some(ranges) {
                continue;
            }
            let clash = trial.all_pools().iter().any(|(other, known)| {
                other != name && known.iter().any(|a| ranges.iter().any(|b| overlap(a, b)))
            });
            match clash || set.contains_key(name) {
                true => refused += 1,
                false => _ = trial.pools.insert(name.clone(), ranges.clone()),
            }
        }
        for (name, (port, since)) in &document.memory {
            if trial.services.contains_key(name) || trial.memory.contains_key(name) {
                continue;
            }
            trial.memorise(name, *port, *since);
        }
        match refused == 0 || skip {
            true => *self = trial,
            false => added.clear(),
        }
        (added, kept, refused)
    }

    fn memorise(&mut self, name: &str, port: u16, since: i64) {
        self.memory.insert(name.to_owned(), (port, since));
        if self.on_port(port).is_none() {
            self.idle.insert(port, since);
        }
    }

    /// A service from elsewhere: nobody here owns it yet.
    fn arrived(&self, world: &World, name: &str, svc: &Svc) -> Svc {
        let later = svc.expires.filter(|at| *at > world.now);
        let expires = later.unwrap_or(world.now + self.setting.expires_ms);
        Svc {
            expires: (!svc.persistent).then_some(expires),
            seen: world.now,
            persistent: svc.persistent,
            dir: svc.dir.clone(),
            pool: svc.pool.clone(),
            note: svc.note.clone(),
            ..Svc::new(svc.port, name.starts_with("any:"))
        }
    }
}

impl Document {
    /// Whether it was over when it was written out, or is by now.
    fn has_ended(&self, name: &str, svc: &Svc, now: i64) -> bool {
        let over = svc.expires.is_some_and(|at| at <= now);
        let owner_gone = svc.owner.is_some() && self.stopped.contains(name);
        !svc.persistent && !self.running.contains(name) && (over || owner_gone)
    }
}

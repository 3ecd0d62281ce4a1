//! The registry as the contract tells it: plain maps, and who holds what.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::setting::Setting;
use super::world::World;
use crate::error::ErrorCode;
use crate::machine::process::Liveness;
use crate::model::{ProcessKey, Strategy};

pub(super) type Ports = (u16, u16);

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Own {
    pub(super) key: ProcessKey,
    pub(super) session_id: u64,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Svc {
    pub(super) port: u16,
    pub(super) asked: Option<u16>,
    pub(super) owner: Option<Own>,
    pub(super) ttl: Option<i64>,
    pub(super) expires: Option<i64>,
    pub(super) seen: i64,
    pub(super) persistent: bool,
    pub(super) dir: Option<PathBuf>,
    pub(super) worktree: Option<PathBuf>,
    pub(super) mark: Option<String>,
    pub(super) child: Option<ProcessKey>,
    pub(super) range: Option<Ports>,
    pub(super) pool: Option<String>,
    pub(super) order: Option<Strategy>,
    pub(super) note: Option<String>,
    pub(super) anonymous: bool,
    /// Time seen and end from before a renewal that need not be written.
    pub(super) lazy: Option<(i64, Option<i64>)>,
    /// None where it has passed on and the registry has not told the number yet.
    pub(super) generation: Option<i64>,
}

/// The second column of the decision table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Stand {
    Caller,
    Ancestor,
    /// Whether it descends from who asks.
    Other(bool),
    Unowned {
        stranger: bool,
    },
    Ended {
        stranger: bool,
    },
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Document {
    pub(super) running: BTreeSet<String>,
    pub(super) stopped: BTreeSet<String>,
    pub(super) services: BTreeMap<String, Svc>,
    pub(super) memory: BTreeMap<String, (u16, i64)>,
    pub(super) reserved: Vec<Ports>,
    pub(super) pools: BTreeMap<String, Vec<Ports>>,
}

#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) setting: Setting,
    pub(super) services: BTreeMap<String, Svc>,
    pub(super) memory: BTreeMap<String, (u16, i64)>,
    /// Ports that somebody had and nobody has, with the time since when.
    pub(super) idle: BTreeMap<u16, i64>,
    pub(super) reserved: Vec<Ports>,
    pub(super) pools: BTreeMap<String, Vec<Ports>>,
    pub(super) newest: i64,
}

const LEASE_MS: i64 = 60_000;

impl Model {
    pub(super) fn new(setting: Setting) -> Self {
        Self {
            setting,
            services: BTreeMap::new(),
            memory: BTreeMap::new(),
            idle: BTreeMap::new(),
            reserved: Vec::new(),
            pools: BTreeMap::new(),
            newest: 0,
        }
    }

    pub(super) fn lives(&self, world: &World, svc: &Svc) -> bool {
        svc.owner.as_ref().is_some_and(|owner| match world.liveness_of(&owner.key) {
            Liveness::Alive => true,
            Liveness::Dead => false,
            Liveness::Unknown => world.now < svc.seen + LEASE_MS,
        })
    }

    /// Whether the owner cannot be judged from where the caller is.
    pub(super) fn is_leased(&self, world: &World, svc: &Svc) -> bool {
        let owner = svc.owner.as_ref();
        owner.is_some_and(|owner| world.liveness_of(&owner.key) == Liveness::Unknown)
    }

    /// The processes of the service that listen on its port.
    pub(super) fn own_listeners(&self, world: &World, svc: &Svc) -> Vec<ProcessKey> {
        let lives = self.lives(world, svc);
        let own = |pid: &u32| {
            let Some(proc) = world.seen(*pid) else { return false };
            if proc.proxy && !lives {
                return true;
            }
            let of_owner = svc.owner.as_ref().is_some_and(|owner| {
                let here = (owner.key.machine, owner.key.namespace, owner.key.boot)
                    == (world.view.machine, world.view.namespace, world.view.boot);
                proc.key == owner.key
                    || world.descends(*pid, &owner.key)
                    || (here && proc.session_id == owner.session_id)
            });
            let marked = svc.mark.is_some() && proc.mark == svc.mark;
            let near = !lives
                && svc.worktree.as_ref().is_some_and(|root| {
                    proc.folder.as_ref().is_some_and(|folder| folder.starts_with(root))
                });
            proc.own_user && (of_owner || marked || near)
        };
        let pids = world.listens(svc.port).into_iter().flatten().filter(own);
        pids.filter_map(|pid| world.seen(pid).map(|proc| proc.key)).collect()
    }

    /// How a claim stands for a process.
    pub(super) fn stand(&self, world: &World, svc: &Svc, subject: &ProcessKey) -> Stand {
        let by = |key: &ProcessKey| {
            if key == subject {
                Stand::Caller
            } else if world.descends(subject.pid, key) {
                Stand::Ancestor
            } else {
                Stand::Other(
                    world.seen(key.pid).is_some_and(|proc| proc.key == *key)
                        && world.descends(key.pid, subject),
                )
            }
        };
        let over = !svc.persistent && svc.expires.is_some_and(|at| at <= world.now);
        let listened = !world.listens(svc.port).is_empty();
        // Time never ends a claim on whose port anything listens.
        if let Some(owner) =
            svc.owner.as_ref().filter(|_| self.lives(world, svc) && (!over || listened))
        {
            return by(&owner.key);
        }
        // The nearest of the own listeners is the one that counts.
        let own: Vec<Stand> = self.own_listeners(world, svc).iter().map(by).collect();
        for nearest in [Stand::Caller, Stand::Ancestor] {
            if own.contains(&nearest) {
                return nearest;
            }
        }
        if let Some(first) = own.first() {
            return *first;
        }
        let ended = match svc.owner.is_some() {
            true => !svc.persistent,
            false => over && !listened,
        };
        match ended {
            true => Stand::Ended { stranger: listened },
            false => Stand::Unowned { stranger: listened },
        }
    }

    pub(super) fn on_port(&self, port: u16) -> Option<(&String, &Svc)> {
        self.services.iter().find(|(_, svc)| svc.port == port)
    }

    /// Ends a claim: its port rests, its name is remembered.
    pub(super) fn end(&mut self, name: &str, now: i64) {
        if let Some(svc) = self.services.remove(name) {
            self.idle.insert(svc.port, now);
            if !svc.anonymous {
                self.memory.insert(name.to_owned(), (svc.port, now));
            }
        }
    }

    pub(super) fn take_port(&mut self, name: &str, port: u16, now: i64) {
        if let Some(svc) = self.services.get_mut(name).filter(|svc| svc.port != port) {
            self.idle.insert(svc.port, now);
            svc.port = port;
        }
        self.idle.remove(&port);
    }

    pub(super) fn expiry(&self, svc: &Svc, now: i64) -> Option<i64> {
        if svc.persistent {
            return None;
        }
        let ttl = svc.ttl.or(svc.owner.is_none().then_some(self.setting.expires_ms))?;
        Some(now + ttl)
    }

    /// Ports that nobody is ever given.
    pub(super) fn never(&self, port: u16) -> bool {
        let within = |(first, last): &Ports| (*first..=*last).contains(&port);
        port == 6000 || self.reserved.iter().any(within) || self.setting.reserved.contains(&port)
    }

    /// Ports that are given only to those who name them.
    pub(super) fn unasked(&self, port: u16) -> bool {
        let within = |(first, last): &Ports| (*first..=*last).contains(&port);
        self.never(port)
            || port == 5984
            || self.pools.values().flatten().any(within)
            || self.setting.pools.iter().flat_map(|(_, ranges)| ranges).any(within)
    }

    /// The pools in force.
    pub(super) fn all_pools(&self) -> BTreeMap<String, Vec<Ports>> {
        let predefined = [("dev", 8000), ("test", 7000), ("production", 9000)];
        let mut all: BTreeMap<String, Vec<Ports>> = predefined
            .into_iter()
            .map(|(name, first)| (name.to_owned(), vec![(first, first + 999)]))
            .collect();
        all.extend(self.setting.pools.clone());
        all.extend(self.pools.clone());
        all
    }

    /// Ends what has ended and is listened to by nobody, but for one name.
    pub(super) fn sweep(
        &mut self,
        world: &World,
        subject: &ProcessKey,
        which: impl Fn(&str, u16) -> bool,
    ) {
        let ended = Stand::Ended { stranger: false };
        let gone: Vec<String> = self
            .services
            .iter()
            .filter(|(name, svc)| which(name, svc.port) && self.stand(world, svc, subject) == ended)
            .map(|(name, _)| name.clone())
            .collect();
        for name in gone {
            self.end(&name, world.now);
        }
    }

    pub(super) fn check_owner(
        &self,
        world: &World,
        name: &str,
        force: bool,
    ) -> Result<(), ErrorCode> {
        let svc = self.services.get(name).ok_or(ErrorCode::NotFound)?;
        match self.stand(world, svc, &world.view) {
            Stand::Other(false) if !force => Err(ErrorCode::NotOwner),
            _ => Ok(()),
        }
    }

    pub(super) fn claimed_ports(&self) -> BTreeSet<u16> {
        self.services.values().map(|svc| svc.port).collect()
    }
}

//! What the contract says of ports: which can be had, and in which order they are given.

use std::collections::BTreeSet;

use super::claiming::{Asker, Code, Together};
use super::setting::Rule;
use super::state::{Model, Ports, Stand, Svc};
use super::step::{Asking, POOLS, RANGES};
use super::world::World;
use crate::machine::sockets::Probe;
use crate::model::Strategy;

/// Where a port may come from.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    pub(super) ranges: Vec<Ports>,
    pub(super) named: bool,
    pub(super) order: Strategy,
}

pub(super) fn within(ranges: &[Ports], port: u16) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&port))
}

impl Model {
    /// Whether the port can be had, and whose ended claim has it.
    pub(super) fn can_be_had(
        &self,
        world: &World,
        port: u16,
        name: &str,
        asker: Asker,
        own_first: Option<u16>,
        together: &Together,
    ) -> Result<Option<String>, Code> {
        if self.never(port) {
            return Err(Code::PortReserved);
        }
        if together.ports.contains(&port) {
            return Err(Code::PortInUse);
        }
        // Where the name has a port of its own, another name's remembered one is left to that.
        let leaves = own_first.is_some_and(|own| own != port);
        let mut supersedes = None;
        if let Some((other, svc)) = self.on_port(port).filter(|(other, _)| *other != name) {
            let ended = matches!(self.stand(world, svc, &asker.key), Stand::Ended { .. });
            if !ended || leaves || together.names.contains(other) {
                return Err(Code::PortInUse);
            }
            supersedes = Some(other.clone());
        }
        let remembers = |(other, (had, _)): (&String, &(u16, i64))| other != name && *had == port;
        if leaves && self.memory.iter().any(remembers) {
            return Err(Code::PortInUse);
        }
        match world.probed(port) {
            Probe::Free => Ok(supersedes),
            Probe::Busy if self.is_all_of(world, port, asker) => Ok(supersedes),
            _ => Err(Code::PortInUse),
        }
    }

    /// Whether somebody listens on the port, and nobody but the asker's own tree.
    pub(super) fn is_all_of(&self, world: &World, port: u16, asker: Asker) -> bool {
        let own = |pid: &Option<u32>| {
            pid.is_some_and(|pid| pid == asker.key.pid || world.descends(pid, &asker.key))
        };
        let listening = world.listens(port);
        asker.owns && !listening.is_empty() && listening.iter().all(own)
    }

    pub(super) fn ground(
        &self,
        asking: &Asking,
        svc: Option<&Svc>,
        rule: &Rule,
    ) -> Result<Ground, Code> {
        let all = self.all_pools();
        let pool = |name: &str| all.get(name).cloned().ok_or(Code::InvalidOption);
        let kept_range = svc.and_then(|svc| svc.range);
        let kept_pool = svc.and_then(|svc| svc.pool.as_deref());
        let named = if let Some(range) = asking.range {
            Some(vec![RANGES[range]])
        } else if let Some(index) = asking.pool {
            Some(pool(POOLS[index])?)
        } else if let Some(range) = kept_range {
            Some(vec![range])
        } else if let Some(name) = kept_pool {
            Some(pool(name)?)
        } else if let Some(range) = rule.range {
            Some(vec![range])
        } else if let Some(name) = rule.pool {
            Some(pool(name)?)
        } else {
            None
        };
        let kept = svc.and_then(|svc| svc.order);
        Ok(Ground {
            named: named.is_some(),
            ranges: named.unwrap_or_else(|| vec![self.setting.default_range]),
            order: asking.order.or(kept).unwrap_or(self.setting.order),
        })
    }

    /// The ports one of which is to be given, by the order of allocation; none where none is left.
    pub(super) fn allocation(
        &self,
        world: &World,
        name: &str,
        ground: &Ground,
        own: Option<u16>,
        avoid: &BTreeSet<u16>,
    ) -> Vec<u16> {
        let steps = self.by_order(world, name, ground, own, avoid);
        steps.into_iter().find(|ports| !ports.is_empty()).unwrap_or_default()
    }

    /// The ports that may be given, by each step of the order: its own, preferred ones, those that
    /// nobody had, those that rested, from the longest on.
    pub(super) fn by_order(
        &self,
        world: &World,
        name: &str,
        ground: &Ground,
        own: Option<u16>,
        avoid: &BTreeSet<u16>,
    ) -> Vec<Vec<u16>> {
        let claimed = self.claimed_ports();
        let free = |port: &u16| {
            !self.never(*port)
                && !claimed.contains(port)
                && !avoid.contains(port)
                && world.probed(*port) == Probe::Free
        };
        let fits = |port: &u16| !ground.named || within(&ground.ranges, *port);
        let others =
            |port: &u16| self.memory.iter().any(|(other, (had, _))| other != name && had == port);
        let preferred = self.setting.preferred.iter().filter(|port| fits(port) && !others(port));
        let named = own.filter(fits).into_iter().chain(preferred.copied()).filter(free);
        let (had, fresh): (Vec<u16>, Vec<u16>) = ground
            .ranges
            .iter()
            .flat_map(|(first, last)| *first..=*last)
            .filter(free)
            .filter(|port| ground.named || !self.unasked(*port))
            .partition(|port| self.idle.contains_key(port));
        let rested: BTreeSet<i64> = had.iter().map(|port| self.idle[port]).collect();
        let since = |at: i64| had.iter().copied().filter(|port| self.idle[port] == at).collect();
        let fresh = match ground.order {
            Strategy::Sequential => fresh.into_iter().map(|port| vec![port]).collect(),
            Strategy::Hashed | Strategy::Random => vec![fresh],
        };
        named.map(|port| vec![port]).chain(fresh).chain(rested.into_iter().map(since)).collect()
    }
}

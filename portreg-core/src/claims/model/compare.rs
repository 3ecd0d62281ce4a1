//! Compares everything that can be seen of the registry with the model.

use super::claiming::Code;
use super::player::{Agreed, Player};
use super::state::{Model, Svc};
use super::world::World;
use crate::machine::process::Liveness;
use crate::model::{Claim, FindOptions, Service, Span, Status};

/// When a service was seen last, and when it ends.
type Times = (i64, Option<i64>);

impl Model {
    /// The name of a claim that has not passed on.
    pub(super) fn current(&self, claim: &Claim) -> Result<String, Code> {
        let name = claim.identity.to_string();
        let svc = self.services.get(&name);
        svc.filter(|svc| svc.generation == Some(claim.generation)).ok_or(Code::NotOwner)?;
        Ok(name)
    }

    pub(super) fn renew(&mut self, world: &World, name: &str) {
        if let Some(mut svc) = self.services.get(name).cloned() {
            svc.seen = world.now;
            svc.expires = self.expiry(&svc, world.now);
            self.services.insert(name.to_owned(), svc);
        }
    }

    /// When a service ends whose own listener is seen now.
    fn goes_on(&self, world: &World, svc: &Svc, expires: Option<i64>) -> Option<i64> {
        if svc.owner.is_none() { self.expiry(svc, world.now) } else { expires }
    }

    /// The time seen and the end that may be stored after somebody has looked.
    fn stored(&self, world: &World, svc: &Svc) -> Vec<Times> {
        // Who only looks does not renew the lease of an owner that cannot be judged from here.
        let seen = !self.is_leased(world, svc) && !self.own_listeners(world, svc).is_empty();
        let every = svc.ttl.map_or(30_000, |ttl| (ttl / 8).min(30_000));
        let lazy = svc.lazy.filter(|times| self.is_lazy(world, svc, *times));
        let noted = |(last, expires): Times| match seen && world.now - last > every {
            true => (world.now, self.goes_on(world, svc, expires)),
            false => (last, expires),
        };
        std::iter::once((svc.seen, svc.expires)).chain(lazy).map(noted).collect()
    }

    pub(super) fn status(&self, world: &World, svc: &Svc) -> Status {
        let child = svc.child.is_some_and(|child| world.liveness_of(&child) == Liveness::Alive);
        if child || !self.own_listeners(world, svc).is_empty() {
            Status::Running
        } else if svc.owner.is_some() && !self.lives(world, svc) {
            Status::Stopped
        } else {
            Status::Assigned
        }
    }

    /// What the model says of a service, in the order of [`seen`].
    fn shown(&self, world: &World, svc: &Svc) -> String {
        format!(
            "port {} {} owner {:?} persistent {} pool {:?} note {:?} dir {:?}",
            svc.port,
            self.status(world, svc),
            svc.owner
                .as_ref()
                .filter(|_| !svc.persistent || self.lives(world, svc))
                .map(|owner| owner.key.pid),
            svc.persistent,
            svc.pool,
            svc.note,
            svc.dir
        )
    }
}

fn seen(service: &Service) -> String {
    format!(
        "port {} {} owner {:?} persistent {} pool {:?} note {:?} dir {:?}",
        service.port.unwrap_or(0),
        service.status,
        service.owner.as_ref().map(|owner| owner.pid),
        service.persistent,
        service.pool,
        service.description,
        service.dir
    )
}

impl Player {
    pub(super) fn compare(&mut self) -> Agreed {
        let shown = |error: crate::error::Error| error.to_string();
        let real = self.claims().find(&FindOptions::default()).map_err(shown)?;
        let rows = self.store.read(|reader| reader.services_in(&[Span::All])).map_err(shown)?;
        let memory = self.store.read(|reader| reader.memories(None)).map_err(shown)?;
        let pools = self.claims().pools().map_err(shown)?;
        let reserved = self.store.read(|reader| reader.reservations()).map_err(shown)?;
        let wrong = self.store.check().map_err(shown)?;
        let Self { model, stage, .. } = self;
        let world = stage.world();
        if !wrong.is_empty() {
            return Err(format!("check: {wrong:?}"));
        }
        let names: Vec<&str> = real.iter().map(|service| service.identity.as_str()).collect();
        let expected: Vec<&str> = model.services.keys().map(String::as_str).collect();
        if names != expected {
            return Err(format!("services: expected {expected:?}, got {names:?}"));
        }
        let mut newest = model.newest;
        let mut times = Vec::new();
        for service in &real {
            let svc = &model.services[service.identity.as_str()];
            let (real, expected) = (seen(service), model.shown(&world, svc));
            if real != expected {
                return Err(format!("{}: expected {expected}, got {real}", service.identity));
            }
            let stored = rows.iter().find(|row| row.claim.identity == service.identity);
            let stored = stored.map(|row| (row.claim.last_seen_ms, row.claim.expires_at_ms));
            let expected = model.stored(&world, svc);
            let Some(stored) = stored.filter(|stored| expected.contains(stored)) else {
                let name = &service.identity;
                return Err(format!("{name}: times {stored:?}, not one of {expected:?}"));
            };
            let shown = match model.own_listeners(&world, svc).is_empty() {
                true => stored,
                false => (world.now, model.goes_on(&world, svc, stored.1)),
            };
            if (service.last_seen_ms, service.expires_at_ms) != shown {
                return Err(format!("{}: shown times, not {shown:?}", service.identity));
            }
            times.push(stored);
            let generation = service.generation;
            match svc.generation {
                Some(known) if known != generation => {
                    return Err(format!(
                        "{}: generation {known} to {generation}",
                        service.identity
                    ));
                }
                None if generation <= model.newest => {
                    return Err(format!("{}: old generation {generation}", service.identity));
                }
                _ => newest = newest.max(generation),
            }
        }
        for (service, stored) in real.iter().zip(times) {
            if let Some(svc) = model.services.get_mut(service.identity.as_str()) {
                svc.generation = Some(service.generation);
                (svc.seen, svc.expires) = stored;
                svc.lazy = None;
            }
        }
        model.newest = newest;
        let memory: Vec<_> =
            memory.into_iter().map(|m| (m.identity.to_string(), (m.port, m.since_ms))).collect();
        let expected: Vec<_> = model.memory.clone().into_iter().collect();
        if memory != expected {
            return Err(format!("memory: expected {expected:?}, got {memory:?}"));
        }
        let reserved: Vec<_> = reserved.iter().map(|r| (r.ports.first, r.ports.last)).collect();
        if reserved != model.reserved {
            return Err(format!("reserved: expected {:?}, got {reserved:?}", model.reserved));
        }
        let claimed = model.claimed_ports();
        let expected: Vec<_> = model
            .all_pools()
            .into_iter()
            .map(|(name, ranges)| {
                let has = |port: &&u16| super::allocating::within(&ranges, **port);
                let claimed = claimed.iter().filter(has).count() as u32;
                (name, ranges, claimed)
            })
            .collect();
        let pools: Vec<_> = pools
            .into_iter()
            .map(|p| (p.name, p.ranges.iter().map(|r| (r.first, r.last)).collect(), p.claimed))
            .collect();
        match pools == expected {
            true => Ok(()),
            false => Err(format!("pools: expected {expected:?}, got {pools:?}")),
        }
    }
}

impl Model {
    /// Whether a renewal that changes nothing was rightly not written: it was seen less than half a
    /// lease ago, and an eighth of its time has not passed.
    fn is_lazy(&self, world: &World, svc: &Svc, (seen, expires): Times) -> bool {
        let left = expires.zip(svc.ttl).is_none_or(|(at, ttl)| (at - world.now) * 8 >= ttl * 7);
        world.now - seen <= 30_000 && left
    }
}

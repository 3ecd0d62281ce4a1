//! What the contract says that the verbs do: `claim` to its end, and all that keep and give up.

use std::collections::{BTreeMap, BTreeSet};

use super::allocating::within;
use super::claiming::{Asker, Code, Goal, Plan, Stop, Together, Told};
use super::setting::Rule;
use super::sharing::Wish;
use super::state::{Model, Stand};
use super::step::{Asking, NAMES, PATTERNS};
use super::world::World;
use crate::machine::sockets::Probe;
use crate::model::{OnConflict, Outcome};

type Listed = (String, u16, String);

fn project(name: &str) -> &str {
    name.split(':').next().unwrap_or_default()
}

impl Model {
    pub(super) fn claim(
        &mut self,
        world: &World,
        name: &str,
        asking: &Asking,
        told: Option<u16>,
    ) -> Result<Told, Code> {
        Self::check(asking)?;
        let mut tried = Vec::new();
        loop {
            let plan = match self.plan(world, name, asking, &Together::default()) {
                Ok(plan) => plan,
                Err(Stop::Sibling) => return self.sibling(world, name, asking, told),
                Err(Stop::Refused(code)) => return Err(code),
                Err(_) => return Err(Code::IdentityHeld),
            };
            match self.write(world, &plan, told) {
                Ok(told) => return Ok(told),
                Err(stop) => self.make_room(world, stop, &[name.to_owned()], &mut tried)?,
            }
        }
    }

    /// Ends what has ended where that makes room, once for each reason.
    fn make_room(
        &mut self,
        world: &World,
        stop: Stop,
        names: &[String],
        tried: &mut Vec<Stop>,
    ) -> Result<(), Code> {
        if tried.contains(&stop) {
            return Err(if matches!(stop, Stop::Limited(_)) {
                Code::LimitReached
            } else {
                Code::RangeExhausted
            });
        }
        let other = |name: &str| !names.iter().any(|known| known == name);
        match &stop {
            Stop::Exhausted(ranges) => {
                self.sweep(world, &world.view, |name, port| other(name) && within(ranges, port));
            }
            Stop::Limited(ours) => {
                self.sweep(world, &world.view, |name, _| other(name) && project(name) == ours);
            }
            Stop::Refused(code) => return Err(*code),
            Stop::Sibling | Stop::Replace => return Err(Code::InvalidOption),
        }
        tried.push(stop);
        Ok(())
    }

    /// First the sibling this owner holds, then the first free one.
    fn sibling(
        &mut self,
        world: &World,
        name: &str,
        asking: &Asking,
        told: Option<u16>,
    ) -> Result<Told, Code> {
        let asker = self.asker(world, asking.by)?;
        let stand =
            |name: &String| self.services.get(name).map(|svc| self.stand(world, svc, &asker.key));
        let all: Vec<String> = (2..=99).map(|number| format!("{name}.{number}")).collect();
        let mine = all.iter().find(|name| stand(name) == Some(Stand::Caller));
        let free = |name: &&String| {
            !matches!(stand(name), Some(Stand::Caller | Stand::Ancestor | Stand::Other(_)))
        };
        let Some(next) = mine.or_else(|| all.iter().find(free)).cloned() else {
            return Err(Code::IdentityHeld);
        };
        let alone = Asking { on_conflict: Some(OnConflict::Fail), ..asking.clone() };
        self.claim(world, &next, &alone, told)
    }

    /// Whether `replace` would end a process, which is not played.
    pub(super) fn would_end_somebody(&self, world: &World, name: &str) -> bool {
        let Some(svc) = self.services.get(name) else { return false };
        let ownerless = super::state::Svc { owner: None, ..svc.clone() };
        svc.child.is_some()
            || !self.own_listeners(world, svc).is_empty()
            || !self.own_listeners(world, &ownerless).is_empty()
    }

    pub(super) fn claim_many(
        &mut self,
        world: &World,
        list: &[(usize, Asking)],
        contiguous: bool,
        told: &[u16],
    ) -> Result<Vec<Told>, Code> {
        let names: Vec<String> = list.iter().map(|(name, _)| NAMES[*name].to_owned()).collect();
        if names.iter().collect::<BTreeSet<_>>().len() < names.len() {
            return Err(Code::InvalidOption);
        }
        for (_, asking) in list {
            Self::check(asking)?;
        }
        let mut tried = Vec::new();
        loop {
            let mut together = Together { names: names.clone(), ports: BTreeSet::new() };
            let mut plans = Vec::new();
            for (name, (_, asking)) in names.iter().zip(list) {
                match self.plan(world, name, asking, &together) {
                    Ok(plan) => {
                        if let Goal::Port(port, _) = plan.goal {
                            together.ports.insert(port);
                        }
                        plans.push(plan);
                    }
                    Err(Stop::Refused(code)) => return Err(code),
                    Err(_) => return Err(Code::InvalidOption),
                }
            }
            let mut trial = self.clone();
            match trial.write_all(world, &mut plans, contiguous, told) {
                Ok(all) => {
                    *self = trial;
                    return Ok(all);
                }
                Err(stop) => self.make_room(world, stop, &names, &mut tried)?,
            }
        }
    }

    fn write_all(
        &mut self,
        world: &World,
        plans: &mut [Plan],
        contiguous: bool,
        told: &[u16],
    ) -> Result<Vec<Told>, Stop> {
        let chooses = |plan: &Plan| matches!(plan.goal, Goal::Choose { .. });
        let choosing = plans.iter().filter(|plan| chooses(plan)).count();
        if contiguous && choosing > 0 && choosing < plans.len() {
            return Err(Code::InvalidOption.into());
        }
        self.check_limits(plans)?;
        if contiguous && choosing > 0 {
            self.lay_side_by_side(world, plans)?;
        }
        // Those that choose know what the others take and give up.
        let (last, first): (Vec<usize>, _) = (0..plans.len()).partition(|at| chooses(&plans[*at]));
        let mut all = BTreeMap::new();
        for at in first {
            all.insert(at, self.write(world, &plans[at], None)?);
        }
        let wishes = last.iter().filter_map(|at| Wish::of(&plans[*at])).collect();
        let told: Vec<u16> = last.iter().filter_map(|at| told.get(*at).copied()).collect();
        let ports = self.share_out(world, wishes, &told).map_err(Stop::Exhausted)?;
        for (at, port) in last.into_iter().zip(ports) {
            plans[at].goal = Goal::Port(port, None);
            all.insert(at, self.write(world, &plans[at], None)?);
        }
        Ok(all.into_values().collect())
    }

    /// A project's share counts before a lack of ports.
    fn check_limits(&self, plans: &[Plan]) -> Result<(), Stop> {
        let Some(limit) = self.setting.limit else { return Ok(()) };
        let mut names: BTreeSet<&str> = self.services.keys().map(String::as_str).collect();
        for plan in plans {
            let of = project(&plan.name);
            let has = names.iter().filter(|name| project(name) == of).count();
            if names.insert(&plan.name) && of != "any" && has >= limit {
                return Err(Stop::Limited(of.to_owned()));
            }
        }
        Ok(())
    }

    fn lay_side_by_side(&self, world: &World, plans: &mut [Plan]) -> Result<(), Stop> {
        let Goal::Choose { ground, .. } = plans[0].goal.clone() else { return Ok(()) };
        let claimed = self.claimed_ports();
        let free = |port: u16| {
            !(if ground.named { self.never(port) } else { self.unasked(port) })
                && !claimed.contains(&port)
                && world.probed(port) == Probe::Free
        };
        for (first, last) in &ground.ranges {
            for start in *first..=*last {
                let end = start as usize + plans.len() - 1;
                if end <= usize::from(*last) && (start..=end as u16).all(free) {
                    for (plan, port) in plans.iter_mut().zip(start..) {
                        plan.goal = Goal::Port(port, None);
                    }
                    return Ok(());
                }
            }
        }
        Err(Stop::Exhausted(ground.ranges))
    }

    pub(super) fn release_all(
        &mut self,
        world: &World,
        names: Vec<String>,
        force: bool,
    ) -> Result<Vec<Listed>, Code> {
        if names.is_empty() {
            return Err(Code::NotFound);
        }
        for name in &names {
            self.check_owner(world, name, force)?;
        }
        let listed =
            |name: String| (name.clone(), self.services[&name].port, "released".to_owned());
        let released: Vec<Listed> = names.into_iter().map(listed).collect();
        for (name, _, _) in &released {
            self.end(name, world.now);
        }
        Ok(released)
    }

    pub(super) fn matching(&self, pattern: Option<usize>, under: bool) -> Vec<String> {
        let all = self.services.keys();
        let fits = |name: &&String| {
            pattern
                .is_none_or(|pattern| crate::model::naive::matches(PATTERNS[pattern], name, under))
        };
        all.filter(fits).cloned().collect()
    }

    pub(super) fn reassign(
        &mut self,
        world: &World,
        name: &str,
        to: Option<u16>,
        force: bool,
        told: Option<u16>,
    ) -> Result<Told, Code> {
        self.check_owner(world, name, force)?;
        let asker = Asker { key: world.view, owns: true };
        let mut tried = Vec::new();
        let port = loop {
            let svc = &self.services[name];
            let Some(port) = to else {
                let ground = self.ground(&Asking::default(), Some(svc), &Rule::default())?;
                // Neither what it had nor what is preferred: the next one.
                let mut trial = self.clone();
                trial.setting.preferred.clear();
                let allowed = trial.allocation(world, name, &ground, None, &BTreeSet::new());
                if let Some(first) = allowed.first() {
                    break told.filter(|told| allowed.contains(told)).unwrap_or(*first);
                }
                let stop = Stop::Exhausted(ground.ranges);
                self.make_room(world, stop, &[name.to_owned()], &mut tried)?;
                continue;
            };
            if svc.port != port {
                let together = Together::default();
                if let Some(other) = self.can_be_had(world, port, name, asker, None, &together)? {
                    self.end(&other, world.now);
                }
            }
            break port;
        };
        let from = Some(self.services[name].port).filter(|from| *from != port);
        self.take_port(name, port, world.now);
        let outcome = if from.is_some() { Outcome::Moved } else { Outcome::Renewed };
        let mut expires = None;
        if let Some(svc) = self.services.get_mut(name) {
            svc.generation = svc.generation.filter(|_| from.is_none());
            expires = svc.expires;
        }
        let requested = to;
        Ok(Told { name: name.to_owned(), port, outcome, moved_from: from, requested, expires })
    }

    pub(super) fn rename(
        &mut self,
        world: &World,
        old: &str,
        new: &str,
        force: bool,
    ) -> Result<(), Code> {
        if !self.services.contains_key(old) {
            return Err(Code::NotFound);
        }
        if old == new {
            return Ok(());
        }
        self.check_owner(world, old, force)?;
        if self.services.contains_key(new) {
            return Err(Code::IdentityHeld);
        }
        let project = |name: &str| name.split(':').next().map(str::to_owned);
        if let Some(limit) = self.setting.limit.filter(|_| project(old) != project(new)) {
            let has = self.services.keys().filter(|other| project(other) == project(new)).count();
            if has >= limit {
                return Err(Code::LimitReached);
            }
        }
        if let Some(mut svc) = self.services.remove(old) {
            svc.generation = None;
            self.services.insert(new.to_owned(), svc);
        }
        self.memory.remove(old);
        self.memory.remove(new);
        Ok(())
    }

    pub(super) fn cleanup(&mut self, world: &World, dry_run: bool) -> Vec<Listed> {
        let reason = |name: &String| -> Option<&str> {
            let svc = &self.services[name];
            let gone = svc.worktree.as_ref().is_some_and(|root| !root.exists());
            match self.stand(world, svc, &world.view) {
                _ if svc.persistent => None,
                Stand::Ended { stranger: false } => {
                    let dead = svc.owner.is_some() && !self.lives(world, svc);
                    Some(if dead { "owner_gone" } else { "expired" })
                }
                Stand::Unowned { stranger: false } if gone => Some("worktree_gone"),
                _ => None,
            }
        };
        let listed: Vec<Listed> = self
            .services
            .iter()
            .filter_map(|(name, svc)| Some((name.clone(), svc.port, reason(name)?.to_owned())))
            .collect();
        if !dry_run {
            for (name, _, _) in &listed {
                self.end(name, world.now);
            }
        }
        listed
    }
}

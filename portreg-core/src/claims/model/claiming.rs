//! What the contract says that `claim` does.

use std::collections::BTreeSet;

use super::allocating::{Ground, within};
use super::setting::Rule;
use super::state::{Model, Own, Ports, Stand, Svc};
use super::step::{Asking, By, POOLS, RANGES};
use super::world::World;
use crate::error::ErrorCode;
use crate::machine::process::Liveness;
use crate::model::{OnConflict, Outcome, ProcessKey};

pub(super) type Code = ErrorCode;

/// Who asks, and whether the claim becomes its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asker {
    pub(super) key: ProcessKey,
    pub(super) owns: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Goal {
    Keep,
    Port(u16, Option<String>),
    Choose { ground: Ground, own: Option<u16> },
}

#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) name: String,
    pub(super) asker: Asker,
    pub(super) asking: Asking,
    pub(super) goal: Goal,
    pub(super) outcome: Outcome,
    asked: Option<u16>,
    stand: Option<Stand>,
    /// Seen listening by somebody who shares it.
    seen: bool,
    /// The port that the name had when it was released.
    had: Option<u16>,
}

/// What a claim came to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub(super) name: String,
    pub(super) port: u16,
    pub(super) outcome: Outcome,
    pub(super) moved_from: Option<u16>,
    pub(super) requested: Option<u16>,
    pub(super) expires: Option<i64>,
}

/// Why nothing was written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stop {
    Refused(Code),
    /// None left in these ranges.
    Exhausted(Vec<Ports>),
    /// The project has its share.
    Limited(String),
    Sibling,
    Replace,
}

impl From<Code> for Stop {
    fn from(code: Code) -> Self {
        Self::Refused(code)
    }
}

/// What a list of names keeps from each other.
#[derive(Debug, Clone, Default)]
pub(super) struct Together {
    pub(super) names: Vec<String>,
    pub(super) ports: BTreeSet<u16>,
}

impl Model {
    pub(super) fn asker(&self, world: &World, by: By) -> Result<Asker, Code> {
        match by {
            By::Caller => Ok(Asker { key: world.view, owns: true }),
            By::Nobody => Ok(Asker { key: world.view, owns: false }),
            By::Slot(slot) => {
                let pid = world.pid_of(slot);
                let key = world.seen(pid).map(|proc| proc.key).ok_or(Code::InvalidOption)?;
                Ok(Asker { key, owns: true })
            }
        }
    }

    /// Options that contradict themselves.
    pub(super) fn check(asking: &Asking) -> Result<(), Code> {
        let both = asking.range.is_some() && asking.pool.is_some();
        let never_ends = asking.persistent == Some(true) && asking.expires_s.is_some();
        if both || never_ends { Err(Code::InvalidOption) } else { Ok(()) }
    }

    /// Decides by the table.
    pub(super) fn plan(
        &self,
        world: &World,
        name: &str,
        asking: &Asking,
        together: &Together,
    ) -> Result<Plan, Stop> {
        let asker = self.asker(world, asking.by)?;
        let rule = self.setting.rule(name, asking.dir);
        if asking.pool.is_some_and(|pool| !self.all_pools().contains_key(POOLS[pool])) {
            return Err(Code::InvalidOption.into());
        }
        let svc = self.services.get(name);
        let stand = svc.map(|svc| self.stand(world, svc, &asker.key));
        let asked = match asking.port.is_empty() && stand != Some(Stand::Caller) {
            true => rule.port.clone(),
            false => asking.port.clone(),
        };
        let strict = (asking.strict || rule.strict) && !asked.is_empty();
        let remembered = self.memory.get(name).map(|(port, _)| *port).filter(|_| svc.is_none());
        let own = svc.map(|svc| svc.port).or(remembered).filter(|_| !strict);
        let others = asked.iter().copied().filter(|port| svc.is_none_or(|svc| svc.port != *port));
        let looked: Vec<(u16, Result<Option<String>, Code>)> = others
            .map(|port| (port, self.can_be_had(world, port, name, asker, own, together)))
            .collect();
        let to_be_had = looked
            .iter()
            .find_map(|(port, found)| Some(Goal::Port(*port, found.as_ref().ok()?.clone())));
        let refusal = looked.iter().find_map(|(_, found)| found.as_ref().err().copied());
        let has_asked = svc.is_some_and(|svc| asked.contains(&svc.port));
        let asks_other = svc.is_some() && !asked.is_empty() && !has_asked;
        let first = asked.first().copied();
        let plan = |goal, outcome| Plan {
            name: name.to_owned(),
            asker,
            asking: asking.clone(),
            goal,
            outcome,
            asked: first,
            stand,
            seen: false,
            had: None,
        };
        let allocate = |outcome| -> Result<Plan, Stop> {
            let ground = self.ground(asking, svc, &rule)?;
            match (to_be_had.clone(), strict) {
                (Some(goal), _) => Ok(plan(goal, outcome)),
                (None, true) => Err(refusal.unwrap_or(Code::PortInUse).into()),
                (None, false) => {
                    // A name that comes back and asks for nothing is told where it does not get
                    // its own again.
                    let had = remembered
                        .filter(|_| first.is_none())
                        .filter(|port| !ground.named || within(&ground.ranges, *port));
                    let goal = Goal::Choose { ground, own: remembered };
                    Ok(Plan { had, ..plan(goal, outcome) })
                }
            }
        };
        let Some((svc, stand)) = svc.zip(stand) else { return allocate(Outcome::New) };
        match stand {
            Stand::Caller if asks_other && (svc.asked != first || strict) => {
                match (to_be_had, strict) {
                    (Some(goal), _) => Ok(plan(goal, Outcome::Moved)),
                    (None, true) => Err(refusal.unwrap_or(Code::PortInUse).into()),
                    (None, false) => Ok(plan(Goal::Keep, Outcome::Renewed)),
                }
            }
            Stand::Caller => Ok(plan(Goal::Keep, Outcome::Renewed)),
            Stand::Ancestor => Ok(self.shared(world, svc, plan(Goal::Keep, Outcome::Shared))),
            Stand::Other(_) => match asking.on_conflict.or(rule.on_conflict).unwrap_or_default() {
                OnConflict::Share if strict && asks_other => Err(Code::IdentityHeld.into()),
                OnConflict::Share => Ok(self.shared(world, svc, plan(Goal::Keep, Outcome::Shared))),
                OnConflict::Fail => Err(Code::IdentityHeld.into()),
                OnConflict::Next => Err(Stop::Sibling),
                OnConflict::Replace => Err(Stop::Replace),
            },
            Stand::Unowned { stranger } | Stand::Ended { stranger } => {
                // Its own tree is no stranger to who asks.
                let stranger = stranger && !self.is_all_of(world, svc.port, asker);
                let moves = asks_other || stranger;
                match to_be_had {
                    Some(goal) if moves => Ok(plan(goal, Outcome::Moved)),
                    _ if strict && moves => Err(refusal.unwrap_or(Code::PortInUse).into()),
                    _ if stranger => allocate(Outcome::Moved),
                    _ if matches!(stand, Stand::Unowned { .. }) && !asker.owns => {
                        Ok(plan(Goal::Keep, Outcome::Renewed))
                    }
                    _ => Ok(plan(Goal::Keep, Outcome::TookOver)),
                }
            }
        }
    }

    fn shared(&self, world: &World, svc: &Svc, plan: Plan) -> Plan {
        let over = !svc.persistent && svc.expires.is_some_and(|at| at <= world.now);
        let by_owner = self.is_leased(world, svc) || (self.lives(world, svc) && !over);
        Plan { seen: !by_owner && !self.own_listeners(world, svc).is_empty(), ..plan }
    }

    /// Carries a plan out; the port is one of those that are allowed, the told one where it is.
    pub(super) fn write(
        &mut self,
        world: &World,
        plan: &Plan,
        told: Option<u16>,
    ) -> Result<Told, Stop> {
        let Plan { name, asker, asking, outcome, asked, stand, .. } = plan;
        let before = self.services.get(name).cloned();
        let anonymous = name.starts_with("any:");
        if let Some(limit) = self.setting.limit.filter(|_| before.is_none() && !anonymous) {
            let project = |name: &str| name.split(':').next().map(str::to_owned);
            let has = self.services.keys().filter(|other| project(other) == project(name)).count();
            if has >= limit {
                return Err(Stop::Limited(project(name).unwrap_or_default()));
            }
        }
        let had = plan.had;
        let port = match &plan.goal {
            Goal::Keep => before.as_ref().map_or(0, |svc| svc.port),
            Goal::Port(port, supersedes) => {
                if let Some(other) = supersedes {
                    self.end(other, world.now);
                }
                *port
            }
            Goal::Choose { ground, own } => {
                let allowed = self.allocation(world, name, ground, *own, &BTreeSet::new());
                let first = allowed.first().copied();
                let first = first.ok_or_else(|| Stop::Exhausted(ground.ranges.clone()))?;
                told.filter(|told| allowed.contains(told)).unwrap_or(first)
            }
        };
        if before.is_none() {
            self.services.insert(name.clone(), Svc::new(port, anonymous));
        }
        self.take_port(name, port, world.now);
        let rule = self.setting.rule(name, asking.dir);
        let mut svc = self.services[name].clone();
        if *outcome == Outcome::Shared {
            if plan.seen {
                svc.seen = world.now;
                svc.expires = self.expiry(&svc, world.now);
            }
        } else {
            svc.lazy = (*stand == Some(Stand::Caller) && asking.says_nothing_new())
                .then_some((svc.seen, svc.expires));
            self.apply(world, &mut svc, asking, &rule, *asked);
            let mine = svc.owner.as_ref().is_some_and(|owner| owner.key == asker.key);
            let is_dead = |key: &ProcessKey| world.liveness_of(key) == Liveness::Dead;
            let owner = || {
                let proc = world.seen(asker.key.pid)?;
                Some(Own { key: asker.key, session_id: proc.session_id })
            };
            match stand {
                // What one holds already stays in one's hands.
                Some(Stand::Caller) => {
                    if asker.owns && !mine {
                        svc.owner = owner();
                    } else if !mine && self.is_leased(world, &svc) {
                        svc.seen = before.as_ref().map_or(svc.seen, |svc| svc.seen);
                    }
                }
                // A persistent claim outlives its owner and stays, without one.
                _ if *outcome == Outcome::Renewed => {
                    if svc.owner.take().is_some() {
                        svc.child = svc.child.filter(|child| !is_dead(child));
                    }
                }
                _ => {
                    let left = match &svc.owner {
                        Some(owner) => {
                            is_dead(&owner.key) && svc.child.is_none_or(|child| is_dead(&child))
                        }
                        None => svc.child.is_none(),
                    };
                    svc.mark = svc.mark.take().filter(|_| left);
                    svc.owner = if asker.owns { owner() } else { None };
                    svc.child = None;
                }
            }
            svc.expires = self.expiry(&svc, world.now);
            if *outcome != Outcome::Renewed {
                svc.generation = None;
            }
        }
        self.services.insert(name.clone(), svc.clone());
        let from = before.map(|svc| svc.port).or(had).filter(|from| *from != port);
        Ok(Told {
            name: name.clone(),
            port,
            outcome: *outcome,
            moved_from: from,
            requested: *asked,
            expires: svc.expires,
        })
    }

    /// An option that is not given keeps its value.
    fn apply(
        &self,
        world: &World,
        svc: &mut Svc,
        asking: &Asking,
        rule: &Rule,
        asked: Option<u16>,
    ) {
        svc.asked = asked.or(svc.asked);
        let given = asking.expires_s.map(|seconds| seconds as i64 * 1000);
        svc.ttl = given.or(svc.ttl).or(rule.ttl_ms);
        svc.persistent = asking.persistent.or(rule.persistent).unwrap_or(svc.persistent);
        if asking.dir.is_some() || svc.worktree.is_none() {
            let folder = match asking.dir {
                Some(dir) => self.setting.folders[dir].clone(),
                None => self.setting.here.clone(),
            };
            svc.dir = Some(folder.clone());
            svc.worktree = Some(folder);
        }
        if let Some(range) = asking.range {
            (svc.range, svc.pool) = (Some(RANGES[range]), None);
        }
        if let Some(pool) = asking.pool {
            (svc.pool, svc.range) = (Some(POOLS[pool].to_owned()), None);
        }
        svc.order = asking.order.or(svc.order);
        svc.note = asking.note.map(|note| format!("note {note}")).or(svc.note.take());
        svc.seen = world.now;
    }
}

impl Svc {
    pub(super) fn new(port: u16, anonymous: bool) -> Self {
        Self {
            port,
            asked: None,
            owner: None,
            ttl: None,
            expires: None,
            seen: 0,
            persistent: false,
            dir: None,
            worktree: None,
            mark: None,
            child: None,
            range: None,
            pool: None,
            order: None,
            note: None,
            anonymous,
            lazy: None,
            generation: None,
        }
    }
}

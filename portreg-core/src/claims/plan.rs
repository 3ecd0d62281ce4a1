//! Plans: a claim that is decided and not yet written.

use super::Claims;
use super::asker::Asker;
use super::claim::told;
use super::planning::Draft;
use super::settle::{Ground, candidates};
use super::standing::{Judgement, Standing, is_leased};
use super::transition::Terms;
use crate::allocate::{Candidates, Wish};
use crate::config::Config;
use crate::error::Result;
use crate::model::{Claim, Holder, Identity, Outcome, PortRange};
use crate::store::{Aside, ServiceRow, Stored, Writer};
use crate::wording::PortFact;

/// A claim that is decided and not yet written.
pub(super) struct Plan {
    /// The row as it was when the decision fell; none where there was none.
    pub(super) seen: Option<(i64, Option<u16>)>,
    /// The row as it shall be, but for port and generation where these are not decided yet.
    pub(super) row: ServiceRow,
    pub(super) target: Goal,
    pub(super) outcome: Outcome,
    pub(super) requested: Option<u16>,
    pub(super) moved_from: Option<u16>,
    /// Why the asked or former port was not given.
    pub(super) obstacle: Option<PortFact>,
    pub(super) holder: Option<Holder>,
    pub(super) limit: Option<u32>,
}

/// Which port a plan goes for.
pub(super) enum Goal {
    /// None: nothing of the claim changes hands.
    Keep { write: bool },
    /// This one, superseding an ended claim.
    Port { port: u16, supersedes: Option<(Identity, i64)> },
    /// The first that can be had.
    Choose { wish: Wish, ground: Ground, candidates: Box<Candidates> },
}

impl Claims<'_> {
    /// The port stays; the row is written where it passes into other hands or something changed.
    pub(super) fn kept(&self, draft: Draft<'_>, outcome: Outcome) -> Result<Plan> {
        let asked = draft.asked.first().copied();
        let holder = draft.judgement.as_ref().and_then(|judgement| judgement.holder().cloned());
        let listener = draft.judgement.as_ref().and_then(|judgement| judgement.listener);
        let requested = asked;
        let row = draft.row.ok_or_else(|| self.not_found(draft.identity))?;
        let seen = Some((row.claim.generation, row.claim.port));
        let before = row.clone();
        let (row, write) = match outcome {
            // What others hold is looked at, and its time goes on where it was seen listening.
            Outcome::Shared => {
                let mut row = row;
                let sighting = listener.is_some() && !is_leased(self.system, &row.claim);
                if sighting {
                    row.claim.last_seen_ms = draft.terms.now_ms;
                    row.claim.expires_at_ms = draft.terms.expiry(&row.claim);
                }
                (row, sighting)
            }
            Outcome::Renewed if !is_callers(draft.judgement.as_ref()) => {
                (draft.terms.apply(self.without_dead_owner(row), asked)?, true)
            }
            _ => {
                let judgement = draft.judgement.as_ref();
                (self.handed(judgement, draft.terms, draft.asker, asked, row)?, true)
            }
        };
        let row = adopted_by(draft.asker, row);
        let write = write && row != before;
        // What is shared stays where it is, whatever is with the asked port.
        let obstacle = draft.found.obstacle.filter(|_| outcome != Outcome::Shared);
        Ok(Plan {
            seen,
            row,
            target: Goal::Keep { write },
            outcome,
            requested,
            moved_from: None,
            obstacle,
            holder,
            limit: None,
        })
    }

    /// A claim that is renewed without owner has none any more: when a persistent one is to end
    /// after all, its time counts and not the owner that is long gone.
    fn without_dead_owner(&self, mut row: ServiceRow) -> ServiceRow {
        if row.claim.owner.take().is_some() {
            row.claim.child = row.claim.child.filter(|child| !self.is_dead(child));
        }
        row
    }

    /// The asked port is taken instead of the former one.
    pub(super) fn moved(&self, draft: Draft<'_>) -> Result<Plan> {
        let asked = draft.asked.first().copied();
        let (port, supersedes) =
            draft.found.free.clone().ok_or_else(|| self.not_found(draft.identity))?;
        let obstacle = draft
            .stranger_obstacle()
            .filter(|_| Some(port) != asked)
            .or(draft.found.obstacle.clone());
        let row = draft.row.ok_or_else(|| self.not_found(draft.identity))?;
        let seen = Some((row.claim.generation, row.claim.port));
        let moved_from = row.claim.port;
        let judgement = draft.judgement.as_ref();
        Ok(Plan {
            seen,
            row: self.handed(judgement, draft.terms, draft.asker, asked, row)?,
            target: Goal::Port { port, supersedes },
            outcome: if moved_from.is_some() { Outcome::Moved } else { Outcome::TookOver },
            requested: asked,
            moved_from,
            obstacle,
            holder: None,
            limit: None,
        })
    }

    /// The row, with what is asked, in the hands of who asks. What it holds already stays as it is;
    /// where it is held as its own listener, because the owner is gone, it becomes the owner.
    fn handed(
        &self,
        judgement: Option<&Judgement>,
        terms: &Terms<'_>,
        asker: Asker,
        asked: Option<u16>,
        row: ServiceRow,
    ) -> Result<ServiceRow> {
        let seen_ms = row.claim.last_seen_ms;
        let mut row = terms.apply(row, asked)?;
        if !is_callers(judgement) {
            return Ok(self.handed_over(terms, row, asker));
        }
        let owns = row.claim.owner.as_ref().is_some_and(|owner| owner.key == asker.key);
        if asker.owns && !owns {
            row.claim.owner = self.owner(asker);
            row.claim.expires_at_ms = terms.expiry(&row.claim);
        } else if !owns && is_leased(self.system, &row.claim) {
            row.claim.last_seen_ms = seen_ms;
        }
        Ok(row)
    }

    /// The row in new hands. What a dead owner has started may still run, also where its first process is
    /// just ending: its mark stays, so that it is found, until somebody starts something else for the name.
    fn handed_over(&self, terms: &Terms<'_>, row: ServiceRow, asker: Asker) -> ServiceRow {
        let lives = row.claim.owner.as_ref().is_some_and(|owner| !self.is_dead(&owner.key));
        let mark = row.claim.mark.clone().filter(|_| !lives);
        let mut row = terms.hand_over(row, self.owner(asker));
        row.claim.mark = mark;
        adopted_by(asker, row)
    }

    /// A port is allocated.
    pub(super) fn allocated(
        &self,
        draft: Draft<'_>,
        outcome: Outcome,
        ground: Ground,
        config: &Config,
        aside: &[(Aside, PortRange)],
        remembered: Option<u16>,
    ) -> Result<Plan> {
        let asked = draft.asked.first().copied();
        let former = draft.row.as_ref().and_then(|row| row.claim.port);
        // A name that comes back had its remembered port before.
        let had = remembered.filter(|port| {
            let named = ground.asked && !ground.ranges.iter().any(|range| range.contains(*port));
            draft.asked.is_empty() && !named
        });
        let moved_from = former.or(had);
        let seen = draft.row.as_ref().map(|row| (row.claim.generation, row.claim.port));
        let obstacle = draft.stranger_obstacle().or(draft.found.obstacle.clone());
        let row = match draft.row {
            Some(row) => row,
            None => draft.terms.first(draft.identity),
        };
        let row = self.handed_over(draft.terms, draft.terms.apply(row, asked)?, draft.asker);
        let target = match draft.found.free {
            Some((port, supersedes)) => Goal::Port { port, supersedes },
            None => {
                let fits = |port: &u16| {
                    !ground.asked || ground.ranges.iter().any(|range| range.contains(*port))
                };
                let wish = Wish {
                    identity: draft.identity.as_str().to_owned(),
                    own: remembered.filter(fits),
                    preferred: config.preferred_ports.iter().copied().filter(fits).collect(),
                    ranges: ground.ranges.clone(),
                    strategy: ground.strategy,
                };
                let candidates = Box::new(candidates(aside, &ground, config));
                Goal::Choose { wish, ground, candidates }
            }
        };
        // Names that nobody invented are of no project.
        let counts = seen.is_none() && !row.claim.anonymous;
        let limit = config.max_ports_per_project.filter(|_| counts);
        Ok(Plan {
            seen,
            row,
            target,
            outcome,
            requested: asked,
            moved_from,
            obstacle,
            holder: None,
            limit,
        })
    }
}

impl Plan {
    pub(super) fn told(&self, generation: i64) -> Claim {
        let row = &self.row.claim;
        let port = row.port.unwrap_or_default();
        let mut claim = told(row, port, generation, self.outcome, self.requested);
        claim.moved_from = self.moved_from.filter(|from| *from != port);
        let obstacle = self.obstacle.as_ref().filter(|obstacle| obstacle.port != port);
        claim.reason = obstacle.map(|obstacle| obstacle.code);
        claim.holder =
            self.holder.clone().or_else(|| obstacle.and_then(|obstacle| obstacle.holder.clone()));
        claim
    }

    pub(super) fn details(&self) -> Option<serde_json::Value> {
        let reason = self.obstacle.as_ref().map(|obstacle| obstacle.code);
        let moved_from = self.moved_from.filter(|from| Some(*from) != self.row.claim.port);
        if self.requested.is_none() && moved_from.is_none() && reason.is_none() {
            return None;
        }
        let mut details = serde_json::json!({
            "requested_port": self.requested, "moved_from": moved_from, "reason": reason,
        });
        details.as_object_mut()?.retain(|_, value| !value.is_null());
        Some(details)
    }

    /// Whether it is one more port of this project, which may have so many.
    pub(super) fn counts_for(&self, project: &str) -> bool {
        self.limit.is_some() && self.row.claim.identity.project() == project
    }

    /// The port that is being gone for, where it is known already.
    pub(super) fn go_for(&mut self, port: u16) {
        if let Goal::Choose { .. } = self.target {
            self.target = Goal::Port { port, supersedes: None };
        }
    }

    /// The port and the name, where the plan goes for a certain one.
    pub(super) fn goes_for(&self) -> Option<(u16, Identity)> {
        match self.target {
            Goal::Port { port, .. } => Some((port, self.row.claim.identity.clone())),
            _ => None,
        }
    }

    /// Leaves a port to others.
    pub(super) fn avoid(&mut self, port: u16) {
        if let Goal::Choose { candidates, .. } = &mut self.target {
            candidates.busy.insert(port);
        }
    }

    /// The first port that can be had, where the plan chooses and there is one.
    pub(super) fn choose(
        &mut self,
        writer: &Writer<'_>,
        probe: &dyn Fn(u16) -> bool,
    ) -> Stored<Option<u16>> {
        match &mut self.target {
            Goal::Choose { wish, candidates, .. } => candidates.choose_at_once(writer, wish, probe),
            _ => Ok(None),
        }
    }

    /// Whether it may choose this port, where nobody has it.
    pub(super) fn admits(&self, writer: &Writer<'_>, port: u16) -> Stored<bool> {
        match &self.target {
            Goal::Choose { wish, candidates, .. } => candidates.admit(writer, wish, port),
            _ => Ok(false),
        }
    }

    /// Whether it may take another port of these ranges.
    pub(super) fn looks_in(&self, ranges: &[PortRange]) -> bool {
        ranges.iter().any(|range| match &self.target {
            Goal::Keep { .. } => false,
            Goal::Port { port, .. } => range.contains(*port),
            Goal::Choose { ground, .. } => ground.ranges.iter().any(|other| range.overlaps(other)),
        })
    }

    /// Where the plan chooses from, where it chooses.
    pub(super) fn choice(&self) -> Option<(&Ground, &Candidates)> {
        match &self.target {
            Goal::Choose { ground, candidates, .. } => Some((ground, candidates)),
            _ => None,
        }
    }
}

/// Whether who asks holds it.
fn is_callers(judgement: Option<&Judgement>) -> bool {
    judgement.is_some_and(|judgement| judgement.standing == Standing::Caller)
}

/// The row, marked where it is given to a listener that cannot be seen.
fn adopted_by(asker: Asker, mut row: ServiceRow) -> ServiceRow {
    row.claim.adopted |= asker.adopts && !asker.owns;
    row
}

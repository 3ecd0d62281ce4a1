//! Writing a plan: one transaction, in which all is checked again.

use super::Claims;
use super::asker::Call;
use super::cleanup::Full;
use super::plan::{Goal, Plan};
use crate::allocate::{Candidates, Choice};
use crate::error::{Error, Result};
use crate::machine::sockets::Probe;
use crate::model::{Claim, Outcome, PortRange};
use crate::store::{Stored, Writer};

/// What came of writing a plan.
pub(super) enum Written {
    Done(Claim),
    /// Somebody was faster; the facts must be read again.
    Lost,
    /// There is no room.
    Full(Full),
}

impl Claims<'_> {
    /// Writes a plan in a transaction of its own.
    pub(super) fn carry_out(&self, plan: &mut Plan, call: &Call) -> Result<Written> {
        if let Goal::Keep { write: false } = plan.target {
            return Ok(Written::Done(plan.told(plan.row.claim.generation)));
        }
        loop {
            match self.store.try_write(|writer| self.write(writer, plan, call))? {
                None => return Ok(Written::Lost),
                Some(Some(written)) => return Ok(written),
                Some(None) => {}
            }
        }
    }

    /// Writes a plan; none where the transaction should make room for others and go on after.
    pub(super) fn write(
        &self,
        writer: &Writer<'_>,
        plan: &mut Plan,
        call: &Call,
    ) -> Stored<Option<Written>> {
        let identity = plan.row.claim.identity.clone();
        // Where nothing was, inserting finds out whether something is by now.
        if let Some(seen) = plan.seen
            && writer.standing_of(identity.as_str())? != Some(seen)
        {
            return Ok(Some(Written::Lost));
        }
        if let Some(full) = self.over_limit(writer, std::slice::from_ref(plan))? {
            return Ok(Some(Written::Full(full)));
        }
        let port = match &mut plan.target {
            Goal::Keep { .. } => plan.row.claim.port,
            Goal::Port { port, supersedes } => {
                if let Some((other, generation)) = supersedes
                    && !self.end(writer, other, *generation, "superseded", call)?
                {
                    return Ok(Some(Written::Lost));
                }
                Some(*port)
            }
            Goal::Choose { wish, candidates, ground } => {
                let probe = |port| self.system.probe(port) == Probe::Free;
                match candidates.choose(writer, wish, &probe)? {
                    Choice::Port(port) => Some(port),
                    Choice::Again => return Ok(None),
                    Choice::Exhausted => {
                        return Ok(Some(Written::Full(Full::Ranges(ground.ranges.clone()))));
                    }
                }
            }
        };
        if port != plan.row.claim.port {
            if let Some(former) = plan.row.claim.port {
                writer.rest_port(former, call.at_ms)?;
            }
            if let Some(port) = port {
                writer.take_port(port)?;
            }
            plan.row.claim.port = port;
        }
        if let Some(action) = action(plan.outcome) {
            let mut event = call.event(action);
            event.identity = Some(&identity);
            event.port = port;
            event.pid = plan.row.claim.owner.as_ref().map(|owner| owner.key.pid);
            event.details = plan.details();
            plan.row.claim.generation = writer.record(&event, call.keep)?;
        }
        match plan.seen {
            Some(_) => writer.save(&plan.row)?,
            None => writer.add(&plan.row)?,
        }
        let claim = plan.told(plan.row.claim.generation);
        // Here and not outside, where a fork may come: the first use of a log line takes a lock.
        tracing::debug!(%identity, port = claim.port, outcome = %claim.outcome, "claimed");
        Ok(Some(Written::Done(claim)))
    }

    /// The first project that would get more ports by these plans than it may have.
    pub(super) fn over_limit(&self, writer: &Writer<'_>, plans: &[Plan]) -> Stored<Option<Full>> {
        for (at, plan) in plans.iter().enumerate() {
            let Some(limit) = plan.limit else { continue };
            let project = plan.row.claim.identity.project();
            let claimed = writer.count_of_project(project)?;
            let before = plans[..at].iter().filter(|plan| plan.counts_for(project)).count() as u32;
            if claimed + before >= limit {
                let project = project.to_owned();
                return Ok(Some(Full::Project { project, limit, claimed }));
            }
        }
        Ok(None)
    }

    /// The error where there is no room for one of these plans. What the others had been given was
    /// taken back with it, so the numbers are read anew.
    pub(super) fn no_room(&self, plans: &[Plan], at: usize, full: Full) -> Result<Error> {
        let plan = &plans[at];
        let ranges = match full {
            Full::Ranges(ranges) => ranges,
            Full::Project { project, limit, .. } => {
                let wanted = plans.iter().filter(|plan| plan.counts_for(&project)).count() as u32;
                let claimed = self.store.read(|reader| reader.count_of_project(&project))?;
                return Ok(Error::LimitReached { project, limit, claimed, wanted });
            }
        };
        let Goal::Choose { candidates, .. } = &plan.target else {
            return Ok(self.not_found(&plan.row.claim.identity));
        };
        let wanted = plans.iter().filter(|plan| plan.looks_in(&ranges)).count() as u32;
        self.exhausted(ranges, candidates, wanted)
    }

    /// The error where no port is left in these ranges.
    pub(super) fn exhausted(
        &self,
        ranges: Vec<PortRange>,
        candidates: &Candidates,
        wanted: u32,
    ) -> Result<Error> {
        let mut claimed = 0;
        for range in &ranges {
            claimed +=
                self.store.read(|reader| reader.ports_between(range.first, range.last))?.len()
                    as u32;
        }
        Ok(Error::RangeExhausted {
            total: ranges.iter().map(PortRange::len).sum(),
            claimed,
            excluded: ranges.iter().map(|range| candidates.unasked.count_in(*range)).sum(),
            busy: candidates.busy_count(),
            wanted,
            ranges,
        })
    }
}

/// What the history calls it; nothing where the claim stays in the same hands.
fn action(outcome: Outcome) -> Option<&'static str> {
    match outcome {
        Outcome::New => Some("claim"),
        Outcome::TookOver => Some("take_over"),
        Outcome::Moved => Some("move"),
        Outcome::Renewed | Outcome::Shared => None,
    }
}

//! Claims of several names, all or nothing, and of names that nobody has to invent.

use std::collections::BTreeMap;

use super::Claims;
use super::asker::Call;
use super::cleanup::Full;
use super::options::validate;
use super::place::Together;
use super::plan::Plan;
use super::planning::Planned;
use super::writing::Written;
use crate::error::{Error, Result};
use crate::machine::sockets::Probe;
use crate::model::{Claim, ClaimOptions, Identity, OneOfMany, OwnerOption, PortRange};
use crate::store::{Stored, Writer};

/// The project of names that nobody invented.
pub(super) const ANONYMOUS: &str = "any";

const ROUNDS: usize = 200;

impl Claims<'_> {
    /// Claims all names of a list in one transaction, or none of them.
    pub(crate) fn claim_many(&self, list: &[OneOfMany], contiguous: bool) -> Result<Vec<Claim>> {
        let mut names: Vec<(Identity, &ClaimOptions)> = Vec::new();
        for one in list {
            let identity: Identity = one.identity.parse()?;
            if names.iter().any(|(known, _)| *known == identity) {
                return Err(Error::option("identity", format!("{identity} is in the list twice")));
            }
            names.push((identity, &one.options));
        }
        for (_, options) in &names {
            validate(options)?;
        }
        let mut swept = Vec::new();
        for _ in 0..ROUNDS {
            let mut together = Together {
                names: names.iter().map(|(identity, _)| identity.clone()).collect(),
                ports: Vec::new(),
            };
            let mut plans = Vec::new();
            for (identity, options) in &names {
                match self.plan(identity, options, self.asker(options.owner)?, &together)? {
                    Planned::Plan(plan) => {
                        together.ports.extend(plan.goes_for());
                        plans.push(*plan);
                    }
                    Planned::Sibling | Planned::Replace => {
                        return Err(Error::option(
                            "on_conflict",
                            format!(
                                "{identity} is held by another process, and a list is claimed all or nothing: use share or fail"
                            ),
                        ));
                    }
                }
            }
            match self.carry_out_all(&mut plans, contiguous)? {
                All::Done(claims) => return Ok(claims),
                All::Lost => {}
                All::Full(at, full) if swept.contains(&full) => {
                    return Err(self.no_room(&plans, at, full)?);
                }
                All::Full(_, full) => {
                    self.make_room(&full, self.asker(OwnerOption::None)?, &together.names)?;
                    swept.push(full);
                }
            }
        }
        Err(Error::RegistryBusy { path: self.store.path().to_owned(), waited_ms: 0 })
    }

    fn carry_out_all(&self, plans: &mut [Plan], contiguous: bool) -> Result<All> {
        let choosing = plans.iter().filter(|plan| plan.choice().is_some()).count();
        if contiguous && (1..plans.len()).contains(&choosing) {
            let message = "some of the names have a port already, so that the ports cannot be side by side; release them first";
            return Err(Error::option("contiguous", message));
        }
        let call = self.new_call()?;
        let mut why = None;
        let result = self.store.try_write(|writer| {
            match self.write_all(writer, plans, contiguous, &call)? {
                All::Done(claims) => Ok(claims),
                undone => {
                    why = Some(undone);
                    Err(Undone.into())
                }
            }
        });
        match (result, why) {
            (Ok(Some(claims)), _) => Ok(All::Done(claims)),
            // A rule of uniqueness was broken: somebody was faster.
            (Ok(None), _) => Ok(All::Lost),
            (Err(error), Some(undone)) if Undone::is(&error) => Ok(undone),
            (Err(error), _) => Err(error),
        }
    }

    /// Writes all plans. Where several reasons stand against it, a project's limit is told before a
    /// lack of ports, as it is for one name; and of the names that find no port, the first.
    fn write_all(
        &self,
        writer: &Writer<'_>,
        plans: &mut [Plan],
        contiguous: bool,
        call: &Call,
    ) -> Stored<All> {
        if let Some(full) = self.over_limit(writer, plans)? {
            return Ok(All::Full(0, full));
        }
        if contiguous && let Some(ranges) = self.lay_side_by_side(writer, plans)? {
            return Ok(All::Full(0, Full::Ranges(ranges)));
        }
        // Those that choose come last, when what the others take and give up is written.
        let mut order: Vec<usize> = (0..plans.len()).collect();
        order.sort_by_key(|at| plans[*at].choice().is_some());
        let mut claims = BTreeMap::new();
        for at in order {
            if plans[at].choice().is_some()
                && let Some((at, ranges)) = self.match_all(writer, plans)?
            {
                return Ok(All::Full(at, Full::Ranges(ranges)));
            }
            match self.write(writer, &mut plans[at], call)? {
                Some(Written::Done(claim)) => _ = claims.insert(at, claim),
                Some(Written::Full(full)) => return Ok(All::Full(at, full)),
                Some(Written::Lost) | None => return Ok(All::Lost),
            }
        }
        Ok(All::Done(claims.into_values().collect()))
    }

    /// Finds a run of free ports for plans that all choose, so that they lie side by side; the
    /// ranges in which there is none.
    fn lay_side_by_side(
        &self,
        writer: &Writer<'_>,
        plans: &mut [Plan],
    ) -> Stored<Option<Vec<PortRange>>> {
        let Some((ground, candidates)) = plans.first().and_then(Plan::choice) else {
            return Ok(None);
        };
        for range in &ground.ranges {
            let claimed = writer.ports_between(range.first, range.last)?;
            let mut run: Vec<u16> = Vec::new();
            for port in range.first..=range.last {
                let free = !candidates.unasked.contains(port)
                    && claimed.binary_search(&port).is_err()
                    && self.system.probe(port) == Probe::Free;
                if !free {
                    run.clear();
                    continue;
                }
                run.push(port);
                if run.len() == plans.len() {
                    for (plan, port) in plans.iter_mut().zip(run) {
                        plan.go_for(port);
                    }
                    return Ok(None);
                }
            }
        }
        Ok(Some(ground.ranges.clone()))
    }

    /// Claims a port under a name that nobody has to invent and nobody remembers.
    pub(crate) fn claim_any(&self, options: &ClaimOptions) -> Result<Claim> {
        let owner = match options.owner {
            OwnerOption::Caller => self.system.current().pid,
            OwnerOption::Pid(pid) => pid,
            OwnerOption::None => 0,
        };
        let name = format!("{ANONYMOUS}:{owner}-{:012x}", fastrand::u64(..) >> 16);
        self.claim(&name.parse()?, options)
    }
}

/// What came of a list.
enum All {
    Done(Vec<Claim>),
    /// Somebody was faster: the whole list is planned anew.
    Lost,
    /// There is no room for the one at this place.
    Full(usize, Full),
}

/// Not all could be written, so all of it is taken back.
struct Undone;

impl Undone {
    const WHAT: &'static str = "a claim of a list that could not be written whole";

    fn is(error: &Error) -> bool {
        matches!(error, Error::Cancelled { what } if what == Self::WHAT)
    }
}

impl From<Undone> for crate::store::Fault {
    fn from(_: Undone) -> Self {
        Error::Cancelled { what: Undone::WHAT.to_owned() }.into()
    }
}

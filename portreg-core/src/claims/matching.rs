//! Ports for the names of a list that choose: each gets one where there is any way to give one to all.

use std::collections::{BTreeMap, BTreeSet};

use super::Claims;
use super::plan::Plan;
use crate::machine::sockets::Probe;
use crate::model::PortRange;
use crate::store::{Stored, Writer};

/// The ports that were given so far, by the place of the name in the list.
type Given = BTreeMap<usize, u16>;

impl Claims<'_> {
    /// Lets each plan that chooses go for a port, in their order; or the place of the first for which
    /// there is none whatever those before it take, and the ranges in which it looked.
    pub(super) fn match_all(
        &self,
        writer: &Writer<'_>,
        plans: &mut [Plan],
    ) -> Stored<Option<(usize, Vec<PortRange>)>> {
        let mut given = Given::new();
        for at in 0..plans.len() {
            let Some((ground, _)) = plans[at].choice() else { continue };
            let ranges = ground.ranges.clone();
            if !self.give(writer, plans, at, &mut given, &mut BTreeSet::new())? {
                return Ok(Some((at, ranges)));
            }
        }
        for (at, port) in given {
            plans[at].go_for(port);
        }
        Ok(None)
    }

    /// Gives one plan a port: the first that is free, else one that another of the list has, where
    /// that one can have another port instead (Kuhn's augmenting path). `asked` are those that were
    /// asked to give way already.
    fn give(
        &self,
        writer: &Writer<'_>,
        plans: &mut [Plan],
        at: usize,
        given: &mut Given,
        asked: &mut BTreeSet<usize>,
    ) -> Stored<bool> {
        let probe = |port| self.system.probe(port) == Probe::Free;
        if let Some(port) = plans[at].choose(writer, &probe)? {
            // What is given once may pass on to another of them, and is never free again.
            plans.iter_mut().for_each(|plan| plan.avoid(port));
            given.insert(at, port);
            return Ok(true);
        }
        for (other, port) in given.clone() {
            if plans[at].admits(writer, port)?
                && asked.insert(other)
                && self.give(writer, plans, other, given, asked)?
            {
                given.insert(at, port);
                return Ok(true);
            }
        }
        Ok(false)
    }
}

//! Choosing a port inside the write transaction that claims it.
//!
//! The one probe of a candidate (3.5 us) is made inside the transaction: outside, eight claimers
//! would all probe the same candidate and seven of them lose it again. What turns out busy is
//! remembered in [`Candidates`], and after a few probes the transaction is given up and begun
//! again, so that others get their turn.

use super::PortSet;
use crate::model::{PortRange, Strategy};
use crate::store::{Stored, Writer, block_of};

/// Probes that one transaction may make.
const PROBES_A_TURN: u32 = 32;

/// Where a port may come from.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    /// The name it is for.
    pub(crate) identity: String,
    /// The port the name had before, where it may have it again.
    pub(crate) own: Option<u16>,
    /// Tried next, in order, where nobody else remembers them.
    pub(crate) preferred: Vec<u16>,
    /// Where to look for the rest.
    pub(crate) ranges: Vec<PortRange>,
    /// In which order.
    pub(crate) strategy: Strategy,
}

/// What is not to be tried, and what was tried in vain.
#[derive(Debug)]
pub(crate) struct Candidates {
    /// Never given out.
    pub(crate) never: PortSet,
    /// Given out only when asked for; holds all of `never`.
    pub(crate) unasked: PortSet,
    /// Found busy by this call.
    pub(crate) busy: PortSet,
    busy_count: u32,
    probes: u32,
}

/// What came of choosing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// This one; it can be bound.
    Port(u16),
    /// Others want to write too: end the transaction and choose again.
    Again,
    /// There is none.
    Exhausted,
}

impl Candidates {
    pub(crate) fn new(never: PortSet, unasked: PortSet) -> Self {
        Self { never, unasked, busy: PortSet::new(), busy_count: 0, probes: 0 }
    }

    /// How many ports turned out busy.
    pub(crate) fn busy_count(&self) -> u32 {
        self.busy_count
    }

    /// Chooses in the order: own, preferred, never had, longest at rest.
    pub(crate) fn choose(
        &mut self,
        writer: &Writer<'_>,
        wish: &Wish,
        probe: &dyn Fn(u16) -> bool,
    ) -> Stored<Choice> {
        self.probes = 0;
        for port in wish.own.into_iter().chain(wish.preferred.iter().copied()) {
            let skip = self.busy.contains(port) || writer.claim_on(port)?.is_some();
            if !skip && self.is_named(writer, wish, port)? && self.can_be_bound(port, probe) {
                return Ok(Choice::Port(port));
            }
        }
        match self.fresh(writer, wish, probe)? {
            Choice::Exhausted => self.idle(writer, wish, probe),
            choice => Ok(choice),
        }
    }

    /// Chooses without giving others a turn; none where there is none.
    pub(crate) fn choose_at_once(
        &mut self,
        writer: &Writer<'_>,
        wish: &Wish,
        probe: &dyn Fn(u16) -> bool,
    ) -> Stored<Option<u16>> {
        loop {
            match self.choose(writer, wish, probe)? {
                Choice::Port(port) => return Ok(Some(port)),
                Choice::Again => {}
                Choice::Exhausted => return Ok(None),
            }
        }
    }

    /// Whether a port is one of those that are given for this wish while nobody has them.
    pub(crate) fn admit(&self, writer: &Writer<'_>, wish: &Wish, port: u16) -> Stored<bool> {
        let on_the_ground = wish.ranges.iter().any(|range| range.contains(port));
        let given = on_the_ground && !self.unasked.contains(port);
        Ok(given || self.is_named(writer, wish, port)?)
    }

    /// Whether it is the wish's own port, or a preferred one that nobody else remembers.
    fn is_named(&self, writer: &Writer<'_>, wish: &Wish, port: u16) -> Stored<bool> {
        if self.never.contains(port) {
            return Ok(false);
        }
        let preferred = || -> Stored<bool> {
            let known = wish.preferred.contains(&port);
            Ok(known && writer.remembered_by_other(port, &wish.identity)?.is_none())
        };
        Ok(wish.own == Some(port) || preferred()?)
    }

    fn can_be_bound(&mut self, port: u16, probe: &dyn Fn(u16) -> bool) -> bool {
        self.probes += 1;
        let free = probe(port);
        if !free {
            self.busy.insert(port);
            self.busy_count += 1;
        }
        free
    }

    fn first_candidate(&self, range: PortRange) -> Option<u16> {
        let mut from = range;
        loop {
            let port = self.unasked.first_outside(from)?;
            if !self.busy.contains(port) {
                return Some(port);
            }
            from = PortRange {
                first: port.checked_add(1).filter(|next| *next <= range.last)?,
                ..range
            };
        }
    }

    /// A port that nobody has had yet.
    fn fresh(
        &mut self,
        writer: &Writer<'_>,
        wish: &Wish,
        probe: &dyn Fn(u16) -> bool,
    ) -> Stored<Choice> {
        let mut choice = Choice::Exhausted;
        for part in parts(wish) {
            writer.fresh_within(part, &mut |run| {
                choice = self.among(run, probe);
                choice == Choice::Exhausted
            })?;
            if choice != Choice::Exhausted {
                break;
            }
        }
        Ok(choice)
    }

    /// The first port of a run that may be given and can be bound.
    fn among(&mut self, run: PortRange, probe: &dyn Fn(u16) -> bool) -> Choice {
        let mut rest = run;
        while let Some(port) = self.first_candidate(rest) {
            rest.first = port;
            if self.can_be_bound(port, probe) {
                return Choice::Port(port);
            }
            if self.probes >= PROBES_A_TURN {
                return Choice::Again;
            }
        }
        Choice::Exhausted
    }

    /// The port that rested longest.
    fn idle(
        &mut self,
        writer: &Writer<'_>,
        wish: &Wish,
        probe: &dyn Fn(u16) -> bool,
    ) -> Stored<Choice> {
        loop {
            let Some(port) = self.longest_idle(writer, wish)? else { return Ok(Choice::Exhausted) };
            if self.can_be_bound(port, probe) {
                return Ok(Choice::Port(port));
            }
            if self.probes >= PROBES_A_TURN {
                return Ok(Choice::Again);
            }
        }
    }

    fn longest_idle(&self, writer: &Writer<'_>, wish: &Wish) -> Stored<Option<u16>> {
        let mut oldest: Option<(i64, u16)> = None;
        for range in &wish.ranges {
            for block in block_of(range.first)..=block_of(range.last) {
                writer.idle_in_block(block, &mut |port, since_ms| {
                    if oldest.is_some_and(|(least, _)| since_ms >= least) {
                        return false;
                    }
                    let fits = range.contains(port)
                        && !self.unasked.contains(port)
                        && !self.busy.contains(port);
                    if fits {
                        oldest = Some((since_ms, port));
                    }
                    !fits
                })?;
            }
        }
        Ok(oldest.map(|(_, port)| port))
    }
}

/// The ranges in the order in which the strategy walks them: each may be cut in two, so that the
/// walk starts in the middle and wraps around.
fn parts(wish: &Wish) -> Vec<PortRange> {
    let total: u32 = wish.ranges.iter().map(PortRange::len).sum();
    let start = match wish.strategy {
        Strategy::Sequential => return wish.ranges.clone(),
        Strategy::Hashed => (stable_hash(&wish.identity) % u64::from(total.max(1))) as u32,
        Strategy::Random => fastrand::u32(0..total.max(1)),
    };
    let mut skipped = 0;
    for (index, range) in wish.ranges.iter().enumerate() {
        if start < skipped + range.len() {
            let cut = range.first + (start - skipped) as u16;
            let mut parts = vec![PortRange { first: cut, last: range.last }];
            parts.extend(&wish.ranges[index + 1..]);
            parts.extend(&wish.ranges[..index]);
            if cut > range.first {
                parts.push(PortRange { first: range.first, last: cut - 1 });
            }
            return parts;
        }
        skipped += range.len();
    }
    wish.ranges.clone()
}

/// FNV-1a: the same in every build and on every machine, unlike std's hasher.
fn stable_hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_strategy_walks_every_port_once() {
        let ranges = vec![PortRange { first: 10, last: 12 }, PortRange { first: 20, last: 21 }];
        for strategy in [Strategy::Sequential, Strategy::Hashed, Strategy::Random] {
            let wish = Wish {
                identity: "a".into(),
                own: None,
                preferred: vec![],
                ranges: ranges.clone(),
                strategy,
            };
            let mut ports: Vec<u16> =
                parts(&wish).iter().flat_map(|part| part.first..=part.last).collect();
            ports.sort_unstable();
            assert_eq!(ports, [10, 11, 12, 20, 21], "{strategy}");
        }
    }
}

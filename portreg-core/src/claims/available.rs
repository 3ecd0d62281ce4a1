//! Which ports a claim could get now.

use super::Claims;
use super::place::{Place, Together, Wanting, refusal};
use super::settle::{candidates, never};
use crate::error::{Error, Result};
use crate::machine::sockets::Probe;
use crate::model::{AvailableOptions, Claim, ClaimOptions, Identity, OwnerOption, PortRange};

impl Claims<'_> {
    /// The first ports that could be had; an error where there is not even one.
    pub(crate) fn available(&self, options: &AvailableOptions) -> Result<Vec<u16>> {
        let config = self.config(None)?;
        let asker = self.asker(OwnerOption::None)?;
        if let Some(one) = options.range.filter(|range| range.first == range.last) {
            return self.one_available(one.first);
        }
        let asking = ClaimOptions {
            range: options.range,
            pool: options.pool.clone(),
            ..ClaimOptions::default()
        };
        if asking.range.is_some() && asking.pool.is_some() {
            return Err(Error::option("pool", "give a range or a pool, not both"));
        }
        let ground = self.ground(&asking, None, &config, None)?;
        let candidates = candidates(&self.aside()?, &ground, &config);
        let wanted = options.count.unwrap_or(1);
        let mut found = Vec::new();
        let (mut claimed, mut busy) = (0, 0);
        for range in &ground.ranges {
            let rows = self.store.read(|reader| reader.claims_between(range.first, range.last))?;
            for port in range.first..=range.last {
                if found.len() == wanted {
                    return Ok(found);
                }
                if candidates.unasked.contains(port) {
                    continue;
                }
                let row =
                    rows.binary_search_by_key(&Some(port), |row| row.port).ok().map(|at| &rows[at]);
                let free = row.is_none_or(|row| {
                    matches!(
                        super::standing::judge(self.system, row, &asker.key).standing,
                        super::standing::Standing::Ended(None)
                    )
                });
                if !free {
                    claimed += 1;
                } else if self.system.probe(port) == Probe::Free {
                    found.push(port);
                } else {
                    busy += 1;
                }
            }
        }
        if !found.is_empty() {
            return Ok(found);
        }
        Err(Error::RangeExhausted {
            total: ground.ranges.iter().map(PortRange::len).sum(),
            claimed,
            excluded: ground.ranges.iter().map(|range| candidates.unasked.count_in(*range)).sum(),
            busy,
            wanted: 1,
            ranges: ground.ranges,
        })
    }

    fn one_available(&self, port: u16) -> Result<Vec<u16>> {
        // No service has this name: none of the rules for a name's own port apply.
        match self.place_for(&"any:available".parse()?, port)? {
            Place::Free { .. } => Ok(vec![port]),
            Place::Taken(obstacle) => Err(refusal(obstacle, self.system.now_ms())),
        }
    }

    /// Whether a name that insists on a port could have it.
    fn place_for(&self, identity: &Identity, port: u16) -> Result<Place> {
        let config = self.config(None)?;
        let wanting = Wanting {
            identity,
            asker: self.asker(OwnerOption::None)?,
            own: None,
            strict: true,
            never: &never(&self.aside()?, &config),
            together: &Together::default(),
        };
        self.look_at(port, &wanting)
    }

    /// The claim with the reason why it has lost the port that it remembered, which nobody looked at
    /// while there was another one.
    pub(super) fn with_reason(&self, mut claim: Claim) -> Claim {
        let lost =
            claim.moved_from.filter(|_| claim.reason.is_none() && claim.requested_port.is_none());
        let place = lost.and_then(|port| self.place_for(&claim.identity, port).ok());
        if let Some(Place::Taken(obstacle)) = place {
            (claim.reason, claim.holder) = (Some(obstacle.code), obstacle.holder);
        }
        claim
    }
}

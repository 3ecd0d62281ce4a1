//! Which ports a claim could get now.

use super::Claims;
use super::place::{Obstacle, Place, Together, Wanting};
use super::settle::{candidates, never};
use crate::error::{Error, Result};
use crate::machine::sockets::Probe;
use crate::model::{AvailableOptions, ClaimOptions, Identity, OwnerOption, PortRange};

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
        let config = self.config(None)?;
        let never = never(&self.aside()?, &config);
        // No service has this name: none of the rules for a name's own port apply.
        let nobody: Identity = "any:available".parse()?;
        let asker = self.asker(OwnerOption::None)?;
        let wanting = Wanting {
            identity: &nobody,
            asker,
            own: None,
            strict: true,
            never: &never,
            together: &Together::default(),
        };
        match self.look_at(port, &wanting)? {
            Place::Free { .. } => Ok(vec![port]),
            Place::Taken(obstacle) => Err(Obstacle::into_error(obstacle, self.system.now_ms())),
        }
    }
}

//! Where a port may come from: options first, then what the name kept, the configuration, defaults.

use std::sync::OnceLock;

use super::Claims;
use crate::allocate::{Candidates, PortSet};
use crate::config::{Config, ServiceConfig};
use crate::error::{Error, Result};
use crate::machine::ports::ephemeral_range;
use crate::model::{ClaimOptions, PoolDefinition, PortRange, Strategy};
use crate::store::{Aside, ServiceRow};

/// The ranges to look in, and whether somebody named them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ground {
    pub(super) ranges: Vec<PortRange>,
    /// Named by range, pool or configuration: then the ports that are given only when asked for
    /// are given too.
    pub(super) asked: bool,
    pub(super) strategy: Strategy,
}

/// The system's own range, read once. Two threads may both read it: waiting for one another would
/// not be safe across a fork.
fn system_range() -> Option<PortRange> {
    static KNOWN: OnceLock<Option<PortRange>> = OnceLock::new();
    match KNOWN.get() {
        Some(known) => *known,
        None => {
            let read = ephemeral_range();
            _ = KNOWN.set(read);
            read
        }
    }
}

impl Claims<'_> {
    /// Where a claim with these options looks.
    pub(super) fn ground(
        &self,
        options: &ClaimOptions,
        row: Option<&ServiceRow>,
        config: &Config,
        service: Option<&ServiceConfig>,
    ) -> Result<Ground> {
        let kept_range = row.and_then(|row| row.range.as_deref()).map(str::parse).transpose()?;
        let kept_pool = row.and_then(|row| row.pool.as_deref());
        let kept_strategy =
            row.and_then(|row| row.strategy.as_deref()).map(str::parse).transpose()?;
        let strategy = options.strategy.or(kept_strategy).unwrap_or(config.strategy);
        let named = match (options.range, &options.pool) {
            (Some(range), _) => Some(vec![range]),
            (None, Some(pool)) => Some(self.pool_ranges(pool, config)?),
            (None, None) => match (kept_range, kept_pool) {
                (Some(range), _) => Some(vec![range]),
                (None, Some(pool)) => Some(self.pool_ranges(pool, config)?),
                (None, None) => {
                    match service.map(|service| (service.range, service.pool.as_deref())) {
                        Some((Some(range), _)) => Some(vec![range]),
                        Some((None, Some(pool))) => Some(self.pool_ranges(pool, config)?),
                        _ => None,
                    }
                }
            },
        };
        let asked = named.is_some();
        Ok(Ground { ranges: named.unwrap_or_else(|| vec![config.default_range]), asked, strategy })
    }

    /// The ports of a pool that was set, configured or predefined.
    pub(super) fn pool_ranges(&self, name: &str, config: &Config) -> Result<Vec<PortRange>> {
        let set = self.store.read(|reader| reader.pools())?;
        if let Some(pool) = all_pools(set, config).into_iter().find(|(pool, _)| pool.name == name) {
            return Ok(pool.0.ranges);
        }
        // A variable spells it in capitals.
        if let Some(pool) = config.pool(name) {
            return Ok(pool.ranges.clone());
        }
        Err(Error::option(
            "pool",
            format!(
                "there is no pool {name:?}; `portreg pools` lists them, `portreg pool set {name} A-B` makes it"
            ),
        ))
    }

    /// What is set aside in the registry.
    pub(crate) fn aside(&self) -> Result<Vec<(Aside, PortRange)>> {
        self.store.read(|reader| reader.set_aside())
    }
}

/// What is never given, and what is not given unasked, on this ground.
pub(super) fn candidates(
    aside: &[(Aside, PortRange)],
    ground: &Ground,
    config: &Config,
) -> Candidates {
    let never = never(aside, config);
    if ground.asked {
        return Candidates::new(never.clone(), never);
    }
    let mut unasked = PortSet::browser_unsafe_and_well_known();
    insert_reserved(&mut unasked, aside, config);
    let pools = aside.iter().filter(|(aside, _)| *aside == Aside::Pool).map(|(_, range)| range);
    let configured = config.pools.values().filter(|pool| pool.configured);
    for range in pools.chain(configured.flat_map(|pool| &pool.ranges)) {
        unasked.insert_range(*range);
    }
    // Where the system's own range covers all of the ground there is nothing else.
    let outside = |system: &PortRange, range: &PortRange| {
        range.first < system.first || range.last > system.last
    };
    let touches = |system: &PortRange, range: &PortRange| {
        range.first <= system.last && range.last >= system.first
    };
    let among = |system: &PortRange| {
        ground.ranges.iter().any(|range| outside(system, range))
            && ground.ranges.iter().any(|range| touches(system, range))
    };
    if let Some(system) = system_range().filter(among) {
        unasked.insert_range(system);
    }
    Candidates::new(never, unasked)
}

/// What is never given out, whoever asks.
pub(crate) fn never(aside: &[(Aside, PortRange)], config: &Config) -> PortSet {
    let mut never = PortSet::browser_unsafe();
    insert_reserved(&mut never, aside, config);
    never
}

fn insert_reserved(set: &mut PortSet, aside: &[(Aside, PortRange)], config: &Config) {
    let reserved =
        aside.iter().filter(|(aside, _)| *aside == Aside::Reserved).map(|(_, range)| range);
    for range in reserved.chain(&config.reserved) {
        set.insert_range(*range);
    }
}

/// The pools in force, in order of names; true where somebody made them.
pub(super) fn all_pools(set: Vec<PoolDefinition>, config: &Config) -> Vec<(PoolDefinition, bool)> {
    let mut all: Vec<(PoolDefinition, bool)> = set.into_iter().map(|pool| (pool, true)).collect();
    for (name, pool) in &config.pools {
        if !all.iter().any(|(known, _)| known.name == *name) {
            let definition = PoolDefinition { name: name.clone(), ranges: pool.ranges.clone() };
            all.push((definition, pool.configured));
        }
    }
    all.sort_by(|a, b| a.0.name.cmp(&b.0.name));
    all
}

//! What the contract says of a list whose names choose: each gets a port where there is any way.

use std::collections::BTreeSet;

use super::allocating::Ground;
use super::claiming::{Goal, Plan};
use super::state::{Model, Ports};
use super::world::World;

/// A name of the list, and where it may choose.
pub(super) struct Wish {
    name: String,
    ground: Ground,
    own: Option<u16>,
}

impl Wish {
    pub(super) fn of(plan: &Plan) -> Option<Self> {
        let Goal::Choose { ground, own } = plan.goal.clone() else { return None };
        Some(Self { name: plan.name.clone(), ground, own })
    }
}

impl Model {
    /// A port for each: by the order of allocation, one after the other, where that leaves one for
    /// every name; else in any way. The told ones where they are such; else the ranges of the
    /// first name that gets none in any way.
    pub(super) fn share_out(
        &self,
        world: &World,
        wishes: Vec<Wish>,
        told: &[u16],
    ) -> Result<Vec<u16>, Vec<Ports>> {
        let all = |wish: &Wish, given: &[u16]| -> Vec<Vec<u16>> {
            let given: BTreeSet<u16> = given.iter().copied().collect();
            self.by_order(world, &wish.name, &wish.ground, wish.own, &given)
        };
        let next = |wish: &Wish, given: &[u16]| -> Vec<u16> {
            all(wish, given).into_iter().find(|ports| !ports.is_empty()).unwrap_or_default()
        };
        let any = |wish: &Wish, given: &[u16]| -> Vec<u16> { all(wish, given).concat() };
        for end in 1..=wishes.len() {
            if ways(&wishes[..end], &any).is_empty() {
                return Err(wishes[end - 1].ground.ranges.clone());
            }
        }
        let in_order = ways(&wishes, &next);
        // Where some choices of the first leave none for the last, they give way in any manner.
        let gives_way = (1..wishes.len()).any(|end| {
            let given = ways(&wishes[..end], &next);
            given.iter().any(|given| next(&wishes[end], given).is_empty())
        });
        let allowed = match gives_way {
            true => ways(&wishes, &any),
            false => in_order,
        };
        let told = allowed.iter().find(|ports| *ports == told).or(allowed.first());
        Ok(told.cloned().unwrap_or_default())
    }
}

/// Every way to give each a port of those that it may have beside what was given before.
fn ways(wishes: &[Wish], ports: &impl Fn(&Wish, &[u16]) -> Vec<u16>) -> Vec<Vec<u16>> {
    wishes.iter().fold(vec![Vec::new()], |ways, wish| {
        let longer = |given: Vec<u16>| {
            let ports = ports(wish, &given);
            ports.into_iter().map(move |port| [given.clone(), vec![port]].concat())
        };
        ways.into_iter().flat_map(longer).collect()
    })
}

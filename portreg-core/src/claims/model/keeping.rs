//! What the contract says of ports that are set aside.

use super::allocating::within;
use super::claiming::Code;
use super::state::{Model, Ports};
use super::step::{GROUNDS, POOLS};

pub(super) fn overlap(a: &Ports, b: &Ports) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

impl Model {
    pub(super) fn reserve(&mut self, ports: Ports) -> Result<(), Code> {
        if self.services.values().any(|svc| within(&[ports], svc.port)) {
            return Err(Code::PortInUse);
        }
        if self.reserved.iter().any(|known| *known != ports && overlap(known, &ports)) {
            return Err(Code::InvalidOption);
        }
        if !self.reserved.contains(&ports) {
            self.reserved.push(ports);
            self.reserved.sort();
        }
        Ok(())
    }

    pub(super) fn unreserve(&mut self, ports: Ports) -> Result<(), Code> {
        let holds = |known: &Ports| known.0 <= ports.0 && ports.1 <= known.1;
        let at = self.reserved.iter().position(holds).ok_or(Code::NotFound)?;
        let known = self.reserved.remove(at);
        if known.0 < ports.0 {
            self.reserved.push((known.0, ports.0 - 1));
        }
        if ports.1 < known.1 {
            self.reserved.push((ports.1 + 1, known.1));
        }
        self.reserved.sort();
        Ok(())
    }

    pub(super) fn set_pool(&mut self, pool: usize, ground: usize) -> Result<(), Code> {
        let ranges = GROUNDS[ground];
        let clash = self.all_pools().iter().any(|(name, known)| {
            name != POOLS[pool] && known.iter().any(|a| ranges.iter().any(|b| overlap(a, b)))
        });
        if clash {
            return Err(Code::InvalidOption);
        }
        self.pools.insert(POOLS[pool].to_owned(), ranges.to_vec());
        Ok(())
    }

    pub(super) fn remove_pool(&mut self, pool: usize) -> Result<(), Code> {
        self.pools.remove(POOLS[pool]).map(|_| ()).ok_or(Code::NotFound)
    }
}

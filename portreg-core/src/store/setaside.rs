//! Ports that are set aside: reserved for nobody, or kept for a pool.

use rusqlite::params;

use super::fault::Stored;
use super::{Reader, Writer};
use crate::model::{PoolDefinition, PortRange, Reservation};

/// Why a run of ports is set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aside {
    Reserved,
    Pool,
}

impl Reader<'_> {
    /// Everything that is set aside, in one look.
    pub(crate) fn set_aside(&self) -> Stored<Vec<(Aside, PortRange)>> {
        let sql = "SELECT 0, first, last FROM reserved UNION ALL SELECT 1, first, last FROM pool";
        self.all(sql, [], |row| {
            let aside = if row.get::<_, i64>(0)? == 0 { Aside::Reserved } else { Aside::Pool };
            Ok((aside, PortRange { first: row.get(1)?, last: row.get(2)? }))
        })
    }

    /// What is reserved, in order.
    pub(crate) fn reservations(&self) -> Stored<Vec<Reservation>> {
        let sql = "SELECT first, last, reason FROM reserved ORDER BY first";
        self.all(sql, [], |row| {
            Ok(Reservation {
                ports: PortRange { first: row.get(0)?, last: row.get(1)? },
                reason: row.get(2)?,
            })
        })
    }

    /// The pools that were set, in order of names.
    pub(crate) fn pools(&self) -> Stored<Vec<PoolDefinition>> {
        let rows =
            self.all("SELECT name, first, last FROM pool ORDER BY name, first", [], |row| {
                Ok((row.get::<_, String>(0)?, PortRange { first: row.get(1)?, last: row.get(2)? }))
            })?;
        let mut pools: Vec<PoolDefinition> = Vec::new();
        for (name, range) in rows {
            match pools.last_mut().filter(|pool| pool.name == name) {
                Some(pool) => pool.ranges.push(range),
                None => pools.push(PoolDefinition { name, ranges: vec![range] }),
            }
        }
        Ok(pools)
    }
}

impl Writer<'_> {
    /// Adds a reservation.
    pub(crate) fn reserve(&self, reservation: &Reservation) -> Stored<()> {
        let sql = "INSERT OR REPLACE INTO reserved (first, last, reason) VALUES (?1, ?2, ?3)";
        let PortRange { first, last } = reservation.ports;
        self.change(sql, params![first, last, reservation.reason])?;
        Ok(())
    }

    /// Removes the reservation that starts at a port.
    pub(crate) fn unreserve(&self, first: u16) -> Stored<()> {
        self.change("DELETE FROM reserved WHERE first = ?1", [first])?;
        Ok(())
    }

    /// Sets a pool anew.
    pub(crate) fn set_pool(&self, name: &str, ranges: &[PortRange]) -> Stored<()> {
        self.remove_pool(name)?;
        for range in ranges {
            let sql = "INSERT INTO pool (name, first, last) VALUES (?1, ?2, ?3)";
            self.change(sql, params![name, range.first, range.last])?;
        }
        Ok(())
    }

    /// Removes a pool; false where there is none.
    pub(crate) fn remove_pool(&self, name: &str) -> Stored<bool> {
        Ok(self.change("DELETE FROM pool WHERE name = ?1", [name])? > 0)
    }
}

//! Ports that are set aside: reservations and pools.

use super::Claims;
use super::asker::Call;
use super::settle::{all_pools, never};
use crate::error::{Error, Result};
use crate::model::{Pool, PortRange, Reservation, Sought};
use crate::store::{Stored, Writer};

impl Claims<'_> {
    /// Keeps ports out of use; a reason that is not given keeps its value.
    pub(crate) fn reserve(&self, ports: PortRange, reason: Option<&str>) -> Result<Reservation> {
        let ports = PortRange::new(ports.first, ports.last)?;
        let call = self.new_call()?;
        self.store.write(|writer| {
            let mut reservation = Reservation { ports, reason: reason.map(str::to_owned) };
            if let Some(row) = writer.claims_between(ports.first, ports.last)?.first() {
                let port = row.port.unwrap_or_default();
                return Err(Error::PortInUse {
                    port,
                    reason: crate::model::ReasonCode::Claimed,
                    identity: Some(row.identity.clone()),
                    holder: self.living_owner(row).map(Box::new),
                    message: format!(
                        "{port} is claimed by {}; `portreg reassign {} --next` moves it away first",
                        row.identity, row.identity
                    ),
                }
                .into());
            }
            for known in writer.reservations()? {
                if known.ports == ports {
                    reservation.reason = reservation.reason.or(known.reason);
                } else if known.ports.overlaps(&ports) {
                    let message = format!(
                        "{} is reserved already; `portreg unreserve {}` first",
                        known.ports, known.ports
                    );
                    return Err(Error::option("ports", message).into());
                }
            }
            add_reservation(writer, &reservation, &call)?;
            Ok(reservation)
        })
    }

    /// Takes ports back into use.
    pub(crate) fn unreserve(&self, ports: PortRange) -> Result<Reservation> {
        let call = self.new_call()?;
        self.store.write(|writer| {
            let all = writer.reservations()?;
            let Some(known) = all.into_iter().find(|known| known.ports.first <= ports.first && ports.last <= known.ports.last) else {
                let what = format!("{ports} is not reserved by `portreg reserve`; the configuration's reservedPorts are changed in its file");
                return Err(Error::NotFound { what, sought: Sought::Reservation(ports) }.into());
            };
            writer.unreserve(known.ports.first)?;
            // What is left of the run on either side stays reserved.
            if known.ports.first < ports.first {
                let left = PortRange { first: known.ports.first, last: ports.first - 1 };
                writer.reserve(&Reservation { ports: left, reason: known.reason.clone() })?;
            }
            if ports.last < known.ports.last {
                let right = PortRange { first: ports.last + 1, last: known.ports.last };
                writer.reserve(&Reservation { ports: right, reason: known.reason.clone() })?;
            }
            let mut event = call.event("unreserve");
            event.port = Some(ports.first);
            event.details = Some(serde_json::json!({ "ports": ports }));
            writer.record(&event, call.keep)?;
            Ok(Reservation { ports, reason: known.reason })
        })
    }

    /// All pools in force, with their use.
    pub(crate) fn pools(&self) -> Result<Vec<Pool>> {
        let config = self.config(None)?;
        let set = self.store.read(|reader| reader.pools())?;
        let never = never(&self.aside()?, &config);
        all_pools(set, &config)
            .into_iter()
            .map(|(pool, _)| {
                let mut taken = never.clone();
                let mut claimed = 0;
                for range in &pool.ranges {
                    for port in
                        self.store.read(|reader| reader.ports_between(range.first, range.last))?
                    {
                        taken.insert(port);
                        claimed += 1;
                    }
                }
                let free =
                    pool.ranges.iter().flat_map(|range| taken.runs_outside(*range)).collect();
                let capacity = pool.ranges.iter().map(PortRange::len).sum();
                Ok(Pool { name: pool.name, ranges: pool.ranges, claimed, capacity, free })
            })
            .collect()
    }

    /// Makes a pool, or gives it other ports.
    pub(crate) fn set_pool(&self, name: &str, ranges: &[PortRange]) -> Result<Pool> {
        let ranges = checked(name, ranges)?;
        let config = self.config(None)?;
        let call = self.new_call()?;
        self.store.write(|writer| {
            for (other, _) in all_pools(writer.pools()?, &config) {
                let clash = other.ranges.iter().find(|range| ranges.iter().any(|new| new.overlaps(range)));
                if let Some(range) = clash.filter(|_| other.name != name) {
                    let message = format!("pool {} has {range} already; pools do not overlap: give {} other ports with `portreg pool set {} A-B`, or take others here", other.name, other.name, other.name);
                    return Err(Error::option("ranges", message).into());
                }
            }
            add_pool(writer, name, &ranges, &call)
        })?;
        let found = self.pools()?.into_iter().find(|pool| pool.name == name);
        found.ok_or_else(|| Error::NotFound {
            what: format!("pool {name} was removed meanwhile"),
            sought: Sought::Pool(name.to_owned()),
        })
    }

    /// Removes a pool that was set; a predefined one of that name is in force again.
    pub(crate) fn remove_pool(&self, name: &str) -> Result<()> {
        let call = self.new_call()?;
        self.store.write(|writer| {
            if !writer.remove_pool(name)? {
                let what = format!("no pool {name:?} was set; `portreg pools` lists all, and those of the configuration are changed in its file");
                let sought = Sought::Pool(name.to_owned());
                return Err(Error::NotFound { what, sought }.into());
            }
            let mut event = call.event("pool_rm");
            event.details = Some(serde_json::json!({ "pool": name }));
            writer.record(&event, call.keep)?;
            Ok(())
        })
    }
}

/// Sets ports aside, and notes it.
pub(super) fn add_reservation(
    writer: &Writer<'_>,
    reservation: &Reservation,
    call: &Call,
) -> Stored<()> {
    let Reservation { ports, reason } = reservation;
    writer.reserve(reservation)?;
    let mut event = call.event("reserve");
    event.port = Some(ports.first);
    event.details = Some(serde_json::json!({ "ports": ports, "reason": reason }));
    writer.record(&event, call.keep)?;
    Ok(())
}

/// Gives a pool its ports, and notes it.
pub(super) fn add_pool(
    writer: &Writer<'_>,
    name: &str,
    ranges: &[PortRange],
    call: &Call,
) -> Stored<()> {
    writer.set_pool(name, ranges)?;
    let mut event = call.event("pool_set");
    event.details = Some(serde_json::json!({ "pool": name, "ranges": ranges }));
    writer.record(&event, call.keep)?;
    Ok(())
}

/// The ranges in order, where a pool may have them and this name.
pub(super) fn checked(name: &str, ranges: &[PortRange]) -> Result<Vec<PortRange>> {
    check_name(name)?;
    if ranges.is_empty() {
        return Err(Error::option("ranges", "a pool has at least one port; write 8000-8099"));
    }
    PortRange::parse_list(&PortRange::join(ranges))
}

fn check_name(name: &str) -> Result<()> {
    crate::model::check_segment(name, "pool", 1, "")
        .map_err(|message| Error::option("name", message))
}

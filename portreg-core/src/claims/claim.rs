//! `claim`: the way of a claim, and what it tells.

use super::Claims;
use super::asker::Asker;
use super::options::{asks_nothing_new, validate};
use super::place::Together;
use super::planning::Planned;
use super::standing::LEASE_MS;
use super::writing::Written;
use crate::error::{Error, Result};
use crate::model::{Claim, ClaimOptions, Identity, Outcome, OwnerOption};
use crate::store::{ClaimRow, HeldRow};

/// How often a lost race is run again before the registry counts as busy.
const ROUNDS: usize = 200;

/// How often a holder that comes back is ended before that is given up.
const REPLACED_AT_MOST: usize = 3;
impl Claims<'_> {
    /// Claims a name.
    pub(crate) fn claim(&self, identity: &Identity, options: &ClaimOptions) -> Result<Claim> {
        self.claim_for(identity, options, self.asker(options.owner)?)
    }

    /// Claims a name for somebody.
    pub(super) fn claim_for(
        &self,
        identity: &Identity,
        options: &ClaimOptions,
        asker: Asker,
    ) -> Result<Claim> {
        validate(options)?;
        if let Some(claim) = self.renewed_at_once(identity, options, asker)? {
            return Ok(claim);
        }
        let (mut swept, mut replaced) = (Vec::new(), 0);
        for _ in 0..ROUNDS {
            let mut plan = match self.plan(identity, options, asker, &Together::default())? {
                Planned::Plan(plan) => plan,
                Planned::Sibling => return self.claim_sibling(identity, options, asker),
                // What is started again as soon as it is ended has somebody who wants it so.
                Planned::Replace if replaced == REPLACED_AT_MOST => {
                    return Err(self.comes_back(identity));
                }
                Planned::Replace => {
                    self.replace(identity, asker)?;
                    replaced += 1;
                    continue;
                }
            };
            let call = self.new_call()?;
            match self.carry_out(&mut plan, &call)? {
                Written::Done(claim) => return Ok(self.with_reason(claim)),
                Written::Lost => {}
                Written::Full(full) if swept.contains(&full) => {
                    return Err(self.no_room(std::slice::from_ref(&*plan), 0, full)?);
                }
                Written::Full(full) => {
                    self.make_room(&full, asker, std::slice::from_ref(identity))?;
                    swept.push(full);
                }
            }
        }
        Err(Error::RegistryBusy { path: self.store.path().to_owned(), waited_ms: 0 })
    }

    /// The fast path: one cached point read, where the asker holds the name and asks nothing new.
    fn renewed_at_once(
        &self,
        identity: &Identity,
        options: &ClaimOptions,
        asker: Asker,
    ) -> Result<Option<Claim>> {
        if !asker.owns || !asks_nothing_new(options) {
            return Ok(None);
        }
        let held = self.store.read(|reader| reader.held(identity.as_str()))?;
        Ok(held.and_then(|row| self.renewed(identity, options, asker, row)))
    }

    /// The same for the calling process, where nothing has to be waited for.
    pub(crate) fn claim_at_once(
        &self,
        identity: &Identity,
        options: &ClaimOptions,
    ) -> Option<Claim> {
        let is_plain = options.owner == OwnerOption::Caller && asks_nothing_new(options);
        if !is_plain || validate(options).is_err() {
            return None;
        }
        let asker = self.asker(options.owner).ok()?;
        let held = self.store.read_at_once(|reader| reader.held(identity.as_str()))?.ok()??;
        self.renewed(identity, options, asker, held)
    }

    /// The claim that the asker holds by this row, where nothing of it has to be written.
    fn renewed(
        &self,
        identity: &Identity,
        options: &ClaimOptions,
        asker: Asker,
        row: HeldRow,
    ) -> Option<Claim> {
        if row.owner != asker.key {
            return None;
        }
        let port = row.port;
        let asked = options.port.first().copied();
        // What was asked last is stored, so another wish is no matter of reading alone.
        if asked.is_some() && asked != row.asked {
            return None;
        }
        if options.strict && asked.is_some() && !options.port.contains(&port) {
            return None;
        }
        let now = self.system.now_ms();
        let over = !row.persistent && row.expires_at_ms.is_some_and(|at| at <= now);
        if over || now - row.last_seen_ms > LEASE_MS / 2 {
            return None;
        }
        // Time is written back when an eighth of it has passed, not with every call.
        let near = |at: i64| row.ttl_ms.is_some_and(|ttl| at - now < ttl - (ttl / 8).min(30_000));
        if row.expires_at_ms.is_some_and(near) {
            return None;
        }
        Some(Claim {
            identity: identity.clone(),
            port,
            outcome: Outcome::Renewed,
            requested_port: asked,
            moved_from: None,
            reason: None,
            holder: None,
            generation: row.generation,
            expires_at_ms: row.expires_at_ms,
            url: url(row.host.as_deref(), port),
        })
    }
}

/// A row as a claim.
pub(super) fn told(
    row: &ClaimRow,
    port: u16,
    generation: i64,
    outcome: Outcome,
    requested: Option<u16>,
) -> Claim {
    Claim {
        identity: row.identity.clone(),
        port,
        outcome,
        requested_port: requested,
        moved_from: None,
        reason: None,
        holder: None,
        generation,
        expires_at_ms: row.expires_at_ms,
        url: url(row.host.as_deref(), port),
    }
}

/// Where a service on a port answers: at its host, which may have a scheme before it.
pub(crate) fn url(host: Option<&str>, port: u16) -> String {
    match host.unwrap_or("localhost") {
        origin if origin.contains("://") => format!("{origin}:{port}"),
        name => format!("http://{name}:{port}"),
    }
}

/// The name of a service's host.
pub(crate) fn host_name(host: Option<&str>) -> &str {
    let host = host.unwrap_or("localhost");
    host.split_once("://").map_or(host, |(_, name)| name)
}

/// The host in a URL, without scheme, port and path.
pub(super) fn host_in(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or(rest);
    authority.rsplit_once(':').map_or(authority, |(host, _)| host)
}

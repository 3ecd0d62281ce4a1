//! Moving a service to another port, and giving it another name.

use super::asker::Call;
use super::cleanup::Full;
use super::place::{Place, Together, Wanting, refusal};
use super::settle::{Ground, candidates, never};
use super::{Claims, claim};
use crate::allocate::Wish;
use crate::error::{Error, Result};
use crate::machine::sockets::Probe;
use crate::model::{Claim, ClaimOptions, Identity, MoveTo, Outcome, OwnerOption, PortRange};
use crate::store::ServiceRow;

impl Claims<'_> {
    /// Moves a service to another port.
    pub(crate) fn reassign(&self, target: &str, to: MoveTo, force: bool) -> Result<Claim> {
        let identity = self.identity_of(target)?;
        let asker = self.asker(OwnerOption::Caller)?;
        let config = self.config(None)?;
        let mut swept = false;
        loop {
            let row = self.service_row(&identity)?;
            let forced = !self.check_owners(std::slice::from_ref(&row), asker, force)?.is_empty();
            let ground = match to {
                MoveTo::Port(port) => Ground {
                    ranges: vec![PortRange::new(port, port)?],
                    asked: true,
                    strategy: config.strategy,
                },
                MoveTo::Next => self.ground(
                    &ClaimOptions::default(),
                    Some(&row),
                    &config,
                    config.service(&identity)?,
                )?,
            };
            let mut supersedes = None;
            if let MoveTo::Port(port) = to {
                if row.claim.port == Some(port) {
                    let call = self.new_call()?;
                    return self
                        .moved_to(row, port, None, forced, &call)?
                        .ok_or_else(|| self.not_found(&identity));
                }
                let never = never(&self.aside()?, &config);
                let wanting = Wanting {
                    identity: &identity,
                    asker,
                    own: None,
                    strict: true,
                    never: &never,
                    together: &Together::default(),
                };
                match self.look_at(port, &wanting)? {
                    Place::Free { supersedes: other } => supersedes = other,
                    Place::Taken(obstacle) => return Err(refusal(obstacle, self.system.now_ms())),
                }
            }
            let mut candidates = candidates(&self.aside()?, &ground, &config);
            let wish = Wish {
                identity: identity.as_str().to_owned(),
                own: None,
                preferred: Vec::new(),
                ranges: ground.ranges.clone(),
                strategy: ground.strategy,
            };
            let call = self.new_call()?;
            let port = match to {
                MoveTo::Port(port) => Some(port),
                MoveTo::Next => self.store.write(|writer| {
                    let probe = |port| self.system.probe(port) == Probe::Free;
                    candidates.choose_at_once(writer, &wish, &probe)
                })?,
            };
            match port {
                Some(port) => {
                    if let Some(claim) = self.moved_to(row, port, supersedes, forced, &call)? {
                        // The next one is nobody's wish.
                        let asked = claim.requested_port.filter(|_| to != MoveTo::Next);
                        return Ok(Claim { requested_port: asked, ..claim });
                    }
                }
                None if swept => {
                    return Err(self.exhausted(ground.ranges, &candidates, 1)?);
                }
                None => {
                    let full = Full::Ranges(ground.ranges);
                    self.make_room(&full, asker, std::slice::from_ref(&identity))?;
                    swept = true;
                }
            }
        }
    }

    /// Writes a move; none where somebody was faster.
    fn moved_to(
        &self,
        mut row: ServiceRow,
        port: u16,
        supersedes: Option<(Identity, i64)>,
        forced: bool,
        call: &Call,
    ) -> Result<Option<Claim>> {
        let reason = if forced { "reassigned by force" } else { "reassigned" };
        let from = row.claim.port;
        let identity = row.claim.identity.clone();
        let moved = self.store.write(|writer| {
            let now = writer.claim(identity.as_str())?;
            if now.is_none_or(|now| now.generation != row.claim.generation) {
                return Ok(false);
            }
            if from == Some(port) {
                return Ok(true);
            }
            if let Some((other, generation)) = &supersedes
                && !self.end(writer, other, *generation, "superseded", call)?
            {
                return Ok(false);
            }
            if writer.claim_on(port)?.is_some() {
                return Ok(false);
            }
            if let Some(from) = from {
                writer.rest_port(from, call.at_ms)?;
            }
            writer.take_port(port)?;
            let mut event = call.event("move");
            event.identity = Some(&identity);
            event.port = Some(port);
            event.details = Some(serde_json::json!({ "moved_from": from, "reason": reason }));
            row.claim.generation = writer.record(&event, call.keep)?;
            row.claim.port = Some(port);
            writer.save(&row)?;
            Ok(true)
        })?;
        Ok(moved.then(|| Claim {
            identity,
            port,
            outcome: if from == Some(port) { Outcome::Renewed } else { Outcome::Moved },
            requested_port: Some(port),
            moved_from: from.filter(|from| *from != port),
            reason: None,
            holder: None,
            generation: row.claim.generation,
            expires_at_ms: row.claim.expires_at_ms,
            url: claim::url(row.claim.host.as_deref(), port),
        }))
    }

    /// Gives a service another name: port, memory, endpoints and history go with it.
    pub(crate) fn rename(&self, old: &str, new: &str, force: bool) -> Result<Identity> {
        let (old, new) = (self.identity_of(old)?, new.parse::<Identity>()?);
        let mut row = self.service_row(&old)?;
        if old == new {
            return Ok(new);
        }
        let asker = self.asker(OwnerOption::Caller)?;
        let forced = !self.check_owners(std::slice::from_ref(&row), asker, force)?.is_empty();
        let call = self.new_call()?;
        let generation = row.claim.generation;
        let limit = self.config(None)?.max_ports_per_project;
        self.store.write(|writer| {
            if let Some(other) = writer.claim(new.as_str())? {
                return Err(Error::IdentityHeld {
                    identity: new.clone(),
                    holder: self.living_owner(&other).map(Box::new),
                    url: other.port.map(|port| claim::url(other.host.as_deref(), port)),
                    why: Some(format!(
                        "it is a service already; `portreg release {new}` frees the name"
                    )),
                }
                .into());
            }
            if let Some(limit) = limit.filter(|_| old.project() != new.project()) {
                let (project, claimed) =
                    (new.project().to_owned(), writer.count_of_project(new.project())?);
                if claimed >= limit {
                    return Err(Error::LimitReached { project, limit, claimed, wanted: 1 }.into());
                }
            }
            if !writer.remove(old.as_str(), generation)? {
                return Err(self.not_found(&old).into());
            }
            writer.rename_events(old.as_str(), new.as_str())?;
            writer.rename_endpoints(old.as_str(), new.as_str())?;
            writer.forget(old.as_str())?;
            writer.forget(new.as_str())?;
            let mut event = call.event("rename");
            event.identity = Some(&new);
            event.port = row.claim.port;
            let mut details = serde_json::json!({ "renamed_from": old });
            if forced {
                details["reason"] = "renamed by force".into();
            }
            event.details = Some(details);
            row.claim.generation = writer.record(&event, call.keep)?;
            row.claim.identity = new.clone();
            // A name that somebody chose is remembered.
            row.claim.anonymous &= new.project() == super::many::ANONYMOUS;
            writer.save(&row)?;
            Ok(())
        })?;
        Ok(new)
    }
}

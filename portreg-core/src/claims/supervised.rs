//! What a supervisor notes of its services, so that everybody sees how they are.

use std::path::Path;

use serde_json::{Map, Value};

use super::asker::Call;
use super::options::absolute;
use super::standing::{Standing, judge};
use super::transition::{Terms, expiry};
use super::{Claims, claim};
use crate::error::{Error, Result};
use crate::model::{Claim, ClaimOptions, Identity, OwnerOption};
use crate::store::{NewEvent, ServiceRow};
use crate::time::as_ms;

/// A name in the hands of a supervisor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hold {
    pub(crate) identity: Identity,
    pub(crate) generation: i64,
    /// Its port; none for a worker.
    pub(crate) port: Option<u16>,
    pub(crate) host: String,
    pub(crate) url: Option<String>,
    /// Whether it came into these hands by taking it just now.
    pub(crate) is_taken: bool,
}

impl Hold {
    pub(crate) fn of(claim: &Claim) -> Self {
        Self {
            identity: claim.identity.clone(),
            generation: claim.generation,
            port: Some(claim.port),
            host: claim::host_in(&claim.url).to_owned(),
            url: Some(claim.url.clone()),
            is_taken: claim.is_releasable(),
        }
    }

    /// Somebody's place, which is not in our hands.
    pub(crate) fn at(identity: &Identity, port: u16, url: &str) -> Self {
        let place = Self::named(identity, 0, Some(port));
        Self { host: claim::host_in(url).to_owned(), url: Some(url.to_owned()), ..place }
    }

    /// A name as it stands, by the generation of its claim.
    pub(crate) fn named(identity: &Identity, generation: i64, port: Option<u16>) -> Self {
        let host = "localhost".to_owned();
        Self { identity: identity.clone(), generation, port, host, url: None, is_taken: false }
    }
}

/// How far a service is that a supervisor has in its hands; none once its process runs.
pub(crate) mod phase {
    /// It waits for what it needs.
    pub(crate) const WAITING: &str = "waiting";
    /// It is about to be started, for the first time or again.
    pub(crate) const STARTING: &str = "starting";
    /// Its process has ended, or is asked to; what it has started is still to go.
    pub(crate) const ENDING: &str = "ending";
    /// It has ended as asked.
    pub(crate) const STOPPED: &str = "stopped";
    /// It has ended by itself and is not started again.
    pub(crate) const CRASHED: &str = "crashed";
}

/// Something that has happened to a service, for the history.
pub(crate) struct Happening {
    pub(crate) action: &'static str,
    pub(crate) pid: Option<u32>,
    pub(crate) details: Map<String, Value>,
}

impl Happening {
    fn event<'e>(
        &'e self,
        call: &'e Call,
        identity: &'e Identity,
        port: Option<u16>,
    ) -> NewEvent<'e> {
        NewEvent {
            identity: Some(identity),
            port,
            pid: self.pid,
            details: Some(Value::Object(self.details.clone())),
            ..call.event(self.action)
        }
    }
}

impl Claims<'_> {
    /// Takes a name without a port: a worker's.
    pub(crate) fn enrol(&self, identity: &Identity, options: &ClaimOptions) -> Result<Hold> {
        let asker = self.asker(OwnerOption::Caller)?;
        let dir = options.dir.as_deref().map_or_else(
            || Ok(super::working_folder()?.to_string_lossy().into_owned()),
            absolute,
        )?;
        let config = self.config(Some(Path::new(&dir)))?;
        let call = self.new_call()?;
        let terms = Terms {
            now_ms: call.at_ms,
            default_ttl_ms: as_ms(config.default_expires),
            dir: &dir,
            config: &config,
            service: config.service(identity)?,
            options,
        };
        let before = self.store.read(|reader| reader.service(identity.as_str()))?;
        let seen = before.as_ref().map(|row| (row.claim.generation, row.claim.port));
        let standing =
            before.as_ref().map(|row| judge(self.system, &row.claim, &asker.key).standing);
        if let Some(Standing::Other(holder) | Standing::Ancestor(holder)) = standing {
            return Err(Error::IdentityHeld {
                identity: identity.clone(),
                holder: Some(Box::new(holder)),
                url: None,
                why: None,
            });
        }
        let row = terms.apply(before.unwrap_or_else(|| terms.first(identity)), None)?;
        let mut row = match standing {
            Some(Standing::Caller) => row,
            _ => terms.hand_over(row, self.owner(asker)),
        };
        let generation = self.store.try_write(|writer| {
            if writer.standing_of(identity.as_str())? != seen {
                return Ok(None);
            }
            if let Some(port) = row.claim.port.take() {
                writer.rest_port(port, call.at_ms)?;
            }
            let mut event = call.event(if seen.is_none() { "claim" } else { "take_over" });
            event.identity = Some(identity);
            event.pid = Some(asker.key.pid);
            row.claim.generation = writer.record(&event, call.keep)?;
            writer.save(&row)?;
            Ok(Some(row.claim.generation))
        })?;
        match generation.flatten() {
            Some(generation) => {
                Ok(Hold { is_taken: true, ..Hold::named(identity, generation, None) })
            }
            // Somebody was first: what is there now is judged again.
            None => self.enrol(identity, options),
        }
    }

    /// Changes what is known of a service that a supervisor has in its hands, and tells the history and
    /// all who wait. Nothing happens where the name has passed into other hands.
    pub(crate) fn note(
        &self,
        hold: &Hold,
        happening: Option<Happening>,
        change: impl FnOnce(&mut ServiceRow, i64),
    ) -> Result<()> {
        self.change(hold, happening, change)?;
        self.ring(super::bells::SERVICES)
    }

    fn change(
        &self,
        hold: &Hold,
        happening: Option<Happening>,
        change: impl FnOnce(&mut ServiceRow, i64),
    ) -> Result<()> {
        let call = self.new_call()?;
        let noted = self.store.write(|writer| {
            let row = writer.service(hold.identity.as_str())?;
            let Some(mut row) = row.filter(|row| row.claim.generation == hold.generation) else {
                return Ok(false);
            };
            change(&mut row, call.at_ms);
            writer.save(&row)?;
            if let Some(happening) = &happening {
                let event = happening.event(&call, &hold.identity, row.claim.port);
                writer.record(&event, call.keep)?;
            }
            Ok(true)
        })?;
        match noted {
            true => Ok(()),
            false => Err(Error::Superseded {
                identity: hold.identity.clone(),
                expected: hold.generation,
                found: 0,
            }),
        }
    }

    /// Notes that a probe has passed, where that was not noted for a while.
    pub(crate) fn checked(&self, hold: &Hold, at_most_every_ms: i64) -> Result<()> {
        let now = self.system.now_ms();
        let row = self.store.read(|reader| reader.service(hold.identity.as_str()))?;
        let checked = row.and_then(|row| row.checked_at_ms);
        if checked.is_some_and(|at| (0..at_most_every_ms).contains(&(now - at))) {
            return Ok(());
        }
        self.change(hold, None, |row, now| {
            row.checked_at_ms = Some(now);
            row.claim.last_seen_ms = now;
        })
    }

    /// Whether the name is still in the same hands.
    pub(crate) fn holds(&self, hold: &Hold) -> Result<bool> {
        let standing = self.store.read(|reader| reader.standing_of(hold.identity.as_str()))?;
        Ok(standing.is_some_and(|(generation, _)| generation == hold.generation))
    }

    /// Gives a name back, after what has happened to it last.
    pub(crate) fn give_back(&self, hold: &Hold, last: Option<Happening>) -> Result<()> {
        let call = self.new_call()?;
        self.store.write(|writer| {
            let standing = writer.standing_of(hold.identity.as_str())?;
            if standing.is_none_or(|(generation, _)| generation != hold.generation) {
                return Ok(());
            }
            if let Some(happening) = &last {
                writer.record(&happening.event(&call, &hold.identity, hold.port), call.keep)?;
            }
            self.end(writer, &hold.identity, hold.generation, "released", &call)?;
            Ok(())
        })?;
        self.ring(super::bells::SERVICES)
    }

    /// Whether a name outlives whoever has it.
    pub(crate) fn is_persistent(&self, identity: &Identity) -> Result<bool> {
        let row = self.store.read(|reader| reader.service(identity.as_str()))?;
        Ok(row.is_some_and(|row| row.claim.persistent))
    }

    /// Whether the service's own process listens on its port.
    pub(crate) fn listens(&self, identity: &Identity) -> Result<bool> {
        let row = self.store.read(|reader| reader.claim(identity.as_str()))?;
        Ok(row.is_some_and(|row| {
            let alive = super::owner_lives(self.system, &row, self.system.now_ms());
            !super::standing::own_listeners(self.system, &row, alive).is_empty()
        }))
    }

    /// The port that the configuration asks for first.
    pub(crate) fn asked_by_config(&self, identity: &Identity) -> Result<Option<u16>> {
        let config = self.config(None)?;
        let service = config.service(identity)?;
        Ok(service.and_then(|service| service.port.ports().first().copied()))
    }

    /// How far a service is that another living process supervises.
    pub(crate) fn phase_elsewhere(&self, identity: &Identity) -> Result<Option<String>> {
        let row = self.store.read(|reader| reader.service(identity.as_str()))?;
        let elsewhere = row.filter(|row| {
            let owner = row.claim.owner.as_ref();
            owner.is_some_and(|owner| {
                owner.key != self.system.current() && !self.is_dead(&owner.key)
            })
        });
        Ok(elsewhere.and_then(|row| row.phase))
    }

    /// Whether a living supervisor has a service in its hands that it has not started yet.
    pub(crate) fn is_waiting(&self, identity: &Identity) -> Result<bool> {
        let row = self.store.read(|reader| reader.service(identity.as_str()))?;
        let waits = row
            .filter(|row| matches!(row.phase.as_deref(), Some(phase::WAITING | phase::STARTING)));
        Ok(waits.is_some_and(|row| self.living_owner(&row.claim).is_some()))
    }

    /// Lets go of a name whose process has ended: the claim stays, without owner, for the usual time.
    pub(crate) fn lay_down(
        &self,
        hold: &Hold,
        happening: Happening,
        phase: &str,
        exit_code: Option<i32>,
    ) -> Result<()> {
        let config = self.config(None);
        let default_ttl_ms =
            as_ms(config.map_or(crate::config::USUAL_EXPIRES, |config| config.default_expires));
        self.note(hold, Some(happening), |row, now| {
            row.claim.owner = None;
            row.claim.child = None;
            row.claim.mark = None;
            row.tunnel = None;
            row.phase = Some(phase.to_owned());
            row.health = None;
            row.exit_code = exit_code.or(row.exit_code);
            row.ended_at_ms = row.ended_at_ms.or(row.started_at_ms.map(|_| now));
            row.claim.last_seen_ms = now;
            row.claim.expires_at_ms = expiry(&row.claim, now, default_ttl_ms);
        })
    }
}

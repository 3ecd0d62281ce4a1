//! What runs for a claim: noted so that others see it, and so that leftovers are found again.

use super::{Claims, Leftovers, phase};
use crate::error::{Error, Result};
use crate::machine::process::Liveness;
use crate::model::{Claim, Holder, Identity, ProcessKey, Span};
use crate::store::ClaimRow;

impl Claims<'_> {
    /// Notes the mark that all that is started for a claim carries, and the process itself once it
    /// runs.
    pub(crate) fn started(&self, claim: &Claim, mark: &str, pid: Option<u32>) -> Result<()> {
        let child = pid.and_then(|pid| self.system.key_of(pid));
        let call = self.new_call()?;
        let noted = self.store.write(|writer| {
            let row = writer.service(claim.identity.as_str())?;
            let Some(mut row) = row.filter(|row| row.claim.generation == claim.generation) else {
                return Ok(None);
            };
            let before = row.claim.mark.take();
            // Without owner nobody could tell whether who is about to start it is gone.
            let told = pid.is_some() || row.claim.owner.is_some();
            row.claim.mark = told.then(|| mark.to_owned());
            row.claim.child = child;
            // What it has started may ask about the service before its pid is noted.
            let starts = pid.is_none() && row.claim.owner.is_some();
            row.phase = starts.then(|| phase::STARTING.to_owned());
            row.started_at_ms = pid.map(|_| call.at_ms);
            writer.save(&row)?;
            if pid.is_some() {
                let mut event = call.event("start");
                event.identity = Some(&claim.identity);
                event.port = row.claim.port;
                event.pid = pid;
                event.details = Some(serde_json::json!({ "run": mark }));
                writer.record(&event, call.keep)?;
            }
            Ok(Some(before))
        })?;
        match noted {
            Some(_) => Ok(()),
            None => Err(Error::Superseded {
                identity: claim.identity.clone(),
                expected: claim.generation,
                found: 0,
            }),
        }
    }

    /// Notes in the history that what runs for a claim listens on another port.
    pub(crate) fn listens_elsewhere(&self, claim: &Claim, port: u16) -> Result<()> {
        let call = self.new_call()?;
        self.store.write(|writer| {
            let mut event = call.event("listening_elsewhere");
            event.identity = Some(&claim.identity);
            event.port = Some(port);
            event.details = Some(serde_json::json!({ "instead_of": claim.port }));
            writer.record(&event, call.keep)?;
            Ok(())
        })
    }

    /// The mark of what was started for a name last, where the process that started it is gone.
    pub(crate) fn abandoned_mark(&self, target: &str) -> Result<Option<String>> {
        let identity = self.identity_of(target)?;
        let row = self.store.read(|reader| reader.claim(identity.as_str()))?;
        let row = row.filter(|row| match &row.owner {
            Some(owner) => self.is_dead(&owner.key),
            None => self.is_abandoned(row),
        });
        Ok(row.and_then(|row| row.mark))
    }

    /// The marks of all that was started by processes that are gone and whose own process is gone
    /// too; of these names, or of all.
    pub(crate) fn abandoned(&self, names: Option<&[Identity]>) -> Result<Vec<(Identity, String)>> {
        let rows = self.store.snapshot(|reader| match names {
            None => reader.services_in(&[Span::All]),
            Some(names) => {
                let spans = names.iter().map(|name| Span::One(name.to_string()));
                reader.services_in(&spans.collect::<Vec<_>>())
            }
        })?;
        let abandoned = rows.into_iter().filter(|row| self.is_abandoned(&row.claim));
        Ok(abandoned.filter_map(|row| Some((row.claim.identity, row.claim.mark?))).collect())
    }

    /// Writes down what was ended of what killed runs had left.
    pub(crate) fn note_ended(&self, left: &[Leftovers]) -> Result<()> {
        let call = self.new_call()?;
        self.store.write(|writer| {
            for one in left {
                let mut event = call.event("end_leftovers");
                event.identity = Some(&one.identity);
                event.details = Some(serde_json::json!({ "ended": one.processes }));
                writer.record(&event, call.keep)?;
            }
            Ok(())
        })
    }

    /// Whether what carries the claim's mark is nobody's: who started it is gone, and the process
    /// that was started. A mark without owner and process comes from a claim that has passed on.
    pub(super) fn is_abandoned(&self, row: &ClaimRow) -> bool {
        row.mark.is_some()
            && match &row.owner {
                Some(owner) => {
                    self.is_dead(&owner.key) && row.child.is_none_or(|child| self.is_dead(&child))
                }
                None => row.child.is_none(),
            }
    }

    /// Whose a claim is, as far as that lives.
    pub(crate) fn living_owner(&self, row: &ClaimRow) -> Option<Holder> {
        let owner = row.owner.as_ref().filter(|owner| !self.is_dead(&owner.key));
        owner.map(|owner| owner.holder())
    }

    pub(super) fn is_dead(&self, key: &ProcessKey) -> bool {
        self.system.liveness(key) == Liveness::Dead
    }
}

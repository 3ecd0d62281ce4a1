//! What runs for a claim: noted so that others see it, and so that leftovers are found again.

use super::Claims;
use crate::error::{Error, Result};
use crate::machine::process::Liveness;
use crate::model::Claim;

impl Claims<'_> {
    /// Notes the mark that all that is started for a claim carries, and the process itself once it
    /// runs.
    pub(crate) fn started(&self, claim: &Claim, mark: &str, pid: Option<u32>) -> Result<()> {
        let child = pid.and_then(|pid| self.system.key_of(pid));
        let now = self.system.now_ms();
        let noted = self.store.write(|writer| {
            let row = writer.service(claim.identity.as_str())?;
            let Some(mut row) = row.filter(|row| row.claim.generation == claim.generation) else {
                return Ok(None);
            };
            let before = row.claim.mark.take();
            row.claim.mark = Some(mark.to_owned());
            row.claim.child = child;
            row.started_at_ms = pid.map(|_| now);
            writer.save(&row)?;
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
        let row = row.filter(|row| {
            let owner = row.owner.as_ref();
            owner.is_some_and(|owner| self.system.liveness(&owner.key) == Liveness::Dead)
        });
        Ok(row.and_then(|row| row.mark))
    }
}

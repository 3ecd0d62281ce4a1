//! What killed supervisors have left of what ran for a claim: found by the mark in its row.

use super::{Claims, Leftovers};
use crate::error::Result;
use crate::machine::process::Liveness;
use crate::model::{Holder, Identity, ProcessKey, Span};
use crate::store::ClaimRow;

impl Claims<'_> {
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

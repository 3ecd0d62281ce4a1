//! Mismatches in the history: somebody else listens on a service's port. Once for each change.

use super::Observer;
use crate::model::{Conflict, ConflictKind};

impl Observer<'_> {
    /// Notes strangers that the history does not know yet. Who only looks shall not fail for it.
    pub(super) fn note_mismatches(&self, conflicts: &[Conflict]) {
        let strange = |conflict: &&Conflict| {
            matches!(conflict.kind, ConflictKind::ForeignListener | ConflictKind::DuplicateOwner)
        };
        for conflict in conflicts.iter().filter(strange) {
            let pid = conflict.found.as_ref().and_then(|found| found.pid);
            let mut details = serde_json::Map::new();
            let found = conflict.found.as_ref();
            let called = found.and_then(|found| found.label.clone().or(found.process.clone()));
            details.insert("kind".into(), conflict.kind.as_str().into());
            details.extend(called.map(|name| ("found".to_owned(), name.into())));
            let started = found.and_then(|found| found.started_at_ms);
            details.extend(started.map(|at| ("started_at_ms".to_owned(), at.into())));
            let noted = self.claims.record_change(
                "mismatch",
                &conflict.identity,
                Some(conflict.port),
                pid,
                details,
            );
            if let Err(error) = noted {
                tracing::debug!(%error, "a mismatch cannot be noted");
            }
        }
    }
}

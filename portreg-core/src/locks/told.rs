//! What the history tells of locks: who was refused one, and who lost one without letting go of it.

use serde_json::json;

use crate::claims::Claims;
use crate::error::{ErrorCode, Result};
use crate::machine::process::Liveness;
use crate::model::Holder;
use crate::store::Ticket;

/// The time of the lock was over.
pub(super) const EXPIRED: &str = "expired";

/// The holder has ended and has not let go of it.
const OWNER_GONE: &str = "owner_gone";

/// Notes that a holder has lost its lock.
pub(super) fn broken(
    claims: &Claims<'_>,
    name: &str,
    generation: i64,
    holder: &Holder,
    reason: &str,
) {
    let details =
        json!({ "lock": name, "generation": generation, "holder": holder, "reason": reason });
    note(claims, "lock_broken", details);
}

/// Notes that whoever had this ticket has lost the lock, where that can be told.
pub(super) fn broken_ticket(claims: &Claims<'_>, ticket: &Ticket) {
    let over = ticket.expires_at_ms.is_some_and(|end| end <= claims.system.now_ms());
    if !over && claims.system.liveness(&ticket.owner.key) != Liveness::Dead {
        return;
    }
    let reason = if over { EXPIRED } else { OWNER_GONE };
    broken(claims, &ticket.lock, ticket.id, &ticket.owner.holder(), reason);
}

/// Passes a result on and notes where somebody did not get a lock.
pub(super) fn refused<T>(claims: &Claims<'_>, name: &str, result: Result<T>) -> Result<T> {
    if let Err(error) = &result
        && matches!(error.code(), ErrorCode::Timeout | ErrorCode::IdentityHeld)
    {
        let mut details = error.fields();
        details.extend([
            ("verb".to_owned(), "lock".into()),
            ("code".to_owned(), error.code().as_str().into()),
            ("lock".to_owned(), name.into()),
        ]);
        // It says the same once more.
        details.remove("what");
        note(claims, "refused", details.into());
    }
    result
}

/// Nobody fails where the history cannot be written.
fn note(claims: &Claims<'_>, action: &str, details: serde_json::Value) {
    if let Err(error) = claims.record(action, None, None, details) {
        tracing::debug!(%error, action, "what happened to a lock cannot be noted");
    }
}

//! What the history tells besides claims: refusals, what was ended, and who was found on a port.

use serde_json::{Map, Value, json};

use super::Claims;
use crate::error::{Error, ErrorCode, Result};
use crate::model::Identity;
use crate::store::{Stored, Writer};

/// Errors that tell of something which others have to know: a port or a name could not be had.
const TOLD: [ErrorCode; 6] = [
    ErrorCode::PortInUse,
    ErrorCode::PortReserved,
    ErrorCode::RangeExhausted,
    ErrorCode::IdentityHeld,
    ErrorCode::LimitReached,
    ErrorCode::NotOwner,
];

impl Claims<'_> {
    /// Notes an event that changes no claim.
    pub(crate) fn record(
        &self,
        action: &str,
        identity: Option<&Identity>,
        port: Option<u16>,
        details: Value,
    ) -> Result<()> {
        self.record_with(action, identity, port, details, |_| Ok(true)).map(drop)
    }

    /// Changes something and notes it in the same transaction; nothing is noted where nothing changed.
    pub(crate) fn record_with(
        &self,
        action: &str,
        identity: Option<&Identity>,
        port: Option<u16>,
        details: Value,
        change: impl FnOnce(&Writer<'_>) -> Stored<bool>,
    ) -> Result<bool> {
        let call = self.new_call()?;
        self.store.write(|writer| {
            let is_changed = change(writer)?;
            if is_changed {
                let mut event = call.event(action);
                event.identity = identity;
                event.port = port;
                event.details = Some(details);
                writer.record(&event, call.keep)?;
            }
            Ok(is_changed)
        })
    }

    /// Notes an event, unless the last one of this kind for the name says the same.
    pub(crate) fn record_change(
        &self,
        action: &str,
        identity: &Identity,
        port: Option<u16>,
        pid: Option<u32>,
        details: Map<String, Value>,
    ) -> Result<()> {
        let last = self.store.read(|reader| reader.last_event(action, identity.as_str()))?;
        if last.is_some_and(|last| (last.port, last.pid, &last.details) == (port, pid, &details)) {
            return Ok(());
        }
        let call = self.new_call()?;
        self.store.write(|writer| {
            let mut event = call.event(action);
            event.identity = Some(identity);
            (event.port, event.pid) = (port, pid);
            event.details = Some(Value::Object(details));
            writer.record(&event, call.keep)?;
            Ok(())
        })
    }

    /// Passes a result on and notes where somebody was refused a port or a name.
    pub(crate) fn audited<T>(&self, verb: &str, target: &str, result: Result<T>) -> Result<T> {
        if let Err(error) = &result
            && TOLD.contains(&error.code())
        {
            let identity = self.identity_of(target).ok();
            let port = match error {
                Error::PortInUse { port, .. } | Error::PortReserved { port, .. } => Some(*port),
                _ => None,
            };
            let details = json!({ "verb": verb, "code": error.code().as_str() });
            if let Err(unnoted) = self.record("refused", identity.as_ref(), port, details) {
                tracing::debug!(%unnoted, "a refusal cannot be noted");
            }
        }
        result
    }
}

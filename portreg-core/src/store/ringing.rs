//! Ringing the doorbells of those who wait: after the commit, by names read before it.

use std::path::PathBuf;

use super::Store;
use crate::error::Result;

/// The topic of all that happens to the registry: every transaction that adds an event rings it.
pub(crate) const EVENTS: &str = "events";

impl Store {
    /// The folder of the doorbells, beside the registry.
    pub(crate) fn bells(&self) -> PathBuf {
        self.path.with_file_name("bells")
    }

    /// Wakes those who have hung these bells, and sweeps the bells of those who are gone.
    pub(crate) fn ring(&self, names: Vec<String>) -> Result<()> {
        if names.is_empty() {
            return Ok(());
        }
        let dead = self.ringer.ring(&self.bells(), names);
        if dead.is_empty() {
            return Ok(());
        }
        self.write(|writer| {
            for name in &dead {
                writer.take_bell(name)?;
            }
            Ok(())
        })
    }

    /// Wakes those who wait for events. What happened stands, whether they can be woken or not: they
    /// look by themselves after a while.
    pub(super) fn ring_for_events(&self, names: Vec<String>) {
        if let Err(error) = self.ring(names) {
            tracing::debug!(%error, "those who wait for events were not all woken");
        }
    }
}

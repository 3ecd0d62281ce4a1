//! Doorbells: who waits for something is woken, and polls nothing.

use std::path::PathBuf;

use super::Claims;
use crate::error::{Error, Result};
use crate::machine::doorbell::{self, Doorbell};
use crate::model::ProcessKey;

/// The topic of all that happens to services.
pub(crate) const SERVICES: &str = "services";

/// The topic of what a supervisor is asked to do.
pub(crate) fn topic_of(supervisor: &ProcessKey) -> String {
    format!("supervisor:{}.{}.{}", supervisor.pid, supervisor.start_ticks, supervisor.boot)
}

impl Claims<'_> {
    /// The folder of the doorbells, beside the registry.
    pub(crate) fn bells(&self) -> PathBuf {
        self.store.bells()
    }

    /// Hangs up a doorbell for a topic. Look at the table after that, not before.
    pub(crate) fn hang_bell(&self, topic: &str) -> Result<Doorbell> {
        let folder = self.bells();
        let bell = Doorbell::hang(&folder).map_err(|error| Error::RegistryUnavailable {
            path: folder.clone(),
            message: format!("no doorbell can be made: {error}"),
        })?;
        // Whoever hangs one sweeps those that killed processes have left.
        doorbell::sweep(&folder);
        self.store.write(|writer| {
            for gone in writer.all_bells()?.iter().filter(|name| !folder.join(name).exists()) {
                writer.take_bell(gone)?;
            }
            writer.hang_bell(bell.name(), topic)
        })?;
        Ok(bell)
    }

    /// Takes a doorbell down.
    pub(crate) fn take_bell(&self, bell: &Doorbell) {
        if let Err(error) = self.store.write(|writer| writer.take_bell(bell.name())) {
            tracing::debug!(%error, "a doorbell stays in the table until somebody rings it");
        }
    }

    /// Wakes all who wait for a topic, and sweeps the bells of those who are gone.
    pub(crate) fn ring(&self, topic: &str) -> Result<()> {
        let names = self.store.read(|reader| reader.bells(topic))?;
        self.store.ring(names)
    }

    /// Whether anybody listens for a topic.
    pub(crate) fn has_bell(&self, topic: &str) -> Result<bool> {
        Ok(!self.store.read(|reader| reader.bells(topic))?.is_empty())
    }
}

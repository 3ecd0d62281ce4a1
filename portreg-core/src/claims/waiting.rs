//! Waiting for news of a topic: asleep until somebody rings, somebody cancels, or the time is over.

use std::sync::Arc;
use std::time::Duration;

use super::Shared;
use crate::error::{Error, Result};
use crate::machine::cancelling::{self, Canceller};
use crate::machine::doorbell::Doorbell;

/// How often one who waits looks by itself, in case a ring was lost.
const SLOW_POLL: Duration = Duration::from_secs(5);

/// One who waits for news of a topic. Its bell is hung where something has to be waited for.
pub(crate) struct Waiting {
    shared: Arc<Shared>,
    topic: String,
    bell: Option<Doorbell>,
    canceller: Canceller,
    /// The process that made it: a forked child takes no bell of its parent down.
    process: u32,
}

impl Waiting {
    pub(crate) fn new(shared: Arc<Shared>, topic: String) -> Result<Self> {
        let canceller = Canceller::new()?;
        Ok(Self { shared, topic, bell: None, canceller, process: std::process::id() })
    }

    /// Ends this one, whoever waits; whoever it ends asks whether it was that.
    pub(crate) fn canceller(&self) -> &Canceller {
        &self.canceller
    }

    /// Forgets the rings so far: called before each look at the table, so that what happens
    /// meanwhile rings again.
    pub(crate) fn drain(&self) {
        if let Some(bell) = &self.bell {
            bell.drain();
        }
    }

    /// Sleeps until there may be news, or for so long. At first it hangs the bell and comes back at
    /// once, because nobody was rung for what has happened until then.
    ///
    /// # Errors
    ///
    /// `CANCELLED` where this thread's call is; `REGISTRY_*` where the registry cannot be used.
    pub(crate) fn sleep(&mut self, at_most: Duration) -> Result<()> {
        cancelling::check(|| format!("waiting for {}", self.topic))?;
        let Some(bell) = &self.bell else {
            self.bell = Some(self.shared.claims().hang_bell(&self.topic)?);
            return Ok(());
        };
        bell.wait(&[self.canceller.as_fd()], Some(at_most.min(SLOW_POLL))).map_err(|error| {
            Error::RegistryUnavailable {
                path: self.shared.store().path().to_owned(),
                message: format!("news cannot be waited for: {error}"),
            }
        })
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(bell) = self.bell.as_ref().filter(|_| self.process == std::process::id()) {
            self.shared.claims().take_bell(bell);
        }
    }
}

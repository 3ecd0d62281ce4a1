//! Waiting for news of a topic: asleep until somebody rings, somebody cancels, or the time is over.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{LEASE_MS, Shared};
use crate::error::{Error, Result};
use crate::machine::cancelling::{self, Canceller};
use crate::machine::doorbell::Doorbell;

/// How long one who waits sleeps before it looks by itself, in case a ring was lost: the longer, the quieter it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience(Duration);

impl Patience {
    const FIRST: Duration = Duration::from_secs(5);

    /// So that a lease, which a look renews, does not end meanwhile.
    const MOST: Duration = Duration::from_millis(LEASE_MS as u64 / 3);

    pub(crate) fn time(self) -> Duration {
        self.0
    }

    /// Learns whether something came before the time was over.
    pub(crate) fn learn(&mut self, woken: bool) {
        self.0 = if woken { Self::FIRST } else { (self.0 * 2).min(Self::MOST) };
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self(Self::FIRST)
    }
}

/// One who waits for news of a topic. Its bell is hung where something has to be waited for.
pub(crate) struct Waiting {
    shared: Arc<Shared>,
    topic: String,
    bell: Option<Doorbell>,
    patience: Patience,
    canceller: Canceller,
    /// The process that made it: a forked child takes no bell of its parent down.
    process: u32,
}

impl Waiting {
    pub(crate) fn new(shared: Arc<Shared>, topic: String) -> Result<Self> {
        let canceller = Canceller::new()?;
        let (bell, patience) = (None, Patience::default());
        Ok(Self { shared, topic, bell, patience, canceller, process: std::process::id() })
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
        let hung_before = !self.hang()?;
        let Some(bell) = self.bell.as_ref().filter(|_| hung_before) else { return Ok(()) };
        let (begun, longest) = (Instant::now(), self.patience.time());
        bell.wait(&[self.canceller.waitable()], Some(at_most.min(longest))).map_err(|error| {
            Error::RegistryUnavailable {
                path: self.shared.store().path().to_owned(),
                message: format!("news cannot be waited for: {error}"),
            }
        })?;
        self.patience.learn(begun.elapsed() < longest);
        Ok(())
    }

    /// Hangs the bell where it does not hang yet, and says whether it did that: then the table is to be
    /// looked at once more.
    ///
    /// # Errors
    ///
    /// `REGISTRY_*` where the registry cannot be used.
    pub(crate) fn hang(&mut self) -> Result<bool> {
        if self.bell.is_some() {
            return Ok(false);
        }
        self.bell = Some(self.shared.claims().hang_bell(&self.topic)?);
        Ok(true)
    }

    /// What is ready when it was rung: for those who do not sleep here.
    #[cfg(feature = "tokio")]
    pub(crate) fn bell(&self) -> Option<crate::machine::waiting::Waitable<'_>> {
        self.bell.as_ref().map(crate::machine::waiting::AsWaitable::as_waitable)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(bell) = self.bell.as_ref().filter(|_| self.process == std::process::id()) {
            self.shared.claims().take_bell(bell);
        }
    }
}

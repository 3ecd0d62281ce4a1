//! Waiting for news of a topic: asleep until somebody rings, somebody cancels, or the time is over.

use std::io;
use std::os::fd::AsFd as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::Shared;
use crate::error::{Error, Result};
use crate::machine::doorbell::Doorbell;
use crate::machine::waiting::Waker;

/// How often one who waits looks by itself, in case a ring was lost.
const SLOW_POLL: Duration = Duration::from_secs(5);

/// Ends what waits, from another thread: it gives nothing more, and who waits for it goes on.
#[derive(Debug, Clone)]
pub struct Canceller {
    waker: Waker,
    is_cancelled: Arc<AtomicBool>,
}

impl Canceller {
    fn new() -> io::Result<Self> {
        Ok(Self { waker: Waker::new()?, is_cancelled: Arc::default() })
    }

    /// Ends the waiting.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// let mut subscription = registry.subscribe("build:*", &Default::default())?;
    /// subscription.canceller().cancel();
    /// assert!(subscription.next().is_none());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Release);
        self.waker.wake();
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Acquire)
    }
}

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
        let canceller = Canceller::new().map_err(|error| unavailable(&shared, &error))?;
        Ok(Self { shared, topic, bell: None, canceller, process: std::process::id() })
    }

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
    pub(crate) fn sleep(&mut self, at_most: Duration) -> Result<()> {
        let Some(bell) = &self.bell else {
            self.bell = Some(self.shared.claims().hang_bell(&self.topic)?);
            return Ok(());
        };
        bell.wait(&[self.canceller.waker.as_fd()], Some(at_most.min(SLOW_POLL)))
            .map_err(|error| unavailable(&self.shared, &error))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(bell) = self.bell.as_ref().filter(|_| self.process == std::process::id()) {
            self.shared.claims().take_bell(bell);
        }
    }
}

fn unavailable(shared: &Shared, error: &io::Error) -> Error {
    Error::RegistryUnavailable {
        path: shared.store().path().to_owned(),
        message: format!("news cannot be waited for: {error}"),
    }
}

//! A lock in the hands of this process, let go of when it is dropped.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::told::{self, EXPIRED};
use crate::claims::Shared;
use crate::error::{Error, Result};
use crate::machine::doorbell::{self, Doorbell};
use crate::machine::process;
use crate::model::ProcessKey;

/// A lock that this process holds, until it is released, dropped, its time is over, or the process ends.
///
/// A child that inherits it by fork holds nothing: there it does nothing.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
/// use std::time::Duration;
/// use portreg_core::LockOptions;
///
/// let short = LockOptions { ttl: Some(Duration::from_millis(1)), ..LockOptions::default() };
/// let late = registry.lock("deploy", &short)?;
/// let guard = registry.lock("deploy:eu", &LockOptions::default())?;
/// assert_eq!((guard.name(), guard.is_held()?), ("deploy:eu", true));
/// while late.is_held()? {
///     std::thread::sleep(Duration::from_millis(1));
/// }
/// # Ok::<(), portreg_core::Error>(())
/// ```
#[must_use = "the lock is released when this is dropped"]
pub struct LockGuard {
    shared: Arc<Shared>,
    name: String,
    generation: i64,
    expires_at_ms: Option<i64>,
    /// Who has taken it.
    owner: ProcessKey,
    released: bool,
    /// Whether something was started under it.
    runs: AtomicBool,
    /// Heard as long as the lock is held: it tells those who cannot see this process that it lives.
    bell: Option<Doorbell>,
}

impl LockGuard {
    pub(super) fn new(shared: Arc<Shared>, name: &str, generation: i64) -> Self {
        Self {
            shared,
            name: name.to_owned(),
            generation,
            expires_at_ms: None,
            owner: process::current(),
            released: false,
            runs: AtomicBool::new(false),
            bell: None,
        }
    }

    /// The lock is held from now on.
    pub(super) fn hold(mut self, bell: Doorbell, expires_at_ms: Option<i64>) -> Self {
        self.bell = Some(bell);
        self.expires_at_ms = expires_at_ms;
        self
    }

    /// The lock's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The fencing number: greater than that of all who had the lock before. Whoever keeps what the lock
    /// protects can refuse work under a number that is less than one it has seen.
    pub fn generation(&self) -> i64 {
        self.generation
    }

    /// Whether the lock is still held: its time may be over.
    ///
    /// # Errors
    ///
    /// `REGISTRY_*` where the registry cannot be used.
    pub fn is_held(&self) -> Result<bool> {
        if !self.is_own() {
            return Ok(false);
        }
        let claims = self.shared.claims();
        let line = claims.store.read(|reader| reader.tickets_until(&self.name, self.generation))?;
        let ticket = line.last().filter(|ticket| ticket.id == self.generation);
        let now = claims.system.now_ms();
        Ok(ticket.is_some_and(|ticket| ticket.expires_at_ms.is_none_or(|end| now < end)))
    }

    /// Notes the mark of what is about to run under the lock. From then on the lock passes on only when
    /// nothing runs any more that carries it: what is left when this process has been killed, or is
    /// stopped when the time is over, is ended by who is next.
    ///
    /// # Errors
    ///
    /// `NOT_OWNER` where the lock is not held any more; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::{LockOptions, Program, new_mark};
    ///
    /// let guard = registry.lock("deploy", &LockOptions::default())?;
    /// let program = Program { argv: vec!["true".into()], mark: Some(new_mark()), ..Program::default() };
    /// guard.runs(program.mark.as_deref().unwrap_or_default())?; // and then it is started
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn runs(&self, mark: &str) -> Result<()> {
        self.runs.store(true, Ordering::Release);
        let store = self.shared.store();
        let held = self.is_held()?
            && store.write(|writer| writer.note_ticket(self.generation, None, Some(mark)))?;
        match held {
            true => Ok(()),
            false => Err(Error::LockLost { name: self.name.clone(), generation: self.generation }),
        }
    }

    /// Lets go of the lock: who is next has it. Nothing happens where it is not held any more.
    ///
    /// # Errors
    ///
    /// `REGISTRY_*` where the registry cannot be used; the lock then ends with this process.
    pub fn release(mut self) -> Result<()> {
        self.leave()
    }

    /// Leaves the line and wakes who is behind.
    fn leave(&mut self) -> Result<()> {
        if self.released || !self.is_own() {
            return Ok(());
        }
        let claims = self.shared.claims();
        // Who is next wakes by that, and has the lock before the table says so. What has run under it
        // would count as abandoned then.
        let runs = *self.runs.get_mut();
        let hung = self.bell.take_if(|_| !runs).map(Doorbell::close);
        if hung.is_some() {
            // It may have been woken for this very processor: then it goes on now and not after what follows.
            std::thread::yield_now();
        }
        let left = claims.store.write(|writer| writer.leave_line(&self.name, self.generation))?;
        self.released = true;
        let Some(left) = left else { return Ok(()) };
        if let Some(bell) = left.behind {
            // Where it is dead, who is behind it knows.
            _ = doorbell::ring(&claims.bells(), &bell);
        }
        if self.expires_at_ms.is_some_and(|end| end <= claims.system.now_ms()) {
            let holder = claims.system.holder(self.owner.pid);
            told::broken(&claims, &self.name, self.generation, &holder, EXPIRED);
        }
        Ok(())
    }

    fn is_own(&self) -> bool {
        process::current() == self.owner
    }
}

impl fmt::Debug for LockGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LockGuard")
            .field("name", &self.name)
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}

impl Drop for LockGuard {
    fn drop(&mut self) {
        if let Err(error) = self.leave() {
            let name = &self.name;
            tracing::warn!(%error, name, "a lock is not released: it ends with this process");
        }
    }
}

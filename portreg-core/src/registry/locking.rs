//! Verbs about locks.

use std::time::Duration;

use super::Registry;
use crate::error::Result;
use crate::locks::{LockGuard, Locks};
use crate::model::{Lock, LockOptions};
use crate::supervise;

/// How long what a killed holder's command has left may take to end before it is killed.
const GRACE: Duration = Duration::from_secs(5);

impl Registry {
    /// Takes a lock for this process, and waits for its turn: in order of arrival, woken when it comes.
    ///
    /// The lock is held until the guard is dropped or released, its `ttl` is over, or this process ends,
    /// in whatever way. All threads of a process are one holder. A name is 1 to 128 of
    /// `A-Z a-z 0-9 . _ : / -`.
    ///
    /// With a `ttl` the lock passes on when that is over, whatever the holder does then: it learns by
    /// [`LockGuard::is_held`], and others tell late work by its [`LockGuard::generation`].
    ///
    /// # Errors
    ///
    /// `TIMEOUT` where it did not become free within `wait`; `IDENTITY_HELD` at once where this process or
    /// an ancestor of it holds it; `INVALID_OPTION` for what is no name and for a `ttl` of zero;
    /// `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::LockOptions;
    ///
    /// let first = registry.lock("db:migrate", &LockOptions::default())?;
    /// let number = first.generation();
    /// // ... the work that nobody else may do now ...
    /// first.release()?;
    ///
    /// let second = registry.lock("db:migrate", &LockOptions::default())?;
    /// assert!(second.generation() > number);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn lock(&self, name: &str, options: &LockOptions) -> Result<LockGuard> {
        self.line().lock(name, options)
    }

    /// The locks that are held, in order of names, with their holders and how many wait.
    ///
    /// # Errors
    ///
    /// `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::LockOptions;
    ///
    /// let guard = registry.lock("deploy", &LockOptions::default())?;
    /// let locks = registry.locks()?;
    /// assert_eq!((locks[0].name.as_str(), locks[0].waiting), ("deploy", 0));
    /// assert_eq!(locks[0].owner.pid, std::process::id());
    /// drop(guard);
    /// assert!(registry.locks()?.is_empty());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn locks(&self) -> Result<Vec<Lock>> {
        self.line().locks()
    }

    pub(super) fn line(&self) -> Locks<'_> {
        Locks { shared: &self.shared, claims: self.claims(), end_marked }
    }
}

/// Ends all that carries the mark; false where something is left.
fn end_marked(mark: &str) -> bool {
    supervise::end_marked(mark, GRACE);
    supervise::leftovers(mark).is_empty()
}

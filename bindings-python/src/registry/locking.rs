//! Verbs about locks.

use portreg_core::{Lock, LockOptions, Registry as Core};
use pyo3::prelude::*;

use super::Registry;
use crate::arguments::{Span, time};
use crate::lock::LockGuard;
use crate::records::{Record, all};
use crate::run;

#[pymethods]
impl Registry {
    /// Takes a lock for this process, and waits for its turn, in order of arrival: without limit, or as long as `wait`
    /// says (0 tries once). With a `ttl` the lock passes on when that is over, whatever the holder does then.
    ///
    /// The lock is held until the block ends, it is released, or this process ends in whatever way. All threads of a
    /// process are one holder. Ctrl-C is heard while it waits.
    ///
    /// Raises `Timeout` where it did not become free in time; `IdentityHeld` at once where this process or an ancestor
    /// holds it; `InvalidOption`.
    ///
    /// >>> with registry.lock("db:migrate", wait="10s") as lock:
    /// ...     lock.generation > 0  # a number that grows with each holder
    /// True
    #[pyo3(signature = (name, *, wait=None, ttl=None))]
    fn lock(
        &self,
        py: Python<'_>,
        name: String,
        wait: Option<Span>,
        ttl: Option<Span>,
    ) -> PyResult<LockGuard> {
        let read =
            |span: Option<Span>, option| time(span.as_ref(), option).map_err(run::refused(py));
        let options = LockOptions { wait: read(wait, "wait")?, ttl: read(ttl, "ttl")? };
        self.wait(py, move |core| core.lock(&name, &options)).map(LockGuard::new)
    }

    /// The locks that are held, in order of names, with their holders and how many wait.
    ///
    /// >>> with registry.lock("deploy"):
    /// ...     [(lock.name, lock.waiting) for lock in registry.locks()]
    /// [('deploy', 0)]
    fn locks(&self, py: Python<'_>) -> PyResult<Vec<Record<Lock>>> {
        self.run(py, Core::locks).map(all)
    }
}

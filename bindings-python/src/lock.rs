//! A lock in the hands of this process.

use std::sync::{Mutex, PoisonError};

use portreg_core::LockGuard as Core;
use pyo3::prelude::*;

use crate::block::block;
use crate::run;

/// A lock that this process holds, until the block ends, it is released, its `ttl` is over, or the process ends.
///
/// In a child that inherits it by fork it holds nothing. Locks of other processes are told by `Registry.locks`.
#[pyclass(module = "portreg", frozen)]
pub(crate) struct LockGuard {
    name: String,
    generation: i64,
    /// None once it was released.
    held: Mutex<Option<Core>>,
}

impl LockGuard {
    pub(crate) fn new(guard: Core) -> Self {
        let (name, generation) = (guard.name().to_owned(), guard.generation());
        Self { name, generation, held: Mutex::new(Some(guard)) }
    }
}

#[pymethods]
impl LockGuard {
    /// The lock's name.
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    /// The fencing number: greater than that of all who had the lock before.
    #[getter]
    fn generation(&self) -> i64 {
        self.generation
    }

    /// Whether the lock is still held: it may be released, or its time may be over.
    ///
    /// >>> lock = registry.lock("deploy")
    /// >>> lock.is_held()
    /// True
    /// >>> lock.release()
    /// >>> lock.is_held()
    /// False
    fn is_held(&self, py: Python<'_>) -> PyResult<bool> {
        run::run(py, || {
            let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            held.as_ref().map_or(Ok(false), Core::is_held)
        })
    }

    /// Lets go of the lock: who is next has it. Nothing happens where it is not held any more.
    fn release(&self, py: Python<'_>) -> PyResult<()> {
        run::run(py, || {
            let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).take();
            held.map_or(Ok(()), Core::release)
        })
    }

    fn __repr__(&self) -> String {
        format!("LockGuard(name={:?}, generation={})", self.name, self.generation)
    }
}

block!(LockGuard, Self::release);

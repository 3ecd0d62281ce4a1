//! Reading what a service printed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use portreg_core::{LogLine, Logs as Core};
use pyo3::prelude::*;

use crate::arguments::{Span, time};
use crate::feeds::iterates;
use crate::records::Record;
use crate::run;

/// The lines that a service printed, oldest first: an iterator that ends with the log or, where it follows, waits.
///
/// Ctrl-C is heard while it waits; `close`, from whichever thread, ends it within 0.1 s.
#[pyclass(module = "portreg", frozen)]
pub(crate) struct Logs {
    core: Mutex<Core>,
    follows: bool,
    is_closed: AtomicBool,
}

impl Logs {
    pub(crate) fn new(core: Core, follows: bool) -> Self {
        Self { core: Mutex::new(core), follows, is_closed: AtomicBool::new(false) }
    }
}

#[pymethods]
impl Logs {
    /// The next line; None at the end of the log or, where it follows, where none comes within `timeout` (without limit
    /// where nothing is said).
    #[pyo3(signature = (timeout=None))]
    fn next(&self, py: Python<'_>, timeout: Option<Span>) -> PyResult<Option<Record<LogLine>>> {
        let timeout = time(timeout.as_ref(), "timeout").map_err(run::refused(py))?;
        let line = run::in_slices(py, timeout, |slice| {
            if self.is_closed.load(Ordering::Acquire) {
                return Some(Ok(None));
            }
            let mut core = self.core.lock().unwrap_or_else(PoisonError::into_inner);
            match core.next_within(slice) {
                None if !self.follows => Some(Ok(None)),
                line => line.map(|line| line.map(Some)),
            }
        })?;
        Ok(line.flatten().map(Record))
    }

    /// Ends it: it gives nothing more.
    fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
    }
}

iterates!(Logs, Record<LogLine>);

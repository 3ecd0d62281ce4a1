//! Receiving messages one after the other.

use std::sync::{Mutex, PoisonError};

use portreg_core::{Canceller, Received, Subscription as Core};
use pyo3::prelude::*;

use crate::arguments::{Span, time};
use crate::records::Record;
use crate::run;

/// What is published to the channels of a pattern, in the order of ids: an iterator that waits for what comes.
///
/// It gives a `Message`, or a `Gap` where retention has taken messages away unseen. Ctrl-C is heard while it waits;
/// `close`, from whichever thread, ends it. It belongs to the process that made it.
#[pyclass(module = "portreg", frozen)]
pub(crate) struct Subscription {
    core: Mutex<Core>,
    canceller: Canceller,
}

/// What a turn of waiting has come to.
enum Turn {
    Received(Received),
    Closed,
}

impl Subscription {
    pub(crate) fn new(core: Core) -> Self {
        Self { canceller: core.canceller(), core: Mutex::new(core) }
    }
}

#[pymethods]
impl Subscription {
    /// The next message, or the gap before it; None where there is none within `timeout` (without limit where nothing is
    /// said), or where the subscription was closed. To ask confirms what was given before.
    ///
    /// >>> with registry.subscribe("build:*") as subscription:
    /// ...     print(subscription.next(timeout=0))
    /// None
    #[pyo3(signature = (timeout=None))]
    fn next(&self, py: Python<'_>, timeout: Option<Span>) -> PyResult<Option<Record<Received>>> {
        let timeout = time(timeout.as_ref(), "timeout").map_err(run::refused(py))?;
        let turn = run::in_slices(py, timeout, |slice| {
            let received =
                self.core.lock().unwrap_or_else(PoisonError::into_inner).next_within(slice);
            match received {
                None if self.canceller.is_cancelled() => Some(Ok(Turn::Closed)),
                received => received.map(|one| one.map(Turn::Received)),
            }
        })?;
        Ok(match turn {
            Some(Turn::Received(received)) => Some(Record(received)),
            Some(Turn::Closed) | None => None,
        })
    }

    /// Confirms what was given last, so that a cursor goes on after it. Without a cursor there is nothing to do.
    fn confirm(&self, py: Python<'_>) -> PyResult<()> {
        run::run(py, || self.core.lock().unwrap_or_else(PoisonError::into_inner).confirm())
    }

    /// Ends the subscription: it gives nothing more, and who waits for it in another thread goes on.
    fn close(&self) {
        self.canceller.cancel();
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Record<Received>>> {
        self.next(py, None)
    }

    fn __enter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (kind, error, traceback, /))]
    fn __exit__(
        &self,
        kind: &Bound<'_, PyAny>,
        error: &Bound<'_, PyAny>,
        traceback: &Bound<'_, PyAny>,
    ) {
        _ = (kind, error, traceback);
        self.close();
    }
}

//! Ending calls that wait, from another thread.

use portreg_core::Canceller as Core;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::run;

/// Ends calls that wait, from another thread: what a task does that is given up.
///
/// What is called through `call` and would wait raises `Cancelled` instead, from then on for good. What is there
/// already is given all the same, and what ends by itself is finished.
///
/// >>> import threading
/// >>> canceller = portreg.Canceller()
/// >>> timer = threading.Timer(0.01, canceller.cancel)
/// >>> timer.start()
/// >>> canceller.call(registry.poll, "build:web")
/// Traceback (most recent call last):
/// portreg.Cancelled: ...
#[pyclass(module = "portreg", frozen)]
pub(crate) struct Canceller {
    core: Core,
}

#[pymethods]
impl Canceller {
    #[new]
    fn new(py: Python<'_>) -> PyResult<Self> {
        Core::new().map(|core| Self { core }).map_err(run::refused(py))
    }

    /// Calls a function in this thread, and gives what it gives; what waits in it can be ended.
    #[pyo3(signature = (function, /, *arguments: "Any", **keywords: "Any"))]
    fn call<'py>(
        &self,
        function: &Bound<'py, PyAny>,
        arguments: &Bound<'py, PyTuple>,
        keywords: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        run::within(&self.core, || function.call(arguments, keywords))
    }

    /// Ends what waits, and what will.
    fn cancel(&self) {
        self.core.cancel();
    }

    /// Whether it was cancelled.
    #[getter]
    fn is_cancelled(&self) -> bool {
        self.core.is_cancelled()
    }

    fn __repr__(&self) -> String {
        format!("Canceller(is_cancelled={})", if self.is_cancelled() { "True" } else { "False" })
    }
}

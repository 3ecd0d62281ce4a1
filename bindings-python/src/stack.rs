//! Services that run for this process, and those that a supervisor in the background runs.

use std::sync::{Arc, Mutex, PoisonError};

use portreg_core::{
    Detached as CoreDetached, DetachedReport, DownOptions, Error, ErrorCode, Identity, Registry,
    Result, Stack as Core, StackEvent,
};
use pyo3::prelude::*;

use crate::arguments::{Span, time};
use crate::block::block;
use crate::errors::told;
use crate::records::{Record, to_python};
use crate::run;

/// Services that run below this process: an iterator over what happens to them.
///
/// They end with the block, with this object, or with the process. One thread works for all of them.
#[pyclass(module = "portreg", frozen)]
pub(crate) struct Stack {
    /// None only while it is dropped.
    core: Option<Core>,
}

impl Stack {
    pub(crate) fn new(core: Core) -> Self {
        Self { core: Some(core) }
    }

    fn with<T>(&self, work: impl FnOnce(&Core) -> T) -> Option<T> {
        self.core.as_ref().map(work)
    }
}

impl Drop for Stack {
    /// To end services takes time, in which other threads of the interpreter run.
    fn drop(&mut self) {
        let core = self.core.take();
        Python::attach(|py| py.detach(|| drop(core)));
    }
}

#[pymethods]
impl Stack {
    /// The names of the services, in the order in which they start.
    #[getter]
    fn services(&self) -> Vec<&str> {
        self.core.iter().flat_map(Core::services).map(Identity::as_str).collect()
    }

    /// Whether all services have ended.
    #[getter]
    fn is_over(&self) -> bool {
        self.with(Core::is_over).unwrap_or(true)
    }

    /// Waits until all services are ready; without limit where no `timeout` is said.
    ///
    /// Raises `NotReady` with the first that is not, once all others are settled; `Timeout`.
    #[pyo3(signature = (timeout=None))]
    fn wait_ready(&self, py: Python<'_>, timeout: Option<Span>) -> PyResult<()> {
        let timeout = time(timeout.as_ref(), "timeout").map_err(run::refused(py))?;
        let mut late = None;
        let ready = run::in_slices(py, timeout, |slice| {
            match self.with(|core| core.wait_ready(Some(slice)))? {
                Err(error @ Error::Timeout { .. }) => {
                    late = Some(error);
                    None
                }
                settled => Some(settled),
            }
        })?;
        let waited_ms =
            timeout.map_or(0, |time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
        match (ready, late) {
            (None, Some(Error::Timeout { what, .. })) => {
                Err(run::refused(py)(Error::Timeout { what, waited_ms }))
            }
            _ => Ok(()),
        }
    }

    /// The next thing that happened; None where nothing does within `timeout` (without limit where nothing is said), and
    /// where all have ended.
    #[pyo3(signature = (timeout=None))]
    fn next_event(
        &self,
        py: Python<'_>,
        timeout: Option<Span>,
    ) -> PyResult<Option<Record<StackEvent>>> {
        let timeout = time(timeout.as_ref(), "timeout").map_err(run::refused(py))?;
        let event = run::in_slices(py, timeout, |slice| {
            match self.with(|core| (core.next_event(Some(slice)), core.is_over())) {
                Some((Some(event), _)) => Some(Ok(Some(event))),
                // Over may have come after the look for an event; the next slice gives what is left.
                Some((None, true)) => {
                    self.with(|core| Ok(core.next_event(Some(std::time::Duration::ZERO))))
                }
                Some((None, false)) => None,
                None => Some(Ok(None)),
            }
        })?;
        Ok(event.flatten().map(Record))
    }

    /// Asks all services to end, in reverse order, each within `grace` where that is said; returns at once.
    #[pyo3(signature = (grace=None))]
    fn close(&self, py: Python<'_>, grace: Option<Span>) -> PyResult<()> {
        let grace = time(grace.as_ref(), "grace").map_err(run::refused(py))?;
        self.with(|core| core.close(grace));
        Ok(())
    }

    /// Ends all services in reverse order, and returns when they are gone and their ports are free.
    #[pyo3(signature = (grace=None))]
    fn down(&self, py: Python<'_>, grace: Option<Span>) -> PyResult<()> {
        self.close(py, grace)?;
        let over = |slice| {
            self.with(|core| core.wait_over(Some(slice)).then_some(Ok(()))).unwrap_or(Some(Ok(())))
        };
        run::in_slices(py, None, over).map(drop)
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Record<StackEvent>>> {
        self.next_event(py, None)
    }

    fn __repr__(&self) -> String {
        format!("Stack({:?})", self.services())
    }
}

block!(Stack, |stack, py| stack.down(py, None));

/// A stack that a supervisor in the background runs: an iterator over what happens until all are ready or something is
/// not. The services run on without this object and without this process.
#[pyclass(module = "portreg", frozen)]
pub(crate) struct Detached {
    pid: u32,
    registry: Registry,
    supervisor: Arc<Mutex<Supervisor>>,
}

/// What the supervisor has told so far.
struct Supervisor {
    core: CoreDetached,
    services: Vec<Identity>,
}

impl Supervisor {
    fn next_report(&mut self) -> Option<DetachedReport> {
        let report = self.core.next_report()?;
        if let DetachedReport::Claimed { services } = &report {
            self.services.clone_from(services);
        }
        Some(report)
    }

    /// The names of the services, in the order in which they start. That they are claimed is told first.
    fn services(&mut self) -> &[Identity] {
        if self.services.is_empty() {
            self.next_report();
        }
        &self.services
    }
}

impl Detached {
    pub(crate) fn new(registry: &Registry, core: CoreDetached) -> Self {
        let supervisor = Supervisor { core, services: Vec::new() };
        Self {
            pid: supervisor.core.pid(),
            registry: registry.clone(),
            supervisor: Arc::new(Mutex::new(supervisor)),
        }
    }

    /// Asks the supervisor while others run; Ctrl-C is heard.
    fn ask<T: Send + 'static>(
        &self,
        py: Python<'_>,
        ask: impl FnOnce(&mut Supervisor) -> Result<T> + Send + 'static,
    ) -> PyResult<T> {
        let supervisor = self.supervisor.clone();
        run::wait(py, move || ask(&mut supervisor.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

#[pymethods]
impl Detached {
    /// The supervisor's process.
    #[getter]
    fn pid(&self) -> u32 {
        self.pid
    }

    /// Waits until all services are ready.
    ///
    /// Raises `NotReady` where one is not, while the others run on; what `Registry.up` raises where nothing was started.
    fn wait_ready(&self, py: Python<'_>) -> PyResult<()> {
        while self.__next__(py)?.is_some() {}
        Ok(())
    }

    /// Ends all services in reverse order, each within `grace` where that is said, and with them the supervisor; returns
    /// when they are gone and their ports are free.
    #[pyo3(signature = (grace=None))]
    fn down(&self, py: Python<'_>, grace: Option<Span>) -> PyResult<()> {
        let timeout = time(grace.as_ref(), "grace").map_err(run::refused(py))?;
        let options = DownOptions { under: false, timeout };
        let registry = self.registry.clone();
        self.ask(py, move |supervisor| {
            for name in supervisor.services().iter().rev() {
                match registry.down(Some(name.as_str()), &options) {
                    // It has ended by itself, or was not started.
                    Err(error) if error.code() == ErrorCode::NotFound => {}
                    ended => drop(ended?),
                }
            }
            Ok(())
        })
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Record<StackEvent>>> {
        loop {
            match self.ask(py, |supervisor| Ok(supervisor.next_report()))? {
                Some(DetachedReport::Claimed { .. }) => {}
                Some(DetachedReport::Event { event }) => return Ok(Some(Record(event))),
                // Also where the call is cancelled, there is none.
                Some(DetachedReport::Ready) | None => return run::not_cancelled(py).map(|()| None),
                Some(DetachedReport::NotReady { identity, message, exit_code, last_lines }) => {
                    let error = Error::NotReady { identity, message, exit_code, last_lines };
                    return Err(run::refused(py)(error));
                }
                Some(DetachedReport::Failed { code, message, data }) => {
                    return Err(told(py, &code, &message, to_python(py, &data)?)?);
                }
            }
        }
    }

    fn __repr__(&self) -> String {
        format!("Detached(pid={})", self.pid)
    }
}

//! The handle: every verb of the core is a method of the same name.

mod claiming;
mod directory;
mod keeping;
mod launching;
mod locking;
mod looking;
mod messaging;
mod observing;
mod stacks;

use std::path::PathBuf;
use std::sync::OnceLock;

use portreg_core::{OpenOptions, Registry as Core, Result};
use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::run;

/// The registry of one user on one machine, open in this process.
///
/// ``Registry()`` opens the user's own, ``Registry(path)`` the one in a file; the file is made where there is none.
/// Threads may share it, a forked child may go on with it, and pickled it is opened anew from its path. It starts no
/// thread but for stacks and for calls that wait, installs no signal handler and prints nothing.
///
/// The functions of the module `portreg` are the methods of one that is opened at first use.
///
/// All methods raise `PortregError`; its subclass says what is wrong, ``RegistryError`` that the registry itself cannot
/// be used. Times are milliseconds since the Unix epoch where a name ends in ``_ms``, and timezone-aware datetimes
/// beside that.
///
/// >>> registry.claim("shop:web").port == registry.get_port("shop:web")
/// True
#[pyclass(module = "portreg", frozen)]
#[derive(Debug, Default)]
pub(crate) struct Registry {
    core: OnceLock<Core>,
}

impl Registry {
    /// The open registry; the user's own is opened now where that has not been done.
    fn core(&self, py: Python<'_>) -> PyResult<&Core> {
        if let Some(core) = self.core.get() {
            return Ok(core);
        }
        let opened = run::run(py, Core::open)?;
        // Of two threads that came here the second gets what the first has opened.
        Ok(self.core.get_or_init(|| opened))
    }

    /// Calls a verb while other threads of the interpreter run.
    fn run<T: Send>(
        &self,
        py: Python<'_>,
        verb: impl FnOnce(&Core) -> Result<T> + Send,
    ) -> PyResult<T> {
        let core = self.core(py)?;
        run::run(py, || verb(core))
    }

    /// Calls a verb that may wait for long; Ctrl-C is heard.
    fn wait<T: Send + 'static>(
        &self,
        py: Python<'_>,
        verb: impl FnOnce(&Core) -> Result<T> + Send + 'static,
    ) -> PyResult<T> {
        let core = self.core(py)?.clone();
        run::wait(py, move || verb(&core))
    }
}

#[pymethods]
impl Registry {
    #[new]
    #[pyo3(signature = (path=None))]
    fn new(py: Python<'_>, path: Option<PathBuf>) -> PyResult<Self> {
        let core = run::run(py, || Core::open_with(&OpenOptions { path }))?;
        Ok(Self { core: OnceLock::from(core) })
    }

    /// The registry that is opened at first use.
    #[classmethod]
    fn _at_first_use(_class: &Bound<'_, PyType>) -> Self {
        Self::default()
    }

    /// Where the user's registry is, or the one that `path` names, without opening it.
    #[staticmethod]
    #[pyo3(signature = (path=None))]
    fn locate(py: Python<'_>, path: Option<PathBuf>) -> PyResult<PathBuf> {
        run::run(py, || Core::locate(path.as_deref()))
    }

    /// The registry file.
    #[getter]
    fn path(&self, py: Python<'_>) -> PyResult<PathBuf> {
        Ok(self.core(py)?.path().to_owned())
    }

    fn __repr__(&self) -> String {
        match self.core.get() {
            Some(core) => format!("Registry('{}')", core.path().display()),
            None => "Registry()".to_owned(),
        }
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyType>, (Option<PathBuf>,)) {
        (slf.get_type(), (slf.get().core.get().map(|core| core.path().to_owned()),))
    }
}

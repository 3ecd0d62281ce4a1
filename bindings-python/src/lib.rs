//! `portreg._native`: the core as Python sees it. `python/portreg/` is the package around it.

mod arguments;
mod block;
mod canceller;
mod claim;
mod errors;
mod feeds;
mod json;
mod lock;
mod logs;
mod records;
mod registry;
mod run;
mod stack;

use pyo3::prelude::*;

/// The core of portreg in this process. Private: `import portreg` has all of it.
#[pymodule]
mod _native {
    use std::ffi::OsString;
    use std::path::PathBuf;

    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::canceller::Canceller;
    #[pymodule_export]
    use crate::claim::Claim;
    #[pymodule_export]
    use crate::feeds::{EnvWatch, Subscription, Watch};
    #[pymodule_export]
    use crate::lock::LockGuard;
    #[pymodule_export]
    use crate::logs::Logs;
    #[pymodule_export]
    use crate::registry::Registry;
    #[pymodule_export]
    use crate::stack::{Detached, Stack};
    use crate::{errors, run};

    /// Runs the `portreg` command and returns its exit code.
    ///
    /// `program` is the file by which the command is started anew for what runs in the background.
    #[pyfunction]
    #[pyo3(signature = (arguments, program=None))]
    fn main(py: Python<'_>, arguments: Vec<OsString>, program: Option<PathBuf>) -> i32 {
        py.detach(|| portreg_cli::run(arguments, program))
    }

    /// The port that the configuration of a folder gives a name, without the registry: for those who go on when it
    /// cannot be used.
    #[pyfunction]
    #[pyo3(signature = (identity, dir))]
    fn configured_port(
        py: Python<'_>,
        identity: Option<&str>,
        dir: PathBuf,
    ) -> PyResult<Option<u16>> {
        run::run(py, || portreg_core::configured_port(identity, &dir))
    }

    /// The line that tells of a claim whose port is not the one that was asked for or that it had, where that is so.
    #[pyfunction]
    fn port_note(py: Python<'_>, claim: Py<Claim>) -> PyResult<Option<String>> {
        claim.get().port_note(py)
    }

    /// Whether ``PORTREG=off`` asks the adapters to stand aside.
    #[pyfunction]
    fn is_switched_off() -> bool {
        portreg_core::is_switched_off()
    }

    /// Checks a length of time as every option does, and gives it in seconds.
    #[pyfunction]
    fn seconds(py: Python<'_>, duration: crate::arguments::Span) -> PyResult<f64> {
        let read = duration.read("duration").map_err(|error| errors::raised(py, &error))?;
        Ok(read.as_secs_f64())
    }
}

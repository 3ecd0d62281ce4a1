//! Verbs that only look.

use std::path::PathBuf;

use portreg_core::{
    AvailableOptions, ConfigReport, DoctorReport, Event, FindOptions, HistoryOptions, Inference,
    Service, Status,
};
use pyo3::prelude::*;

use super::Registry;
use crate::arguments::{Moment, Port, Ranges, Since, Word, moment_ms};
use crate::feeds::Watch;
use crate::records::{Record, all};
use crate::run;

#[pymethods]
impl Registry {
    /// The service of a name or a port (``":3000"``), as it stands now. Raises `NotFound`.
    ///
    /// >>> claim = registry.claim("shop:web")
    /// >>> registry.get(f":{claim.port}").identity
    /// 'shop:web'
    fn get(&self, py: Python<'_>, target: &str) -> PyResult<Record<Service>> {
        self.run(py, |core| core.get(target)).map(Record)
    }

    /// The port of a name. Raises `NotFound`.
    ///
    /// >>> registry.claim("shop:web").port == registry.get_port("shop:web")
    /// True
    fn get_port(&self, py: Python<'_>, target: &str) -> PyResult<u16> {
        let core = self.core(py)?;
        match run::at_once(py, || core.get_port_at_once(target))? {
            Some(port) => Ok(port),
            None => run::run(py, || core.get_port(target)),
        }
    }

    /// The services that fit, in order of names. A shorter pattern stands for all names under it; all conditions must
    /// hold. Raises `InvalidPattern`; `InvalidOption` for an unknown pool.
    ///
    /// >>> claim = registry.claim("shop:web:main")
    /// >>> [service.identity for service in registry.find("shop", status="assigned")]
    /// ['shop:web:main']
    #[expect(clippy::too_many_arguments, reason = "each is a keyword in Python")]
    #[pyo3(signature = (pattern=None, *, status=None, port=None, pool=None, worktree=None, limit=None))]
    fn find(
        &self,
        py: Python<'_>,
        pattern: Option<String>,
        status: Option<Word<Status>>,
        port: Option<Port>,
        pool: Option<String>,
        worktree: Option<PathBuf>,
        limit: Option<usize>,
    ) -> PyResult<Vec<Record<Service>>> {
        let (status, port) = (status.map(|word| word.0), port.map(|port| port.0));
        let options = FindOptions { pattern, status, port, pool, worktree, limit };
        self.run(py, |core| core.find(&options)).map(all)
    }

    /// Ports that a claim could get now, lowest first: `count` of them, one where nothing is said. `range` is a port or a
    /// run. Raises `RangeExhausted`; for a single port `PortInUse` and `PortReserved`.
    ///
    /// >>> len(registry.available(count=3))
    /// 3
    #[pyo3(signature = (range=None, *, pool=None, count=None))]
    fn available(
        &self,
        py: Python<'_>,
        range: Option<Ranges>,
        pool: Option<String>,
        count: Option<usize>,
    ) -> PyResult<Vec<u16>> {
        let range = range.map(|range| range.read("range")).transpose().map_err(run::refused(py))?;
        let options = AvailableOptions { range, pool, count };
        self.run(py, |core| core.available(&options))
    }

    /// The newest events that fit, oldest first: `limit` of them, 100 where nothing is said. `since` is a datetime,
    /// milliseconds, or how long ago. Raises `InvalidPattern`.
    ///
    /// >>> claim = registry.claim("shop:web")
    /// >>> registry.history("shop", since="1h")[-1].action
    /// 'claim'
    #[pyo3(signature = (pattern=None, *, since=None, after_id=None, limit=None))]
    fn history(
        &self,
        py: Python<'_>,
        pattern: Option<String>,
        since: Option<Moment>,
        after_id: Option<i64>,
        limit: Option<usize>,
    ) -> PyResult<Vec<Record<Event>>> {
        let since_ms = moment_ms(since.as_ref(), "since").map_err(run::refused(py))?;
        let options = HistoryOptions { pattern, since_ms, after_id, limit };
        self.run(py, |core| core.history(&options)).map(all)
    }

    /// Begins to follow what happens to the registry, to the names of a pattern and those under them: from now on, from
    /// the oldest event that is kept (``since="start"``), or after an id. What retention has taken away unseen is told as
    /// a `Gap`. It waits without using the processor, and Ctrl-C is heard.
    ///
    /// Raises `InvalidPattern`; `NotFound` for a ``":PORT"`` that no service claims.
    ///
    /// >>> claim = registry.claim("shop:api")
    /// >>> with registry.watch("shop", since="start") as watch:
    /// ...     for event in watch:
    /// ...         print(event.action, event.identity)
    /// ...         break
    /// claim shop:api
    #[pyo3(signature = (pattern=None, *, since=Since::default()))]
    fn watch(&self, py: Python<'_>, pattern: Option<&str>, since: Since) -> PyResult<Watch> {
        self.run(py, |core| core.watch(pattern, since.0)).map(Watch::new)
    }

    /// The identity that a folder gives (the working folder where none is said), and where each part comes from.
    /// Raises `InvalidConfig`; `InvalidOption` where the folder cannot be used.
    ///
    /// >>> registry.infer().stack
    /// 'app'
    #[pyo3(signature = (dir=None))]
    fn infer(&self, py: Python<'_>, dir: Option<PathBuf>) -> PyResult<Record<Inference>> {
        self.run(py, |core| core.infer(dir.as_deref())).map(Record)
    }

    /// The settings in force in a folder, and where each comes from. Raises `InvalidConfig`.
    ///
    /// >>> registry.config().values["strategy"]
    /// 'sequential'
    #[pyo3(signature = (dir=None))]
    fn config(&self, py: Python<'_>, dir: Option<PathBuf>) -> PyResult<Record<ConfigReport>> {
        self.run(py, |core| core.config(dir.as_deref())).map(Record)
    }

    /// Looks for what is wrong with the configuration of a folder as a whole. Raises `InvalidConfig` with file, line and
    /// column.
    ///
    /// >>> registry.check_config()
    #[pyo3(signature = (dir=None))]
    fn check_config(&self, py: Python<'_>, dir: Option<PathBuf>) -> PyResult<()> {
        self.run(py, |core| core.check_config(dir.as_deref()))
    }

    /// Looks whether everything is as it should be; with `fix` mends what can be mended.
    ///
    /// >>> registry.doctor().ok
    /// True
    #[pyo3(signature = (*, fix=false))]
    fn doctor(&self, py: Python<'_>, fix: bool) -> PyResult<Record<DoctorReport>> {
        self.wait(py, move |core| core.doctor(fix)).map(Record)
    }

    /// Everything that is wrong with the registry file itself, in sentences; nothing where it is whole.
    ///
    /// >>> registry.check()
    /// []
    fn check(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        self.run(py, portreg_core::Registry::check)
    }
}

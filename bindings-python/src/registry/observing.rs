//! Verbs that look at the machine, and what they may do about it.

use portreg_core::{
    AdoptTarget, Conflict, KillOptions, Killed, Listener, ListenerOptions, PortReport, StatusReport,
};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use super::Registry;
use crate::arguments::{Port, Span, time};
use crate::claim::Claim;
use crate::records::{Record, all};
use crate::run;

#[pymethods]
impl Registry {
    /// Who listens on which port, by port: every process of this machine as far as this user may see it, and the service
    /// that each is. `all` shows UDP sockets too; `sockets_only` looks up no processes, which is many times faster.
    ///
    /// Raises `Unsupported` where the system does not tell who listens.
    ///
    /// >>> claim = registry.claim("shop:web", range="24100-24199")
    /// >>> with claim.socket():
    /// ...     [listener.identity for listener in registry.listeners(port=claim.port)]
    /// ['shop:web']
    #[pyo3(signature = (*, port=None, all=false, sockets_only=false))]
    fn listeners(
        &self,
        py: Python<'_>,
        port: Option<Port>,
        all: bool,
        sockets_only: bool,
    ) -> PyResult<Vec<Record<Listener>>> {
        let options = ListenerOptions { port: port.map(|port| port.0), all, sockets_only };
        self.run(py, |core| core.listeners(&options)).map(crate::records::all)
    }

    /// Where the registry and the machine disagree, in order of names. Raises `InvalidPattern`, `Unsupported`.
    ///
    /// >>> registry.conflicts("shop")
    /// []
    #[pyo3(signature = (pattern=None))]
    fn conflicts(&self, py: Python<'_>, pattern: Option<&str>) -> PyResult<Vec<Record<Conflict>>> {
        self.run(py, |core| core.conflicts(pattern)).map(all)
    }

    /// Why a port is as it is: everything that is to be said of it, and what can be done. Raises `InvalidConfig`,
    /// `Unsupported`.
    ///
    /// >>> claim = registry.claim("shop:web")
    /// >>> registry.explain(claim.port).service == registry.get("shop:web")
    /// True
    fn explain(&self, py: Python<'_>, port: Port) -> PyResult<Record<PortReport>> {
        self.run(py, |core| core.explain(port.0)).map(Record)
    }

    /// Frees a port: ends the own listeners of a service, or who listens on a port (``":3000"``), with all that descends
    /// from them. They have `grace` (5 s) to end by themselves. `force` ends also what listens for a service of another
    /// folder or project; `dry_run` only shows who it would be.
    ///
    /// Raises `NotFound` where nobody listens; `PortInUse` where a stranger listens on the port of the service, or who
    /// listens may not be ended; `NotOwner`.
    ///
    /// >>> claim = registry.claim("shop:web")
    /// >>> registry.kill("shop:web")
    /// Traceback (most recent call last):
    /// portreg.NotFound: ...
    #[pyo3(signature = (target, *, force=false, dry_run=false, grace=None))]
    fn kill(
        &self,
        py: Python<'_>,
        target: String,
        force: bool,
        dry_run: bool,
        grace: Option<Span>,
    ) -> PyResult<Record<Killed>> {
        let grace = time(grace.as_ref(), "grace").map_err(run::refused(py))?;
        let grace = grace.unwrap_or(KillOptions::default().grace);
        let options = KillOptions { force, dry_run, grace };
        self.wait(py, move |core| core.kill(&target, &options)).map(Record)
    }

    /// Makes a service of a listener that runs already, without restart: of who listens on `port`, or of the process
    /// `pid`, which then owns the claim.
    ///
    /// Raises `NotFound` where nobody listens; `InvalidOption` where the process listens on no port or on several;
    /// `IdentityHeld`; `PortInUse`.
    ///
    /// >>> import socket
    /// >>> with socket.create_server(("127.0.0.1", 0)) as server:
    /// ...     port = server.getsockname()[1]
    /// ...     registry.adopt("shop:web", port=port).port == port
    /// True
    #[pyo3(signature = (identity, *, port=None, pid=None))]
    fn adopt(
        &self,
        py: Python<'_>,
        identity: &str,
        port: Option<Port>,
        pid: Option<u32>,
    ) -> PyResult<Claim> {
        let target = match (port, pid) {
            (Some(port), None) => AdoptTarget::Port(port.0),
            (None, Some(pid)) => AdoptTarget::Pid(pid),
            _ => return Err(PyTypeError::new_err("adopt() needs a port or a pid, and not both")),
        };
        let claim = self.run(py, |core| core.adopt(identity, target))?;
        Ok(Claim::new(self.core(py)?, claim))
    }

    /// The registry and the machine side by side: services, listeners, conflicts, pools, and the order in which
    /// configured services start and stop. Raises `InvalidPattern`, `InvalidConfig`, `Unsupported`.
    ///
    /// >>> claim = registry.claim("shop:web")
    /// >>> len(registry.status("shop").services)
    /// 1
    #[pyo3(signature = (pattern=None))]
    fn status(&self, py: Python<'_>, pattern: Option<&str>) -> PyResult<Record<StatusReport>> {
        self.run(py, |core| core.status(pattern)).map(Record)
    }
}

//! Verbs that look at the machine, and what they may do about it.

use super::Registry;
use crate::error::Result;
use crate::model::{
    AdoptTarget, Claim, Conflict, KillOptions, Killed, Listener, ListenerOptions, PortReport,
    StatusReport,
};

impl Registry {
    /// Who listens on which port, by port: every process of this machine as far as this user may see
    /// it, and the service that each is.
    ///
    /// No subprocess is started, and processes are looked up for the listeners alone.
    ///
    /// # Errors
    ///
    /// `UNSUPPORTED` where the system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::ListenerOptions;
    ///
    /// # let range = portreg_core::ClaimOptions { range: "23800-23899".parse().ok(), ..Default::default() };
    /// # registry.claim_with("shop:web", &range)?;
    /// let claim = registry.claim("shop:web")?;
    /// let _sockets = claim.listen()?;
    /// let options = ListenerOptions { port: Some(claim.port), ..ListenerOptions::default() };
    /// let found = registry.listeners(&options)?;
    /// assert_eq!(found[0].pid, Some(std::process::id()));
    /// assert_eq!(found[0].identity.as_ref(), Some(&claim.identity));
    ///
    /// // Ports and addresses alone ask nobody about processes.
    /// let bare = registry.listeners(&ListenerOptions { sockets_only: true, ..options })?;
    /// assert_eq!((bare[0].port, bare[0].pid), (claim.port, None));
    /// assert_eq!(bare[0].addresses, found[0].addresses);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn listeners(&self, options: &ListenerOptions) -> Result<Vec<Listener>> {
        self.observer().listeners(options)
    }

    /// Where the registry and the machine disagree, in order of names; of all services where no
    /// pattern is said.
    ///
    /// Strangers on the ports of services are noted in the history, once for each change.
    ///
    /// # Errors
    ///
    /// `INVALID_PATTERN`; `UNSUPPORTED` where the system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// registry.claim("shop:web")?;
    /// assert!(registry.conflicts(Some("shop"))?.is_empty());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn conflicts(&self, pattern: Option<&str>) -> Result<Vec<Conflict>> {
        self.observer().conflicts(pattern)
    }

    /// Why a port is as it is: everything that is to be said of it, and what can be done.
    ///
    /// # Errors
    ///
    /// `INVALID_CONFIG` where a configuration file that applies is wrong; `UNSUPPORTED` where the
    /// system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::PortState;
    ///
    /// # let range = portreg_core::ClaimOptions { range: "23600-23699".parse().ok(), ..Default::default() };
    /// # registry.claim_with("shop:web", &range)?;
    /// let claim = registry.claim("shop:web")?;
    /// let report = registry.explain(claim.port)?;
    /// assert_eq!(report.state, PortState::Claimed);
    /// assert!(report.reasons[0].sentence.contains("shop:web"));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn explain(&self, port: u16) -> Result<PortReport> {
        self.observer().explain(port)
    }

    /// Frees a port: ends the own listeners of a service, or who listens on a port (`:3000`), with all
    /// that descends from them. Returns when the port can be bound, or after 2 s more.
    ///
    /// Of several processes that hold the socket those are ended that share session or process group
    /// with the oldest of them; the others merely inherited it, are left alone and named. Never
    /// another user's process, pid 1, this process and its ancestors, or a container's proxy.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` where nobody listens; `PORT_IN_USE` where a stranger listens on the port of the
    /// service, or who listens may not be ended; `NOT_OWNER` where who listens on a port is a service
    /// of another folder or project, unless forced; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::KillOptions;
    ///
    /// # let range = portreg_core::ClaimOptions { range: "23700-23799".parse().ok(), ..Default::default() };
    /// # registry.claim_with("shop:web", &range)?;
    /// registry.claim("shop:web")?;
    /// let error = registry.kill("shop:web", &KillOptions::default()).unwrap_err();
    /// assert_eq!(error.code().as_str(), "NOT_FOUND"); // nobody listens on its port
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn kill(&self, target: &str, options: &KillOptions) -> Result<Killed> {
        let result = self.observer().kill(target, options);
        self.claims().audited("kill", target, result)
    }

    /// Makes a service of a listener that runs already, without restart: the process becomes the owner
    /// of the claim. One whose process cannot be seen gets no owner, and the claim is persistent.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` where nobody listens; `INVALID_OPTION` where the process does not run or listens on
    /// no port or on several; `IDENTITY_HELD` where another process holds the name; `PORT_IN_USE` where
    /// the port is another service's; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::AdoptTarget;
    ///
    /// let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    /// let port = server.local_addr().unwrap().port();
    /// let claim = registry.adopt("shop:web", AdoptTarget::Port(port))?;
    /// assert_eq!(claim.port, port);
    /// assert_eq!(registry.get("shop:web")?.pid, Some(std::process::id()));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn adopt(&self, identity: &str, target: AdoptTarget) -> Result<Claim> {
        let result = self.claims().adopt(&identity.parse()?, target);
        self.claims().audited("adopt", identity, result)
    }

    /// The registry and the machine side by side: services, listeners, conflicts, pools, and the order
    /// in which configured services start and stop.
    ///
    /// # Errors
    ///
    /// `INVALID_PATTERN`; `INVALID_CONFIG`; `UNSUPPORTED` where the system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// registry.claim("shop:web")?;
    /// let status = registry.status(None)?;
    /// assert_eq!(status.services.len(), 1);
    /// assert!(status.pools.iter().any(|pool| pool.name == "dev"));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn status(&self, pattern: Option<&str>) -> Result<StatusReport> {
        self.observer().status(pattern)
    }
}

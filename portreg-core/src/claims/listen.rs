//! Bound, listening sockets for a claim, so that nobody can come between.

use std::net::TcpListener;

use crate::error::{Error, Result};
use crate::machine::sockets;
use crate::model::{Claim, ReasonCode};

impl Claim {
    /// Sockets that are bound and listen on 127.0.0.1 and, where the machine has IPv6, ::1.
    ///
    /// Hand them to the server; they are closed on exec.
    ///
    /// # Errors
    ///
    /// `PORT_IN_USE` where somebody has the port on either address; none of them is kept then.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// # let range = portreg_core::ClaimOptions { range: "23900-23999".parse().ok(), ..Default::default() };
    /// # registry.claim_with("shop:web", &range)?;
    /// let claim = registry.claim("shop:web")?;
    /// let sockets = claim.listen()?;
    /// assert_eq!(sockets[0].local_addr().unwrap().port(), claim.port);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn listen(&self) -> Result<Vec<TcpListener>> {
        sockets::listen(self.port, sockets::BACKLOG).map_err(|error| Error::PortInUse {
            port: self.port,
            reason: ReasonCode::Listening,
            identity: Some(self.identity.clone()),
            holder: None,
            message: format!(
                "{port} cannot be listened on for {identity} ({error}); `portreg explain {port}` says who has it",
                port = self.port,
                identity = self.identity,
            ),
        })
    }
}

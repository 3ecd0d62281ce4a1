//! `adopt`: a listener that runs already becomes the service of a name, without restart.

use serde_json::Map;

use super::Claims;
use super::asker::Asker;
use crate::error::{Error, Result};
use crate::machine::{process, sockets};
use crate::model::{AdoptTarget, Claim, ClaimOptions, Identity, OwnerOption, Protocol, Sought};

impl Claims<'_> {
    /// Gives a name to who listens on a port, or to a process that listens.
    pub(crate) fn adopt(&self, identity: &Identity, target: AdoptTarget) -> Result<Claim> {
        let (port, pid) = match target {
            AdoptTarget::Port(port) => (port, self.oldest_on(port)?),
            AdoptTarget::Pid(pid) => (port_of(pid)?, Some(pid)),
        };
        let asked = ClaimOptions { port: vec![port], strict: true, ..ClaimOptions::default() };
        let claim = match pid {
            Some(pid) => {
                let options = ClaimOptions { dir: process::cwd_of(pid), ..asked };
                let asker = self.asker(OwnerOption::Pid(pid))?;
                self.claim_for(identity, &options, Asker { adopts: true, ..asker })?
            }
            // Whose process it is cannot be seen, so nobody can tell when it ends.
            None => {
                let options = ClaimOptions { persistent: Some(true), ..asked };
                let asker = Asker { adopts: true, ..self.asker(OwnerOption::None)? };
                self.claim_for(identity, &options, asker)?
            }
        };
        self.record_change("adopt", identity, Some(port), pid, Map::new())?;
        Ok(claim)
    }

    /// Of those who listen on a port the process that started first; none where none can be seen.
    fn oldest_on(&self, port: u16) -> Result<Option<u32>> {
        let listening = self.system.listening_on(port);
        if listening.is_empty() {
            return Err(Error::NotFound {
                what: format!("nobody listens on {port}; `portreg explain {port}` says more"),
                sought: Sought::Listener(port),
            });
        }
        let keys = listening.iter().filter_map(|one| self.system.key_of(one.pid?));
        let own = keys.filter(|key| self.system.is_own_user(key.pid));
        Ok(own.min_by_key(|key| (key.start_ticks, key.pid)).map(|key| key.pid))
    }
}

/// The one port on which a process listens.
fn port_of(pid: u32) -> Result<u16> {
    let invalid = |message: String| Err(Error::option("pid", message));
    if process::key_of(pid).is_none() {
        return invalid(format!("no process {pid} runs here; give the pid of one that does"));
    }
    let sockets = sockets::listening(Protocol::Tcp).unwrap_or_default();
    let mut ports: Vec<u16> = sockets
        .iter()
        .filter(|socket| sockets::holds(pid, &[socket.inode]))
        .map(|socket| socket.port)
        .collect();
    ports.sort_unstable();
    ports.dedup();
    match ports.as_slice() {
        [port] => Ok(*port),
        [] => {
            invalid(format!("the process {pid} listens on no port; `portreg ports` lists who does"))
        }
        several => {
            let all = several.iter().map(|port| format!(":{port}")).collect::<Vec<_>>().join(", ");
            invalid(format!("the process {pid} listens on several ports; give one of {all}"))
        }
    }
}

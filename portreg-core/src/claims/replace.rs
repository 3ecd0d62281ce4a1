//! `on_conflict: replace`: ends the holder, where that is safe, so that the name can be taken over.

use std::time::{Duration, Instant};

use super::Claims;
use super::asker::Asker;
use super::claim::url;
use super::standing::{judge, own_listeners, owner_lives};
use crate::error::{Error, Result};
use crate::machine::process;
use crate::machine::sockets::Probe;
use crate::model::{Identity, ProcessKey};
use crate::store::ServiceRow;

/// How long an ended process has to go by itself.
const GRACE: Duration = Duration::from_secs(5);
/// How long the port may take to be free after that.
const FREED_WITHIN: Duration = Duration::from_secs(2);

impl Claims<'_> {
    /// Ends whoever holds the name: what portreg started for it, else what of the owner's tree, or
    /// of this service's folder, listens on its port.
    pub(super) fn replace(&self, identity: &Identity, asker: Asker) -> Result<()> {
        let Some(row) = self.store.read(|reader| reader.service(identity.as_str()))? else {
            return Ok(());
        };
        let judgement = judge(self.system, &row.claim, &asker.key);
        let Some(holder) = judgement.holder().cloned() else { return Ok(()) };
        let refuse = |why: &str| Error::IdentityHeld {
            identity: identity.clone(),
            holder: Some(Box::new(holder.clone())),
            url: row.claim.port.map(|port| url(row.claim.host.as_deref(), port)),
            why: Some(why.to_owned()),
        };
        let targets = self.replaceable(&row);
        if targets.is_empty() {
            return Err(refuse(
                "it was not started by portreg and nothing of it listens on the port, so it is not ended; end it yourself, or use --on-conflict next",
            ));
        }
        for target in &targets {
            if let Some(why) = self.untouchable(target, asker) {
                return Err(refuse(why));
            }
        }
        let spare = |pid: u32| {
            pid == asker.key.pid
                || self
                    .system
                    .key_of(pid)
                    .is_some_and(|key| self.system.is_ancestor(&key, asker.key.pid))
        };
        let ended = process::end(&targets, spare, GRACE);
        let call = self.call(self.config(None)?.retention.history.count);
        let details = serde_json::json!({ "ended": ended });
        self.store.write(|writer| {
            let mut event = call.event("replace");
            event.identity = Some(identity);
            event.port = row.claim.port;
            event.details = Some(details);
            let generation = writer.record(&event, call.keep)?;
            let now = writer.service(identity.as_str())?;
            if let Some(mut now) = now.filter(|now| now.claim.generation == row.claim.generation) {
                now.claim.owner = None;
                now.claim.child = None;
                now.claim.generation = generation;
                now.claim.expires_at_ms = Some(call.at_ms);
                now.claim.persistent = false;
                writer.save(&now)?;
            }
            Ok(())
        })?;
        match row.claim.port {
            Some(port) if !self.freed(port) => Err(refuse(
                "it was ended and another process has the port by now; claim again to get another one",
            )),
            _ => Ok(()),
        }
    }

    /// The error for a holder that is started again whenever it is ended.
    pub(super) fn comes_back(&self, identity: &Identity) -> Error {
        let why = "it was ended and started again by somebody, three times; end what starts it"
            .to_owned();
        Error::IdentityHeld { identity: identity.clone(), holder: None, url: None, why: Some(why) }
    }

    /// What may be ended for the name.
    fn replaceable(&self, row: &ServiceRow) -> Vec<ProcessKey> {
        if let Some(child) =
            row.claim.child.filter(|child| self.system.key_of(child.pid) == Some(*child))
        {
            return vec![child];
        }
        let lives = owner_lives(self.system, &row.claim, self.system.now_ms());
        // Old listeners of this user in the service's folder count even while the owner lives.
        let mut own = own_listeners(self.system, &row.claim, lives);
        own.extend(own_listeners(self.system, &row.claim, false));
        own.sort_unstable();
        own.dedup();
        own.into_iter().filter_map(|pid| self.system.key_of(pid)).collect()
    }

    /// Why a process is never ended by `replace`.
    fn untouchable(&self, key: &ProcessKey, asker: Asker) -> Option<&'static str> {
        if key.pid == 1 {
            return Some("it is the first process of the system, which is never ended");
        }
        if key.pid == asker.key.pid || key.pid == self.system.current().pid {
            return Some("it is the process that asks");
        }
        if self.system.is_ancestor(key, asker.key.pid)
            || self.system.is_ancestor(key, self.system.current().pid)
        {
            return Some("it is an ancestor of the process that asks, which is never ended");
        }
        if !self.system.is_own_user(key.pid) {
            return Some("it belongs to another user");
        }
        if process::is_session_leader(key.pid) && process::has_terminal(key.pid) {
            return Some("it is a shell with a terminal, which is never ended");
        }
        None
    }

    fn freed(&self, port: u16) -> bool {
        let deadline = Instant::now() + FREED_WITHIN;
        while self.system.probe(port) == Probe::Busy {
            if Instant::now() > deadline {
                return false;
            }
            // The kernel closes the sockets of a killed process a moment after it is gone.
            std::thread::sleep(Duration::from_millis(2));
        }
        true
    }
}

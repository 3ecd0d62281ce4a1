//! `kill`: frees a port by ending who listens on it, and nobody else.

use std::collections::HashSet;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;

use super::Observer;
use super::conflicts::told;
use super::sight::{Explained, Seen};
use crate::claims::{Standing, descends, judge, owner_lives};
use crate::error::{Error, Result};
use crate::machine::process;
use crate::machine::sockets::{self, Probe};
use crate::model::{
    Ended, Holder, Identity, KillOptions, Killed, ProcessKey, Protocol, ReasonCode, Signal, Sought,
    Target,
};
use crate::store::{ClaimRow, ServiceRow};
use crate::wording::{PortFact, who};

/// How long the port may take to be free after its processes are gone.
const FREED_WITHIN: Duration = Duration::from_secs(2);

/// Who is to be ended and who is not.
#[derive(Debug, Default)]
struct Hit {
    targets: Vec<ProcessKey>,
    spared: Vec<ProcessKey>,
}

impl Observer<'_> {
    /// Ends who listens for a service, or on a port (`:3000`).
    pub(crate) fn kill(&self, target: &str, options: &KillOptions) -> Result<Killed> {
        match target.parse::<Target>()? {
            Target::Name(identity) => self.kill_service(&identity, options),
            Target::Port(port) => self.kill_port(port, options),
        }
    }

    fn kill_service(&self, identity: &Identity, options: &KillOptions) -> Result<Killed> {
        let row = self.claims.service_row(identity)?;
        let Some(port) = row.claim.port else {
            let what = format!("{identity} has no port to listen on");
            return Err(Error::NotFound { what, sought: Sought::Service(identity.clone()) });
        };
        let seen = self.look(Protocol::Tcp, Some(port))?;
        if let Some(adopted) = seen.first().filter(|_| row.claim.adopted) {
            let name = told(&adopted.listener, self.claims.system.now_ms());
            let why = "was adopted without being seen and is never ended";
            return Err(untouchable(port, adopted.listener.holder(), &name, why));
        }
        let own: Vec<&Seen> = seen.iter().filter(|seen| seen.explained == Explained::Own).collect();
        if own.is_empty() {
            return Err(match seen.first() {
                None => Error::NotFound {
                    what: format!("nobody listens on {port}, the port of {identity}"),
                    sought: Sought::Listener(port),
                },
                Some(stranger) => self.stranger(identity, port, stranger),
            });
        }
        self.end(port, Some(identity), &own, options)
    }

    fn stranger(&self, identity: &Identity, port: u16, stranger: &Seen) -> Error {
        let holder = stranger.listener.holder();
        let fact = PortFact::new(port, ReasonCode::Listening).by(holder.clone());
        let sentence = fact.sentence(self.claims.system.now_ms());
        let way = match stranger.ours && stranger.listener.container.is_none() {
            true => format!("`portreg kill :{port}` ends who listens there"),
            false => format!("`portreg explain {port}` says what can be done"),
        };
        let message = format!("{sentence}, which is not of {identity}; {way}");
        in_use(port, ReasonCode::Listening, Some(identity), holder, message)
    }

    fn kill_port(&self, port: u16, options: &KillOptions) -> Result<Killed> {
        let seen = self.look(Protocol::Tcp, Some(port))?;
        if seen.is_empty() {
            let what = format!("nobody listens on {port}; `portreg explain {port}` says more");
            return Err(Error::NotFound { what, sought: Sought::Listener(port) });
        }
        let row = match seen.iter().find(|seen| seen.is_explained()) {
            Some(own) => own.listener.identity.as_ref(),
            None => None,
        };
        let row = row.map(|identity| self.claims.service_row(identity)).transpose()?;
        if let Some(row) = row.as_ref().filter(|_| !options.force) {
            self.refuse_foreign(row)?;
        }
        let all: Vec<&Seen> = seen.iter().collect();
        self.end(port, row.as_ref().map(|row| &row.claim.identity), &all, options)
    }

    /// Refuses what is never ended, whoever asks.
    fn refuse_untouchable(&self, port: u16, seen: &[&Seen], hit: &Hit) -> Result<()> {
        let now_ms = self.claims.system.now_ms();
        if let Some(proxy) = seen.iter().find(|seen| seen.listener.container.is_some()) {
            return Err(self.container(port, proxy));
        }
        if let Some(unseen) = seen.iter().find(|seen| seen.listener.pid.is_none()) {
            let name = told(&unseen.listener, now_ms);
            return Err(untouchable(port, None, &name, "cannot be ended from here"));
        }
        for key in &hit.targets {
            if let Some(why) = why_not(key) {
                let holder = process::holder(key.pid);
                let name = who(&holder, now_ms);
                return Err(untouchable(port, Some(holder), &name, why));
            }
        }
        Ok(())
    }

    fn container(&self, port: u16, proxy: &Seen) -> Error {
        let holder = proxy.listener.holder();
        let fact = PortFact::new(port, ReasonCode::Container);
        let fact = fact.by(holder.clone()).with(proxy.listener.container.clone());
        let message = format!(
            "{}; `docker ps --filter publish={port}` names it, `docker stop` ends it",
            fact.sentence(self.claims.system.now_ms())
        );
        in_use(port, ReasonCode::Container, None, holder, message)
    }

    /// What another project, or another owner, has registered is ended by its name alone.
    fn refuse_foreign(&self, row: &ServiceRow) -> Result<()> {
        let system = self.claims.system;
        let me = system.current();
        let judgement = judge(system, &row.claim, &me);
        let Standing::Other(holder) = &judgement.standing else { return Ok(()) };
        if judgement.held_by.is_some_and(|key| descends(system, &key, &me)) {
            return Ok(());
        }
        if self.is_of_here(&row.claim) {
            return Ok(());
        }
        Err(Error::NotOwner {
            identity: row.claim.identity.clone(),
            for_ms: holder.started_at_ms.map(|since| system.now_ms() - since),
            holder: Box::new(holder.clone()),
        })
    }

    /// Whether a claim is of the folder that this process works in, and of its project where it has an
    /// owner that lives.
    fn is_of_here(&self, row: &ClaimRow) -> bool {
        let Some(root) = row.worktree.as_deref().or(row.dir.as_deref()).map(Path::new) else {
            return false;
        };
        let inside = std::env::current_dir().is_ok_and(|here| here.starts_with(root));
        let owned = owner_lives(self.claims.system, row, self.claims.system.now_ms());
        let project =
            || self.claims.infer(None).is_ok_and(|here| here.project == row.identity.project());
        inside && (!owned || project())
    }

    /// Of those who hold the listening sockets: who shares session or group with the oldest of them,
    /// and who merely inherited the socket.
    fn hit(&self, seen: &[&Seen]) -> Hit {
        let mut hit = Hit::default();
        for one in seen {
            let inodes: Vec<u64> = one.sockets.iter().map(|socket| socket.inode).collect();
            let pids = sockets::holders_of(&inodes);
            let mut holders: Vec<ProcessKey> =
                pids.into_iter().filter_map(process::key_of).collect();
            holders.sort_by_key(|key| (key.start_ticks, key.pid));
            let Some(oldest) = holders.first().copied() else { continue };
            for key in holders {
                let shares = process::session_of(key.pid) == process::session_of(oldest.pid)
                    || process::group_of(key.pid) == process::group_of(oldest.pid);
                let list = if shares { &mut hit.targets } else { &mut hit.spared };
                if !list.contains(&key) {
                    list.push(key);
                }
            }
        }
        hit.spared.retain(|key| !hit.targets.contains(key));
        hit
    }

    fn end(
        &self,
        port: u16,
        identity: Option<&Identity>,
        seen: &[&Seen],
        options: &KillOptions,
    ) -> Result<Killed> {
        let hit = self.hit(seen);
        self.refuse_untouchable(port, seen, &hit)?;
        let spared: Vec<Holder> = hit.spared.iter().map(|key| process::holder(key.pid)).collect();
        let line: HashSet<u32> = own_line();
        let alone: HashSet<u32> = hit.spared.iter().map(|key| key.pid).chain(line).collect();
        let spare = |pid: u32| alone.contains(&pid);
        if options.dry_run {
            let roots: Vec<u32> = hit.targets.iter().map(|key| key.pid).collect();
            let below = process::descend(&roots, spare);
            let ended = hit.targets.iter().chain(&below).map(|key| Ended {
                pid: key.pid,
                name: process::holder(key.pid).name,
                signal: Signal::Term,
            });
            return Ok(Killed { port, ended: ended.collect(), spared });
        }
        let ended = process::end(&hit.targets, spare, options.grace);
        let details = json!({ "ended": ended, "spared": spared });
        self.claims.record("kill", identity, Some(port), details)?;
        wait_free(port);
        Ok(Killed { port, ended, spared })
    }
}

/// Why a process is never ended.
fn why_not(key: &ProcessKey) -> Option<&'static str> {
    let me = process::current();
    if key.pid == 1 {
        return Some("is the first process of the system and never ended");
    }
    if *key == me {
        return Some("is this process itself");
    }
    if process::is_ancestor(key, me.pid) {
        return Some("is an ancestor of this process and never ended");
    }
    if process::user_of(key.pid) != Some(process::own_user()) {
        return Some("belongs to another user");
    }
    None
}

fn untouchable(port: u16, holder: Option<Holder>, name: &str, why: &str) -> Error {
    let message = format!(
        "{port} is in use by {name}, which {why}; `portreg explain {port}` says what can be done"
    );
    in_use(port, ReasonCode::Listening, None, holder, message)
}

fn in_use(
    port: u16,
    reason: ReasonCode,
    identity: Option<&Identity>,
    holder: Option<Holder>,
    message: String,
) -> Error {
    let holder = holder.map(Box::new);
    Error::PortInUse { port, reason, identity: identity.cloned(), holder, message }
}

/// This process and its ancestors.
fn own_line() -> HashSet<u32> {
    let me = std::process::id();
    process::ancestors_of(me).iter().map(|key| key.pid).chain([me]).collect()
}

/// Waits until the port can be bound; the kernel closes the sockets of a killed process a moment after
/// it is gone.
fn wait_free(port: u16) -> bool {
    let deadline = Instant::now() + FREED_WITHIN;
    while sockets::probe(port) == Probe::Busy {
        if Instant::now() > deadline {
            return false;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    true
}

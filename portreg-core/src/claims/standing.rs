//! How a claim stands, seen by one process: held by whom, without owner, or ended.

use std::path::Path;

use super::system::{Listening, System};
use crate::machine::process::Liveness;
use crate::model::{Holder, ProcessKey};
use crate::store::{ClaimRow, Owner};

/// How long the owner on another machine or in another pid namespace counts as alive after it was
/// last seen: it cannot be judged from here.
pub(crate) const LEASE_MS: i64 = 60_000;

/// What is there: the second column of the decision table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Standing {
    /// Held by the process that asks.
    Caller,
    /// Held by an ancestor of it.
    Ancestor(Holder),
    /// Held by another process.
    Other(Holder),
    /// No owner, not ended; perhaps a stranger listens on its port.
    Unowned(Option<Stranger>),
    /// Ended; perhaps a stranger listens on its port.
    Ended(Option<Stranger>),
}

/// Somebody on the port who is not of the service. Unseen where it is another user's process.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stranger(pub(crate) Option<Holder>);

/// A standing, and the own listener that was seen on the way.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judgement {
    pub(crate) standing: Standing,
    /// The process of the service that listens on its port.
    pub(crate) listener: Option<u32>,
    /// Who holds it, as an integer; none where nobody does.
    pub(crate) held_by: Option<ProcessKey>,
}

impl Judgement {
    /// The process that holds the claim, where one does.
    pub(crate) fn holder(&self) -> Option<&Holder> {
        match &self.standing {
            Standing::Ancestor(holder) | Standing::Other(holder) => Some(holder),
            Standing::Caller | Standing::Unowned(_) | Standing::Ended(_) => None,
        }
    }

    /// Whether somebody who is not of the service listens on its port.
    pub(crate) fn has_stranger(&self) -> bool {
        matches!(self.standing, Standing::Unowned(Some(_)) | Standing::Ended(Some(_)))
    }
}

/// Judges a claim for the process `subject`.
pub(crate) fn judge(system: &dyn System, row: &ClaimRow, subject: &ProcessKey) -> Judgement {
    let now = system.now_ms();
    let alive = owner_lives(system, row, now);
    let over = is_over(row, now);
    let by_owner = |owner: &Owner, listener| Judgement {
        standing: seen_by(system, &owner.key, owner.holder(), subject),
        listener,
        held_by: Some(owner.key),
    };
    let owner = row.owner.as_ref().filter(|_| alive);
    if let Some(owner) = owner.filter(|_| !over) {
        return by_owner(owner, None);
    }
    let all = row.port.map(|port| system.listening_on(port)).unwrap_or_default();
    let own: Vec<u32> = own_among(system, row, &all, alive).collect();
    // Time never ends a claim on whose port anything listens.
    if let Some(owner) = owner.filter(|_| !all.is_empty()) {
        return by_owner(owner, own.first().copied());
    }
    if let Some(judgement) = nearest(system, &own, subject) {
        return judgement;
    }
    let stranger = all.first().map(|first| Stranger(first.pid.map(|pid| system.holder(pid))));
    let standing = match &row.owner {
        Some(_) if row.persistent => Standing::Unowned(stranger),
        None if !over || stranger.is_some() => Standing::Unowned(stranger),
        _ => Standing::Ended(stranger),
    };
    Judgement { standing, listener: None, held_by: None }
}

/// The claim as its own listeners hold it: where several share the socket, as a server and what it
/// forked do, the one that is nearest to who asks counts.
fn nearest(system: &dyn System, own: &[u32], subject: &ProcessKey) -> Option<Judgement> {
    let mut found: Option<Judgement> = None;
    for pid in own {
        let holder = system.holder(*pid);
        let key = system.key_of(*pid);
        let standing = match &key {
            Some(key) => seen_by(system, key, holder, subject),
            None => Standing::Other(holder),
        };
        let judgement = Judgement { standing, listener: Some(*pid), held_by: key };
        match (&judgement.standing, &found) {
            (Standing::Caller, _) => return Some(judgement),
            (Standing::Ancestor(_), _) | (_, None) => found = Some(judgement),
            _ => {}
        }
    }
    found
}

/// Whether a process of this machine that may be another one's descendant is one.
pub(crate) fn descends(system: &dyn System, key: &ProcessKey, from: &ProcessKey) -> bool {
    is_near(key, from) && system.is_ancestor(from, key.pid)
}

/// Whether the pids of both are told by the same list.
fn is_near(one: &ProcessKey, other: &ProcessKey) -> bool {
    (one.machine, one.boot, one.namespace) == (other.machine, other.boot, other.namespace)
}

/// Whether the time of a claim is over; that of a persistent one never is.
pub(crate) fn is_over(row: &ClaimRow, now: i64) -> bool {
    !row.persistent && row.expires_at_ms.is_some_and(|at| at <= now)
}

/// Whether the owner lives, as far as that can be told from here.
pub(crate) fn owner_lives(system: &dyn System, row: &ClaimRow, now: i64) -> bool {
    row.owner.as_ref().is_some_and(|owner| match system.liveness(&owner.key) {
        Liveness::Alive => true,
        Liveness::Dead => false,
        Liveness::Unknown => now < row.last_seen_ms.saturating_add(LEASE_MS),
    })
}

/// Whether the owner cannot be judged from here: the time when it was last seen is its lease then,
/// which its own use renews and nobody who looks.
pub(crate) fn is_leased(system: &dyn System, row: &ClaimRow) -> bool {
    let owner = row.owner.as_ref();
    owner.is_some_and(|owner| system.liveness(&owner.key) == Liveness::Unknown)
}

fn seen_by(
    system: &dyn System,
    key: &ProcessKey,
    holder: Holder,
    subject: &ProcessKey,
) -> Standing {
    if key == subject {
        return Standing::Caller;
    }
    match descends(system, subject, key) {
        true => Standing::Ancestor(holder),
        false => Standing::Other(holder),
    }
}

/// The first own listener of a service, where `seen` listens on its port: of each socket one holder,
/// and all of them only where that one is not the service's.
pub(crate) fn own_listener(
    system: &dyn System,
    row: &ClaimRow,
    seen: &[Listening],
    owner_lives: bool,
) -> Option<u32> {
    let port = row.port.filter(|_| !seen.is_empty())?;
    let own = |all: &[Listening]| own_among(system, row, all, owner_lives).next();
    own(seen).or_else(|| own(&system.listening_on(port)))
}

/// Of processes that hold a listening socket on a service's port the first that is an own listener.
pub(crate) fn own_of(
    system: &dyn System,
    row: &ClaimRow,
    pids: &[u32],
    owner_lives: bool,
) -> Option<u32> {
    pids.iter().copied().find(|pid| is_own(system, row, *pid, owner_lives))
}

/// Every own listener of a service: several processes may share the socket.
pub(crate) fn own_listeners(system: &dyn System, row: &ClaimRow, owner_lives: bool) -> Vec<u32> {
    let all = row.port.map(|port| system.listening_on(port)).unwrap_or_default();
    own_among(system, row, &all, owner_lives).collect()
}

fn own_among<'a>(
    system: &'a dyn System,
    row: &'a ClaimRow,
    all: &'a [Listening],
    owner_lives: bool,
) -> impl Iterator<Item = u32> + 'a {
    let pids = all.iter().filter_map(|listening| listening.pid);
    pids.filter(move |pid| is_own(system, row, *pid, owner_lives))
}

/// Whether a process that listens on the port is of the service.
fn is_own(system: &dyn System, row: &ClaimRow, pid: u32, owner_lives: bool) -> bool {
    if !owner_lives && row.port.is_some_and(|port| system.container_of(pid, port).is_some()) {
        return true;
    }
    if !system.is_own_user(pid) {
        return false;
    }
    let marked = || row.mark.is_some() && system.mark_of(pid) == row.mark;
    is_of_owner(system, row, pid) || marked() || (!owner_lives && works_in(system, row, pid))
}

/// Whether it is the owner, descends from it, or shares its session. Never by a number alone, which
/// another process, or another session, may have by now.
fn is_of_owner(system: &dyn System, row: &ClaimRow, pid: u32) -> bool {
    let here = system.current();
    row.owner.as_ref().filter(|owner| is_near(&owner.key, &here)).is_some_and(|owner| {
        (owner.key.pid == pid && system.key_of(pid).as_ref() == Some(&owner.key))
            || shares_session(system, owner, pid)
            || system.is_ancestor(&owner.key, pid)
    })
}

/// Whether it is in the session that the owner was in. A leader that started after the owner has
/// begun another session under a number that is in use again.
fn shares_session(system: &dyn System, owner: &Owner, pid: u32) -> bool {
    owner.session.is_some_and(|session| {
        system.session_of(pid) == Some(session)
            && system
                .key_of(session)
                .is_none_or(|leader| leader.start_ticks <= owner.key.start_ticks)
    })
}

/// Whether its working folder lies in the worktree of the service's folder.
fn works_in(system: &dyn System, row: &ClaimRow, pid: u32) -> bool {
    let Some(root) = row.worktree.as_deref().map(Path::new) else { return false };
    // A service of the root folder would explain every stranger.
    root.parent().is_some() && system.folder_of(pid).is_some_and(|folder| folder.starts_with(root))
}

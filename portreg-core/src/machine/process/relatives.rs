//! Who descends from whom, and who belongs together by session, group or mark.

use std::collections::{HashMap, HashSet};

use super::system::{self, Stat};
use super::{current, key_of, mark_of, own_user, user_of};
use crate::model::ProcessKey;

/// No process tree is deeper; a guard against a `/proc` that changes while it is walked.
const DEEPEST: usize = 4096;

/// The parent of a running process; `None` for the first one of its namespace.
pub(crate) fn parent_of(pid: u32) -> Option<u32> {
    system::stat(pid).map(|stat| stat.parent).filter(|parent| *parent != 0)
}

/// The ancestors of a process, nearest first, up to pid 1.
pub(crate) fn ancestors_of(pid: u32) -> Vec<ProcessKey> {
    let mut ancestors = Vec::new();
    let mut at = pid;
    while let Some(parent) = parent_of(at).filter(|_| ancestors.len() < DEEPEST) {
        ancestors.extend(key_of(parent));
        at = parent;
    }
    ancestors
}

/// Whether `of` descends from the process.
pub(crate) fn is_ancestor(key: &ProcessKey, of: u32) -> bool {
    let mut at = of;
    for _ in 0..DEEPEST {
        match parent_of(at) {
            Some(parent) if parent == key.pid => return key_of(parent).as_ref() == Some(key),
            Some(parent) => at = parent,
            None => return false,
        }
    }
    false
}

/// Every process that descends from one of these, parents before children; not the spared and what
/// descends from them.
pub(crate) fn descend(roots: &[u32], spare: impl Fn(u32) -> bool) -> Vec<ProcessKey> {
    let table = system::table();
    let mut children: HashMap<u32, Vec<&Stat>> = HashMap::new();
    for stat in &table {
        children.entry(stat.parent).or_default().push(stat);
    }
    let mut found: Vec<ProcessKey> = Vec::new();
    let mut next = roots.to_vec();
    while let Some(pid) = next.pop() {
        // Taken out, so that each is visited once whatever `/proc` says.
        for child in children.remove(&pid).unwrap_or_default() {
            if !roots.contains(&child.pid) && !spare(child.pid) {
                found.push(key(child));
                next.push(child.pid);
            }
        }
    }
    found
}

/// Every process of a process group.
pub(crate) fn members_of_group(group: u32) -> Vec<ProcessKey> {
    system::table().iter().filter(|stat| stat.group == group).map(key).collect()
}

/// Every process of this user that was started with the mark, itself or by inheritance.
pub(crate) fn marked(mark: &str) -> Vec<ProcessKey> {
    let all = all_marked().into_iter();
    all.filter(|(_, found)| found == mark).map(|(key, _)| key).collect()
}

/// Every process of this user that carries a mark, with the mark.
pub(crate) fn all_marked() -> Vec<(ProcessKey, String)> {
    let user = Some(own_user());
    let marks = system::pids().filter_map(|pid| Some((pid, mark_of(pid)?)));
    marks
        .filter(|(pid, _)| user_of(*pid) == user)
        .filter_map(|(pid, mark)| Some((key_of(pid)?, mark)))
        .collect()
}

/// What makes a process a member of something that portreg has started, whoever its parent is now.
#[derive(Debug, Clone, Default)]
pub(crate) struct Family {
    /// The process group of the program.
    pub(crate) group: Option<u32>,
    /// The mark it was started with.
    pub(crate) mark: Option<String>,
    /// A process whose every descendant belongs: one that adopts orphans.
    pub(crate) adopter: Option<u32>,
}

impl Family {
    /// All members that run, with those that descend from `known` or live in sessions of theirs.
    pub(crate) fn members(&self, known: &[ProcessKey]) -> Vec<ProcessKey> {
        let leads = |session| known.iter().any(|key| key.pid == session);
        let mut found: Vec<ProcessKey> = system::table()
            .iter()
            .filter(|stat| Some(stat.group) == self.group || leads(stat.session))
            .map(key)
            .collect();
        found.extend(self.mark.as_deref().map(marked).unwrap_or_default());
        let started = known.iter().chain(&found).map(|key| key.pid);
        let roots: Vec<u32> = started.chain(self.adopter).collect();
        found.extend(descend(&roots, |_| false));
        let mut seen = HashSet::new();
        found.retain(|key| Some(key.pid) != self.adopter && seen.insert(*key));
        found
    }

    /// Whether a running process is a member, itself or by descent. Looks at its line of ancestors
    /// and at no other process.
    pub(crate) fn includes(&self, pid: u32) -> bool {
        let mut at = pid;
        for _ in 0..DEEPEST {
            let Some(stat) = system::stat(at).filter(|stat| at != pid || !stat.is_dead()) else {
                return false;
            };
            let numbers = [stat.group, stat.session, at];
            if self.group.is_some_and(|group| numbers.contains(&group)) || self.has_mark(at) {
                return true;
            }
            at = stat.parent;
            if self.adopter == Some(at) {
                return true;
            }
            if at <= 1 {
                return false;
            }
        }
        false
    }

    fn has_mark(&self, pid: u32) -> bool {
        self.mark.is_some() && mark_of(pid) == self.mark
    }
}

/// Finds children that were born between the look at a tree and the end of their parent, which
/// descent no longer shows: a reaper has taken them over.
pub(super) struct Orphanage {
    /// When the tree was first looked at, in ticks of the boot clock.
    since: i64,
    /// The first process and the tree's ancestors: one of them takes over what the tree leaves.
    reapers: HashSet<u32>,
    /// The process groups that members of the tree lead. Groups that others lead do not tell whose
    /// child an orphan was.
    homes: HashSet<u32>,
}

impl Orphanage {
    pub(super) fn of(roots: &[ProcessKey]) -> Self {
        let ancestors = roots.iter().flat_map(|root| ancestors_of(root.pid));
        let reapers = ancestors.map(|key| key.pid).chain([1]).collect();
        Self { since: system::ticks_now(), reapers, homes: HashSet::new() }
    }

    /// Notes where the children of a member would be, if that can be told.
    pub(super) fn expect_children_of(&mut self, pid: u32) {
        if system::stat(pid).is_some_and(|stat| stat.group == pid) {
            self.homes.insert(pid);
        }
    }

    /// Who is new, lives where the tree lives, and has a parent from outside of there. A parent in
    /// the same group is no reaper but a supervisor that has started its program anew.
    pub(super) fn orphans(&self) -> Vec<ProcessKey> {
        if self.homes.is_empty() {
            return Vec::new();
        }
        let table = system::table();
        let group = |pid| table.iter().find(|stat| stat.pid == pid).map(|stat| stat.group);
        table
            .iter()
            .filter(|stat| stat.start_ticks >= self.since)
            .filter(|stat| self.homes.contains(&stat.group))
            .filter(|stat| self.reapers.contains(&stat.parent))
            .filter(|stat| group(stat.parent) != Some(stat.group))
            .map(key)
            .collect()
    }
}

fn key(stat: &Stat) -> ProcessKey {
    ProcessKey { pid: stat.pid, start_ticks: stat.start_ticks, ..current() }
}

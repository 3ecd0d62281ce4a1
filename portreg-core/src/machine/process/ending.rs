//! Ending processes with all that descends from them: ask, wait, then stop, look again and kill.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use super::relatives::{Orphanage, descend};
use super::{Liveness, current, holder, liveness, signal, wait_gone};
use crate::model::Signal;
use crate::model::{Ended, ProcessKey};

/// How long a killed process may take to go; only one that hangs in the kernel takes longer.
const KILLED_WITHIN: Duration = Duration::from_secs(2);

/// How often what keeps appearing is killed before it is reported as left.
const ROUNDS: usize = 20;

/// What came of ending a tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ending {
    /// Who was ended, in the order they were found.
    pub(crate) ended: Vec<Ended>,
    /// Who still runs.
    pub(crate) left: Vec<ProcessKey>,
}

/// Ends these and all that descends from them, except the spared and what descends from those.
pub(crate) fn end(
    roots: &[ProcessKey],
    spare: impl Fn(u32) -> bool,
    grace: Duration,
) -> Vec<Ended> {
    let find = |known: &[ProcessKey]| {
        let pids: Vec<u32> = known.iter().map(|key| key.pid).collect();
        descend(&pids, &spare)
    };
    end_found(roots, Signal::Term, grace, &spare, find).ended
}

/// Ends `roots` and whatever `find` finds, asked again with all that is known and runs, until two
/// searches find nothing more. Never this process, pid 1 or the spared.
pub(crate) fn end_found(
    roots: &[ProcessKey],
    first: Signal,
    grace: Duration,
    spare: impl Fn(u32) -> bool,
    find: impl Fn(&[ProcessKey]) -> Vec<ProcessKey>,
) -> Ending {
    let mut hunt = Hunt {
        known: Vec::new(),
        seen: HashSet::new(),
        ended: Vec::new(),
        orphanage: Orphanage::of(roots),
        spare,
        find,
    };
    hunt.add(roots.iter().copied());
    hunt.ask(first, grace);
    hunt.kill();
    let left = hunt.alive();
    let ended = hunt.ended.into_iter().filter(|ended| !left.iter().any(|key| key.pid == ended.pid));
    Ending { ended: ended.collect(), left }
}

struct Hunt<S, F> {
    known: Vec<ProcessKey>,
    seen: HashSet<ProcessKey>,
    ended: Vec<Ended>,
    orphanage: Orphanage,
    spare: S,
    find: F,
}

impl<S: Fn(u32) -> bool, F: Fn(&[ProcessKey]) -> Vec<ProcessKey>> Hunt<S, F> {
    /// Asks all to end and waits, also for those that appear meanwhile.
    fn ask(&mut self, first: Signal, grace: Duration) {
        let deadline = Instant::now() + grace;
        let mut asked = 0;
        loop {
            self.search();
            if asked == self.known.len() {
                return;
            }
            let fresh = self.known.split_off(asked);
            for key in &fresh {
                self.send(key, first);
                // A stopped process would never see the request.
                _ = signal(key, Signal::Cont);
            }
            self.known.extend(fresh);
            asked = self.known.len();
            let left = deadline.saturating_duration_since(Instant::now());
            if !wait_gone(&self.known, left).is_empty() {
                return;
            }
        }
    }

    /// Stops all first, so that none starts another one while the rest is killed.
    fn kill(&mut self) {
        let mut quiet = 0;
        for _ in 0..ROUNDS {
            self.search();
            let mut alive = self.alive();
            if alive.is_empty() {
                quiet += 1;
                if quiet == 2 {
                    return;
                }
                continue;
            }
            quiet = 0;
            loop {
                for key in &alive {
                    _ = signal(key, Signal::Stop);
                }
                let before = self.known.len();
                self.search();
                if self.known.len() == before {
                    break;
                }
                alive = self.alive();
            }
            for key in &alive {
                self.send(key, Signal::Kill);
            }
            if !wait_gone(&alive, KILLED_WITHIN).is_empty() {
                return;
            }
        }
    }

    fn search(&mut self) {
        let alive = self.alive();
        let found = (self.find)(&alive);
        self.add(found);
        let orphans = self.orphanage.orphans();
        self.add(orphans);
    }

    fn add(&mut self, found: impl IntoIterator<Item = ProcessKey>) {
        let me = current();
        for key in found {
            let untouched = key.pid == me.pid || key.pid == 1 || (self.spare)(key.pid);
            if !untouched && self.seen.insert(key) {
                self.orphanage.expect_children_of(key.pid);
                self.known.push(key);
            }
        }
    }

    fn alive(&self) -> Vec<ProcessKey> {
        self.known.iter().copied().filter(|key| liveness(key) == Liveness::Alive).collect()
    }

    fn send(&mut self, key: &ProcessKey, sent: Signal) {
        let name = holder(key.pid).name;
        if !matches!(signal(key, sent), Ok(true)) {
            return;
        }
        match self.ended.iter_mut().find(|ended| ended.pid == key.pid) {
            Some(ended) => ended.signal = sent,
            None => self.ended.push(Ended { pid: key.pid, name, signal: sent }),
        }
    }
}

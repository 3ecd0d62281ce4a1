//! Processes over time: a program in the foreground with all it starts, and what others have left.

mod backoff;
mod detached;
mod dotenv;
mod listening;
mod probe;
mod processes;
mod program;
mod refused;
mod remote;
mod stack;
#[cfg(test)]
#[cfg(unix)]
mod tests;
mod tunnel;
mod waiting;

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use crate::machine::process::{self, Family};
use crate::model::Signal;
use crate::model::{Ended, Holder, ProcessKey};

pub(crate) use detached::start as up_detached;
pub use detached::{Detached, DetachedReport};
pub use dotenv::read_env_file;
pub(crate) use processes::ps;
pub use program::{Place, Program, new_mark};
pub(crate) use remote::{down, end_orphans_of, is_supervised, not_supervised, restart};
pub use stack::{Foreground, ForegroundOptions, RunEnd, RunState, Stack};
pub(crate) use stack::{check, run, up};
pub(crate) use waiting::wait;

/// Who still runs of what was started with this mark.
///
/// ```
/// assert!(portreg_core::leftovers("a mark that nobody has").is_empty());
/// ```
pub fn leftovers(mark: &str) -> Vec<Holder> {
    roots(mark).iter().map(|key| process::holder(key.pid)).collect()
}

/// Ends what still runs of what was started with this mark, with all that descends from it: asked
/// first, killed after `grace`. Never this process and its ancestors.
///
/// ```
/// use std::time::Duration;
///
/// assert!(portreg_core::end_leftovers("a mark that nobody has", Duration::ZERO).is_empty());
/// ```
pub fn end_leftovers(mark: &str, grace: Duration) -> Vec<Ended> {
    let roots = roots(mark);
    if roots.is_empty() {
        return Vec::new();
    }
    let spared = own_line();
    let family = Family { mark: Some(mark.to_owned()), ..Family::default() };
    let spare = |pid| spared.contains(&pid);
    process::end_found(&roots, Signal::Term, grace, spare, |known| family.members(known)).ended
}

/// Who still runs of what was started with these marks, by mark.
pub(crate) fn left_with<'m>(marks: impl Iterator<Item = &'m str>) -> HashMap<String, Vec<Holder>> {
    let marks: HashSet<&str> = marks.collect();
    let mut found: HashMap<String, Vec<Holder>> = HashMap::new();
    if marks.is_empty() {
        return found;
    }
    let spared = own_line();
    for (key, mark) in process::all_marked() {
        if marks.contains(mark.as_str()) && !spared.contains(&key.pid) {
            found.entry(mark).or_default().push(process::holder(key.pid));
        }
    }
    found
}

/// Ends what was started with this mark and nothing that does not carry it, not even what descends
/// from it; never this process and its ancestors.
pub(crate) fn end_marked(mark: &str, grace: Duration) -> Vec<Ended> {
    let spared = own_line();
    let spare = |pid| spared.contains(&pid) || process::mark_of(pid).as_deref() != Some(mark);
    let find = |_: &[ProcessKey]| process::marked(mark);
    process::end_found(&roots(mark), Signal::Term, grace, spare, find).ended
}

/// Whether this process was started to ignore the signal, as `nohup` does with SIGHUP. A command
/// that catches signals leaves those alone, so that its children ignore them too.
///
/// ```
/// assert!(!portreg_core::is_ignored(portreg_core::Signal::Term));
/// ```
pub fn is_ignored(signal: Signal) -> bool {
    process::ignores(signal)
}

fn roots(mark: &str) -> Vec<ProcessKey> {
    let spared = own_line();
    let mut found = process::marked(mark);
    found.retain(|key| !spared.contains(&key.pid));
    found
}

/// This process and its ancestors: a program that was started with the mark may ask about it.
fn own_line() -> Vec<u32> {
    let me = std::process::id();
    std::iter::once(me).chain(process::ancestors_of(me).iter().map(|key| key.pid)).collect()
}

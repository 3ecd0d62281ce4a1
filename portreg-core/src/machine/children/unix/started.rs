//! Which children were started here: what else is below this process are orphans that it has adopted.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The children of this process that nobody has let go of yet. Of the process and not of a stack,
/// because whose children they are is the kernel's to say.
static STARTED: Mutex<Vec<u32>> = Mutex::new(Vec::new());

fn started() -> MutexGuard<'static, Vec<u32>> {
    STARTED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts a child and notes it; nobody looks for orphans in between.
pub(super) fn note<T>(
    start: impl FnOnce() -> io::Result<T>,
    pid_of: impl FnOnce(&T) -> u32,
) -> io::Result<T> {
    let mut started = started();
    let child = start()?;
    started.push(pid_of(&child));
    Ok(child)
}

pub(super) fn forget(child: u32) {
    started().retain(|known| *known != child);
}

/// What is found without those that were started here.
pub(super) fn without(find: impl FnOnce() -> Vec<u32>) -> Vec<u32> {
    let started = started();
    let mut found = find();
    found.retain(|pid| !started.contains(pid));
    found
}

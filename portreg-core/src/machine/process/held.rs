//! Processes that are held, so that a pid that is used again is never mistaken.

use std::io;
use std::time::{Duration, Instant};

use super::{Liveness, liveness, system};
use crate::machine::waiting::{AsWaitable as _, OwnedWaitable, wait};
use crate::model::{ProcessKey, Signal};

/// Sends a signal to exactly this process; false where it is gone.
///
/// # Errors
///
/// What the system says where this user may not, or where it is another machine's process.
pub(crate) fn signal(key: &ProcessKey, signal: Signal) -> io::Result<bool> {
    match watch(key)? {
        Some(held) => system::send(&held, key.pid, signal),
        None => Ok(false),
    }
}

/// Waits until all are gone, at most so long, and returns those that still run.
pub(crate) fn wait_gone(keys: &[ProcessKey], at_most: Duration) -> Vec<ProcessKey> {
    let deadline = Instant::now() + at_most;
    // One after another: the last one to go decides, and one that is held is enough.
    keys.iter().copied().filter(|key| !gone_by(key, deadline)).collect()
}

fn gone_by(key: &ProcessKey, deadline: Instant) -> bool {
    let held = match watch(key) {
        Ok(Some(held)) => held,
        Ok(None) => return true,
        Err(_) => return liveness(key) == Liveness::Dead,
    };
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match wait(&[held.as_waitable()], Some(left)) {
            Ok(ready) if ready == [true] => return true,
            Ok(_) if !left.is_zero() => {}
            _ => return liveness(key) == Liveness::Dead,
        }
    }
}

/// Holds exactly this process, to be waited for until it has ended; `None` where it is gone.
///
/// # Errors
///
/// What the system says, also where the process cannot be seen from here.
pub(crate) fn watch(key: &ProcessKey) -> io::Result<Option<OwnedWaitable>> {
    let Some(held) = system::hold(key.pid)? else { return Ok(None) };
    // Only now: who has the pid from here on is who is held.
    match liveness(key) {
        Liveness::Alive => Ok(Some(held)),
        Liveness::Dead => Ok(None),
        Liveness::Unknown => Err(io::Error::other("a process that cannot be seen from here")),
    }
}

//! The line for a lock, judged: who in it lives, and whose turn it is.

use std::os::fd::OwnedFd;
use std::path::Path;
use std::time::Duration;

use crate::machine::{doorbell, process};
use crate::store::Ticket;

/// How long after the end of its time a command may take to be ended by its wrapper. Then the wrapper
/// is stopped or hangs, and who is next does it.
const OVERDUE_MS: i64 = 20_000;

/// How a ticket stands.
#[derive(Debug)]
pub(super) enum Standing {
    /// Its process lives; the descriptor wakes when that ends.
    Alive(OwnedFd),
    /// Its process is gone or its time is over, and something may still run under the lock.
    Abandoned,
    /// It means nothing any more.
    Gone,
}

/// What a process in the line is to do.
#[derive(Debug)]
pub(super) enum Turn<'t> {
    /// Nobody lives before it: it has the lock once nothing runs with these marks.
    Mine { marks: Vec<&'t str> },
    /// It waits for these to end, or for its bell; never longer than this, where a time is given.
    Wait { holder: &'t Ticket, ends: Vec<OwnedFd>, at_most: Option<Duration> },
}

/// Judges one ticket.
pub(super) fn standing(ticket: &Ticket, bells: &Path, now_ms: i64) -> Standing {
    let end = ticket.expires_at_ms.map(|at| at.saturating_add(allowance(ticket)));
    let over = end.is_some_and(|end| end <= now_ms);
    let alive = match over {
        true => None,
        false => match process::watch(&ticket.owner.key) {
            Ok(alive) => alive,
            // Of another pid namespace, say: its bell is heard as long as it lives.
            Err(_) => doorbell::watch(bells, &ticket.bell),
        },
    };
    match alive {
        Some(end) => Standing::Alive(end),
        None if ticket.mark.is_some() => Standing::Abandoned,
        None => Standing::Gone,
    }
}

/// Judges the line before a process: forward to the holder, back to the one just before it.
pub(super) fn turn<'t>(ahead: &'t [Ticket], bells: &Path, now_ms: i64) -> Turn<'t> {
    let living = |ticket: &'t Ticket| match standing(ticket, bells, now_ms) {
        Standing::Alive(end) => Some((ticket, end)),
        Standing::Abandoned | Standing::Gone => None,
    };
    let Some((holder, end)) = ahead.iter().find_map(living) else {
        return Turn::Mine {
            marks: ahead.iter().filter_map(|ticket| ticket.mark.as_deref()).collect(),
        };
    };
    let behind = ahead.iter().filter(|ticket| ticket.id > holder.id);
    match behind.rev().find_map(living) {
        Some((_, previous)) => Turn::Wait { holder, ends: vec![end, previous], at_most: None },
        // Only who is next looks at the holder's time: the others wait for who is before them.
        None => Turn::Wait { holder, ends: vec![end], at_most: left(holder, now_ms) },
    }
}

/// How long the holder still has.
fn left(holder: &Ticket, now_ms: i64) -> Option<Duration> {
    let end = holder.expires_at_ms?.saturating_add(allowance(holder));
    // Rounded up: the time must be over when it is looked at again.
    u64::try_from(end.saturating_sub(now_ms)).ok().map(|ms| Duration::from_millis(ms + 1))
}

/// A command is ended before its lock passes on, which takes its time.
fn allowance(ticket: &Ticket) -> i64 {
    if ticket.mark.is_some() { OVERDUE_MS } else { 0 }
}

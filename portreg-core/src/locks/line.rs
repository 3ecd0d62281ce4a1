//! The line for a lock, judged: who in it lives, and whose turn it is.

use std::path::Path;
use std::time::Duration;

use crate::machine::doorbell::{self, Watched};
use crate::machine::process::{self, Liveness};
use crate::machine::waiting::OwnedWaitable;
use crate::store::Ticket;

/// How long after the end of its time a command may take to be ended by its wrapper. Then the wrapper
/// is stopped or hangs, and who is next does it.
const OVERDUE_MS: i64 = 20_000;

/// How a ticket stands.
#[derive(Debug)]
pub(super) enum Standing {
    /// Its process lives.
    Alive(Ends),
    /// Its process lives and has let go: it is about to leave the line.
    LetGo,
    /// Its process is gone or its time is over, and something may still run under the lock.
    Abandoned,
    /// It means nothing any more.
    Gone,
}

/// What wakes who waits for another one.
#[derive(Debug)]
pub(super) struct Ends {
    /// Wakes when the process ends.
    process: Option<OwnedWaitable>,
    /// Wakes when it lets go of the lock, too.
    bell: Option<OwnedWaitable>,
}

impl Ends {
    fn all(self) -> impl Iterator<Item = OwnedWaitable> {
        self.process.into_iter().chain(self.bell)
    }

    /// What wakes only where the process ends, as far as there is such a thing.
    fn of_process(self) -> Option<OwnedWaitable> {
        self.process.or(self.bell)
    }
}

/// What a process in the line is to do.
#[derive(Debug)]
pub(super) enum Turn<'t> {
    /// Nobody before it has the lock: it is its own once nothing runs with the marks of those who are gone.
    Mine { gone: Vec<&'t Ticket> },
    /// It waits for these to end, or for its bell; never longer than this, where a time is given.
    Wait { holder: &'t Ticket, ends: Vec<OwnedWaitable>, at_most: Option<Duration> },
}

/// Judges one ticket.
pub(super) fn standing(ticket: &Ticket, bells: &Path, now_ms: i64) -> Standing {
    let end = ticket.expires_at_ms.map(|at| at.saturating_add(allowance(ticket)));
    let over = end.is_some_and(|end| end <= now_ms);
    let dead = if ticket.mark.is_some() { Standing::Abandoned } else { Standing::Gone };
    if over {
        return dead;
    }
    let bell = match doorbell::watch(bells, &ticket.bell) {
        // The bell is closed first of all: who is next need not wait until the table says so.
        Watched::Silent if ticket.mark.is_none() => {
            let lives = process::liveness(&ticket.owner.key) == Liveness::Alive;
            return if lives { Standing::LetGo } else { Standing::Gone };
        }
        Watched::Heard(end) => Some(end),
        Watched::Silent | Watched::Unknown => None,
    };
    match process::watch(&ticket.owner.key) {
        Ok(Some(end)) => Standing::Alive(Ends { process: Some(end), bell }),
        Ok(None) => dead,
        // Of another pid namespace, say: its bell is heard as long as it lives.
        Err(_) if bell.is_some() => Standing::Alive(Ends { process: None, bell }),
        Err(_) => dead,
    }
}

/// Judges the line before a process: forward to the holder, back to the one just before it.
pub(super) fn turn<'t>(ahead: &'t [Ticket], bells: &Path, now_ms: i64) -> Turn<'t> {
    let mut gone = Vec::new();
    let mut line = ahead.iter();
    let found = line.by_ref().find_map(|ticket| match standing(ticket, bells, now_ms) {
        Standing::Alive(ends) => Some((ticket, ends)),
        Standing::LetGo => None,
        Standing::Abandoned | Standing::Gone => {
            gone.push(ticket);
            None
        }
    });
    let Some((holder, ends)) = found else { return Turn::Mine { gone } };
    let previous = line.rev().find_map(|ticket| match standing(ticket, bells, now_ms) {
        Standing::Alive(ends) => Some(ends),
        _ => None,
    });
    match previous {
        // That the holder lets go is the matter of who is next.
        Some(previous) => {
            let ends = previous.all().chain(ends.of_process()).collect();
            Turn::Wait { holder, ends, at_most: None }
        }
        // Only who is next looks at the holder's time: the others wait for who is before them.
        None => {
            let ends = ends.all().collect();
            Turn::Wait { holder, ends, at_most: left(holder, now_ms) }
        }
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

//! Locks: one process at a time, in order of arrival, woken and never polling.
//!
//! Each process in the line for a lock has a ticket, and the first one that lives has the lock. It
//! sleeps until its doorbell rings, the holder ends, or the one before it ends: whoever leaves the line
//! rings for who is behind it, and whoever is killed is seen by who is behind it. A ticket's number is
//! the fencing number: it grows with each holder.

mod guard;
mod line;
mod list;
mod name;
mod taking;
mod told;

use std::sync::Arc;

use crate::claims::{Claims, Shared};

pub use guard::LockGuard;

/// Ends what still runs with a mark; false where it cannot be ended.
pub(crate) type EndMarked = fn(&str) -> bool;

/// What the verbs about locks work with.
pub(crate) struct Locks<'a> {
    pub(crate) shared: &'a Arc<Shared>,
    pub(crate) claims: Claims<'a>,
    pub(crate) end_marked: EndMarked,
}

//! Doorbells: whoever waits for news sleeps until somebody rings.
//!
//! The news itself is elsewhere, in a table: hang the bell, read the table, wait; drain before each
//! read. A ring that is lost costs time, never news.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(crate) use unix::{Doorbell, Ringer, Watched, ring, sweep, watch};
#[cfg(windows)]
pub(crate) use windows::{Doorbell, Ringer, Watched, ring, sweep, watch};

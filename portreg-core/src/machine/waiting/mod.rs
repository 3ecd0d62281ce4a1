//! Waiting for whatever comes first: something that can be read, a call from another thread, time.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

pub(crate) use system::{AsWaitable, OwnedWaitable, Stream, wait};
pub use system::{Waitable, Waker};

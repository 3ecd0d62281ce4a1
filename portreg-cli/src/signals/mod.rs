//! The signals of this process: passed on to a command, or what ends a stack. The first asks its services to
//! end, the second does not ask.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(crate) use unix::{Ears, Wakeups};
#[cfg(windows)]
pub(crate) use windows::{Ears, Wakeups};

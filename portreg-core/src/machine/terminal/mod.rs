//! The controlling terminal: which process group has it, and handing it over.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(crate) use unix::{Modes, Terminal, own_group, stop_own_group};
#[cfg(windows)]
pub(crate) use windows::{Modes, Terminal, own_group, stop_own_group};

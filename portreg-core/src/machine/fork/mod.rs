//! Being told about fork: what a library must do so that a forked child inherits no broken state.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(crate) use unix::register;
#[cfg(windows)]
pub(crate) use windows::register;

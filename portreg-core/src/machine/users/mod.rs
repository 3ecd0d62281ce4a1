//! Users by name.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(crate) use unix::name_of;
#[cfg(windows)]
pub(crate) use windows::name_of;
#[cfg(windows)]
pub(super) use windows::{UNSEEN, number_of};

//! Limits of the system that development servers meet.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(crate) use unix::{inotify_watches, open_files};
#[cfg(windows)]
pub(crate) use windows::{inotify_watches, open_files};

//! What kind of file system a file lies on, and which descriptors of this process lead to it.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
pub(crate) use linux::{descriptors_of, file_system};
#[cfg(target_os = "macos")]
pub(crate) use macos::{descriptors_of, file_system};
#[cfg(windows)]
pub(crate) use windows::{descriptors_of, file_system};

//! What the system says about ports: where it takes its own from, and which are privileged.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
pub(crate) use linux::{ephemeral_range, privileged_below};
#[cfg(target_os = "macos")]
pub(crate) use macos::{ephemeral_range, privileged_below};
#[cfg(windows)]
pub(crate) use windows::{ephemeral_range, privileged_below};

//! The operating system: processes, sockets, files, fork. The only place of system calls and of
//! `unsafe`. Each topic has one face; where systems part, a file named by the system stands behind it.

pub(crate) mod cancelling;
pub(crate) mod children;
pub(crate) mod containers;
pub(crate) mod doorbell;
pub(crate) mod files;
pub(crate) mod fork;
pub(crate) mod limits;
pub(crate) mod ports;
pub(crate) mod process;
pub(crate) mod shell;
mod signal;
pub(crate) mod sockets;
pub(crate) mod terminal;
pub(crate) mod text;
pub(crate) mod users;
pub(crate) mod waiting;
#[cfg(windows)]
mod windows;

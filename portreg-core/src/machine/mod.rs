//! The operating system: processes, sockets, files, fork. The only place of system calls and of
//! `unsafe`; each topic has one face, and one file per system behind it.

pub(crate) mod cancelling;
pub(crate) mod children;
pub(crate) mod containers;
pub(crate) mod doorbell;
pub(crate) mod files;
pub(crate) mod fork;
mod held;
pub(crate) mod limits;
pub(crate) mod ports;
pub(crate) mod process;
mod signal;
pub(crate) mod sockets;
pub(crate) mod terminal;
pub(crate) mod users;
pub(crate) mod waiting;

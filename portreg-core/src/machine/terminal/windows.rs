//! Windows: a console belongs to all of its processes at once, so none is handed over or taken back.

use std::convert::Infallible;
use std::io;

/// The controlling terminal of this process: here there is none.
#[derive(Debug)]
pub(crate) struct Terminal(Infallible);

/// How a terminal treats what is typed.
#[derive(Debug, Clone)]
pub(crate) struct Modes(Infallible);

impl Terminal {
    /// None: there is nothing to be handed over.
    pub(crate) fn open() -> Option<Self> {
        None
    }

    /// The process group that has it.
    pub(crate) fn owner(&self) -> Option<u32> {
        match self.0 {}
    }

    /// Whether the group of this process has it.
    pub(crate) fn is_ours(&self) -> bool {
        match self.0 {}
    }

    /// Gives it to a group.
    pub(crate) fn give(&self, _group: u32) -> io::Result<()> {
        match self.0 {}
    }

    /// How it treats what is typed now.
    pub(crate) fn modes(&self) -> Option<Modes> {
        match self.0 {}
    }

    /// Makes it treat what is typed as it did then.
    pub(crate) fn set_modes(&self, modes: &Modes) -> io::Result<()> {
        match modes.0 {}
    }
}

/// What stands for the process group of this process.
pub(crate) fn own_group() -> u32 {
    std::process::id()
}

/// Stops nothing: there is no Ctrl-Z.
pub(crate) fn stop_own_group() {}

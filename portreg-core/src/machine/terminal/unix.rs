//! Unix: the terminal of a session and its foreground group.

use std::fs::File;
use std::io;

use rustix::process::Pid;
use rustix::termios::{
    OptionalActions, Termios, Winsize, tcgetattr, tcgetpgrp, tcgetwinsize, tcsetattr, tcsetpgrp,
};

use crate::machine::signal::held::Held;

/// The controlling terminal of this process.
#[derive(Debug)]
pub(crate) struct Terminal(File);

/// How a terminal treats what is typed.
#[derive(Debug, Clone)]
pub(crate) struct Modes(Termios);

impl Terminal {
    /// The terminal, where this process has one; also where its input comes from a file.
    pub(crate) fn open() -> Option<Self> {
        File::options().read(true).write(true).open("/dev/tty").ok().map(Self)
    }

    /// The process group that has it.
    pub(crate) fn owner(&self) -> Option<u32> {
        tcgetpgrp(&self.0).ok().map(|group| group.as_raw_pid().cast_unsigned())
    }

    /// Whether the group of this process has it.
    pub(crate) fn is_ours(&self) -> bool {
        self.owner() == Some(own_group())
    }

    /// Gives it to a group, also where this process's group does not have it.
    pub(crate) fn give(&self, group: u32) -> io::Result<()> {
        let group = Pid::from_raw(group.cast_signed()).ok_or(io::ErrorKind::InvalidInput)?;
        undisturbed(|| Ok(tcsetpgrp(&self.0, group)?))
    }

    /// How many rows and columns it has.
    pub(crate) fn size(&self) -> Option<Winsize> {
        tcgetwinsize(&self.0).ok().filter(|size| size.ws_col > 0)
    }

    /// How it treats what is typed now.
    pub(crate) fn modes(&self) -> Option<Modes> {
        tcgetattr(&self.0).ok().map(Modes)
    }

    /// Makes it treat what is typed as it did then.
    pub(crate) fn set_modes(&self, modes: &Modes) -> io::Result<()> {
        undisturbed(|| Ok(tcsetattr(&self.0, OptionalActions::Drain, &modes.0)?))
    }

    /// The same terminal for the child between fork and exec.
    pub(in crate::machine) fn share(&self) -> io::Result<Self> {
        Ok(Self(self.0.try_clone()?))
    }
}

/// The process group of this process.
pub(crate) fn own_group() -> u32 {
    rustix::process::getpgrp().as_raw_pid().cast_unsigned()
}

/// Stops the whole group of this process, as Ctrl-Z does, and returns when it goes on: at once where
/// no shell is there that could let it go on.
pub(crate) fn stop_own_group() {
    _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
}

/// Does it with SIGTTOU held back: a group in the background that touches its terminal is stopped.
/// Nothing here allocates: it also runs between fork and exec.
fn undisturbed<T>(act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let _held = Held::one(libc::SIGTTOU);
    act()
}

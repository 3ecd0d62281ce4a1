//! Where a program's output goes: two pipes, or one pseudo-terminal.

use std::io;
use std::os::fd::OwnedFd;

use rustix::io::ioctl_fionbio;
use rustix::pty::{grantpt, openpt, unlockpt};
use rustix::termios::{
    LocalModes, OptionalActions, OutputModes, Winsize, tcgetattr, tcsetattr, tcsetwinsize,
};

use super::system;
use crate::machine::terminal::Terminal;

/// The size of a terminal where this process has none.
const USUAL: Winsize = Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };

/// Both ends of a program's two streams.
pub(super) struct Output {
    /// Where its output is read.
    pub(super) out: OwnedFd,
    /// Where its errors are read, unless they come with the output.
    pub(super) err: Option<OwnedFd>,
    /// What the program gets for both.
    pub(super) theirs: [OwnedFd; 2],
}

impl Output {
    pub(super) fn pipes() -> io::Result<Self> {
        let (out, their_out) = pipe()?;
        let (err, their_err) = pipe()?;
        Ok(Self { out, err: Some(err), theirs: [their_out, their_err] })
    }

    /// As large as the terminal of this process, so that lines fill the same width.
    pub(super) fn pseudo_terminal() -> io::Result<Self> {
        let ours = openpt(system::PTY)?;
        grantpt(&ours)?;
        unlockpt(&ours)?;
        let theirs = system::other_end(&ours)?;
        let mut modes = tcgetattr(&theirs)?;
        modes.output_modes.remove(OutputModes::OPOST | OutputModes::ONLCR);
        modes.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&theirs, OptionalActions::Now, &modes)?;
        tcsetwinsize(&theirs, Terminal::open().and_then(|own| own.size()).unwrap_or(USUAL))?;
        ioctl_fionbio(&ours, true)?;
        Ok(Self { out: ours, err: None, theirs: [theirs.try_clone()?, theirs] })
    }
}

/// The end to read and the end to write of a pipe; only the former never waits.
fn pipe() -> io::Result<(OwnedFd, OwnedFd)> {
    let (read, write) = system::pipe()?;
    ioctl_fionbio(&read, true)?;
    Ok((read, write))
}

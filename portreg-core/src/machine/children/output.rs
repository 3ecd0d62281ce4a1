//! Where a program's output goes: two pipes, or one pseudo-terminal.

use std::io;
use std::os::fd::OwnedFd;

use rustix::io::ioctl_fionbio;
use rustix::pipe::{PipeFlags, fcntl_setpipe_size, pipe_with};
use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::termios::{
    LocalModes, OptionalActions, OutputModes, Winsize, tcgetattr, tcsetattr, tcsetwinsize,
};

use crate::machine::terminal::Terminal;

/// So much a program may write ahead of its reader, where the system allows it.
const AHEAD: usize = 256 * 1024;

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
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let ours = openpt(flags)?;
        grantpt(&ours)?;
        unlockpt(&ours)?;
        let theirs = ioctl_tiocgptpeer(&ours, flags)?;
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
    let (read, write) = pipe_with(PipeFlags::CLOEXEC)?;
    ioctl_fionbio(&read, true)?;
    // A user has so much memory for pipes and no more; then it is what it is.
    _ = fcntl_setpipe_size(&write, AHEAD);
    Ok((read, write))
}

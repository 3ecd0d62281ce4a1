//! Programs of portreg itself, in a session of their own: what ends this process does not reach them.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdin, Command, Stdio};

use rustix::process::setsid;

use super::started;
use crate::machine::process::MARK;
use crate::machine::waiting::Stream;

/// Starts a program that outlives this process, gives it its input, and hands back its process and
/// its output.
pub(crate) fn start_apart(argv: &[OsString], input: &[u8]) -> io::Result<(u32, Stream)> {
    let mut command = apart(argv)?;
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let output = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
    child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?.write_all(input)?;
    Ok((child.id(), OwnedFd::from(output).into()))
}

/// Starts a program whose input ends when this process does, and hands back its process and the other
/// end of its input.
pub(crate) fn start_watcher(argv: &[OsString]) -> io::Result<(u32, ChildStdin)> {
    let mut command = apart(argv)?;
    let mut child = started::note(|| command.stdout(Stdio::null()).spawn(), Child::id)?;
    let input = child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
    Ok((child.id(), input))
}

fn apart(argv: &[OsString]) -> io::Result<Command> {
    let (program, rest) = argv.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    // It is nobody's leftover: a mark that this process carries is not its own.
    command.args(rest).env_remove(MARK).stdin(Stdio::piped()).stderr(Stdio::null());
    let own_session = || {
        setsid()?;
        Ok(())
    };
    // SAFETY: the closure makes one system call and allocates nothing.
    unsafe { command.pre_exec(own_session) };
    Ok(command)
}

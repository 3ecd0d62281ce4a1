//! Starting a service's program: its output comes here, and it gets nothing of this process but what
//! it is given.

use std::ffi::{OsString, c_int};
use std::fs::File;
use std::io::{self, Read as _};
use std::os::fd::{AsRawFd as _, BorrowedFd, OwnedFd};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::io::fcntl_dupfd_cloexec;
use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{Pid, PidfdFlags, Resource, getpid, getrlimit, pidfd_open};

use super::image::{Image, leave};
use super::output::Output;
use super::signals::{self, Held};
use super::{die_with, pid, started};

/// The first descriptor after the three of every program.
const FIRST: c_int = 3;

/// A service's program to start, away from the terminal.
pub(crate) struct Spawn<'a> {
    /// The program and its arguments.
    pub(crate) argv: &'a [OsString],
    /// What its environment has in addition to this process's, or instead of it.
    pub(crate) env: &'a [(OsString, OsString)],
    /// Where it runs; the working folder where nothing is said.
    pub(crate) dir: Option<&'a Path>,
    /// Listening sockets that it is handed, as `sd_listen_fds(3)` reads them: descriptors from 3 on.
    pub(crate) sockets: &'a [BorrowedFd<'a>],
    /// Whether its output is a pseudo-terminal, for the sake of colours and of lines that come at
    /// once; else two pipes.
    pub(crate) pty: bool,
}

/// A program that was started.
#[derive(Debug)]
pub(crate) struct Spawned {
    /// Its process, which is also its group.
    pub(crate) pid: u32,
    /// A pidfd: readable once it has ended.
    pub(crate) exit: OwnedFd,
    /// What it prints; reading never waits. A pseudo-terminal ends with EIO.
    pub(crate) out: OwnedFd,
    /// What it prints as errors, unless that comes with the rest from a pseudo-terminal.
    pub(crate) err: Option<OwnedFd>,
}

/// Starts a program in a process group of its own, with nothing to read, and with no signal held back
/// or ignored but SIGHUP. It dies with the thread that starts it.
///
/// # Errors
///
/// What the system says, also of the exec itself.
pub(crate) fn spawn(spawn: &Spawn<'_>) -> io::Result<Spawned> {
    let output = if spawn.pty { Output::pseudo_terminal() } else { Output::pipes() }?;
    let (pid, exit) = launch(spawn, output.theirs)?;
    Ok(Spawned { pid, exit, out: output.out, err: output.err })
}

/// Starts a program as [`spawn`] does, but what it prints goes nowhere. Gives its process.
///
/// # Errors
///
/// As for [`spawn`].
pub(crate) fn spawn_unheard(spawn: &Spawn<'_>) -> io::Result<u32> {
    let nowhere: OwnedFd = File::options().write(true).open("/dev/null")?.into();
    launch(spawn, [nowhere.try_clone()?, nowhere]).map(|(pid, _)| pid)
}

/// Starts a program with these as its output and its errors; gives its process and a pidfd of it.
fn launch(spawn: &Spawn<'_>, [out, err]: [OwnedFd; 2]) -> io::Result<(u32, OwnedFd)> {
    let image = Image::new(spawn.argv, spawn.env, spawn.sockets.len())?;
    let above = FIRST + c_int::try_from(spawn.sockets.len()).unwrap_or(c_int::MAX - FIRST);
    // Above where they go, so that none is overwritten before it is there.
    let sockets: Vec<OwnedFd> = spawn
        .sockets
        .iter()
        .map(|socket| fcntl_dupfd_cloexec(socket, above))
        .collect::<Result<_, _>>()?;
    let (failure, tell) = pipe_above(above)?;

    let mut command = Command::new(&spawn.argv[0]);
    command.stdin(Stdio::null()).stdout(out).stderr(err).process_group(0);
    if let Some(dir) = spawn.dir {
        command.current_dir(dir);
    }
    let mut child = Child { parent: getpid(), image, sockets, tell, above };
    // SAFETY: what the closure calls makes system calls only and allocates nothing.
    unsafe { command.pre_exec(move || child.become_program()) };
    let held = Held::all();
    let started = started::note(|| command.spawn());
    drop(held);
    // With it goes this process's end of what the program has.
    drop(command);
    let mut started = started?;
    let mut errno = [0; size_of::<i32>()];
    if File::from(failure).read_exact(&mut errno).is_ok() {
        started.wait()?;
        started::forget(started.id());
        return Err(io::Error::from_raw_os_error(i32::from_ne_bytes(errno)));
    }
    match exit_of(started.id()) {
        Ok(exit) => Ok((started.id(), exit)),
        Err(error) => {
            _ = started.kill();
            _ = started.wait();
            started::forget(started.id());
            Err(error)
        }
    }
}

/// A pipe whose end to write is not below this number.
fn pipe_above(number: c_int) -> io::Result<(OwnedFd, OwnedFd)> {
    let (read, write) = pipe_with(PipeFlags::CLOEXEC)?;
    Ok((read, fcntl_dupfd_cloexec(&write, number)?))
}

fn exit_of(child: u32) -> io::Result<OwnedFd> {
    let child = pid(child).ok_or(io::ErrorKind::InvalidInput)?;
    Ok(pidfd_open(child, PidfdFlags::empty())?)
}

/// What the forked child has on its way to the program.
struct Child {
    parent: Pid,
    image: Image,
    sockets: Vec<OwnedFd>,
    tell: OwnedFd,
    /// The first descriptor after the sockets.
    above: c_int,
}

impl Child {
    /// Comes back as little as an exec does: the standard library's own pipe for failures may have
    /// lain where the sockets are now, so what failed is told by ours.
    fn become_program(&mut self) -> io::Result<()> {
        signals::reset();
        let error = match die_with(self.parent).and_then(|()| self.hand_down()) {
            Ok(()) => self.image.become_it(),
            Err(error) => error,
        };
        let errno = error.raw_os_error().unwrap_or(libc::EPIPE);
        _ = rustix::io::write(&self.tell, &errno.to_ne_bytes());
        leave(127)
    }

    /// Puts the sockets where they belong, and keeps everything else from the program.
    fn hand_down(&self) -> io::Result<()> {
        for (socket, place) in self.sockets.iter().zip(FIRST..) {
            // SAFETY: nothing in this copy of the process uses the places from here on.
            if unsafe { libc::dup2(socket.as_raw_fd(), place) } < 0 {
                return Err(io::Error::last_os_error());
            }
        }
        // SAFETY: marks descriptors and touches no memory.
        let marked = unsafe {
            let to_last = libc::c_uint::MAX;
            libc::syscall(libc::SYS_close_range, self.above, to_last, libc::CLOSE_RANGE_CLOEXEC)
        };
        if marked != 0 {
            // A kernel before 5.11, or a sandbox.
            let limit = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX).min(1 << 16);
            for descriptor in self.above..c_int::try_from(limit).unwrap_or(c_int::MAX) {
                // SAFETY: as above.
                unsafe { libc::fcntl(descriptor, libc::F_SETFD, libc::FD_CLOEXEC) };
            }
        }
        Ok(())
    }
}

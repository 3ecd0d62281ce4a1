//! Starting a service's program: its output comes here, and it gets nothing of this process but what
//! it is given.

use std::ffi::{CString, OsString, c_int, c_void};
use std::fs::File;
use std::io;
use std::os::fd::{AsFd as _, AsRawFd as _, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicI32, Ordering};

use rustix::io::fcntl_dupfd_cloexec;
use rustix::process::{Pid, Resource, chdir, getpid, getrlimit, setpgid};

use super::image::{Image, leave};
use super::output::Output;
use super::signals;
use super::{die_with, exit_of, give_up, started};
use crate::machine::held::Held;

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
    let nothing: OwnedFd = File::open("/dev/null")?.into();
    // Above where they go, so that none is overwritten before it is there.
    let lift = |descriptor: BorrowedFd<'_>| fcntl_dupfd_cloexec(descriptor, above);
    let own = [nothing.as_fd(), out.as_fd(), err.as_fd()];
    let descriptors: Vec<OwnedFd> =
        own.into_iter().chain(spawn.sockets.iter().copied()).map(lift).collect::<Result<_, _>>()?;
    let dir = spawn.dir.map(|dir| CString::new(dir.as_os_str().as_bytes())).transpose()?;
    let refusal = AtomicI32::new(0);
    let mut child = Child { parent: getpid(), image, dir, descriptors, above, refusal };
    let held = Held::all();
    let started = started::note(|| child.start(), |pid| *pid);
    drop(held);
    let started = started?;
    let given_up = |error: io::Error| give_up(started, error);
    match child.refusal.load(Ordering::Relaxed) {
        0 => exit_of(started).map(|exit| (started, exit)).or_else(given_up),
        errno => given_up(io::Error::from_raw_os_error(errno)),
    }
}

/// What the child has on its way to the program.
struct Child {
    parent: Pid,
    image: Image,
    dir: Option<CString>,
    /// Its own three, and the sockets.
    descriptors: Vec<OwnedFd>,
    /// The first descriptor after the sockets.
    above: c_int,
    /// Why it did not become the program, as the system numbers it.
    refusal: AtomicI32,
}

/// As much as the way to the program needs, and a multiple of what a stack must be aligned to.
const STACK: usize = 64 * 1024;

impl Child {
    /// Starts the child in this process's memory while this thread stands still, until it is another program
    /// or has ended: nothing is copied, however large this process is, and no hook of a fork runs.
    fn start(&mut self) -> io::Result<u32> {
        extern "C" fn run(child: *mut c_void) -> c_int {
            // SAFETY: it is the one that `start` has, which stands still.
            let child = unsafe { &mut *child.cast::<Child>() };
            child.become_program()
        }
        let mut stack: Vec<u128> = Vec::with_capacity(STACK / size_of::<u128>());
        let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
        // SAFETY: the stack is the child's alone and outlives it in this memory, as does `self`. All signals
        // are held back, so no handler of this process runs there. What it calls allocates nothing and
        // takes no lock.
        let pid = unsafe {
            let top = stack.as_mut_ptr().add(stack.capacity());
            libc::clone(run, top.cast(), flags, (&raw mut *self).cast())
        };
        match u32::try_from(pid) {
            Ok(pid) => Ok(pid),
            Err(_) => Err(io::Error::last_os_error()),
        }
    }

    fn become_program(&mut self) -> ! {
        signals::reset();
        let error = match self.settle() {
            Ok(()) => self.image.become_it(),
            Err(error) => error,
        };
        self.refusal.store(error.raw_os_error().unwrap_or(libc::EPIPE), Ordering::Relaxed);
        leave(127)
    }

    fn settle(&self) -> io::Result<()> {
        die_with(self.parent)?;
        setpgid(None, None)?;
        if let Some(dir) = &self.dir {
            chdir(dir.as_c_str())?;
        }
        self.hand_down()
    }

    /// Puts the descriptors where they belong, and keeps everything else from the program.
    fn hand_down(&self) -> io::Result<()> {
        for (descriptor, place) in self.descriptors.iter().zip(0..) {
            // SAFETY: the child has descriptors of its own, and nothing there uses these places.
            if unsafe { libc::dup2(descriptor.as_raw_fd(), place) } < 0 {
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

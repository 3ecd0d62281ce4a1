//! Starting a service's program: its output comes here, and it gets nothing of this process but what
//! it is given.

use std::ffi::{CString, c_int, c_void};
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, AsRawFd as _, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;

use rustix::io::fcntl_dupfd_cloexec;
use rustix::process::{Pid, Resource, chdir, getpid, getrlimit, setpgid};

use super::super::{Spawn, Spawned};
use super::image::{Image, leave};
use super::output::Output;
use super::signals;
use super::system::{self, Refusal, die_with};
use super::{exit_of, give_up, started};
use crate::machine::signal::held::Held;
use crate::machine::waiting::Stream;

/// The first descriptor after the three of every program.
const FIRST: c_int = 3;

/// Starts a program in a process group of its own, with nothing to read, and with no signal held back
/// or ignored but SIGHUP. It dies with the thread that starts it.
///
/// # Errors
///
/// What the system says, also of the exec itself.
pub(crate) fn spawn(spawn: &Spawn<'_>) -> io::Result<Spawned> {
    let output = if spawn.pty { Output::pseudo_terminal() } else { Output::pipes() }?;
    let (pid, exit) = launch(spawn, output.theirs)?;
    Ok(Spawned { pid, exit, out: output.out.into(), err: output.err.map(Stream::from) })
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
    let descriptors: Vec<OwnedFd> = own
        .into_iter()
        .chain(spawn.sockets.iter().map(AsFd::as_fd))
        .map(lift)
        .collect::<Result<_, _>>()?;
    let dir = spawn.dir.map(|dir| CString::new(dir.as_os_str().as_bytes())).transpose()?;
    let refusal = Refusal::new()?;
    let mut child = Child { parent: getpid(), image, dir, descriptors, above, refusal };
    let held = Held::all();
    let started = started::note(|| child.start(), |pid| *pid);
    drop(held);
    let started = started?;
    let given_up = |error: io::Error| give_up(started, error);
    match child.refusal.told() {
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
    refusal: Refusal,
}

impl Child {
    /// Starts the child, and returns when it is another program or has ended.
    fn start(&mut self) -> io::Result<u32> {
        extern "C" fn run(child: *mut c_void) -> c_int {
            // SAFETY: it is the one that `start` has, which stands still.
            let child = unsafe { &mut *child.cast::<Child>() };
            child.become_program()
        }
        // SAFETY: this thread stands still until the child is another program or has ended, and what it calls
        // allocates nothing and takes no lock. All signals are held back, so no handler of this process
        // runs there.
        unsafe { system::start(run, (&raw mut *self).cast()) }
    }

    fn become_program(&mut self) -> ! {
        signals::reset();
        let error = match self.settle() {
            Ok(()) => self.image.become_it(),
            Err(error) => error,
        };
        self.refusal.tell(error.raw_os_error().unwrap_or(libc::EPIPE));
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
        if !system::keep_from(self.above) {
            let limit = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX).min(1 << 16);
            for descriptor in self.above..c_int::try_from(limit).unwrap_or(c_int::MAX) {
                // SAFETY: as above.
                unsafe { libc::fcntl(descriptor, libc::F_SETFD, libc::FD_CLOEXEC) };
            }
        }
        Ok(())
    }
}

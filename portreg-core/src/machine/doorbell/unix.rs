//! Unix: a bell is a pipe with a name.

use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::FileTypeExt as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use rustix::fs::{FileType, Mode, OFlags, Stat, open, rename};
use rustix::io::Errno;

use crate::machine::cancelling;
use crate::machine::files::make_private_dir;
use crate::machine::signal::held::write_unsignalled;
use crate::machine::waiting::{OwnedWaitable, Waitable};

/// What the name of a bell ends with until its process hears it.
const UNHEARD: &str = ".new";

/// How old such a one is when its process was killed over it.
const GIVEN_UP: Duration = Duration::from_secs(60);

/// A named pipe that others ring. It is taken down when this is dropped, but by a forked child.
#[derive(Debug)]
pub(crate) struct Doorbell {
    fifo: OwnedFd,
    hung: Hung,
}

/// The name of a doorbell in its folder, which goes when this is dropped.
#[derive(Debug)]
pub(crate) struct Hung {
    path: PathBuf,
    name: String,
    /// Who has hung it.
    owner: u32,
}

impl Doorbell {
    /// Hangs a bell of random name in the folder, which is made where it is missing.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub(crate) fn hang(folder: &Path) -> io::Result<Self> {
        make_private_dir(folder)?;
        loop {
            let name = format!("{:016x}", fastrand::u64(..));
            let path = folder.join(&name);
            // Under another name until it is heard: a bell that nobody hears yet looks like one of the dead.
            let unheard = folder.join(format!("{name}{UNHEARD}"));
            match make_pipe(&unheard) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                made => made?,
            }
            // For writing too: so it never ends, and without this process nobody reads it.
            let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::CLOEXEC;
            let heard = open(&unheard, flags, Mode::empty())
                .and_then(|fifo| rename(&unheard, &path).map(|()| fifo));
            let fifo = heard.inspect_err(|_| _ = std::fs::remove_file(&unheard))?;
            return Ok(Self { fifo, hung: Hung { path, name, owner: std::process::id() } });
        }
    }

    /// What to ring it by.
    pub(crate) fn name(&self) -> &str {
        &self.hung.name
    }

    /// Hears it no more: who watches it wakes. Its name stays as long as what this gives.
    pub(crate) fn close(self) -> Hung {
        self.hung
    }

    /// Forgets all rings so far.
    pub(crate) fn drain(&self) {
        let mut rings = [0; 4096];
        // Less than there is room for is all there is.
        while matches!(rustix::io::read(&self.fifo, &mut rings), Ok(4096) | Err(Errno::INTR)) {}
    }

    /// Waits until it is rung, until one of the others can be read, until this thread's call is
    /// cancelled, or for so long.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub(crate) fn wait(
        &self,
        others: &[Waitable<'_>],
        at_most: Option<Duration>,
    ) -> io::Result<()> {
        let all: Vec<_> = std::iter::once(self.as_fd()).chain(others.iter().copied()).collect();
        cancelling::sleep(&all, at_most)
    }
}

impl AsFd for Doorbell {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fifo.as_fd()
    }
}

impl Drop for Hung {
    fn drop(&mut self) {
        if self.owner == std::process::id() {
            _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Makes a pipe with a name, for this user alone.
#[cfg(target_os = "linux")]
fn make_pipe(path: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, mknodat};
    Ok(mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0)?)
}

/// Makes a pipe with a name, for this user alone.
#[cfg(target_os = "macos")]
#[expect(unsafe_code, reason = "making pipes with a name has no safe wrapper here")]
fn make_pipe(path: &Path) -> io::Result<()> {
    use std::os::unix::ffi::OsStrExt as _;
    let name = std::ffi::CString::new(path.as_os_str().as_bytes())?;
    // SAFETY: the name ends with NUL.
    match unsafe { libc::mkfifo(name.as_ptr(), 0o600) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// What came of ringing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rung {
    /// Who waits wakes, or has not yet drained an earlier ring.
    Rung,
    /// Nobody waits any more; what was left of the bell is gone.
    Dead,
}

/// Rings the bell of this name.
pub(crate) fn ring(folder: &Path, name: &str) -> Rung {
    match reach(folder, name) {
        Ok(bell) if is_rung(&bell) => Rung::Rung,
        Ok(_) => remove(folder, name),
        Err(rung) => rung,
    }
}

/// Rings bells again and again. The last ones stay open, because who waits is mostly the same.
#[derive(Debug, Default)]
pub(crate) struct Ringer(Mutex<VecDeque<(String, OwnedFd)>>);

impl Ringer {
    /// How many stay open: so many descriptors it takes at most.
    const OPEN: usize = 16;

    /// Rings the bells of these names, and gives those of them that nobody hears any more.
    pub(crate) fn ring(&self, folder: &Path, mut names: Vec<String>) -> Vec<String> {
        // Another thread rings just now, or did when this process was forked: all are opened then.
        let mut others = VecDeque::new();
        let mut open = self.0.try_lock();
        let open = open.as_deref_mut().unwrap_or(&mut others);
        names.retain(|name| {
            let at = open.iter().position(|(known, _)| known == name);
            let bell = match at.and_then(|at| open.remove(at)) {
                Some((_, bell)) => Ok(bell),
                None => reach(folder, name),
            };
            match bell {
                Ok(bell) if is_rung(&bell) => {
                    if open.len() == Self::OPEN {
                        open.pop_front();
                    }
                    open.push_back((name.clone(), bell));
                    false
                }
                Ok(_) => remove(folder, name) == Rung::Dead,
                Err(rung) => rung == Rung::Dead,
            }
        });
        names
    }
}

/// Opens a bell that somebody hears; else what ringing it comes to.
fn reach(folder: &Path, name: &str) -> Result<OwnedFd, Rung> {
    if !is_name(name) {
        return Err(Rung::Dead);
    }
    let path = folder.join(name);
    match open(&path, RINGING, Mode::empty()) {
        Ok(bell) if is_bell(&rustix::fs::fstat(&bell)) => Ok(bell),
        Err(Errno::NXIO) if is_bell(&rustix::fs::lstat(&path)) => Err(remove(folder, name)),
        Ok(_) | Err(Errno::NXIO | Errno::NOENT | Errno::LOOP | Errno::ISDIR) => Err(Rung::Dead),
        // Out of descriptors, most likely: who waits looks by itself after a while.
        Err(error) => {
            tracing::debug!(%error, name, "a doorbell cannot be rung");
            Err(Rung::Rung)
        }
    }
}

/// Rings it, and says whether somebody hears it. A full pipe has been rung before.
fn is_rung(bell: &OwnedFd) -> bool {
    write_unsignalled(bell, &[1]) != Err(Errno::PIPE)
}

/// How a bell is opened to be rung: refused where nobody hears it, and nothing else is followed.
const RINGING: OFlags =
    OFlags::WRONLY.union(OFlags::NONBLOCK).union(OFlags::CLOEXEC).union(OFlags::NOFOLLOW);

/// Whether it can be the name of a bell. They come from a table that others write too: none leads out of
/// the folder.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether it is a bell, not any other file.
fn is_bell(stat: &rustix::io::Result<Stat>) -> bool {
    stat.as_ref().is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode).is_fifo())
}

fn remove(folder: &Path, name: &str) -> Rung {
    _ = std::fs::remove_file(folder.join(name));
    Rung::Dead
}

/// How a bell is, in whatever namespace those who hear it are.
#[derive(Debug)]
pub(crate) enum Watched {
    /// Somebody hears it; what this holds wakes when nobody does any more.
    Heard(OwnedWaitable),
    /// It hangs, and nobody hears it.
    Silent,
    /// It does not hang, or cannot be looked at.
    Unknown,
}

/// Whether somebody hears the bell of this name.
pub(crate) fn watch(folder: &Path, name: &str) -> Watched {
    if !is_name(name) {
        return Watched::Unknown;
    }
    match open(folder.join(name), RINGING, Mode::empty()) {
        Ok(end) => Watched::Heard(end),
        Err(Errno::NXIO) => Watched::Silent,
        Err(_) => Watched::Unknown,
    }
}

/// Removes the bells of the folder that nobody hears any more: of processes that were killed.
pub(crate) fn sweep(folder: &Path) {
    let names = std::fs::read_dir(folder).into_iter().flatten();
    for name in names.filter_map(|entry| entry.ok()?.file_name().into_string().ok()) {
        let path = folder.join(&name);
        let bell = name.strip_suffix(UNHEARD).unwrap_or(&name);
        let is_left = is_name(bell)
            && path.symlink_metadata().is_ok_and(|file| {
                let is_old =
                    || file.modified().is_ok_and(|at| at.elapsed().is_ok_and(|age| age > GIVEN_UP));
                file.file_type().is_fifo() && (bell == name || is_old())
            });
        if is_left && matches!(open(&path, RINGING, Mode::empty()), Err(Errno::NXIO)) {
            _ = std::fs::remove_file(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader};
    use std::os::unix::fs::PermissionsExt as _;
    use std::process::{Command, Stdio};

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    fn is_rung(bell: &Doorbell) -> bool {
        let now = Timespec { tv_sec: 0, tv_nsec: 0 };
        poll(&mut [PollFd::new(bell, PollFlags::IN)], Some(&now)).unwrap() == 1
    }

    fn python(script: &str, path: &Path) -> Command {
        let mut command = Command::new("python3");
        command.args(["-c", &format!("import os, sys\n{script}")]).arg(path);
        command
    }

    #[test]
    fn a_bell_is_private_and_taken_down() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("bells");
        let bell = Doorbell::hang(&folder).unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&bell.hung.path)), (0o700, 0o600));
        assert_ne!(Doorbell::hang(&folder).unwrap().name(), bell.name());
        let (path, name) = (bell.hung.path.clone(), bell.name().to_owned());
        drop(Doorbell {
            fifo: bell.fifo.try_clone().unwrap(),
            hung: Hung { path, name, owner: 0 },
        });
        assert_eq!(ring(&folder, bell.name()), Rung::Rung, "a forked child takes nothing down");
        let name = bell.name().to_owned();
        drop(bell);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
        assert_eq!(ring(&folder, &name), Rung::Dead);
    }

    #[test]
    fn a_ring_is_kept_until_it_is_drained() {
        let dir = tempfile::tempdir().unwrap();
        let bell = Doorbell::hang(dir.path()).unwrap();
        assert!(!is_rung(&bell));
        bell.wait(&[], Some(Duration::ZERO)).unwrap();
        for _ in 0..2 {
            assert_eq!(ring(dir.path(), bell.name()), Rung::Rung);
        }
        bell.wait(&[], None).unwrap();
        assert!(is_rung(&bell));
        bell.drain();
        assert!(!is_rung(&bell));

        while rustix::io::write(&bell.fifo, &[0; 4096]).is_ok() {}
        assert_eq!(ring(dir.path(), bell.name()), Rung::Rung, "it is rung as much as can be");
        bell.drain();
        assert!(!is_rung(&bell));
    }

    #[test]
    fn another_process_wakes_who_waits() {
        let dir = tempfile::tempdir().unwrap();
        let bell = Doorbell::hang(dir.path()).unwrap();
        let script = "os.write(os.open(sys.argv[1], os.O_WRONLY | os.O_NONBLOCK), b'!')";
        let mut other = python(script, &bell.hung.path).spawn().unwrap();
        bell.wait(&[], Some(LONG)).unwrap();
        assert!(is_rung(&bell));
        bell.drain();
        other.wait().unwrap();

        let mut child = Command::new("echo").stdout(Stdio::piped()).spawn().unwrap();
        bell.wait(&[child.stdout.as_ref().unwrap().as_fd()], None).unwrap();
        assert!(!is_rung(&bell), "something else woke it");
        child.wait().unwrap();
    }

    #[test]
    fn who_watches_a_bell_wakes_when_it_is_closed() {
        let dir = tempfile::tempdir().unwrap();
        let (bell, own) =
            (Doorbell::hang(dir.path()).unwrap(), Doorbell::hang(dir.path()).unwrap());
        let name = bell.name().to_owned();
        let Watched::Heard(end) = watch(dir.path(), &name) else { panic!("it is heard") };
        let closes = std::thread::spawn(move || bell.close());
        own.wait(&[end.as_fd()], Some(LONG)).unwrap();
        let hung = closes.join().unwrap();
        assert!(matches!(watch(dir.path(), &name), Watched::Silent));
        drop(hung);
        assert!(matches!(watch(dir.path(), &name), Watched::Unknown));
    }

    #[test]
    fn a_bell_of_the_dead_is_swept() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("abc123");
        let script = "os.mkfifo(sys.argv[1])\n\
            fd = os.open(sys.argv[1], os.O_RDWR)\n\
            print('hung', flush=True)\n\
            sys.stdin.read()";
        let mut command = python(script, &path);
        let mut owner = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(owner.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(ring(dir.path(), "abc123"), Rung::Rung);
        owner.kill().unwrap();
        owner.wait().unwrap();
        assert_eq!(ring(dir.path(), "abc123"), Rung::Dead);
        assert!(!path.exists());
    }

    /// A thousand subscriptions that began at once: some were refused, because another one had swept
    /// their bells between the making and the opening of the pipe.
    #[test]
    fn a_bell_that_is_being_hung_is_not_swept() {
        let dir = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..250 {
                        let bell = Doorbell::hang(dir.path()).unwrap();
                        sweep(dir.path());
                        assert_eq!(ring(dir.path(), bell.name()), Rung::Rung);
                    }
                });
            }
        });
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_bell_that_was_never_heard_is_swept_when_it_is_old() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("abc123.new");
        make_pipe(&path).unwrap();
        sweep(dir.path());
        assert!(path.exists());
        let touched =
            Command::new("touch").args(["-d", "2 minutes ago"]).arg(&path).status().unwrap();
        assert!(touched.success());
        sweep(dir.path());
        assert!(!path.exists());
    }

    #[test]
    fn who_rings_again_and_again_keeps_few_open_and_knows_the_dead() {
        let dir = tempfile::tempdir().unwrap();
        let ringer = Ringer::default();
        let count = Ringer::OPEN + 4;
        let mut bells: Vec<_> = (0..count).map(|_| Doorbell::hang(dir.path()).unwrap()).collect();
        let names: Vec<_> = bells.iter().map(|bell| bell.name().to_owned()).collect();
        for _ in 0..3 {
            assert!(ringer.ring(dir.path(), names.clone()).is_empty());
            assert!(bells.iter().all(is_rung));
            bells.iter().for_each(Doorbell::drain);
            assert_eq!(ringer.0.lock().unwrap().len(), Ringer::OPEN);
        }
        // One of those that are open, one that is not, and one that was closed but has still its name.
        let last = bells.pop().unwrap();
        let silent = last.name().to_owned();
        let _hung = last.close();
        bells.truncate(count - 3);
        bells.remove(0);
        let gone = ringer.ring(dir.path(), names.clone());
        assert_eq!(
            gone,
            [&names[0], &names[count - 3], &names[count - 2], &silent].map(Clone::clone)
        );
        assert!(bells.iter().all(is_rung));

        // As in a child that was forked while another thread rang.
        let _held = ringer.0.lock().unwrap();
        assert!(ringer.ring(dir.path(), vec![bells[0].name().to_owned()]).is_empty());
    }

    #[test]
    fn only_bells_are_rung() {
        let dir = tempfile::tempdir().unwrap();
        let bell = Doorbell::hang(&dir.path().join("a")).unwrap();
        let file = dir.path().join("beef");
        std::fs::write(&file, "text").unwrap();
        let outside = format!("a/{}", bell.name());
        for name in ["", ".", "..", "beef", &outside, "no\0name"] {
            assert_eq!(ring(dir.path(), name), Rung::Dead, "{name}");
        }
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "text");
        assert!(!is_rung(&bell));
    }
}

//! Windows: a bell is an event with a name, which is gone when nobody has it open any more.
//!
//! A second event tells who watches a bell that it was closed. A process that is killed closes nothing: who
//! watches a bell sleeps on its process as well.

use std::io;
use std::os::windows::io::{AsHandle, BorrowedHandle, OwnedHandle};
use std::path::Path;
use std::time::Duration;

use crate::machine::cancelling;
use crate::machine::files::make_private_dir;
use crate::machine::waiting::{AsWaitable as _, OwnedWaitable, Waitable, wait};
use crate::machine::windows::Event;

/// An event with a name, that others ring.
#[derive(Debug)]
pub(crate) struct Doorbell {
    rung: Event,
    hung: Hung,
}

/// The name of a doorbell. What watches it wakes when this is dropped, or the bell closed.
#[derive(Debug)]
pub(crate) struct Hung {
    name: String,
    closed: Event,
}

impl Drop for Hung {
    fn drop(&mut self) {
        self.closed.set();
    }
}

/// The name that all sessions of the machine see, so that a service hears a program of its user.
fn event(name: &str) -> String {
    format!(r"Global\portreg-bell-{name}")
}

fn end_of(name: &str) -> String {
    format!("{}-closed", event(name))
}

impl Doorbell {
    /// Hangs a bell of random name.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub(crate) fn hang(folder: &Path) -> io::Result<Self> {
        make_private_dir(folder)?;
        let name = format!("{:016x}", fastrand::u64(..));
        let closed = Event::named(&end_of(&name))?;
        Ok(Self { rung: Event::named(&event(&name))?, hung: Hung { name, closed } })
    }

    /// What to ring it by.
    pub(crate) fn name(&self) -> &str {
        &self.hung.name
    }

    /// Hears it no more: who watches it wakes.
    pub(crate) fn close(self) -> Hung {
        let Self { rung, hung } = self;
        // First gone, then told.
        drop(rung);
        hung.closed.set();
        hung
    }

    /// Forgets all rings so far.
    pub(crate) fn drain(&self) {
        self.rung.reset();
    }

    /// Waits until it is rung, until one of the others is ready, until this thread's call is
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
        let all: Vec<_> =
            std::iter::once(self.as_waitable()).chain(others.iter().copied()).collect();
        cancelling::sleep(&all, at_most)
    }
}

impl AsHandle for Doorbell {
    fn as_handle(&self) -> BorrowedHandle<'_> {
        self.rung.as_handle()
    }
}

/// What came of ringing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rung {
    /// Who waits wakes, or has not yet drained an earlier ring.
    Rung,
    /// Nobody waits any more.
    Dead,
}

/// Rings the bell of this name.
pub(crate) fn ring(_folder: &Path, name: &str) -> Rung {
    match open(name) {
        Ok(bell) => {
            bell.set();
            Rung::Rung
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Rung::Dead,
        // Another user's, or out of handles: who waits looks by itself after a while.
        Err(error) => {
            tracing::debug!(%error, name, "a doorbell cannot be rung");
            Rung::Rung
        }
    }
}

/// Rings bells again and again. None stays open: it would be taken for somebody who hears.
#[derive(Debug, Default)]
pub(crate) struct Ringer;

impl Ringer {
    /// Rings the bells of these names, and gives those of them that nobody hears any more.
    pub(crate) fn ring(&self, folder: &Path, mut names: Vec<String>) -> Vec<String> {
        names.retain(|name| ring(folder, name) == Rung::Dead);
        names
    }
}

/// Names come from a table that others write too: none is another kind of name.
fn open(name: &str) -> io::Result<Event> {
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(io::ErrorKind::NotFound.into());
    }
    Event::open(&event(name))
}

/// How a bell is.
#[derive(Debug)]
pub(crate) enum Watched {
    /// Somebody hears it; what this holds wakes when nobody does any more.
    Heard(OwnedWaitable),
    /// Nobody hears it.
    Silent,
    /// That cannot be told.
    Unknown,
}

/// Whether somebody hears the bell of this name.
pub(crate) fn watch(_folder: &Path, name: &str) -> Watched {
    if let Err(error) = open(name) {
        let is_gone = error.kind() == io::ErrorKind::NotFound;
        return if is_gone { Watched::Silent } else { Watched::Unknown };
    }
    match Event::open(&end_of(name)).map(OwnedHandle::from) {
        Ok(end)
            if matches!(
                wait(&[end.as_waitable()], Some(Duration::ZERO)).as_deref(),
                Ok([false])
            ) =>
        {
            Watched::Heard(end)
        }
        _ => Watched::Silent,
    }
}

/// Removes the bells of the folder that nobody hears any more: here the system does.
pub(crate) fn sweep(_folder: &Path) {}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    fn is_rung(bell: &Doorbell) -> bool {
        wait(&[bell.as_waitable()], Some(Duration::ZERO)).unwrap() == [true]
    }

    #[test]
    fn a_ring_is_kept_until_it_is_drained() {
        let dir = tempfile::tempdir().unwrap();
        let bell = Doorbell::hang(dir.path()).unwrap();
        assert!(!is_rung(&bell));
        for _ in 0..2 {
            assert_eq!(ring(dir.path(), bell.name()), Rung::Rung);
        }
        bell.wait(&[], None).unwrap();
        bell.drain();
        assert!(!is_rung(&bell));
        let name = bell.name().to_owned();
        drop(bell);
        assert_eq!(ring(dir.path(), &name), Rung::Dead);
    }

    #[test]
    fn who_watches_a_bell_wakes_when_it_is_closed() {
        let dir = tempfile::tempdir().unwrap();
        let (bell, own) =
            (Doorbell::hang(dir.path()).unwrap(), Doorbell::hang(dir.path()).unwrap());
        let name = bell.name().to_owned();
        let Watched::Heard(end) = watch(dir.path(), &name) else { panic!("it is heard") };
        let closes = std::thread::spawn(move || bell.close());
        own.wait(&[end.as_waitable()], Some(LONG)).unwrap();
        drop(closes.join().unwrap());
        assert!(matches!(watch(dir.path(), &name), Watched::Silent));
    }

    #[test]
    fn only_bells_are_rung() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["", "..", r"..\beef", "no\0name"] {
            assert_eq!(ring(dir.path(), name), Rung::Dead, "{name}");
        }
    }
}

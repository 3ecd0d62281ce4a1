//! Waiting until something changes in a folder.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::machine::cancelling;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
use linux::Watch;
#[cfg(target_os = "macos")]
use macos::Watch;
#[cfg(windows)]
use windows::Watch;

/// How long a wait lasts at most where the system watches for us: a change that it did not tell of,
/// as on file systems of other machines, is late and not lost.
const SLOW: Duration = Duration::from_secs(5);

/// The same where it does not watch, because this user watches too much already.
const BLIND: Duration = Duration::from_secs(1);

/// What happens in a folder that may not be there yet.
#[derive(Debug)]
pub(crate) struct Changes {
    folder: PathBuf,
    watch: Option<Watch>,
}

impl Changes {
    /// Watches from now on.
    pub(crate) fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), watch: watch(folder) }
    }

    /// Waits until something may have changed since the last call or this thread's call is
    /// cancelled, at most so long. Whoever waits looks again after each call, whatever ended it.
    pub(crate) fn wait(&mut self, at_most: Duration) {
        if self.watch.as_ref().is_none_or(|watch| watch.place() != self.folder) {
            let nearer = watch(&self.folder);
            // Nobody watched the new place until now: what happened there is to be looked at first.
            if place_of(nearer.as_ref()) != place_of(self.watch.as_ref()) {
                self.watch = nearer;
                return;
            }
        }
        match &self.watch {
            Some(watch) if watch.wait(at_most.min(SLOW)) => {}
            Some(_) => self.watch = None,
            None => _ = cancelling::sleep(&[], Some(at_most.min(BLIND))),
        }
    }
}

fn place_of(watch: Option<&Watch>) -> Option<&Path> {
    watch.map(Watch::place)
}

fn watch(folder: &Path) -> Option<Watch> {
    let place = folder.ancestors().find(|place| place.is_dir())?.to_owned();
    // What others write in a folder above is no concern of ours.
    let all = place == folder;
    Watch::of(place, all)
}

#[cfg(test)]
#[cfg(not(target_os = "macos"))]
mod tests {
    use std::time::Instant;

    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    /// Waits until `happened`; fails where only the slow poll would have noticed.
    fn wait_until(changes: &mut Changes, happened: impl Fn() -> bool) {
        let started = Instant::now();
        while !happened() {
            changes.wait(LONG);
            assert!(started.elapsed() < SLOW, "nobody woke the waiter");
        }
    }

    #[test]
    fn a_folder_and_its_files_are_waited_for_before_they_exist() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("logs/shop");
        let file = folder.join("current.log");
        let mut changes = Changes::of(&folder);
        let writer = std::thread::spawn({
            let (folder, file) = (folder.clone(), file.clone());
            move || {
                std::fs::create_dir_all(folder).unwrap();
                std::fs::write(file, "x").unwrap();
            }
        });
        wait_until(&mut changes, || std::fs::read(&file).is_ok_and(|text| text == b"x"));
        writer.join().unwrap();
    }

    // Windows keeps a removed folder in its place as long as somebody watches it.
    #[cfg(unix)]
    #[test]
    fn a_folder_that_is_made_anew_is_watched_anew() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("shop");
        std::fs::create_dir(&folder).unwrap();
        let mut changes = Changes::of(&folder);
        std::fs::remove_dir(&folder).unwrap();
        wait_until(&mut changes, || !folder.exists());
        changes.wait(Duration::ZERO);
        std::fs::create_dir(&folder).unwrap();
        changes.wait(Duration::ZERO);
        changes.wait(Duration::ZERO);
        std::fs::write(folder.join("file"), "x").unwrap();
        let started = Instant::now();
        changes.wait(LONG);
        assert!(started.elapsed() < SLOW, "nobody woke the waiter");
    }

    #[test]
    fn what_changed_before_the_wait_ends_it_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let mut changes = Changes::of(dir.path());
        std::fs::write(dir.path().join("file"), "x").unwrap();
        let started = Instant::now();
        changes.wait(LONG);
        assert!(started.elapsed() < SLOW);
    }

    #[test]
    fn a_wait_without_a_change_ends_in_time() {
        let dir = tempfile::tempdir().unwrap();
        let mut changes = Changes::of(dir.path());
        let started = Instant::now();
        changes.wait(Duration::from_millis(20));
        assert!(started.elapsed() >= Duration::from_millis(20));
        assert!(started.elapsed() < SLOW);
    }
}

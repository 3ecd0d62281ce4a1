//! Linux: changes in a folder, by inotify.

use std::mem::MaybeUninit;
use std::os::fd::{AsFd as _, OwnedFd};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::inotify::{CreateFlags, ReadFlags, Reader, WatchFlags, add_watch, init};

use crate::machine::cancelling;

#[derive(Debug)]
pub(super) struct Watch {
    inotify: OwnedFd,
    /// The folder that is watched: the one that is meant, or the nearest above it that exists.
    place: PathBuf,
}

impl Watch {
    /// Watches what comes and goes in a folder, and with `all` also what is written to its files.
    pub(super) fn of(place: PathBuf, all: bool) -> Option<Self> {
        let inotify = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).ok()?;
        let mut what = WatchFlags::CREATE
            | WatchFlags::MOVED_TO
            | WatchFlags::DELETE_SELF
            | WatchFlags::MOVE_SELF
            | WatchFlags::ONLYDIR;
        if all {
            what |= WatchFlags::MODIFY;
        }
        add_watch(&inotify, &place, what).ok()?;
        Some(Self { inotify, place })
    }

    /// The watched folder.
    pub(super) fn place(&self) -> &Path {
        &self.place
    }

    /// False where the watched folder is gone, and the watch with it.
    pub(super) fn wait(&self, at_most: Duration) -> bool {
        _ = cancelling::sleep(&[self.inotify.as_fd()], Some(at_most));
        let mut buffer = [MaybeUninit::uninit(); 4096];
        let mut events = Reader::new(&self.inotify, &mut buffer);
        let gone = ReadFlags::DELETE_SELF | ReadFlags::MOVE_SELF | ReadFlags::IGNORED;
        let mut is_there = true;
        while let Ok(event) = events.next() {
            is_there &= !event.events().intersects(gone);
        }
        is_there
    }
}

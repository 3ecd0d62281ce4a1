//! macOS: changes in a folder are not told of here: who waits looks every second.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What watches a folder: nothing does.
#[derive(Debug)]
pub(super) struct Watch(Infallible);

impl Watch {
    /// None.
    pub(super) fn of(_place: PathBuf, _all: bool) -> Option<Self> {
        None
    }

    /// The watched folder.
    pub(super) fn place(&self) -> &Path {
        match self.0 {}
    }

    /// False where the watched folder is gone, and the watch with it.
    pub(super) fn wait(&self, _at_most: Duration) -> bool {
        match self.0 {}
    }
}

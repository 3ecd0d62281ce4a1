//! Keeps what was read for a folder until one of its files changes.

use std::collections::HashMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::time::{Duration, SystemTime};

use super::environment::Environment;
use super::locate::Places;
use super::settings::Config;
use crate::error::Result;

/// As many folders as one program plausibly works in; more, and all is forgotten.
const FOLDERS: usize = 64;

/// File systems stamp times in steps; what changed this recently may change again without a trace.
const STEP: Duration = Duration::from_millis(50);

/// Reads the configuration of folders, and again only when a file that it looked at, or found
/// absent, has changed. Looking costs one `stat` per such file, three for each folder up
/// to the root: about half a microsecond for one that is absent.
#[derive(Debug, Default)]
pub(crate) struct Loader {
    environment: Environment,
    kept: Mutex<HashMap<PathBuf, Arc<Kept>>>,
}

#[derive(Debug)]
struct Kept {
    config: Arc<Config>,
    seen: Vec<(PathBuf, Option<Stamp>)>,
}

impl Loader {
    /// A loader with nothing read yet.
    pub(crate) fn new(environment: Environment) -> Self {
        Self { environment, kept: Mutex::default() }
    }

    /// The variables it goes by.
    pub(crate) fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The configuration of the folder, an absolute path.
    ///
    /// # Errors
    ///
    /// As [`Config::load`]; an error is never kept.
    pub(crate) fn load(&self, dir: &Path) -> Result<Arc<Config>> {
        let kept = self.kept().and_then(|kept| kept.get(dir).cloned());
        if let Some(entry) = kept
            && entry.seen.iter().all(|(file, stamp)| Stamp::of(file) == *stamp)
        {
            return Ok(Arc::clone(&entry.config));
        }
        // The stamps are taken before reading: a change in between is then seen next time.
        let now = SystemTime::now();
        let places = Places::find(dir, &self.environment);
        let seen: Vec<_> = places.all().map(|file| (file.to_owned(), Stamp::of(file))).collect();
        let config = Arc::new(Config::load_from(&places, &self.environment)?);
        let settled = seen.iter().all(|(_, stamp)| stamp.as_ref().is_none_or(|s| s.is_before(now)));
        if settled && let Some(mut kept) = self.kept() {
            if kept.len() >= FOLDERS {
                kept.clear();
            }
            kept.insert(dir.to_owned(), Arc::new(Kept { config: Arc::clone(&config), seen }));
        }
        Ok(config)
    }

    /// What is kept, unless another thread looks at it right now: reading anew costs less than
    /// waiting for a lock that, in a forked child, may never open.
    fn kept(&self) -> Option<MutexGuard<'_, HashMap<PathBuf, Arc<Kept>>>> {
        match self.kept.try_lock() {
            Ok(kept) => Some(kept),
            Err(TryLockError::Poisoned(kept)) => Some(kept.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

/// What changes whenever a file does.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    /// Device, inode and the time of the last change of the inode, which nobody can set back.
    inode: (u64, u64, i64, i64),
    is_dir: bool,
}

impl Stamp {
    fn of(file: &Path) -> Option<Self> {
        let meta = std::fs::metadata(file).ok()?;
        // A folder changes with every file made in it; only which folder it is matters.
        let is_dir = meta.is_dir();
        Some(Self {
            size: if is_dir { 0 } else { meta.len() },
            modified: if is_dir { None } else { meta.modified().ok() },
            inode: inode(&meta, is_dir),
            is_dir,
        })
    }

    fn is_before(&self, now: SystemTime) -> bool {
        let limit = now.checked_sub(STEP);
        self.modified.is_none_or(|modified| limit.is_some_and(|limit| modified < limit))
    }
}

#[cfg(unix)]
fn inode(meta: &Metadata, is_dir: bool) -> (u64, u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    match is_dir {
        true => (meta.dev(), meta.ino(), 0, 0),
        false => (meta.dev(), meta.ino(), meta.ctime(), meta.ctime_nsec()),
    }
}

#[cfg(not(unix))]
fn inode(_: &Metadata, _: bool) -> (u64, u64, i64, i64) {
    (0, 0, 0, 0)
}

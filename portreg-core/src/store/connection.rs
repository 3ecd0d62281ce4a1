//! The connection of a handle: opened when needed, closed around a fork.
//!
//! SQLite keeps its view of the locks of a file per process; a child that inherits it believes to
//! hold locks that it does not hold. So no connection crosses a fork: before `fork` runs, every
//! connection of the process is closed while nobody is inside SQLite, and parent and child open
//! their own at the next call. A fork that bypasses the C library is noticed by the pid, before any
//! lock: in such a child SQLite goes on believing in its parent's locks, whatever is opened anew, and
//! would lose the log under its feet. So it is refused; what it inherited is never locked or closed.

use std::cell::RefCell;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError, RwLock, RwLockWriteGuard, Weak};

use rusqlite::Connection;

use super::fault::Stored;
use super::open::{self, FileId};
use crate::error::{Error, Result};
use crate::machine::fork;

/// Held for reading by whoever is inside SQLite, and for writing across a fork.
static GATE: RwLock<()> = RwLock::new(());
/// The slots of all handles of the process.
static SLOTS: Mutex<Vec<Weak<Slot>>> = Mutex::new(Vec::new());

/// The process whose locks SQLite knows; 0 before the first open.
static HOME: AtomicU32 = AtomicU32::new(0);

thread_local! {
    /// The closed gate, between the moments before and after a fork.
    static CLOSED: RefCell<Option<RwLockWriteGuard<'static, ()>>> = const { RefCell::new(None) };
}

/// An open connection.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) connection: Connection,
    /// The compatibility number of the file, where it is greater than this library's.
    pub(super) newer: Option<i64>,
    /// The day for which a backup is known to be there.
    pub(super) backed_up: Option<i64>,
    /// Whether it has written yet.
    pub(super) has_written: bool,
    file: FileId,
}

/// The place of a handle's connection.
#[derive(Debug)]
pub(super) struct Slot {
    live: Mutex<Option<Live>>,
}

impl Slot {
    /// Opens a connection, and one again whenever it is needed.
    pub(super) fn open(path: &Path) -> Result<Arc<Self>> {
        static AROUND_FORKS: Once = Once::new();
        AROUND_FORKS.call_once(|| fork::register(before_fork, after_fork, after_fork_in_child));
        let slot = Arc::new(Self { live: Mutex::new(None) });
        slot.with(path, |_| Ok(()))?;
        let mut slots = lock(&SLOTS);
        slots.retain(|slot| slot.strong_count() > 0);
        slots.push(Arc::downgrade(&slot));
        drop(slots);
        Ok(slot)
    }

    /// Runs `work` with the connection.
    pub(super) fn with<T>(
        &self,
        path: &Path,
        work: impl FnOnce(&mut Live) -> Stored<T>,
    ) -> Result<T> {
        self.enter(path, false, work)
    }

    /// Runs `work` with a connection to the file that the path leads to by now: a restored backup
    /// is another one.
    pub(super) fn with_newest<T>(
        &self,
        path: &Path,
        work: impl FnOnce(&mut Live) -> Stored<T>,
    ) -> Result<T> {
        self.enter(path, true, work)
    }

    /// Runs `work` with the connection where it is open and nobody else works with it.
    pub(super) fn with_at_once<T>(
        &self,
        path: &Path,
        work: impl FnOnce(&mut Live) -> Stored<T>,
    ) -> Option<Result<T>> {
        if !is_home() {
            return None;
        }
        let _inside = GATE.try_read().ok()?;
        let mut live = self.live.try_lock().ok()?;
        Some(work(live.as_mut()?).map_err(|fault| fault.into_error(path)))
    }

    fn enter<T>(
        &self,
        path: &Path,
        newest: bool,
        work: impl FnOnce(&mut Live) -> Stored<T>,
    ) -> Result<T> {
        refuse_strange_child(path)?;
        let _inside = GATE.read().unwrap_or_else(PoisonError::into_inner);
        let mut live = lock(&self.live);
        if newest && live.as_ref().is_some_and(|live| open::file_id(path) != Some(live.file)) {
            close(live.take());
        }
        let live = match live.as_mut() {
            Some(live) => live,
            None => live.insert(connect(path)?),
        };
        work(live).map_err(|fault| fault.into_error(path))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let Some(live) = self.live.get_mut().unwrap_or_else(PoisonError::into_inner).take() else {
            return;
        };
        if !is_home() {
            return std::mem::forget(live);
        }
        let _inside = GATE.read().unwrap_or_else(PoisonError::into_inner);
        close(Some(live));
    }
}

fn connect(path: &Path) -> Result<Live> {
    let (connection, file, newer) = open::open(path)?;
    tracing::debug!(path = %path.display(), "registry opened");
    Ok(Live { connection, newer, backed_up: None, has_written: false, file })
}

fn close(live: Option<Live>) {
    if let Some(Live { connection, file, .. }) = live {
        drop(connection);
        open::closed(file);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether SQLite's view of locks is this process's own.
fn is_home() -> bool {
    let me = std::process::id();
    match HOME.compare_exchange(0, me, Ordering::Relaxed, Ordering::Relaxed) {
        Ok(_) => true,
        Err(home) => home == me,
    }
}

fn refuse_strange_child(path: &Path) -> Result<()> {
    if is_home() {
        return Ok(());
    }
    Err(Error::RegistryUnavailable {
        path: path.to_owned(),
        message: "this process was made from one that uses it, by a system call that the C library does not know of, and shares its locks; make it by fork, or start a program".into(),
    })
}

/// Waits until nobody is inside SQLite, keeps it so, and closes every connection.
fn before_fork() {
    if !is_home() {
        return;
    }
    let gate = GATE.write().unwrap_or_else(PoisonError::into_inner);
    for slot in lock(&SLOTS).iter().filter_map(Weak::upgrade) {
        close(lock(&slot.live).take());
    }
    CLOSED.with(|closed| *closed.borrow_mut() = Some(gate));
}

/// Lets the parent in again, to open its own connections.
fn after_fork() {
    CLOSED.with(|closed| drop(closed.borrow_mut().take()));
}

/// Lets the child in, which has inherited nothing but closed connections.
fn after_fork_in_child() {
    CLOSED.with(|closed| {
        if let Some(gate) = closed.borrow_mut().take() {
            HOME.store(std::process::id(), Ordering::Relaxed);
            drop(gate);
        }
    });
}

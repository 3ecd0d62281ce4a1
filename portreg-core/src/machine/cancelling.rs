//! Ending calls that wait, from another thread.
//!
//! Whatever sleeps for its caller does it by `sleep` here, or hands in what wakes it; and whoever was
//! woken asks `check` before it sleeps again. Nothing else has to know that calls can be cancelled.

use std::cell::RefCell;
use std::fmt;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::waiting::{Waitable, Waker, wait};
use crate::error::{Error, Result};

thread_local! {
    /// What may end the calls of this thread that wait, from the outermost scope in.
    static IN_FORCE: RefCell<Vec<Canceller>> = const { RefCell::new(Vec::new()) };
}

/// Ends calls that wait, from another thread: Ctrl-C, a signal to abort, a task that is given up.
///
/// What is called within its [`scope`](Canceller::scope) and would sleep gives `CANCELLED` instead, from
/// then on for good: a lock that is waited for (its place in the line is given back), messages, services
/// that are not ready, a supervisor's answer, lines of a log. What is there already is given all the
/// same, and what ends by itself is finished: a write, and processes that are being ended.
///
/// Clones are one and the same.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
/// use portreg_core::{Canceller, ErrorCode};
///
/// let canceller = Canceller::new()?;
/// let waits = std::thread::spawn({
///     let (registry, canceller) = (registry.clone(), canceller.clone());
///     move || canceller.scope(|| registry.poll("build:web", None, None))
/// });
/// canceller.cancel();
/// let error = waits.join().unwrap().unwrap_err();
/// assert_eq!(error.code(), ErrorCode::Cancelled);
/// # Ok::<(), portreg_core::Error>(())
/// ```
#[derive(Clone)]
pub struct Canceller(Arc<State>);

struct State {
    is_cancelled: AtomicBool,
    waker: Waker,
    /// Those that wait on something else than what the system wakes for.
    sleepers: Mutex<Vec<Arc<dyn Sleeper>>>,
}

/// What waits on something else, and can be woken to look whether it is cancelled.
pub(crate) trait Sleeper: Send + Sync {
    fn wake(&self);
}

impl Canceller {
    /// One that nothing was called with yet.
    ///
    /// # Errors
    ///
    /// `UNSUPPORTED` where the system has nothing for it: this process has too many open.
    ///
    /// ```
    /// assert!(!portreg_core::Canceller::new()?.is_cancelled());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn new() -> Result<Self> {
        let waker = Waker::new()
            .map_err(|error| Error::Unsupported { what: format!("cancelling ({error})") })?;
        Ok(Self(Arc::new(State {
            is_cancelled: AtomicBool::new(false),
            waker,
            sleepers: Mutex::default(),
        })))
    }

    /// Does some work in this thread whose waits this may end. Scopes may lie in each other: each
    /// of their cancellers ends what waits.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::{Canceller, ErrorCode, LockOptions};
    ///
    /// let canceller = Canceller::new()?;
    /// canceller.cancel();
    /// // Nobody has to be waited for: the lock is there.
    /// let guard = canceller.scope(|| registry.lock("deploy", &LockOptions::default()))?;
    /// # drop(guard);
    /// let error = canceller.scope(|| registry.poll("build:web", None, None)).unwrap_err();
    /// assert_eq!(error.code(), ErrorCode::Cancelled);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn scope<T>(&self, work: impl FnOnce() -> T) -> T {
        scope_of(std::slice::from_ref(self), work)
    }

    /// Ends what waits, and what will.
    ///
    /// ```
    /// let canceller = portreg_core::Canceller::new()?;
    /// canceller.clone().cancel();
    /// assert!(canceller.is_cancelled());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn cancel(&self) {
        self.0.is_cancelled.store(true, Ordering::Release);
        self.0.waker.wake();
        let sleepers = self.sleepers().clone();
        sleepers.iter().for_each(|sleeper| sleeper.wake());
    }

    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.0.is_cancelled.load(Ordering::Acquire)
    }

    /// What is ready once it was cancelled.
    pub(crate) fn waitable(&self) -> Waitable<'_> {
        self.0.waker.waitable()
    }

    fn sleepers(&self) -> MutexGuard<'_, Vec<Arc<dyn Sleeper>>> {
        self.0.sleepers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Canceller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Canceller")
            .field("is_cancelled", &self.is_cancelled())
            .finish_non_exhaustive()
    }
}

/// What may end the calls of this thread: for threads that work for such a call.
pub(crate) fn in_force() -> Vec<Canceller> {
    IN_FORCE.with_borrow(Clone::clone)
}

/// Does some work whose waits each of these may end.
pub(crate) fn scope_of<T>(cancellers: &[Canceller], work: impl FnOnce() -> T) -> T {
    /// Ends the scope, also where the work panics.
    struct Scope(usize);

    impl Drop for Scope {
        fn drop(&mut self) {
            IN_FORCE.with_borrow_mut(|all| all.truncate(self.0));
        }
    }

    let _scope = IN_FORCE.with_borrow_mut(|all| {
        let outer = all.len();
        all.extend_from_slice(cancellers);
        Scope(outer)
    });
    work()
}

/// Whether this thread's call is cancelled.
pub(crate) fn is_cancelled() -> bool {
    IN_FORCE.with_borrow(|all| all.iter().any(Canceller::is_cancelled))
}

/// Refuses to wait where this thread's call is cancelled.
///
/// # Errors
///
/// `CANCELLED` with what would be waited for.
pub(crate) fn check(what: impl FnOnce() -> String) -> Result<()> {
    match is_cancelled() {
        true => Err(Error::Cancelled { what: what() }),
        false => Ok(()),
    }
}

/// Sleeps until one of these is ready, until this thread's call is cancelled, or for so long. Which of these
/// it was is to be looked at.
///
/// # Errors
///
/// What the system says.
pub(crate) fn sleep(awaited: &[Waitable<'_>], at_most: Option<Duration>) -> io::Result<()> {
    // A time beyond what the clock can tell is for ever.
    let deadline = at_most.and_then(|time| Instant::now().checked_add(time));
    let cancellers = in_force();
    let all: Vec<Waitable<'_>> =
        awaited.iter().copied().chain(cancellers.iter().map(Canceller::waitable)).collect();
    loop {
        let left = deadline.map(|at| at.saturating_duration_since(Instant::now()));
        let is_ready = wait(&all, left)?.contains(&true);
        if is_ready || left.is_some_and(|left| left.is_zero()) {
            return Ok(());
        }
    }
}

/// Wakes the sleeper where this thread's call is cancelled, as long as the value lives.
pub(crate) fn wakes(sleeper: &Arc<impl Sleeper + 'static>) -> Woken {
    let sleeper: Arc<dyn Sleeper> = sleeper.clone();
    let cancellers = in_force();
    for canceller in &cancellers {
        canceller.sleepers().push(sleeper.clone());
    }
    Woken { sleeper, cancellers }
}

/// A sleeper that is woken when its thread's call is cancelled.
pub(crate) struct Woken {
    sleeper: Arc<dyn Sleeper>,
    cancellers: Vec<Canceller>,
}

impl Drop for Woken {
    fn drop(&mut self) {
        for canceller in &self.cancellers {
            let mut sleepers = canceller.sleepers();
            let own = sleepers.iter().position(|one| Arc::ptr_eq(one, &self.sleeper));
            own.map(|at| sleepers.swap_remove(at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    fn new() -> Canceller {
        Canceller::new().unwrap()
    }

    #[test]
    fn a_sleep_ends_with_any_of_its_scopes() {
        for at in 0..2 {
            let both = [new(), new()];
            let sleeps = std::thread::spawn({
                let [outer, inner] = both.clone();
                move || {
                    let begun = Instant::now();
                    outer.scope(|| inner.scope(|| sleep(&[], Some(LONG)))).unwrap();
                    begun.elapsed()
                }
            });
            both[at].cancel();
            assert!(sleeps.join().unwrap() < LONG);
        }
    }

    #[test]
    fn only_what_is_in_the_scope_is_cancelled() {
        let canceller = new();
        canceller.cancel();
        let refused = canceller.scope(|| {
            let elsewhere = std::thread::spawn(is_cancelled);
            assert!(!elsewhere.join().unwrap());
            check(|| "waiting".to_owned())
        });
        assert_eq!(refused.unwrap_err().to_string(), "cancelled: waiting");
        assert!(check(|| "waiting".to_owned()).is_ok());
        let panics = std::panic::catch_unwind(|| canceller.scope(|| panic!("in the scope")));
        assert!(panics.is_err() && !is_cancelled());
    }
}

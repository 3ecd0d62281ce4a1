//! What verbs give that is no plain data, and the registry itself.

use std::mem::ManuallyDrop;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use portreg_core as core;

use crate::crossing::{Identity, Mirror, Original, Span};
use crate::errors::PortregError;
use crate::mirrors::*;

/// How long one look may last where no limit is said: a call is ended by its canceller, not by time.
const WITHOUT_LIMIT: Duration = Duration::from_secs(u32::MAX as u64);

/// A handle for Swift.
pub(crate) fn handle<C, H: From<C>>(core: C) -> Result<Arc<H>, PortregError> {
    Ok(Arc::new(core.into()))
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn within(at_most: Option<Span>) -> Result<Duration, PortregError> {
    Ok(at_most.original()?.unwrap_or(WITHOUT_LIMIT))
}

/// An open registry, for all threads.
#[derive(uniffi::Object)]
pub struct Registry {
    pub(crate) core: core::Registry,
}

#[uniffi::export]
impl Registry {
    /// Opens the registry in a file, or without one the registry of this user, and makes it where there is none.
    ///
    /// - Throws: `RegistryUnavailable` where it cannot be opened or lies on a network file system,
    ///   `RegistryCorrupt`, `RegistryBusy`.
    #[uniffi::constructor(default(path = None))]
    pub fn open(path: Option<String>) -> Result<Arc<Self>, PortregError> {
        let path = path.map(Into::into);
        Ok(Arc::new(Self { core: core::Registry::open_with(&core::OpenOptions { path })? }))
    }

    /// The registry file.
    pub fn path(&self) -> String {
        self.core.path().display().to_string()
    }
}

/// Sockets that are bound and listen on 127.0.0.1 and, where the machine has IPv6, on ::1: their descriptors.
#[uniffi::export]
pub fn listen_for(claim: Claim) -> Result<Vec<i32>, PortregError> {
    use std::os::fd::IntoRawFd as _;

    let claim: core::Claim = claim.original()?;
    Ok(claim.listen()?.into_iter().map(|socket| socket.into_raw_fd()).collect())
}

/// Where the registry is: the path that is given, else what the environment says.
#[uniffi::export(default(path = None))]
pub fn locate_registry(path: Option<String>) -> Result<String, PortregError> {
    Ok(core::Registry::locate(path.as_deref().map(Path::new))?.mirror())
}

/// Puts a backup in the place of the registry, the newest where no date is said. The registry is kept aside; the
/// path says where.
#[uniffi::export(default(path = None, date = None))]
pub fn restore_registry(
    path: Option<String>,
    date: Option<String>,
) -> Result<String, PortregError> {
    Ok(core::Registry::restore(path.as_deref().map(Path::new), date.as_deref())?.mirror())
}

/// The days of which there are backups, newest first.
#[uniffi::export(default(path = None))]
pub fn backups_of_registry(path: Option<String>) -> Result<Vec<String>, PortregError> {
    Ok(core::Registry::backups(path.as_deref().map(Path::new))?)
}

/// Some work, for a canceller.
#[uniffi::export(with_foreign)]
pub trait Work: Send + Sync {
    /// Does it.
    fn work(&self);
}

/// Ends calls that wait, from another thread.
///
/// What is called within its `scope` and would sleep throws `Cancelled` instead, from then on for good. What is there
/// already is given all the same, and what ends by itself is finished.
#[derive(uniffi::Object)]
pub struct Canceller {
    core: core::Canceller,
}

#[uniffi::export]
impl Canceller {
    /// One that nothing was called with yet.
    ///
    /// - Throws: `Unsupported` where this process has too many descriptors open.
    #[uniffi::constructor]
    pub fn new() -> Result<Arc<Self>, PortregError> {
        Ok(Arc::new(Self { core: core::Canceller::new()? }))
    }

    /// Does some work in this thread whose waits this may end.
    pub fn scope(&self, work: Arc<dyn Work>) {
        self.core.scope(|| work.work());
    }

    /// Ends what waits, and what will.
    pub fn cancel(&self) {
        self.core.cancel();
    }

    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.core.is_cancelled()
    }
}

/// A lock that is held, until `release`, its time, or the end of this process. That nobody refers to it any more
/// releases nothing: Swift may see to that right after it was taken.
#[derive(uniffi::Object)]
pub struct LockGuard {
    core: Mutex<ManuallyDrop<Option<core::LockGuard>>>,
    name: String,
    generation: i64,
}

impl From<core::LockGuard> for LockGuard {
    fn from(core: core::LockGuard) -> Self {
        let (name, generation) = (core.name().to_owned(), core.generation());
        Self { core: Mutex::new(ManuallyDrop::new(Some(core))), name, generation }
    }
}

#[uniffi::export]
impl LockGuard {
    /// The lock's name.
    pub fn name(&self) -> String {
        self.name.clone()
    }

    /// The fencing number: greater than that of all who had the lock before.
    pub fn generation(&self) -> i64 {
        self.generation
    }

    /// Whether the lock is still held: its time may be over.
    pub fn is_held(&self) -> Result<bool, PortregError> {
        match &**locked(&self.core) {
            Some(guard) => Ok(guard.is_held()?),
            None => Ok(false),
        }
    }

    /// Lets go of the lock: who is next has it. Nothing happens where it is not held any more.
    pub fn release(&self) -> Result<(), PortregError> {
        match locked(&self.core).take() {
            Some(guard) => Ok(guard.release()?),
            None => Ok(()),
        }
    }
}

/// Services that run below this process, until `down` or the end of this process.
#[derive(uniffi::Object)]
pub struct Stack {
    core: ManuallyDrop<core::Stack>,
}

impl From<core::Stack> for Stack {
    fn from(core: core::Stack) -> Self {
        Self { core: ManuallyDrop::new(core) }
    }
}

#[uniffi::export]
impl Stack {
    /// The services of the stack, in the order in which they start.
    pub fn services(&self) -> Vec<Identity> {
        self.core.services().to_vec().mirror()
    }

    /// Waits until all services are ready.
    ///
    /// - Throws: `NotReady`, `Timeout`, `Cancelled`.
    #[uniffi::method(default(at_most = None))]
    pub fn wait_ready(&self, at_most: Option<Span>) -> Result<(), PortregError> {
        Ok(self.core.wait_ready(at_most.original()?)?)
    }

    /// The next thing that happened; none where nothing did within this time, or nothing more will.
    #[uniffi::method(default(at_most = None))]
    pub fn next_event(&self, at_most: Option<Span>) -> Result<Option<StackEvent>, PortregError> {
        Ok(self.core.next_event(at_most.original()?).mirror())
    }

    /// Whether all services have ended.
    pub fn is_over(&self) -> bool {
        self.core.is_over()
    }

    /// Waits until all services have ended, at most so long; whether they have.
    #[uniffi::method(default(at_most = None))]
    pub fn wait_over(&self, at_most: Option<Span>) -> Result<bool, PortregError> {
        Ok(self.core.wait_over(at_most.original()?))
    }

    /// Asks all services to end, in reverse order, each within `grace` where that is said; returns at once.
    #[uniffi::method(default(grace = None))]
    pub fn close(&self, grace: Option<Span>) -> Result<(), PortregError> {
        self.core.close(grace.original()?);
        Ok(())
    }

    /// Ends all services in reverse order, and returns when they are gone and their ports are free.
    #[uniffi::method(default(grace = None))]
    pub fn down(&self, grace: Option<Span>) -> Result<(), PortregError> {
        self.core.close(grace.original()?);
        self.core.wait_over(None);
        Ok(())
    }
}

/// What comes one after the other: one thread at a time waits for the next.
macro_rules! feeds {
    ($($(#[$doc:meta])+ $name:ident gives $item:ty;)+) => {$(
        $(#[$doc])+
        #[derive(uniffi::Object)]
        pub struct $name {
            core: Mutex<core::$name>,
        }

        impl From<core::$name> for $name {
            fn from(core: core::$name) -> Self {
                Self { core: Mutex::new(core) }
            }
        }

        #[uniffi::export]
        impl $name {
            /// The next one; none where there is none within this time, or will be none.
            ///
            /// - Throws: what keeps it from being read.
            #[uniffi::method(default(at_most = None))]
            pub fn next(&self, at_most: Option<Span>) -> Result<Option<$item>, PortregError> {
                match locked(&self.core).next_within(within(at_most)?) {
                    Some(next) => Ok(Some(next?.mirror())),
                    None => Ok(None),
                }
            }
        }
    )+};
}

feeds! {
    /// What is published to the channels of a pattern.
    Subscription gives Received;
    /// What happens to the registry.
    Watch gives Watched;
    /// Keeps the variables in a file current: the names of those that have changed.
    EnvWatch gives Vec<String>;
    /// The lines that a service printed.
    Logs gives LogLine;
}

#[uniffi::export]
impl Subscription {
    /// Confirms what was given last: a named cursor goes on after it.
    pub fn confirm(&self) -> Result<(), PortregError> {
        Ok(locked(&self.core).confirm()?)
    }
}

#[uniffi::export]
impl Watch {
    /// The id to go on after: all that fits up to it was given.
    pub fn revision(&self) -> i64 {
        locked(&self.core).revision()
    }
}

/// A stack that was started in the background, as long as it tells how that goes.
#[derive(uniffi::Object)]
pub struct Detached {
    core: Mutex<core::Detached>,
}

impl From<core::Detached> for Detached {
    fn from(core: core::Detached) -> Self {
        Self { core: Mutex::new(core) }
    }
}

#[uniffi::export]
impl Detached {
    /// The supervisor's process.
    pub fn pid(&self) -> u32 {
        locked(&self.core).pid()
    }

    /// The next report; none after the last.
    pub fn next_report(&self) -> Option<DetachedReport> {
        locked(&self.core).next_report().mirror()
    }
}

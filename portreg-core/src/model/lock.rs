//! Locks: names that one process at a time has for itself.

use std::time::Duration;

use super::Holder;

/// How a lock is taken.
///
/// ```
/// use std::time::Duration;
/// use portreg_core::LockOptions;
///
/// let once = LockOptions { wait: Some(Duration::ZERO), ..LockOptions::default() };
/// assert_eq!(once.ttl, None);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LockOptions {
    /// How long to wait for the turn: without limit where nothing is said, one try for zero.
    pub wait: Option<Duration>,
    /// How long it may be held; as long as the holder lives where nothing is said.
    pub ttl: Option<Duration>,
}

/// A lock that is held.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Lock {
    /// Its name.
    pub name: String,
    /// Who holds it: the process that took it, or what is left of its command.
    pub owner: Holder,
    /// The fencing number: greater with each holder.
    pub generation: i64,
    /// How many wait for it.
    pub waiting: usize,
    /// When its time is over, in milliseconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at_ms: Option<i64>,
}

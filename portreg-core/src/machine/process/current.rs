//! This process's own key: read once, and once more in each forked child.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

use super::linux;
use crate::model::ProcessKey;

// Atomics instead of a lock: a fork in another thread's critical section would leave the child a
// lock that nobody opens. Writers of one process write equal values.
static SELF: AtomicU64 = AtomicU64::new(0);
static BOOT: AtomicI64 = AtomicI64::new(0);
static NAMESPACE: AtomicI64 = AtomicI64::new(0);
static MACHINE: AtomicI64 = AtomicI64::new(0);
static FOREIGN: AtomicBool = AtomicBool::new(false);

/// The largest pid of Linux is 2^22; the ticks of three centuries fit above it.
const PID_BITS: u32 = 23;

/// The key of this process.
pub(crate) fn current() -> ProcessKey {
    let pid = std::process::id();
    let packed = SELF.load(Ordering::Acquire);
    if packed & ((1 << PID_BITS) - 1) != u64::from(pid) {
        return read(pid);
    }
    ProcessKey {
        pid,
        start_ticks: (packed >> PID_BITS).cast_signed(),
        boot: BOOT.load(Ordering::Relaxed),
        namespace: NAMESPACE.load(Ordering::Relaxed),
        machine: MACHINE.load(Ordering::Relaxed),
    }
}

/// Whether `/proc` was mounted for another pid namespace than this process lives in.
pub(super) fn proc_is_foreign() -> bool {
    current();
    FOREIGN.load(Ordering::Relaxed)
}

#[cold]
fn read(pid: u32) -> ProcessKey {
    let key = ProcessKey {
        pid,
        start_ticks: linux::own_start_ticks(),
        boot: linux::boot(),
        namespace: linux::namespace(),
        machine: linux::machine(),
    };
    BOOT.store(key.boot, Ordering::Relaxed);
    NAMESPACE.store(key.namespace, Ordering::Relaxed);
    MACHINE.store(key.machine, Ordering::Relaxed);
    FOREIGN.store(linux::own_pid_in_proc().is_some_and(|seen| seen != pid), Ordering::Relaxed);
    let packed = key.start_ticks.cast_unsigned() << PID_BITS | u64::from(pid);
    SELF.store(packed, Ordering::Release);
    key
}

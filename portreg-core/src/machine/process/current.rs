//! This process's own key: read once, and once more in each forked child.

use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use super::system;
use crate::model::ProcessKey;

// Atomics instead of a lock: a fork in another thread's critical section would leave the child a
// lock that nobody opens. Writers of one process write equal values, and the pid last.
static PID: AtomicU32 = AtomicU32::new(0);
static START: AtomicI64 = AtomicI64::new(0);
static BOOT: AtomicI64 = AtomicI64::new(0);
static NAMESPACE: AtomicI64 = AtomicI64::new(0);
static MACHINE: AtomicI64 = AtomicI64::new(0);

/// The key of this process.
pub(crate) fn current() -> ProcessKey {
    let pid = std::process::id();
    if PID.load(Ordering::Acquire) != pid {
        return read(pid);
    }
    ProcessKey {
        pid,
        start_ticks: START.load(Ordering::Relaxed),
        boot: BOOT.load(Ordering::Relaxed),
        namespace: NAMESPACE.load(Ordering::Relaxed),
        machine: MACHINE.load(Ordering::Relaxed),
    }
}

#[cold]
fn read(pid: u32) -> ProcessKey {
    let key = ProcessKey {
        pid,
        start_ticks: system::own_start_ticks(),
        boot: system::boot(),
        namespace: system::namespace(),
        machine: system::machine(),
    };
    START.store(key.start_ticks, Ordering::Relaxed);
    BOOT.store(key.boot, Ordering::Relaxed);
    NAMESPACE.store(key.namespace, Ordering::Relaxed);
    MACHINE.store(key.machine, Ordering::Relaxed);
    system::settle();
    PID.store(pid, Ordering::Release);
    key
}

/// FNV-1a without its sign bit: stable over versions and languages.
pub(super) fn fnv(bytes: &[u8]) -> i64 {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let hash = bytes.iter().fold(START, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME));
    (hash & (u64::MAX >> 1)).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_numbers_are_stable() {
        assert_eq!(fnv(b""), 0x4bf2_9ce4_8422_2325);
        assert_eq!(fnv(b"foobar"), 0x0594_4171_f739_67e8);
    }
}

//! The places where a crash is tested: the n-th step that writes ends the process.

/// One step of writing. Costs nothing unless the library is built for the tests of crashes.
#[cfg(not(feature = "fault-injection"))]
pub(crate) const fn step() {}

/// One step of writing: counts `PORTREG_TEST_KILL_AT` down and ends the process at zero.
#[cfg(feature = "fault-injection")]
pub(crate) fn step() {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicI64, Ordering};

    static LEFT: OnceLock<AtomicI64> = OnceLock::new();
    let left = LEFT.get_or_init(|| {
        let at = std::env::var("PORTREG_TEST_KILL_AT").ok().and_then(|text| text.parse().ok());
        AtomicI64::new(at.unwrap_or(i64::MAX))
    });
    if left.fetch_sub(1, Ordering::Relaxed) == 1 {
        crate::machine::process::die();
    }
}

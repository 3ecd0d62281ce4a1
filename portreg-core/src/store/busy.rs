//! Waiting for the writer in short steps.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// How long a call waits for its turn to write.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

thread_local! {
    static SINCE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Sleeps about 100 us, jittered, until the patience ends.
///
/// SQLite's own back-off sleeps in steps of up to 100 ms, ten times worse exactly when eight
/// services start together; a write here takes microseconds, so the turn comes soon.
pub(super) fn wait(attempt: i32) -> bool {
    let since = SINCE.with(|cell| match cell.get() {
        Some(since) if attempt > 0 => since,
        _ => {
            let now = Instant::now();
            cell.set(Some(now));
            now
        }
    });
    if since.elapsed() > PATIENCE {
        return false;
    }
    // A few hundred turns lost means a long crowd: longer steps leave the cores to the writers.
    let (least, most) = if attempt < 400 { (40, 160) } else { (200, 1000) };
    std::thread::sleep(Duration::from_micros(fastrand::u64(least..most)));
    true
}

//! Calls at a steady pace, each timed: what a helper of the benchmarks prints line by line.

use std::error::Error;
use std::time::{Duration, Instant};

use crate::bare::now_ms;

/// Waits until `start_ms`, then makes `count` calls, one every `interval`, and prints for each how
/// many microseconds it took and the port it gave. A call that is late is not waited for.
///
/// # Errors
///
/// The first that a call gives.
#[expect(clippy::print_stdout, reason = "the benchmark reads it")]
pub fn calls(
    count: u32,
    interval: Duration,
    start_ms: i64,
    mut call: impl FnMut(u32) -> Result<u16, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let wait = u64::try_from(start_ms - now_ms()).unwrap_or(0);
    std::thread::sleep(Duration::from_millis(wait));
    let start = Instant::now();
    let mut lines = String::new();
    for number in 0..count {
        std::thread::sleep((start + interval * number).saturating_duration_since(Instant::now()));
        let before = Instant::now();
        let port = call(number)?;
        lines += &format!("{} {port}\n", before.elapsed().as_micros());
    }
    print!("{lines}");
    Ok(())
}

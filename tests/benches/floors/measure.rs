//! Timing: a case and its floor take turns in one run, so that both meet the same machine.

use std::error::Error;
use std::time::{Duration, Instant};

/// What anything here may fail with.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How long each of many calls took, shortest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// In microseconds, at this part of all: 0.5 is the median, 1.0 the worst.
    pub(crate) fn at(&self, part: f64) -> f64 {
        let Some(last) = self.0.len().checked_sub(1) else { return f64::NAN };
        self.0[(last as f64 * part).round() as usize].as_secs_f64() * 1e6
    }

    pub(crate) fn p50(&self) -> f64 {
        self.at(0.5)
    }

    pub(crate) fn p99(&self) -> f64 {
        self.at(0.99)
    }
}

/// One call, timed.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let value = work();
    (start.elapsed(), value)
}

/// Runs case and floor in turns, `batches` times `calls` of each, after one round that is not
/// counted. Each closure gets the number of its call and gives the time of what counts.
pub(crate) fn in_turns(
    batches: usize,
    calls: usize,
    mut case: impl FnMut(usize) -> Result<Duration>,
    mut floor: impl FnMut(usize) -> Result<Duration>,
) -> Result<(Times, Times)> {
    let (mut cases, mut floors) = (Vec::new(), Vec::new());
    for batch in 0..=batches {
        for call in 0..calls {
            let time = case(batch * calls + call)?;
            if batch > 0 {
                cases.push(time);
            }
        }
        for call in 0..calls {
            let time = floor(batch * calls + call)?;
            if batch > 0 {
                floors.push(time);
            }
        }
    }
    Ok((Times::new(cases), Times::new(floors)))
}

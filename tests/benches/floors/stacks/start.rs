//! From `up` to a service's first instruction, and from its crash to the next one's.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use portreg_core::UpOptions;
use portreg_tests::stamp::{Kind, monotonic_ns};
use serde_json::{Value, json};

use super::{DEADLINE, Place, SERVICE, end};
use crate::measure::{Result, Times, in_turns};
use crate::report::Line;
use crate::wanted;

const START: &str = "up to the first instruction of a service";
const AGAIN: &str = "crash to the first instruction of the next";
const FLOOR: &str = "the bare spawn of the same program";

/// Both.
pub(super) fn run(folder: &Path) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    if wanted(START) {
        lines.push(start(folder)?);
    }
    if wanted(AGAIN) {
        lines.push(again(folder)?);
    }
    Ok(lines)
}

fn config(place: &Place, restart: &str) -> Value {
    json!({
        "project": "bench",
        "bench:one": { "cmd": [SERVICE, "stamp", place.fifo()], "restart": restart },
    })
}

fn since(at: u64, ns: u64) -> Duration {
    Duration::from_nanos(ns.saturating_sub(at))
}

/// The floor: the program alone.
fn bare(place: &mut Place) -> Result<Duration> {
    let mut command = Command::new(SERVICE);
    command.arg("stamp").arg(place.fifo()).stdin(Stdio::null()).stdout(Stdio::piped());
    let at = monotonic_ns();
    let mut child = command.stderr(Stdio::piped()).process_group(0).spawn()?;
    let begun = place.hearer.next(Kind::Begun, DEADLINE)?;
    child.kill()?;
    child.wait()?;
    Ok(since(at, begun))
}

fn start(folder: &Path) -> Result<Line> {
    let mut place = Place::new(folder, "start")?;
    place.configure(&config(&place, "never"))?;
    let mut floor = Place::new(folder, "start-floor")?;
    let registry = place.registry()?;
    let options = UpOptions { dir: Some(place.dir.clone()), ..UpOptions::default() };
    let case = |_| {
        let at = monotonic_ns();
        let stack = registry.up(&options)?;
        let begun = place.hearer.next(Kind::Begun, DEADLINE)?;
        stack.down(Some(Duration::ZERO));
        Ok(since(at, begun))
    };
    let (cases, floors) = in_turns(10, 10, case, |_| bare(&mut floor))?;
    Ok(Line::ratio(START, &cases, FLOOR, &floors, 3.0))
}

fn again(folder: &Path) -> Result<Line> {
    let mut place = Place::new(folder, "again")?;
    place.configure(&config(&place, "always"))?;
    let mut floor = Place::new(folder, "again-floor")?;
    let crash = format!("{}.crash", place.fifo());
    let case = |_| {
        std::fs::write(&crash, "")?;
        // In a process of its own, as it is used: it adopts what its services leave.
        let supervisor = place.portreg(&["up"]).spawn()?;
        place.hearer.next(Kind::Begun, DEADLINE)?;
        let ended = place.hearer.next(Kind::Ends, DEADLINE)?;
        let begun = place.hearer.next(Kind::Begun, DEADLINE)?;
        end(supervisor)?;
        Ok(since(ended, begun))
    };
    let (cases, floors) = in_turns(5, 8, case, |_| bare(&mut floor))?;
    Ok(Line::ratio(AGAIN, &cases, FLOOR, &floors, 3.0))
}

/// How long after the first the second of two moments was, for peers.
pub(super) fn times(pairs: Vec<(u64, u64)>) -> Times {
    Times::new(pairs.into_iter().map(|(at, ns)| since(at, ns)).collect())
}

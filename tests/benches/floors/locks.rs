//! The case of locks: how soon the next process has one that was released.

use std::fs::OpenOptions;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use portreg_core::Registry;
use portreg_tests::stamp::Hearer;

use super::fill;
use super::measure::{Result, Times};
use super::processes::at_once;
use super::report::Line;
use super::wanted;

const TURNS: &str = env!("CARGO_BIN_EXE_bench_turns");

const HANDED_OVER: &str = "lock, release to held by another process";

const ROUNDS: usize = 10;

/// How many turns each of two processes takes in a round.
const COUNT: &str = "100";

/// All of them.
pub(crate) fn run(folder: &Path) -> Result<Vec<Line>> {
    match wanted(HANDED_OVER) {
        true => Ok(vec![handed_over(folder)?]),
        false => Ok(Vec::new()),
    }
}

fn handed_over(folder: &Path) -> Result<Line> {
    let path = folder.join("locks.db");
    drop(Registry::open_at(&path)?);
    let floor = fill::empty(folder, "locks-floor.db")?;
    let (one, other) =
        (Hearer::new(folder.join("one.fifo"))?, Hearer::new(folder.join("other.fifo"))?);
    let mut first = OpenOptions::new().read(true).write(true).open(one.path())?;
    let (mut cases, mut floors) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let lock = || {
            let mut command = Command::new(TURNS);
            command.arg("lock").arg(&path).arg(COUNT);
            command
        };
        cases.extend(gaps(&at_once(vec![lock(), lock()])?)?);
        let bare = |own: &Hearer, other: &Hearer| {
            let mut command = Command::new(TURNS);
            command.arg("bare").arg(&floor).arg(own.path()).arg(other.path()).arg(COUNT);
            command
        };
        first.write_all(&[0])?;
        floors.extend(gaps(&at_once(vec![bare(&one, &other), bare(&other, &one)])?)?);
        // The last turn called for one more.
        first.read_exact(&mut [0])?;
    }
    let floor = "bare wake by a FIFO + point read";
    Ok(Line::ratio(HANDED_OVER, &Times::new(cases), floor, &Times::new(floors), 4.0))
}

/// The times between the end of one process's turn and the beginning of the other's.
fn gaps(texts: &[String]) -> Result<Vec<Duration>> {
    let mut turns: Vec<(u64, u64, usize)> = Vec::new();
    for (process, text) in texts.iter().enumerate() {
        for line in text.lines() {
            let (begun, ended) = line.split_once(' ').ok_or("a line without an end")?;
            turns.push((begun.parse()?, ended.parse()?, process));
        }
    }
    turns.sort_unstable();
    let passed = turns.windows(2).filter(|pair| pair[0].2 != pair[1].2);
    Ok(passed.map(|pair| Duration::from_nanos(pair[1].0.saturating_sub(pair[0].1))).collect())
}

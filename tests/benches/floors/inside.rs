//! Cases within one process: calls of the library beside what SQLite and the kernel need for them.

use std::path::Path;
use std::time::Duration;

use portreg_core::{FindOptions, Outcome, Registry};
use portreg_tests::bare;

use super::fill;
use super::measure::{Result, Times, in_turns, timed};
use super::report::Line;
use super::wanted;

const NEW: &str = "new claim";
const AMONG_MEMORIES: &str = "new claim, 60,000 remembered names";
const NEARLY_FULL: &str = "new claim, 99.9 % of 6,900 ports taken";
const FLOOR_OF_CLAIM: &str = "IMMEDIATE insert of the same rows + one probe";

/// All of them.
pub(crate) fn run(folder: &Path) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    if wanted("renew") {
        lines.push(renew(folder)?);
    }
    if wanted(NEW) {
        lines.push(new_claim(folder)?);
    }
    if wanted(AMONG_MEMORIES) {
        lines.push(claim_among_memories(folder)?);
    }
    if wanted(NEARLY_FULL) {
        lines.push(claim_nearly_full(folder)?);
    }
    if wanted("release") {
        lines.extend(release(folder)?);
    }
    if wanted("find") {
        lines.push(find(folder)?);
    }
    Ok(lines)
}

fn renew(folder: &Path) -> Result<Line> {
    let registry = Registry::open_at(folder.join("renew.db"))?;
    let names: Vec<String> = (0..500).map(|i| format!("p{}:web:{i}", i / 5)).collect();
    for name in &names {
        registry.claim(name)?;
    }
    let floor = fill::empty(folder, "renew-floor.db")?;
    let connection = bare::open(&floor)?;
    for name in &names {
        bare::insert_claim(&connection, name)?;
    }
    let (cases, floors) = in_turns(
        40,
        500,
        |call| {
            let (time, claim) = timed(|| registry.claim(&names[call % names.len()]));
            assert_eq!(claim?.outcome, Outcome::Renewed);
            Ok(time)
        },
        |call| {
            let (time, port) = timed(|| bare::read(&connection, &names[call % names.len()]));
            assert!(port?.is_some());
            Ok(time)
        },
    )?;
    Ok(Line::ratio("renew an own claim", &cases, "cached point read", &floors, 2.5))
}

/// Times a new claim of a name that nobody had.
fn claim_new(registry: &Registry, call: usize) -> Result<Duration> {
    let name = format!("new{}:web:{call}", call / 5);
    let (time, claim) = timed(|| registry.claim(&name));
    assert_eq!(claim?.outcome, Outcome::New);
    Ok(time)
}

/// Times a new claim and gives the port back, so that the state stays.
fn claim_and_release(registry: &Registry, call: usize) -> Result<Duration> {
    let time = claim_new(registry, call)?;
    registry.release(&format!("new{}:web:{call}", call / 5))?;
    Ok(time)
}

fn new_claim(folder: &Path) -> Result<Line> {
    let registry = Registry::open_at(fill::empty(folder, "claim.db")?)?;
    let connection = bare::open(&fill::empty(folder, "claim-floor.db")?)?;
    let floor = |call: usize| {
        let name = format!("new{}:web:{call}", call / 5);
        let (time, done) = timed(|| {
            let port = bare::insert_claim(&connection, &name)?;
            bare::probe(port)?;
            Ok::<_, Box<dyn std::error::Error>>(())
        });
        done?;
        Ok(time)
    };
    let (cases, floors) = in_turns(40, 50, |call| claim_new(&registry, call), floor)?;
    Ok(Line::ratio(NEW, &cases, FLOOR_OF_CLAIM, &floors, 2.0))
}

fn claim_among_memories(folder: &Path) -> Result<Line> {
    let registry = Registry::open_at(fill::remembered(folder, 60_000)?)?;
    let (cases, floors) = beside_empty(folder, "a", |call| claim_new(&registry, call))?;
    Ok(Line::ratio(AMONG_MEMORIES, &cases, "new claim, empty", &floors, 1.5))
}

fn claim_nearly_full(folder: &Path) -> Result<Line> {
    let registry = Registry::open_at(fill::nearly_full(folder)?)?;
    let (cases, floors) = beside_empty(folder, "b", |call| claim_and_release(&registry, call))?;
    Ok(Line::ratio(NEARLY_FULL, &cases, "new claim, empty", &floors, 2.5))
}

/// Runs a case in turns with new claims in a registry that was empty.
fn beside_empty(
    folder: &Path,
    name: &str,
    case: impl FnMut(usize) -> Result<Duration>,
) -> Result<(Times, Times)> {
    let empty = Registry::open_at(fill::empty(folder, &format!("empty-{name}.db"))?)?;
    in_turns(40, 50, case, |call| claim_new(&empty, call))
}

fn release(folder: &Path) -> Result<Vec<Line>> {
    let registry = Registry::open_at(fill::empty(folder, "release.db")?)?;
    let release = |call: usize| {
        let name = format!("r{}:web:{call}", call / 5);
        registry.claim(&name)?;
        let (time, released) = timed(|| registry.release(&name));
        released?;
        Ok(time)
    };
    let floor = |file: &str, delete: fn(&rusqlite::Connection, &str) -> rusqlite::Result<()>| {
        let connection = bare::open(&fill::empty(folder, file)?)?;
        Ok::<_, Box<dyn std::error::Error>>(move |call: usize| {
            let name = format!("r{}:web:{call}", call / 5);
            bare::insert_claim(&connection, &name)?;
            let (time, done) = timed(|| delete(&connection, &name));
            done?;
            Ok(time)
        })
    };
    let (cases, floors) = in_turns(20, 50, release, floor("release-floor.db", bare::delete)?)?;
    let of_row = "IMMEDIATE delete of the service's row";
    let first = Line::ratio("release", &cases, of_row, &floors, 2.0);
    let same = floor("release-same.db", bare::delete_as_released)?;
    let later = |call: usize| release(call + 2000);
    let (cases, floors) = in_turns(20, 50, later, same)?;
    let of_rows = "IMMEDIATE transaction of the same rows";
    let second = Line::ratio("release, against all its rows", &cases, of_rows, &floors, 2.0);
    Ok(vec![first, second])
}

fn find(folder: &Path) -> Result<Line> {
    let of = |path: &Path| Registry::open_at(path);
    let many = of(&fill::services(folder, 60_000)?)?;
    let few = of(&fill::services(folder, 100)?)?;
    let look = |registry: &Registry| {
        let options = FindOptions { pattern: Some("p7".into()), ..FindOptions::default() };
        let (time, found) = timed(|| registry.find(&options));
        assert_eq!(found?.len(), 5);
        Ok(time)
    };
    let (cases, floors) = in_turns(20, 50, |_| look(&many), |_| look(&few))?;
    let case = "find one project among 60,000 services";
    Ok(Line::ratio(case, &cases, "the same among 100", &floors, 1.5))
}

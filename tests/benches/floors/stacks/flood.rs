//! How fast a service can print, into its log through a supervisor and into a file through `cat`.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use portreg_tests::stamp::Kind;
use serde_json::json;

use super::{Place, SERVICE, end};
use crate::measure::Result;
use crate::report::Line;
use crate::wanted;

const FLOOD: &str = "a flood of 100-byte lines into a log";
const SHOWN: &str = "  the same, shown as well (up >/dev/null)";
const FLOOR: &str = "cat >file of the same";

const BYTES: u64 = 1_000_000_000;
const WITHIN: Duration = Duration::from_secs(120);

/// All of them.
pub(super) fn run(folder: &Path) -> Result<Vec<Line>> {
    if !wanted(FLOOD) {
        return Ok(Vec::new());
    }
    let mut place = Place::new(folder, "flood")?;
    place.configure(&json!({
        "project": "bench",
        "bench:flood": {
            "port": false,
            "cmd": [SERVICE, "flood", place.fifo(), BYTES.to_string()],
        },
    }))?;
    let mut by_cat = Vec::new();
    let mut by_log = Vec::new();
    for _ in 0..3 {
        by_cat.push(cat(&mut place)?);
        by_log.push(log(&mut place)?);
    }
    let (floor, case) = (best(by_cat), best(by_log));
    let shown = shown(&mut place)?;
    let mut line = Line { case: FLOOD.into(), ..Line::default() };
    line.said = Some(format!("{case:.0} MB/s; {FLOOR}: {floor:.0} MB/s"));
    line.floor = Some(FLOOR.into());
    line.ratio = Some(case / floor);
    let line = line.with_bar("150 MB/s or 1/5", case >= 150.0 || case * 5.0 >= floor);
    let said = Some(format!("{shown:.0} MB/s"));
    Ok(vec![line, Line { case: SHOWN.into(), said, ..Line::default() }])
}

/// The best of three: what the machine can do.
fn best(rates: Vec<f64>) -> f64 {
    rates.into_iter().fold(0.0, f64::max)
}

/// Megabytes a second, as the program that prints has seen it.
fn told(place: &mut Place) -> Result<f64> {
    let took = place.hearer.next(Kind::Took, WITHIN)?;
    Ok(BYTES as f64 / 1e6 / Duration::from_nanos(took).as_secs_f64())
}

fn cat(place: &mut Place) -> Result<f64> {
    let path = place.dir.join("cat");
    let mut command = Command::new(SERVICE);
    command.arg("flood").arg(place.fifo()).arg(BYTES.to_string());
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let pipe = child.stdout.take().ok_or("no pipe")?;
    let mut cat = Command::new("cat").stdin(pipe).stdout(File::create(&path)?).spawn()?;
    let rate = told(place);
    child.wait()?;
    cat.wait()?;
    std::fs::remove_file(path)?;
    rate
}

fn log(place: &mut Place) -> Result<f64> {
    // It ends before it counts as ready: what the command says of that does not matter here.
    let mut up = place.portreg(&["up", "-d"]).spawn()?;
    let rate = told(place);
    up.wait()?;
    place.portreg(&["wait", "bench:flood", "--gone"]).status()?;
    rate
}

fn shown(place: &mut Place) -> Result<f64> {
    let up = place.portreg(&["up"]).spawn()?;
    let rate = told(place);
    end(up)?;
    rate
}

//! Cases of whole processes: opening, the command, many at once, memory.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use portreg_tests::bare;

use super::fill;
use super::measure::{Result, Times, in_turns, timed};
use super::report::Line;
use super::wanted;

const CORE: &str = env!("CARGO_BIN_EXE_bench_core");
const BARE: &str = env!("CARGO_BIN_EXE_bench_bare");

const OPEN: &str = "open + first claim in a new process";
const COMMAND: &str = "portreg claim -q, whole process";
const PACED: &str = "8 processes, 1,000 claims/s in all";
const MEMORY: &str = "memory of a process with 1,000 claims";

/// How many processes claim at once.
pub(crate) const PROCESSES: usize = 8;

/// All of them.
pub(crate) fn run(folder: &Path) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    if wanted(OPEN) {
        lines.push(open(folder)?);
    }
    if wanted(COMMAND) {
        lines.push(command(folder)?);
    }
    if wanted(PACED) {
        lines.extend(paced(folder)?);
    }
    if wanted(MEMORY) {
        lines.push(memory(folder)?);
    }
    Ok(lines)
}

/// What a program printed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::piped()).output()?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{command:?} failed: {}", stderr.trim()).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn open(folder: &Path) -> Result<Line> {
    let (path, floor) = (fill::empty(folder, "open.db")?, fill::empty(folder, "open-floor.db")?);
    let once = |program: &str, path: &Path, call: usize| {
        let name = format!("open{}:web:{call}", call / 5);
        let text = output(Command::new(program).arg("open").arg(path).arg(name))?;
        let micros = text.split(' ').next().unwrap_or_default().parse()?;
        Ok(Duration::from_micros(micros))
    };
    let (cases, floors) =
        in_turns(20, 10, |call| once(CORE, &path, call), |call| once(BARE, &floor, call))?;
    let floor = "bare open with the same pragmas + floor of a claim";
    Ok(Line::ratio(OPEN, &cases, floor, &floors, 3.0))
}

/// The command as it is shipped.
fn portreg() -> Result<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("release");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    output(
        Command::new(cargo)
            .args(["build", "--quiet", "--release", "-p", "portreg-cli", "--bin", "portreg"])
            .current_dir(env!("CARGO_MANIFEST_DIR")),
    )?;
    Ok(target.join("portreg"))
}

fn command(folder: &Path) -> Result<Line> {
    let portreg = match portreg() {
        Ok(portreg) => portreg,
        Err(error) => return Ok(Line::skipped(COMMAND, error)),
    };
    let (path, floor) = (fill::empty(folder, "cli.db")?, fill::empty(folder, "cli-floor.db")?);
    let (cases, floors) = in_turns(
        20,
        10,
        |call| {
            let mut command = Command::new(&portreg);
            command.arg("--registry").arg(&path).args(["claim", "-q", &format!("cli:web:{call}")]);
            let (time, done) = timed(|| output(&mut command));
            done?.trim().parse::<u16>()?;
            Ok(time)
        },
        |call| {
            let mut command = Command::new(BARE);
            command.arg("write").arg(&floor).arg(format!("cli:web:{call}"));
            let (time, done) = timed(|| output(&mut command));
            done?;
            Ok(time)
        },
    )?;
    let floor = "a bare program that opens the file and writes one row";
    Ok(Line::ratio(COMMAND, &cases, floor, &floors, 1.5))
}

/// What processes told of their calls: how long each took, and how often a port was given twice.
pub(crate) fn told(texts: &[String]) -> Result<(Vec<Duration>, u64)> {
    let (mut times, mut ports, mut duplicates) = (Vec::new(), HashSet::new(), 0);
    for line in texts.iter().flat_map(|text| text.lines()) {
        let (micros, port) = line.split_once(' ').ok_or("a line without a port")?;
        times.push(Duration::from_secs_f64(micros.parse::<f64>()? / 1e6));
        duplicates += u64::from(!ports.insert(port.to_owned()));
    }
    Ok((times, duplicates))
}

/// Runs the commands at once and gives what they printed.
pub(crate) fn at_once(commands: Vec<Command>) -> Result<Vec<String>> {
    let children: Vec<Child> = commands
        .into_iter()
        .map(|mut command| command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn())
        .collect::<std::io::Result<_>>()?;
    let mut texts = Vec::new();
    for child in children {
        let output = child.wait_with_output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        texts.push(String::from_utf8(output.stdout)?);
    }
    Ok(texts)
}

/// Eight processes that claim `count` names each, one every `interval`.
pub(crate) fn paced_round(
    program: &str,
    path: &Path,
    count: u32,
    interval: Duration,
) -> Result<(Vec<Duration>, u64)> {
    let start = (bare::now_ms() + 300).to_string();
    let commands = (0..PROCESSES).map(|process| {
        let mut command = Command::new(program);
        command.arg("pace").arg(path).arg(format!("p{process}"));
        command.args([&count.to_string(), &interval.as_micros().to_string(), &start]);
        command
    });
    told(&at_once(commands.collect())?)
}

fn paced(folder: &Path) -> Result<Vec<Line>> {
    let (mut cases, mut floors, mut duplicates) = (Vec::new(), Vec::new(), 0);
    for round in 0..3 {
        let interval = Duration::from_millis(8);
        let path = fill::empty(folder, &format!("paced-{round}.db"))?;
        let (times, doubled) = paced_round(CORE, &path, 250, interval)?;
        cases.extend(times);
        duplicates += doubled;
        let path = fill::empty(folder, &format!("paced-floor-{round}.db"))?;
        floors.extend(paced_round(BARE, &path, 250, interval)?.0);
    }
    let (cases, floors) = (Times::new(cases), Times::new(floors));
    let ok = duplicates == 0 && cases.p99() <= 10_000.0 && cases.p99() < floors.p99();
    let mut line = Line::plain(PACED, &cases).with_bar("p99 <= 10 ms and better than below", ok);
    line.duplicates = Some(duplicates);
    line.floor = Some("the same rows with SQLite's own back-off".into());
    line.floor_p50_us = Some(floors.p50());
    let floor = Line::plain("  bare rows, SQLite's own back-off", &floors);
    Ok(vec![line, floor])
}

fn memory(folder: &Path) -> Result<Line> {
    let path = folder.join("memory.db");
    let text = output(Command::new(CORE).arg("memory").arg(&path).arg("1000"))?;
    let bytes: u64 = text.trim().parse()?;
    let mut line = Line { case: MEMORY.into(), rss_bytes: Some(bytes), ..Line::default() };
    line = line.with_bar("< 10 MB", bytes < 10_000_000);
    Ok(line)
}

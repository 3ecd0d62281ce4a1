//! Side by side: programs that pick ports, and the ports that two of their users got at once.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::fill;
use super::measure::{Result, Times};
use super::processes::{PROCESSES, at_once, output, paced_round, told};
use super::report::Line;
use super::wanted;

const HELD: u32 = 50;
const CASE: &str = "8 processes hold 50 ports each, unbound";

const GET_PORT: &str = "import getPort, {portNumbers} from 'get-port';
for (let i = 0; i < 50; i++) {
  const start = process.hrtime.bigint();
  const port = await getPort({port: portNumbers(3100, 9999)});
  console.log(`${Number(process.hrtime.bigint() - start) / 1000} ${port}`);
}
";

const PORTPICKER: &str = "import time, portpicker
for _ in range(50):
    start = time.perf_counter_ns()
    port = portpicker.pick_unused_port()
    print((time.perf_counter_ns() - start) / 1000, port)
";

/// All of them.
pub(crate) fn run(folder: &Path) -> Result<Vec<Line>> {
    if !wanted(CASE) {
        return Ok(Vec::new());
    }
    let path = fill::empty(folder, "held.db")?;
    let core = env!("CARGO_BIN_EXE_bench_core");
    let (times, duplicates) = paced_round(core, &path, HELD, Duration::ZERO)?;
    let own = line("portreg", times, duplicates).with_bar("no duplicate", duplicates == 0);
    let get_port = peer("get-port (npm)", || get_port(&folder.join("get-port")))?;
    let portpicker = peer("portpicker (PyPI)", || portpicker(&folder.join("portpicker")))?;
    Ok(vec![own, get_port, portpicker])
}

fn line(who: &str, times: Vec<Duration>, duplicates: u64) -> Line {
    let mut line = Line::plain(&format!("{CASE}: {who}"), &Times::new(times));
    line.duplicates = Some(duplicates);
    line
}

/// Runs eight of what `install` gives; where it cannot be had that is said, and fails in CI.
fn peer(who: &str, install: impl FnOnce() -> Result<Command>) -> Result<Line> {
    let command = match install() {
        Ok(command) => command,
        Err(error) if std::env::var_os("CI").is_some_and(|ci| ci == "true") => return Err(error),
        Err(error) => return Ok(Line::skipped(&format!("{CASE}: {who}"), error)),
    };
    let again = || {
        let mut again = Command::new(command.get_program());
        again.args(command.get_args());
        again
    };
    let (times, duplicates) = told(&at_once((0..PROCESSES).map(|_| again()).collect())?)?;
    Ok(line(who, times, duplicates))
}

fn get_port(folder: &Path) -> Result<Command> {
    std::fs::create_dir(folder)?;
    std::fs::write(folder.join("package.json"), "{\"private\": true}\n")?;
    let script = folder.join("hold.mjs");
    std::fs::write(&script, GET_PORT)?;
    let install = ["install", "--silent", "--no-audit", "--no-fund", "get-port@7"];
    output(Command::new("npm").args(install).current_dir(folder))?;
    let mut command = Command::new("node");
    command.arg(script);
    Ok(command)
}

fn portpicker(folder: &Path) -> Result<Command> {
    output(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    let python = folder.join("bin/python");
    output(Command::new(&python).args(["-m", "pip", "install", "--quiet", "portpicker==1.6.0"]))?;
    let script = folder.join("hold.py");
    std::fs::write(&script, PORTPICKER)?;
    let mut command = Command::new(python);
    command.arg(script);
    Ok(command)
}

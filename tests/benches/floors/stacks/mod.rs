//! Stacks of services: how soon they run, how soon again, what their supervisor costs, what it loses.

mod flood;
mod idle;
mod load;
mod peers;
mod start;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use portreg_core::{Registry, Service};
use portreg_tests::stamp::Hearer;
use serde_json::Value;

use super::measure::Result;
use super::report::Line;

const PORTREG: &str = env!("CARGO_BIN_EXE_portreg-under-test");
const SERVICE: &str = env!("CARGO_BIN_EXE_bench_service");

/// How long anything may take that should happen.
const DEADLINE: Duration = Duration::from_secs(20);

/// All of them.
pub(crate) fn run(folder: &Path) -> Result<Vec<Line>> {
    let mut lines = start::run(folder)?;
    lines.extend(idle::run(folder)?);
    lines.extend(flood::run(folder)?);
    lines.extend(load::run(folder)?);
    lines.extend(peers::run(folder)?);
    Ok(lines)
}

/// A folder with a registry and a stack of its own, and a FIFO by which services tell.
struct Place {
    dir: PathBuf,
    hearer: Hearer,
}

impl Place {
    /// A place whose configuration is this.
    fn new(folder: &Path, name: &str) -> Result<Self> {
        let dir = folder.join(name);
        std::fs::create_dir(&dir)?;
        let hearer = Hearer::new(dir.join("fifo"))?;
        Ok(Self { dir, hearer })
    }

    fn configure(&self, config: &Value) -> Result<()> {
        Ok(std::fs::write(self.dir.join(".portreg.json"), config.to_string())?)
    }

    fn fifo(&self) -> String {
        self.hearer.path().display().to_string()
    }

    fn registry_path(&self) -> PathBuf {
        self.dir.join("registry.db")
    }

    fn registry(&self) -> Result<Registry> {
        Ok(Registry::open_at(self.registry_path())?)
    }

    /// The command, which says nothing.
    fn portreg(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PORTREG);
        command.arg("--registry").arg(self.registry_path()).args(args).current_dir(&self.dir);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// The process that supervises a service.
    fn supervisor(&self, name: &str) -> Result<u32> {
        let service: Service = self.registry()?.get(name)?;
        Ok(service.owner.ok_or("nobody supervises it")?.pid)
    }
}

/// Asks a process to end as a terminal does, and waits until it has.
fn end(mut child: Child) -> Result<()> {
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status()?;
    let deadline = Instant::now() + DEADLINE;
    while child.try_wait()?.is_none() {
        if Instant::now() > deadline {
            child.kill()?;
            child.wait()?;
            return Err("it did not end".into());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    Ok(())
}

/// The memory of a process that is resident.
fn resident(pid: u32) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).ok_or("no VmRSS")?;
    Ok(kib.parse::<u64>()? * 1024)
}

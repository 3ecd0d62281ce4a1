//! Benchmarks of the claims against their floors: `cargo bench -p portreg-tests [part of a case]`.
//!
//! Each case takes turns with its floor in one run, over real files. A summary is printed and
//! `target/floors.json` has one object a case; the program fails where a bar is not met.
#![expect(clippy::print_stdout, reason = "the summary is for people")]

mod fill;
mod inside;
mod locks;
mod machine;
mod measure;
mod messages;
mod peers;
mod processes;
mod report;
mod stacks;

use std::path::Path;
use std::process::ExitCode;

use measure::Result;
use report::Line;

fn main() -> Result<ExitCode> {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let lines = run(folder.path())?;
    report::print(&lines);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("floors.json");
    report::save(&lines, &file)?;
    println!("written to {}", file.display());
    let missed = lines.iter().any(|line| line.ok == Some(false));
    Ok(if missed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn run(folder: &Path) -> Result<Vec<Line>> {
    let mut lines = inside::run(folder)?;
    lines.extend(processes::run(folder)?);
    lines.extend(locks::run(folder)?);
    lines.extend(messages::run(folder)?);
    lines.extend(machine::run(folder)?);
    lines.extend(peers::run(folder)?);
    lines.extend(stacks::run(folder)?);
    Ok(lines)
}

/// Whether the arguments ask for a case: all are wanted where none is named.
fn wanted(case: &str) -> bool {
    let mut named = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).peekable();
    named.peek().is_none() || named.any(|part| case.contains(&part))
}

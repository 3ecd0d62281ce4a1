//! The `portreg` command as a library, so that the Python wheel and the npm package ship the same
//! command: arguments are parsed here, portreg-core decides, and what it says is printed.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::CommandFactory as _;

pub mod args;
pub mod failure;
mod import;
mod logging;
mod manual;
mod output;
mod reference;
pub mod render;
mod run_child;
mod session;
mod signals;
mod usage;
mod verbs;

pub use import::port_daddy;
pub use reference::reference;

use args::Cli;
use output::Output;
use portreg_core::{Claim, Registry};
use session::Session;

/// The line that tells of a claim whose port is not the one that was asked for or that it had, where that is so.
///
/// `Using port 3001 instead of 3000: 3000 is in use by Django (pid 67890, since 2 h)`
pub fn port_note(registry: &Registry, claim: &Claim) -> Option<String> {
    verbs::port_note(registry, claim, jiff::Timestamp::now().as_millisecond())
}

/// Runs the command with the arguments of this process.
///
/// The exit code is the one of [`run`].
pub fn main() -> ExitCode {
    // Codes are 0 to 255 by construction; anything else would be a child's code from another system.
    let code = run(std::env::args_os(), std::env::current_exe().ok());
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

/// Runs the command with these arguments, the program's name first, and returns its exit code.
///
/// `program` is the file by which this command can be started anew: it runs stacks in the background and keeps watch
/// over those in the foreground. Without one the first is left to the `portreg` on PATH, and the second to nobody.
///
/// Answers go to the standard output of this process, notes and errors to its standard error.
/// `-C DIR` changes the working folder of this process, and PORTREG_LOG installs a tracing
/// subscriber in it.
///
/// Exit codes: 0; 2 for usage and INVALID_*; 3 for NOT_FOUND; 4 where a port or a name cannot be
/// had; 5 for TIMEOUT and NOT_READY; 130 for CANCELLED; 1 for all else. `run` passes on the code of
/// its child.
pub fn run(args: impl IntoIterator<Item = OsString>, program: Option<PathBuf>) -> i32 {
    let args: Vec<OsString> = args.into_iter().collect();
    let output = Output::new(usage::wishes(&args));
    let result = match args::read(&args) {
        Ok(cli) => perform(cli, program, &output),
        Err(error) => usage::answer(&error, &output),
    };
    match result.and_then(|code| output.finish().map(|()| code)) {
        Ok(code) => code,
        Err(failure) => output.fail(&failure),
    }
}

/// The whole command line for clap: for completions, manual pages and documentation.
pub fn command() -> clap::Command {
    Cli::command()
}

fn perform(cli: Cli, program: Option<PathBuf>, output: &Output) -> failure::Result<i32> {
    logging::start(output)?;
    let session = Session::start(cli.global, program, output)?;
    verbs::perform(&session, cli.verb)
}

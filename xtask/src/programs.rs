//! Running other programs to their end.

use std::io;
use std::process::{Command, Stdio};

/// Runs a program to its end.
///
/// # Errors
///
/// Where it cannot be started or does not end well.
pub(crate) fn run(command: &mut Command) -> io::Result<()> {
    let program = command.get_program().display().to_string();
    let status = command.status().map_err(|error| not_started(&program, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!("{program} ended with {status}")))
    }
}

/// Runs a program to its end and gives what it prints.
///
/// # Errors
///
/// Where it cannot be started, does not end well, or prints no text.
pub(crate) fn output(command: &mut Command) -> io::Result<String> {
    let program = command.get_program().display().to_string();
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| not_started(&program, &error))?;
    if !output.status.success() {
        return Err(io::Error::other(format!("{program} ended with {}", output.status)));
    }
    String::from_utf8(output.stdout).map_err(io::Error::other)
}

/// Says what went wrong, where something did.
pub(crate) fn told<T>(result: io::Result<T>) -> Option<T> {
    result.inspect_err(|error| println!("{error}")).ok()
}

fn not_started(program: &str, error: &io::Error) -> io::Error {
    io::Error::other(format!("{program} cannot be started: {error}"))
}

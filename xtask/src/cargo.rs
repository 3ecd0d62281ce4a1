//! Runs cargo: in the root of the workspace, and without what this machine's user has set for portreg.

use std::io::{self, BufRead as _, BufReader, IsTerminal as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or_else(|| Path::new("."))
}

/// A cargo command.
fn cargo(arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    without_settings(&mut command);
    command.args(arguments).envs(variables.iter().copied());
    command
}

/// Keeps from a program what this machine's user has set for portreg.
pub(crate) fn without_settings(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PORTREG") {
            command.env_remove(name);
        }
    }
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Runs cargo with this terminal and says whether it ended well.
pub(crate) fn passes(arguments: &[&str], variables: &[(&str, &str)]) -> bool {
    match cargo(arguments, variables).status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("cargo cannot be started: {error}");
            false
        }
    }
}

/// Becomes cargo, with all that this machine's user has set: what it runs has the terminal, and Ctrl-C reaches
/// nobody else. Comes back only where it cannot be started.
pub(crate) fn becomes(arguments: &[&str]) -> bool {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let error = Command::new(cargo).current_dir(root()).args(arguments).exec();
    eprintln!("cargo cannot be started: {error}");
    false
}

/// Runs cargo and gives each line of its two outputs, in the order they were written.
///
/// # Errors
///
/// Where cargo cannot be started or read.
pub(crate) fn lines(
    arguments: &[&str],
    variables: &[(&str, &str)],
    mut each: impl FnMut(&str),
) -> io::Result<ExitStatus> {
    let (reader, writer) = io::pipe()?;
    let mut command = cargo(arguments, variables);
    command.env("CARGO_TERM_COLOR", "never");
    command.stdout(writer.try_clone()?).stderr(writer);
    let mut child = command.spawn()?;
    // The command holds the writing end: as long as it lives the output would not end.
    drop(command);
    let mut reader = BufReader::new(reader);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        each(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
    child.wait()
}

/// `--quiet` where nobody watches: what was compiled is worth no line in a log.
pub(crate) fn quiet() -> &'static [&'static str] {
    if io::stderr().is_terminal() { &[] } else { &["--quiet"] }
}

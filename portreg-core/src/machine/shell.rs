//! The shell that reads a line of configuration.

/// The program and arguments that run a line as this system's shell reads it.
pub(crate) fn running(line: &str) -> Vec<String> {
    let shell = if cfg!(windows) { ["cmd.exe", "/C"] } else { ["/bin/sh", "-c"] };
    shell.into_iter().chain([line]).map(str::to_owned).collect()
}

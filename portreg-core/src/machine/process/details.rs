//! Windows and macOS: what a process was started with, which sysinfo reads from its memory.

use std::ffi::OsStr;
use std::path::PathBuf;

use sysinfo::{Pid, Process, ProcessRefreshKind, ProcessesToUpdate, System, UpdateKind};

fn of<T>(
    pid: u32,
    what: ProcessRefreshKind,
    read: impl FnOnce(&Process) -> Option<T>,
) -> Option<T> {
    let pid = Pid::from_u32(pid);
    let mut system = System::new().ok()?;
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[pid]), false, what);
    read(system.process(pid)?)
}

/// The program and its arguments; empty where they cannot be seen.
pub(super) fn command_line(pid: u32) -> Vec<String> {
    let what = ProcessRefreshKind::nothing().with_cmd(UpdateKind::Always);
    let words = of(pid, what, |process| {
        Some(process.cmd().iter().map(|word| word.to_string_lossy().into_owned()).collect())
    });
    words.unwrap_or_default()
}

/// The working folder, where this user may see it.
pub(super) fn cwd(pid: u32) -> Option<PathBuf> {
    let what = ProcessRefreshKind::nothing().with_cwd(UpdateKind::Always);
    of(pid, what, |process| process.cwd().map(PathBuf::from))
}

/// What it was given as this variable, where this user may see it.
pub(super) fn environment_value(pid: u32, name: &str) -> Option<String> {
    let what = ProcessRefreshKind::nothing().with_environ(UpdateKind::Always);
    of(pid, what, |process| {
        let value =
            |entry: &OsStr| Some(entry.to_str()?.strip_prefix(name)?.strip_prefix('=')?.to_owned());
        process.environ().iter().find_map(|entry| value(entry))
    })
}

/// The program's name: how it was called, unless it has renamed itself into a sentence.
pub(super) fn name(argv: &[String], system_name: String) -> String {
    let first = argv.first().map_or("", String::as_str);
    let base = first.rsplit(std::path::is_separator).next().unwrap_or_default();
    let base = if cfg!(windows) { base.trim_end_matches(".exe") } else { base };
    match base.trim_start_matches('-') {
        base if base.is_empty() || base.contains([' ', ':']) => system_name,
        base => base.to_owned(),
    }
}

/// What a process has used of the machine.
#[cfg(target_os = "macos")]
pub(super) fn used(pid: u32) -> Option<super::usage::Usage> {
    let what = ProcessRefreshKind::nothing().with_cpu().with_memory();
    of(pid, what, |process| {
        let cpu_ms = process.accumulated_cpu_time();
        Some(super::usage::Usage { cpu_ms, memory_bytes: process.memory() })
    })
}

//! The programs that some tests start.

use std::path::PathBuf;
use std::process::Command;

/// Each program, and what is tested with it.
pub(crate) const TOOLS: [(&str, &str); 4] = [
    ("git", "names that come from repositories"),
    ("python3", "real servers and the second copy of SQLite"),
    ("node", "the stack of examples/shop"),
    ("unshare", "containers"),
];

/// Where the program is, by PATH.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Where a tool of LLVM is: beside rustc as rustup installs it, or on PATH, also with a version behind
/// its name as Debian has it.
pub(crate) fn llvm(tool: &str) -> Option<PathBuf> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(["--print", "target-libdir"]).output().ok()?;
    let libraries = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
    let beside = libraries.with_file_name("bin").join(tool);
    let versions = (19..40).rev().map(|version| format!("{tool}-{version}"));
    let on_path = || versions.chain([tool.to_owned()]).find_map(|name| find(&name));
    if beside.is_file() { Some(beside) } else { on_path() }
}

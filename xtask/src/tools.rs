//! The programs that some tests start.

use std::path::PathBuf;
use std::process::Command;

use crate::cargo;

/// Each program, and what is tested with it.
pub(crate) const TOOLS: [(&str, &str); 19] = [
    ("git", "names that come from repositories"),
    ("python3", "the Python package, real servers and the second copy of SQLite"),
    ("node", "the Node package and the stack of examples/shop"),
    ("npm", "the Node package"),
    ("chromium", "the Vite plugin in a browser"),
    ("openssl", "the Vite plugin with a certificate"),
    ("unshare", "containers"),
    ("zsh", "env"),
    ("fish", "env"),
    ("caddy", "snippet"),
    ("nginx", "snippet"),
    ("docker-compose", "env and snippet"),
    ("vite", "snippet (.ci/tools installs it)"),
    ("next", "snippet (.ci/tools installs it)"),
    ("vitest", "ports for tests (.ci/tools installs it)"),
    ("jest", "ports for tests (.ci/tools installs it)"),
    ("playwright", "ports for tests (.ci/tools installs it)"),
    ("astro", "examples/web-node (.ci/tools installs it)"),
    ("flask", "env and snippet (.ci/tools installs it)"),
];

/// Where the program is: in what `.ci/tools` installs, on PATH, or where only root's PATH leads.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let installed = ["node/node_modules/.bin", "python/bin"];
    let installed = installed.map(|folder| cargo::root().join("target/tools").join(folder));
    let folders = installed.into_iter().chain(std::env::split_paths(&path));
    let mut files = folders.chain(["/usr/sbin".into()]).map(|folder| folder.join(program));
    files.find(|file| file.is_file())
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

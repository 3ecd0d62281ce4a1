//! The programs that some tests start.

use std::path::PathBuf;

/// Each program, and what is tested with it.
pub(crate) const TOOLS: [(&str, &str); 3] = [
    ("git", "names that come from repositories"),
    ("python3", "real servers and the second copy of SQLite"),
    ("unshare", "containers"),
];

/// Where the program is, by PATH.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

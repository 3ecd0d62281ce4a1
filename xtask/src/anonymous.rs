//! What is published names no folder of the machine that has built it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::cargo;

/// What rustc is told, so that it writes other names for them.
pub(crate) fn flags() -> String {
    let each = folders();
    let each = each.iter().map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
    each.collect::<Vec<_>>().join(" ")
}

/// Looks through a file, or every file of a folder.
///
/// # Errors
///
/// Where one of the folders is named.
pub(crate) fn check(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return fs::read_dir(path)?.try_for_each(|entry| check(&entry?.path()));
    }
    let bytes = fs::read(path)?;
    for (told, _) in folders() {
        let told = told.into_os_string().into_encoded_bytes();
        if bytes.windows(told.len()).any(|window| window == told) {
            let told = String::from_utf8_lossy(&told).into_owned();
            return Err(io::Error::other(format!("{} names {told}", path.display())));
        }
    }
    Ok(())
}

/// The folders of this machine that a build may come to know.
fn folders() -> Vec<(PathBuf, &'static str)> {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| Some(home.clone()?.join(".cargo")));
    let mut folders = vec![(cargo::root().to_owned(), "/portreg"), (cargo::target(), "/target")];
    folders.extend(cargo_home.map(|folder| (folder, "/cargo")));
    folders
}

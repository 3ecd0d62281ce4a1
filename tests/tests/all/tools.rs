//! Programs of other people that tests start: those of the system, and what `.ci/tools` puts into `target/tools`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A program by its name. Where it is missing, that fails a test on a build machine (`CI=true`), and is said elsewhere.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let installed = ["node/node_modules/.bin", "python/bin"].map(folder_of);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = installed.into_iter().chain(std::env::split_paths(&path));
    // As root they are on no PATH of users.
    let folders = folders.chain([PathBuf::from("/usr/sbin")]);
    let found = folders.map(|folder| folder.join(name)).find(|file| file.is_file());
    found.or_else(|| missing(name))
}

/// The folder `node_modules` with this package in it.
pub(crate) fn node_modules(package: &str) -> Option<PathBuf> {
    let folder = folder_of("node/node_modules");
    if folder.join(package).is_dir() { Some(folder) } else { missing(package) }
}

/// The Python that has the packages of `tests/tools/requirements.txt`.
pub(crate) fn python() -> Option<PathBuf> {
    let file = folder_of("python/bin/python");
    if file.is_file() { Some(file) } else { missing("python with its packages") }
}

fn folder_of(part: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools").join(part)
}

fn missing<T>(name: &str) -> Option<T> {
    not_tested(&format!("{name} is missing: .ci/tools and the system's packages have it"))
}

/// What cannot be tested here, and why. That fails a test on a build machine (`CI=true`), and is said elsewhere.
pub(crate) fn not_tested<T>(message: &str) -> Option<T> {
    assert!(std::env::var_os("CI").is_none_or(|value| value != "true"), "{message}");
    // Not by a macro: what those print of a test that passes is shown to nobody.
    _ = writeln!(std::io::stderr(), "NOT TESTED: {message}");
    None
}

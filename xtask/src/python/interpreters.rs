//! The interpreters of this machine on which the package is tested beside the one that builds it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is supported, as `bindings-python/pyproject.toml` says.
const SUPPORTED: [&str; 4] = ["3.10", "3.11", "3.12", "3.13"];

/// The supported versions but that of an interpreter, each with one that starts, where this machine has it: on PATH, or
/// as pyenv keeps them.
pub(super) fn others(than: &Path) -> Vec<(&'static str, Option<PathBuf>)> {
    let own = version(than);
    let others = SUPPORTED.into_iter().filter(|version| own.as_deref() != Some(version));
    others.map(|version| (version, find(version))).collect()
}

fn find(wanted: &str) -> Option<PathBuf> {
    let name = format!("python{wanted}");
    let on_path = PathBuf::from(&name);
    let kept = kept_by_pyenv(wanted).map(|folder| folder.join("bin").join(&name));
    std::iter::once(on_path).chain(kept).find(|program| version(program).as_deref() == Some(wanted))
}

/// The folders in which pyenv keeps releases of a version.
fn kept_by_pyenv(wanted: &str) -> impl Iterator<Item = PathBuf> {
    let root = std::env::var_os("PYENV_ROOT").map(PathBuf::from);
    let root = root.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".pyenv")));
    let folders = root.and_then(|root| fs::read_dir(root.join("versions")).ok());
    let prefix = format!("{wanted}.");
    let folders = folders.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    folders.filter(move |folder| {
        folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix))
    })
}

/// What an interpreter is; none where it does not start, as what pyenv puts on PATH may not.
fn version(program: &Path) -> Option<String> {
    let code = "import sys; print('%d.%d' % sys.version_info[:2], end='')";
    let output = Command::new(program).args(["-c", code]).output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok())?
}

//! The files of a log: their names, and keeping them within their bounds.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::machine::files::{append_private, make_private_dir, set_mode};
use crate::model::Identity;

/// How much of a service's output is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LogBounds {
    /// The size of one file; 256 at least.
    pub(crate) max_bytes: u64,
    /// How many files, the one that grows among them.
    pub(crate) files: u32,
    /// How many days a file is kept after its last line.
    pub(crate) days: u32,
}

impl Default for LogBounds {
    fn default() -> Self {
        Self { max_bytes: 10 * 1000 * 1000, files: 3, days: 14 }
    }
}

/// The folder of a service's log.
pub(super) fn folder_of(logs: &Path, identity: &Identity) -> PathBuf {
    logs.join(identity.as_str().replace(':', "~"))
}

/// Gives what a service has printed to its new name, unless that one has a log of its own.
pub(crate) fn rename(logs: &Path, old: &Identity, new: &Identity) {
    let (from, to) = (folder_of(logs, old), folder_of(logs, new));
    if from.is_dir()
        && !to.exists()
        && let Err(error) = std::fs::rename(&from, &to)
    {
        tracing::warn!(%old, %new, %error, "the log stays under the old name");
    }
}

/// The file that was current so many rotations ago.
pub(super) fn file_of(folder: &Path, age: u32) -> PathBuf {
    match age {
        0 => folder.join("current.log"),
        _ => folder.join(format!("{age}.log")),
    }
}

/// The ages of the files that are there, newest first.
pub(super) fn ages(folder: &Path) -> io::Result<Vec<u32>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found: Vec<u32> =
        entries.flatten().filter_map(|entry| age_of(entry.file_name().to_str()?)).collect();
    found.sort_unstable();
    Ok(found)
}

fn age_of(name: &str) -> Option<u32> {
    match name.strip_suffix(".log")? {
        "current" => Some(0),
        number => number.parse().ok().filter(|age| *age > 0),
    }
}

/// Opens the file that grows; makes it, and its folder, where they are missing.
pub(super) fn open_current(folder: &Path) -> io::Result<File> {
    let path = file_of(folder, 0);
    match append_private(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make_private_dir(folder)?;
            append_private(&path)
        }
        opened => opened,
    }
}

/// Makes the folder, for this user alone even where it was made otherwise.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    make_private_dir(folder)?;
    set_mode(folder, 0o700)
}

/// Makes each file one rotation older; the oldest goes.
pub(super) fn rotate(folder: &Path, bounds: LogBounds) -> io::Result<()> {
    let oldest = bounds.files.saturating_sub(1);
    if oldest == 0 {
        return missing_is_fine(std::fs::remove_file(file_of(folder, 0)));
    }
    for age in ages(folder)?.into_iter().rev().filter(|age| *age < oldest) {
        missing_is_fine(std::fs::rename(file_of(folder, age), file_of(folder, age + 1)))?;
    }
    Ok(())
}

/// Removes what is too old or too much: one that cannot be removed is left to the next time.
pub(super) fn prune(folder: &Path, bounds: LogBounds) {
    let span = Duration::from_secs(u64::from(bounds.days) * 24 * 60 * 60);
    let mut room = bounds.max_bytes.saturating_mul(u64::from(bounds.files.saturating_sub(1)));
    for age in ages(folder).unwrap_or_default() {
        let path = file_of(folder, age);
        let Ok(metadata) = path.metadata() else { continue };
        let written = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let is_old = written.elapsed().is_ok_and(|elapsed| elapsed > span);
        let fits = age == 0 || metadata.len() <= room;
        if is_old || !fits || age >= bounds.files {
            let _ = std::fs::remove_file(path);
        } else if age > 0 {
            room -= metadata.len();
        }
    }
}

fn missing_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(files: &[(u32, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (age, text) in files {
            std::fs::write(file_of(dir.path(), *age), text).unwrap();
        }
        dir
    }

    fn texts(folder: &Path) -> Vec<(u32, String)> {
        let read = |age| std::fs::read_to_string(file_of(folder, age)).unwrap();
        ages(folder).unwrap().into_iter().map(|age| (age, read(age))).collect()
    }

    fn bounds(max_bytes: u64, files: u32) -> LogBounds {
        LogBounds { max_bytes, files, days: 14 }
    }

    #[test]
    fn names_are_folders_without_colons() {
        let folder = folder_of(Path::new("logs"), &"shop:web:main".parse().unwrap());
        assert_eq!(folder, Path::new("logs/shop~web~main"));
    }

    #[test]
    fn rotation_keeps_so_many_files() {
        let dir = folder_with(&[(0, "c"), (1, "b"), (2, "a")]);
        std::fs::write(dir.path().join("notes.txt"), "").unwrap();
        rotate(dir.path(), bounds(9, 3)).unwrap();
        assert_eq!(texts(dir.path()), [(1, "c".into()), (2, "b".into())]);
        rotate(dir.path(), bounds(9, 1)).unwrap();
        rotate(&dir.path().join("gone"), bounds(9, 3)).unwrap();
    }

    #[test]
    fn what_is_beyond_the_bounds_is_removed() {
        let dir = folder_with(&[(0, "d"), (1, "cc"), (2, "bbb"), (3, "a")]);
        prune(dir.path(), bounds(2, 3));
        assert_eq!(texts(dir.path()), [(0, "d".into()), (1, "cc".into())]);
        let old = SystemTime::now() - Duration::from_secs(15 * 24 * 60 * 60);
        let file = File::options().write(true).open(file_of(dir.path(), 1)).unwrap();
        file.set_modified(old).unwrap();
        // As long as it is open, Windows keeps it.
        drop(file);
        prune(dir.path(), bounds(2, 3));
        assert_eq!(texts(dir.path()), [(0, "d".into())]);
    }
}

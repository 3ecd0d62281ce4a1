//! Files: what kind of file system they lie on, who of this process has them open, and making them
//! for this user alone.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

mod changes;
#[cfg(unix)]
mod unix;
mod volume;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

pub(crate) use changes::Changes;
pub(crate) use system::{mode_open_to_others, set_mode};
pub(crate) use volume::{descriptors_of, file_system};

/// Where a file lies, as far as its locks are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileSystem {
    /// On this machine.
    Local,
    /// On another machine, by this protocol.
    Network(&'static str),
    /// Shared with a host or another system, by this driver.
    Shared(&'static str),
}

/// Makes a folder that only this user may enter, and those above it that are missing.
///
/// # Errors
///
/// What the system says; not where it exists already.
pub(crate) fn make_private_dir(path: &Path) -> io::Result<()> {
    system::private_folders().recursive(true).create(path)
}

/// Makes an empty file that only this user may read; false where it exists already.
///
/// It is made under another name, closed, and then given its own: nobody can have opened it before
/// this process has closed it, so that this closing drops nobody's locks.
///
/// # Errors
///
/// What the system says.
pub(crate) fn make_private_file(path: &Path) -> io::Result<bool> {
    if path.symlink_metadata().is_ok() {
        return Ok(false);
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{}-{:08x}", std::process::id(), fastrand::u32(..)));
    let draft = path.with_file_name(name);
    drop(system::private_files().write(true).create_new(true).open(&draft)?);
    let linked = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft)?;
    match linked {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// Opens a file that only this user may read, to write at its end; makes it where there is none.
///
/// # Errors
///
/// What the system says.
pub(crate) fn append_private(path: &Path) -> io::Result<File> {
    system::private_files().read(true).append(true).create(true).open(path)
}

/// Reads the beginning of a file; gives the length of the file, and how much was read.
///
/// # Errors
///
/// What the system says.
pub(crate) fn head_of(path: &Path, head: &mut [u8]) -> io::Result<(u64, usize)> {
    use std::io::Read as _;
    let mut file = std::fs::File::open(path)?;
    let read = file.read(head)?;
    Ok((file.metadata()?.len(), read))
}

/// What tells one file from every other one, whatever its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct FileId {
    device: u64,
    inode: u64,
}

/// Which file the path leads to; none where it leads nowhere.
pub(crate) fn file_id(path: &Path) -> Option<FileId> {
    system::id_at(path).ok()
}

/// Which file an open one is.
///
/// # Errors
///
/// What the system says.
pub(crate) fn id_of(file: &File) -> io::Result<FileId> {
    system::id_of(file)
}

/// Whether a program can be found: on a path, or on PATH.
pub(crate) fn is_program(program: &str, dir: &Path) -> bool {
    program_in(program.as_ref(), dir, &std::env::var_os("PATH").unwrap_or_default()).is_some()
}

/// The file of a program: by its path from the folder, or in one of these folders.
pub(super) fn program_in(program: &OsStr, dir: &Path, folders: &OsStr) -> Option<PathBuf> {
    let find = |place: &Path| system::names_of(place).find(|name| name.is_file());
    if Path::new(program).components().count() > 1 {
        return find(&dir.join(program));
    }
    std::env::split_paths(folders).find_map(|folder| find(&folder.join(program)))
}

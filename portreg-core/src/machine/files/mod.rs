//! Files: what kind of file system they lie on, who of this process has them open, and making them
//! for this user alone.

use std::fs::File;
use std::io;
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::Path;

mod changes;
mod system;

pub(crate) use changes::Changes;
pub(crate) use system::{descriptors_of, file_system};

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
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
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
    drop(std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?);
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
    File::options().read(true).append(true).create(true).mode(0o600).open(path)
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

/// The permissions of a file or folder where others than this user have any.
pub(crate) fn mode_open_to_others(path: &Path) -> Option<u32> {
    let mode = std::fs::metadata(path).ok()?.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

/// Sets the permissions.
///
/// # Errors
///
/// What the system says.
pub(crate) fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

/// What tells one file from every other one, whatever its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct FileId {
    device: u64,
    inode: u64,
}

/// Which file the path leads to; none where it leads nowhere.
pub(crate) fn file_id(path: &Path) -> Option<FileId> {
    let metadata = std::fs::metadata(path).ok()?;
    Some(FileId { device: metadata.dev(), inode: metadata.ino() })
}

/// Which file an open one is.
///
/// # Errors
///
/// What the system says.
pub(crate) fn id_of(file: &File) -> io::Result<FileId> {
    let metadata = file.metadata()?;
    Ok(FileId { device: metadata.dev(), inode: metadata.ino() })
}

/// Whether a program can be found: on a path, or on PATH.
pub(crate) fn is_program(program: &str, dir: &Path) -> bool {
    if program.contains('/') {
        return dir.join(program).is_file();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsRawFd as _;

    use super::*;

    fn mode(path: &Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_made_is_private() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("a/b");
        make_private_dir(&folder).unwrap();
        make_private_dir(&folder).unwrap();
        assert_eq!((mode(&folder), mode(&dir.path().join("a"))), (0o700, 0o700));
        let file = folder.join("registry.db");
        assert!(make_private_file(&file).unwrap());
        assert!(!make_private_file(&file).unwrap());
        assert_eq!(mode(&file), 0o600);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    }

    #[test]
    fn own_descriptors_of_a_file_are_found() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let place = file_id(file.path()).unwrap();
        let again = std::fs::File::open(file.path()).unwrap();
        let found = descriptors_of(place);
        let mut expected = vec![file.as_file().as_raw_fd(), again.as_raw_fd()];
        expected.sort_unstable();
        assert_eq!(found, expected);
        drop(again);
        assert_eq!(descriptors_of(place).len(), 1);
    }
}

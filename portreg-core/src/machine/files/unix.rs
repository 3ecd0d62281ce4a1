//! Unix: permissions by mode, and files by inode.

use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::{Path, PathBuf};

use super::FileId;

/// Makes folders that only this user may enter.
pub(super) fn private_folders() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

/// Makes files that only this user may read.
pub(super) fn private_files() -> OpenOptions {
    let mut options = File::options();
    options.mode(0o600);
    options
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

pub(super) fn id_at(path: &Path) -> io::Result<FileId> {
    Ok(id_in(&std::fs::metadata(path)?))
}

pub(super) fn id_of(file: &File) -> io::Result<FileId> {
    Ok(id_in(&file.metadata()?))
}

fn id_in(metadata: &Metadata) -> FileId {
    FileId { device: metadata.dev(), inode: metadata.ino() }
}

/// The files that a program of this name may be.
pub(super) fn names_of(place: &Path) -> impl Iterator<Item = PathBuf> {
    std::iter::once(place.to_owned())
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsRawFd as _;

    use super::super::*;
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

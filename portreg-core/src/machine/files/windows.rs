//! Windows: what lies in a user's own folders is for that user, the system and administrators, because it
//! inherits their access lists; there are no permissions by mode.
#![expect(unsafe_code, reason = "the number of a file has no safe wrapper")]

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::windows::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use windows_sys::Win32::Storage::FileSystem::{
    BY_HANDLE_FILE_INFORMATION, FILE_FLAG_BACKUP_SEMANTICS, GetFileInformationByHandle,
};

use super::FileId;
use crate::machine::windows::{checked, raw};

/// Makes folders with the access list of the one above.
pub(super) fn private_folders() -> DirBuilder {
    DirBuilder::new()
}

/// Makes files with the access list of their folder.
pub(super) fn private_files() -> OpenOptions {
    File::options()
}

/// The permissions of a file or folder where others than this user have any: not told here.
pub(crate) fn mode_open_to_others(_path: &Path) -> Option<u32> {
    None
}

/// Sets the permissions: here there are none to set.
///
/// # Errors
///
/// None.
pub(crate) fn set_mode(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

pub(super) fn id_at(path: &Path) -> io::Result<FileId> {
    // So that a folder can be opened, too; no access at all, so that nobody is in the way.
    let flags = FILE_FLAG_BACKUP_SEMANTICS;
    id_of(&File::options().access_mode(0).custom_flags(flags).open(path)?)
}

pub(super) fn id_of(file: &File) -> io::Result<FileId> {
    let mut told = BY_HANDLE_FILE_INFORMATION::default();
    // SAFETY: all of it is written by the call.
    checked(unsafe { GetFileInformationByHandle(raw(file), &raw mut told) })?;
    Ok(FileId {
        device: u64::from(told.dwVolumeSerialNumber),
        inode: u64::from(told.nFileIndexHigh) << 32 | u64::from(told.nFileIndexLow),
    })
}

/// The files that a program of this name may be: itself, or with one of the endings of programs.
pub(super) fn names_of(place: &Path) -> impl Iterator<Item = PathBuf> {
    let endings = std::env::var("PATHEXT").unwrap_or_else(|_| ".EXE;.CMD;.BAT;.COM".to_owned());
    let with = |ending: &str| {
        let mut name = place.as_os_str().to_owned();
        name.push(ending.to_lowercase());
        PathBuf::from(name)
    };
    let named: Vec<PathBuf> = endings.split(';').filter(|e| !e.is_empty()).map(with).collect();
    // A file without an ending beside one that has it is for another shell.
    let itself = place.extension().map(|_| place.to_owned());
    itself.into_iter().chain(named)
}

#[cfg(test)]
mod tests {
    use super::super::*;

    #[test]
    fn programs_are_found_by_their_endings() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("tool.cmd"), "").unwrap();
        std::fs::write(dir.path().join("plain"), "").unwrap();
        let found = |name: &str| program_in(name.as_ref(), Path::new("."), dir.path().as_os_str());
        assert_eq!(found("tool"), Some(dir.path().join("tool.cmd")));
        assert_eq!(found("tool.cmd"), Some(dir.path().join("tool.cmd")));
        assert_eq!((found("plain"), found("none")), (None, None));
    }

    #[test]
    fn a_file_is_known_by_its_number() {
        let dir = tempfile::tempdir().unwrap();
        let (one, two) = (dir.path().join("one"), dir.path().join("two"));
        assert!(make_private_file(&one).unwrap() && make_private_file(&two).unwrap());
        assert!(!make_private_file(&one).unwrap());
        assert_eq!(file_id(&one), Some(id_of(&File::open(&one).unwrap()).unwrap()));
        assert_ne!(file_id(&one), file_id(&two));
        assert_eq!(file_id(&dir.path().join("none")), None);
    }
}

//! Windows: drives and shares of other machines. Locks are of handles and not of processes, so that it does no
//! harm if this process has a file open twice.
#![expect(unsafe_code, reason = "kinds of drives have no safe wrapper")]

use std::io;
use std::path::{Component, Path, Prefix};

use windows_sys::Win32::Storage::FileSystem::{GetDriveTypeW, GetVolumePathNameW};

use crate::machine::files::{FileId, FileSystem};
use crate::machine::windows::{checked, wide};

/// What the system calls a drive of another machine.
const REMOTE: u32 = 4;

/// The kind of file system a path lies on, or will lie on once it exists.
///
/// # Errors
///
/// What the system says.
pub(crate) fn file_system(path: &Path) -> io::Result<FileSystem> {
    let path = std::path::absolute(path)?;
    if let Some(kind) = of_share(&path) {
        return Ok(kind);
    }
    let (path, mut volume) = (wide(&path), vec![0_u16; 1024]);
    // SAFETY: the path ends with NUL, and the volume is as long as is said; the call ends it with NUL.
    let kind = unsafe {
        checked(GetVolumePathNameW(path.as_ptr(), volume.as_mut_ptr(), volume.len() as u32))?;
        GetDriveTypeW(volume.as_ptr())
    };
    Ok(if kind == REMOTE { FileSystem::Network("SMB") } else { FileSystem::Local })
}

/// What a path says by itself: `\\host\share`, where the host may be this machine's for WSL.
fn of_share(path: &Path) -> Option<FileSystem> {
    let Some(Component::Prefix(prefix)) = path.components().next() else { return None };
    match prefix.kind() {
        Prefix::UNC(host, _) | Prefix::VerbatimUNC(host, _) => {
            let wsl = ["wsl$", "wsl.localhost"].iter().any(|name| host.eq_ignore_ascii_case(name));
            Some(if wsl { FileSystem::Shared("9p") } else { FileSystem::Network("SMB") })
        }
        _ => None,
    }
}

/// The descriptors of this process that refer to the file: none of them matters here.
pub(crate) fn descriptors_of(_file: FileId) -> Vec<i32> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_from_drives() {
        let dir = tempfile::tempdir().unwrap();
        let of = |path: &str| file_system(Path::new(path)).unwrap();
        assert_eq!(file_system(&dir.path().join("not/yet")).unwrap(), FileSystem::Local);
        assert_eq!(of(r"\\server\share\registry.db"), FileSystem::Network("SMB"));
        assert_eq!(of(r"\\wsl.localhost\Debian\registry.db"), FileSystem::Shared("9p"));
    }
}

//! macOS: which file systems are not this machine's own, by the name that statfs gives, and which descriptors
//! of this process refer to a file.

use std::ffi::CStr;
use std::io;
use std::os::fd::BorrowedFd;
use std::path::Path;

use crate::machine::files::FileSystem::{Local, Network, Shared};
use crate::machine::files::{FileId, FileSystem};

/// The kind of file system a path lies on, or will lie on once it exists.
///
/// # Errors
///
/// What the system says.
pub(crate) fn file_system(path: &Path) -> io::Result<FileSystem> {
    let path = std::path::absolute(path)?;
    let there = path.ancestors().find(|place| place.exists()).unwrap_or(Path::new("/"));
    let told = rustix::fs::statfs(there)?;
    let name = told.f_fstypename.map(|byte| byte.cast_unsigned());
    let name = CStr::from_bytes_until_nul(&name).map_or("", |name| name.to_str().unwrap_or(""));
    Ok(of_name(name))
}

fn of_name(name: &str) -> FileSystem {
    match name {
        "nfs" => Network("NFS"),
        "smbfs" => Network("SMB"),
        "afpfs" => Network("AFP"),
        "webdav" => Network("WebDAV"),
        "ftp" => Network("FTP"),
        "virtiofs" => Shared("virtiofs"),
        "prl_fs" => Shared("prl_fs"),
        "vmhgfs" => Shared("vmhgfs"),
        name if name.contains("fuse") => Shared("FUSE"),
        _ => Local,
    }
}

/// The descriptors of this process that refer to the file.
///
/// They are looked at, not opened: closing another descriptor of a file drops this process's locks.
pub(crate) fn descriptors_of(file: FileId) -> Vec<i32> {
    let numbers = std::fs::read_dir("/dev/fd").into_iter().flatten();
    let numbers = numbers.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let mut found: Vec<i32> = numbers.filter(|number| leads_to(*number, file)).collect();
    found.sort_unstable();
    found
}

#[expect(unsafe_code, reason = "descriptors of others in this process can only be borrowed raw")]
fn leads_to(number: i32, file: FileId) -> bool {
    // SAFETY: it is only looked at; one that is closed meanwhile is an error.
    let descriptor = unsafe { BorrowedFd::borrow_raw(number) };
    rustix::fs::fstat(descriptor).is_ok_and(|told| {
        let device = u64::from(told.st_dev.cast_unsigned());
        FileId { device, inode: told.st_ino } == file
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_systems_are_known_by_their_name() {
        assert_eq!(of_name("apfs"), Local);
        assert_eq!(of_name("smbfs"), Network("SMB"));
        assert_eq!(of_name("macfuse"), Shared("FUSE"));
    }
}

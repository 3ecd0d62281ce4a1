//! Linux: which processes hold a socket open.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;

use crate::machine::process;

/// Whether the process holds any of these sockets open, as far as this user may see.
pub(crate) fn holds(pid: u32, inodes: &[u64]) -> bool {
    let Some(folder) = process::folder_of_descriptors(pid) else { return false };
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| {
        fs::read_link(entry.path())
            .ok()
            .and_then(|target| inode(target.as_os_str().as_bytes()))
            .is_some_and(|inode| inodes.contains(&inode))
    })
}

/// Every process that holds any of these sockets open, as far as this user may see, by pid.
pub(crate) fn holders_of(inodes: &[u64]) -> Vec<u32> {
    if inodes.is_empty() {
        return Vec::new();
    }
    let mut pids: Vec<u32> = process::all_pids().filter(|pid| holds(*pid, inodes)).collect();
    pids.sort_unstable();
    pids
}

/// The number in `socket:[123]`.
fn inode(target: &[u8]) -> Option<u64> {
    let digits = target.strip_prefix(b"socket:[")?.strip_suffix(b"]")?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

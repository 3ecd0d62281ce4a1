//! Unix: the user database.
#![expect(unsafe_code, reason = "the user database has no safe wrapper")]

use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::ptr;

/// More than any entry of a user database takes.
const ENTRY: usize = 16 * 1024;

/// The name of a user; its number where the system has no name for it.
pub(crate) fn name_of(uid: u32) -> String {
    look_up(uid).unwrap_or_else(|| uid.to_string())
}

fn look_up(uid: u32) -> Option<String> {
    let mut entry = MaybeUninit::<libc::passwd>::uninit();
    let mut found = ptr::null_mut();
    let mut buffer = vec![0; ENTRY];
    // SAFETY: all three live as long as the call, and the buffer is as long as is said.
    let failed = unsafe {
        libc::getpwuid_r(uid, entry.as_mut_ptr(), buffer.as_mut_ptr(), buffer.len(), &raw mut found)
    };
    if failed != 0 || found.is_null() {
        return None;
    }
    // SAFETY: the call has filled the entry, whose name points into the buffer.
    let name = unsafe { CStr::from_ptr((*found).pw_name) };
    Some(name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_have_names_or_numbers() {
        assert_eq!(name_of(0), "root");
        assert_eq!(name_of(4_000_000_001), "4000000001");
    }
}

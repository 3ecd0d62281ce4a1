//! Windows: users have identifiers of any length; a number of this process stands for each.
#![expect(unsafe_code, reason = "tokens and names of users have no safe wrapper")]

use std::os::windows::io::OwnedHandle;
use std::sync::{Mutex, PoisonError};

use windows_sys::Win32::Security::{
    GetLengthSid, GetTokenInformation, LookupAccountSidW, TOKEN_QUERY, TOKEN_USER, TokenUser,
};
use windows_sys::Win32::System::Threading::OpenProcessToken;

use crate::machine::windows::{checked, owned, raw};

/// The identifiers seen so far; the number of a user is its place.
static SEEN: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());

/// The number of a user who cannot be seen.
pub(in crate::machine) const UNSEEN: u32 = u32::MAX;

/// The number of the user whose process it is, where that may be seen.
pub(in crate::machine) fn number_of(process: &OwnedHandle) -> Option<u32> {
    let identifier = identifier_of(process)?;
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = seen.iter().position(|known| *known == identifier);
    let number = known.unwrap_or_else(|| {
        seen.push(identifier);
        seen.len() - 1
    });
    u32::try_from(number).ok()
}

fn identifier_of(process: &OwnedHandle) -> Option<Vec<u8>> {
    // More than any identifier takes, aligned as the answer is.
    let mut answer = [0_u64; 64];
    let size = size_of_val(&answer) as u32;
    let mut token = std::ptr::null_mut();
    let mut length = 0;
    // SAFETY: the token is written by the first call, and the answer, which holds a pointer into itself, by
    // the second.
    unsafe {
        checked(OpenProcessToken(raw(process), TOKEN_QUERY, &raw mut token)).ok()?;
        let token = owned(token).ok()?;
        let place = answer.as_mut_ptr().cast();
        checked(GetTokenInformation(raw(&token), TokenUser, place, size, &raw mut length)).ok()?;
        let user = &*answer.as_ptr().cast::<TOKEN_USER>();
        let length = GetLengthSid(user.User.Sid) as usize;
        Some(std::slice::from_raw_parts(user.User.Sid.cast::<u8>(), length).to_vec())
    }
}

/// The name of a user; a question mark where none can be told.
pub(crate) fn name_of(number: u32) -> String {
    let seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let identifier = usize::try_from(number).ok().and_then(|at| seen.get(at)).cloned();
    drop(seen);
    identifier.and_then(|identifier| look_up(&identifier)).unwrap_or_else(|| "?".to_owned())
}

fn look_up(identifier: &[u8]) -> Option<String> {
    let (mut name, mut domain) = ([0_u16; 256], [0_u16; 256]);
    let (mut name_length, mut domain_length) = (name.len() as u32, domain.len() as u32);
    let mut kind = 0;
    // SAFETY: the identifier is whole, and both texts are as long as is said.
    checked(unsafe {
        LookupAccountSidW(
            std::ptr::null(),
            identifier.as_ptr().cast_mut().cast(),
            name.as_mut_ptr(),
            &raw mut name_length,
            domain.as_mut_ptr(),
            &raw mut domain_length,
            &raw mut kind,
        )
    })
    .ok()?;
    Some(String::from_utf16_lossy(name.get(..name_length as usize)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::process::{own_user, user_of};

    #[test]
    fn own_processes_are_of_one_user_with_a_name() {
        assert_eq!(user_of(std::process::id()), Some(own_user()));
        assert!(!["", "?"].contains(&name_of(own_user()).as_str()));
        assert_eq!(name_of(UNSEEN), "?");
    }
}

//! Texts of the system, which need not be Unicode, with parts of them replaced.
#![expect(unsafe_code, reason = "texts of the system are put together from encoded bytes")]

use std::ffi::{OsStr, OsString};

/// The text with each occurrence of a word replaced by what is given for it.
///
/// # Errors
///
/// What `replacement` gives.
pub(crate) fn replaced<E>(
    text: &OsStr,
    words: &[&str],
    mut replacement: impl FnMut(&str) -> Result<String, E>,
) -> Result<OsString, E> {
    let mut replaced = Vec::new();
    let mut rest = text.as_encoded_bytes();
    while let Some(first) = rest.first() {
        match words.iter().find(|word| rest.starts_with(word.as_bytes())) {
            Some(word) => {
                replaced.extend(replacement(word)?.into_bytes());
                rest = &rest[word.len()..];
            }
            None => {
                replaced.push(*first);
                rest = &rest[1..];
            }
        }
    }
    // SAFETY: the bytes are those of a text of this system, split only where UTF-8 begins and ends, with
    // UTF-8 in between.
    Ok(unsafe { OsString::from_encoded_bytes_unchecked(replaced) })
}

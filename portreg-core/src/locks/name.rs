//! Names of locks.

use crate::error::{Error, Result};

/// The longest name, in bytes.
const LONGEST: usize = 128;

/// Refuses what is no name: it is 1 to 128 of `A-Z a-z 0-9 . _ : / -`.
pub(super) fn check_name(name: &str) -> Result<()> {
    let refuse = |what: String| {
        let allowed = "a name is 1 to 128 of A-Z a-z 0-9 . _ : / -";
        Err(Error::option("lock", format!("{name:?} {what}; {allowed}")))
    };
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._:/-".contains(c);
    if name.is_empty() {
        return refuse("is empty".to_owned());
    }
    if let Some((at, c)) = name.chars().enumerate().find(|(_, c)| !allowed(*c)) {
        return refuse(format!("has {c:?} at position {}", at + 1));
    }
    match name.len() {
        ..=LONGEST => Ok(()),
        length => refuse(format!("has {length} characters")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_channels() {
        for name in ["a", "deploy", "build:ios/release", "-._:/", &"x".repeat(128)] {
            check_name(name).unwrap();
        }
        let why = |name: &str| check_name(name).unwrap_err().to_string();
        assert!(why("").contains("is empty"));
        assert!(why("my lock").contains("' ' at position 3"));
        assert!(why("schön").contains("'ö' at position 4"));
        assert!(why(&"x".repeat(129)).contains("has 129 characters"));
    }
}

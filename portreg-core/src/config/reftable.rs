//! HEAD of a repository that keeps its references in tables (`reftable`) instead of files.
//!
//! The format is git's own, `Documentation/technical/reftable`: a table starts with a header and a
//! block of references, sorted by name. HEAD is among the first of them.

use std::fs;
use std::path::Path;

/// Where HEAD points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// At a reference, such as `refs/heads/main`.
    Reference(String),
    /// At a commit, in hexadecimal digits.
    Commit(String),
}

const NAME: &[u8] = b"HEAD";

/// Reads HEAD of a worktree; `None` where there are no tables or they cannot be understood.
pub(super) fn head(git_dir: &Path) -> Option<Target> {
    let folder = git_dir.join("reftable");
    let list = fs::read_to_string(folder.join("tables.list")).ok()?;
    // A later table overrides the earlier ones.
    for name in list.lines().rev().map(str::trim).filter(|name| !name.contains(['/', '\\'])) {
        if let Some(found) = in_table(&fs::read(folder.join(name)).ok()?) {
            return found;
        }
    }
    None
}

/// What one table says about HEAD: nothing, that it is deleted, or where it points.
fn in_table(table: &[u8]) -> Option<Option<Target>> {
    if table.get(..4)? != b"REFT" {
        return None;
    }
    let (header, id_size) = match table.get(4)? {
        1 => (24, 20),
        _ if table.get(24..28)? == b"s256" => (28, 32),
        _ => (28, 20),
    };
    let [kind, length @ ..] = table.get(header..header + 4)? else { return None };
    if *kind != b'r' {
        return None;
    }
    // The length of the first block counts the header too; its last bytes are for searching.
    let length = length.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
    let block = table.get(..length)?;
    let restarts = usize::from(u16::from_be_bytes(block.last_chunk::<2>().copied()?));
    let end = length.checked_sub(2 + 3 * restarts)?;
    let mut left = block.get(header + 4..end)?;
    let mut name: Vec<u8> = vec![];
    while !left.is_empty() {
        let prefix = usize::try_from(varint(&mut left)?).ok()?;
        let suffix = varint(&mut left)?;
        name.truncate(prefix);
        name.extend_from_slice(take(&mut left, usize::try_from(suffix >> 3).ok()?)?);
        varint(&mut left)?; // the update index
        let found = match suffix & 7 {
            0 => None,
            1 => Some(Target::Commit(hex(take(&mut left, id_size)?))),
            2 => Some(Target::Commit(hex(&take(&mut left, 2 * id_size)?[..id_size]))),
            _ => {
                let size = usize::try_from(varint(&mut left)?).ok()?;
                let target = take(&mut left, size)?;
                Some(Target::Reference(String::from_utf8_lossy(target).into_owned()))
            }
        };
        match name.as_slice().cmp(NAME) {
            std::cmp::Ordering::Less => {}
            std::cmp::Ordering::Equal => return Some(found),
            std::cmp::Ordering::Greater => return None,
        }
    }
    None
}

/// A number of git's: seven bits a byte, each further byte adding one to what came before.
fn varint(left: &mut &[u8]) -> Option<u64> {
    let mut byte = *take(left, 1)?.first()?;
    let mut value = u64::from(byte & 0x7f);
    while byte & 0x80 != 0 {
        byte = *take(left, 1)?.first()?;
        value = value.checked_add(1)?.checked_mul(128)? | u64::from(byte & 0x7f);
    }
    Some(value)
}

fn take<'a>(left: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (head, tail) = left.split_at_checked(count)?;
    *left = tail;
    Some(head)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

//! Patterns as the contract tells them, one character at a time: what the tests compare with.

/// Whether the pattern matches the whole name, or with `prefix` a leading part of it.
pub(crate) fn matches(pattern: &str, name: &str, prefix: bool) -> bool {
    let patterns: Vec<&str> = pattern.split(':').collect();
    let names: Vec<&str> = name.split(':').collect();
    let lengths = if prefix { 1..=names.len() } else { names.len()..=names.len() };
    lengths.into_iter().any(|length| whole(&patterns, &names[..length]))
}

fn whole(patterns: &[&str], names: &[&str]) -> bool {
    match (patterns, names) {
        ([], []) => true,
        (["*"], [_, ..]) => true,
        ([pattern, patterns @ ..], [name, names @ ..]) => {
            segment(pattern.as_bytes(), name.as_bytes()) && whole(patterns, names)
        }
        _ => false,
    }
}

/// `*` is one or more characters.
fn segment(pattern: &[u8], name: &[u8]) -> bool {
    match (pattern, name) {
        ([], []) => true,
        ([b'*', rest @ ..], [_, others @ ..]) => segment(rest, others) || segment(pattern, others),
        ([a, rest @ ..], [b, others @ ..]) => a == b && segment(rest, others),
        _ => false,
    }
}

//! The parsers as functions of bytes, for fuzzing; no part of the public interface.
//!
//! `fuzz/` drives them with libFuzzer, and a test of this crate with a small mutator of its own, so
//! that stable Rust is enough. Each panics where it finds something wrong, and says whether the
//! bytes were understood.

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod mutator;
#[cfg(test)]
mod properties;

use std::time::Duration;

use crate::config;
use crate::model::{Export, Identity, ImportOptions, Pattern, PortRange, Span, parse_port};
use crate::registry::Registry;
use crate::time::{human_duration, parse_duration};

fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

/// Names: what is read is shown the same, and its siblings are names too.
pub fn identity(data: &[u8]) -> bool {
    let Some(Ok(identity)) = text(data).map(str::parse::<Identity>) else { return false };
    assert_eq!(text(data), Some(identity.as_str()));
    assert_eq!(identity.to_string().parse().ok(), Some(identity.clone()), "read again");
    let [stack, context] = [identity.stack(), identity.context()];
    let joined = Identity::from_segments(identity.project(), stack, context);
    assert_eq!(joined.ok(), Some(identity.clone()));
    for number in [2, 99] {
        let sibling = identity.sibling(number);
        assert_eq!(sibling.as_str().parse().ok(), Some(sibling.clone()), "a sibling is a name");
    }
    true
}

/// A pattern, and on the next line a name: matches lie within the spans that are searched.
pub fn pattern(data: &[u8]) -> bool {
    let Some(text) = text(data) else { return false };
    let (pattern, name) = text.split_once('\n').unwrap_or((text, text));
    let Ok(pattern) = pattern.parse::<Pattern>() else { return false };
    assert_eq!(pattern.to_string().parse().ok(), Some(pattern.clone()), "read again");
    let Ok(identity) = name.parse::<Identity>() else { return true };
    for prefix in [false, true] {
        let matches = if prefix { pattern.covers(&identity) } else { pattern.matches(&identity) };
        let spans = pattern.spans(prefix);
        assert!(!matches || spans.iter().any(|span| span.holds(name)), "{pattern} {name}");
    }
    assert!(!pattern.matches(&identity) || pattern.covers(&identity));
    true
}

/// The project's file.
pub fn project_config(data: &[u8]) -> bool {
    config::fuzz::project(data)
}

/// The user's file, the older tool's too.
pub fn user_config(data: &[u8]) -> bool {
    config::fuzz::user(data)
}

/// Durations: what is read is written and read again as the same.
pub fn duration(data: &[u8]) -> bool {
    let Some(Ok(read)) = text(data).map(|text| parse_duration(text, "fuzz")) else { return false };
    assert!(read <= Duration::from_secs(3650 * 24 * 60 * 60), "at most ten years");
    let written = config::duration_text(read);
    assert_eq!(parse_duration(&written, "fuzz").ok(), Some(read), "{written}");
    assert!(!human_duration(crate::time::as_ms(read)).is_empty());
    true
}

/// Ranges, lists of ranges and ports.
pub fn range(data: &[u8]) -> bool {
    let Some(text) = text(data) else { return false };
    let port = parse_port(text, "fuzz");
    assert!(port.is_err() || text.parse::<PortRange>().is_ok_and(|range| range.len() == 1));
    let Ok(list) = PortRange::parse_list(text) else { return false };
    assert_eq!(PortRange::parse_list(&PortRange::join(&list)).ok(), Some(list.clone()));
    for range in list {
        assert!(range.first > 0 && range.first <= range.last);
        assert_eq!(range.to_string().parse().ok(), Some(range));
    }
    true
}

/// A document for `import`: whatever it says, the registry stays whole.
pub fn import(registry: &Registry, data: &[u8]) -> bool {
    let Ok(document) = serde_json::from_slice::<Export>(data) else { return false };
    let import = |dry_run, skip| registry.import(&document, ImportOptions { dry_run, skip });
    let shown = import(true, true);
    let done = import(false, true);
    assert_eq!(shown.ok(), done.as_ref().ok().cloned(), "a dry run shows what happens");
    if let Ok(done) = done {
        let again = import(false, true);
        assert!(again.is_ok_and(|again| again.added.is_empty()), "the second time adds nothing");
        assert!(done.added.iter().all(|name| registry.get(name.as_str()).is_ok()));
    }
    assert_eq!(registry.wrong().ok(), Some(Vec::new()), "the registry stays whole");
    true
}

impl Span {
    /// Whether a name lies in it.
    pub(crate) fn holds(&self, name: &str) -> bool {
        match self {
            Self::One(one) => one == name,
            Self::Between(from, to) => from.as_str() <= name && name < to.as_str(),
            Self::All => true,
        }
    }
}

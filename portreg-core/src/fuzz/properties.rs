//! Properties of names, patterns and ranges: what is read is shown the same, what matches is found.

use proptest::prelude::*;

use crate::model::{Identity, Pattern, PortRange, naive};

/// Names and patterns of few letters, so that they often meet.
const NAME: &str = "[ab][ab.]{0,3}(:[ab][ab.]{0,3}){0,2}";
const PATTERN: &str = "[ab*][ab.*]{0,3}(:[ab*][ab.*]{0,3}){0,2}";

proptest! {
    #[test]
    fn patterns_match_as_the_naive_matcher_says(pattern in PATTERN, name in NAME) {
        let (read, identity): (Pattern, Identity) = (pattern.parse()?, name.parse()?);
        prop_assert_eq!(read.matches(&identity), naive::matches(&pattern, &name, false));
        prop_assert_eq!(read.covers(&identity), naive::matches(&pattern, &name, true));
    }

    #[test]
    fn every_match_lies_in_a_span(pattern in PATTERN, name in NAME) {
        let pattern: Pattern = pattern.parse()?;
        for prefix in [false, true] {
            let found = pattern.spans(prefix).iter().any(|span| span.holds(&name));
            prop_assert!(found || !naive::matches(pattern.as_str(), &name, prefix));
        }
    }

    #[test]
    fn spans_hold_matches_of_every_letter(
        name in "[A-Za-z0-9][A-Za-z0-9._-]{0,4}(:[A-Za-z0-9][A-Za-z0-9._-]{0,4}){0,2}",
        cut in 1..15_usize,
    ) {
        // A pattern made of the name itself always matches it.
        let head = &name[..cut.min(name.len())];
        for text in [format!("{head}*"), name.clone(), head.trim_end_matches(':').to_owned()] {
            let Ok(pattern) = text.parse::<Pattern>() else { continue };
            for prefix in [false, true] {
                let found = pattern.spans(prefix).iter().any(|span| span.holds(&name));
                prop_assert!(found || !naive::matches(pattern.as_str(), &name, prefix));
            }
        }
    }

    #[test]
    fn names_and_patterns_are_shown_as_they_were_read(text in "\\PC{0,20}|[ab*:._-]{0,12}") {
        if let Ok(identity) = text.parse::<Identity>() {
            prop_assert_eq!(identity.to_string(), text.clone());
            let json = serde_json::to_string(&identity)?;
            prop_assert_eq!(serde_json::from_str::<Identity>(&json)?, identity);
        }
        if let Ok(pattern) = text.parse::<Pattern>() {
            prop_assert_eq!(pattern.to_string(), text.clone());
        }
        // A name is a pattern that matches exactly itself.
        if let Ok(identity) = text.parse::<Identity>() {
            prop_assert!(text.parse::<Pattern>()?.matches(&identity));
        }
    }

    #[test]
    fn ranges_are_read_as_they_are_shown(first: u16, last: u16) {
        match PortRange::new(first, last) {
            Ok(range) => prop_assert_eq!(range.to_string().parse::<PortRange>()?, range),
            Err(_) => prop_assert!(first == 0 || first > last),
        }
    }

    #[test]
    fn durations_are_read_as_they_are_written(ms in 0..315_360_000_000_u64) {
        let duration = std::time::Duration::from_millis(ms);
        let written = crate::config::duration_text(duration);
        prop_assert_eq!(crate::time::parse_duration(&written, "expires")?, duration);
    }
}

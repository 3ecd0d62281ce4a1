//! What UniFFI writes, as Swift people expect it: the first argument of a verb without a label, classes that nobody
//! inherits from, Swift's own types under their own names.

use std::fmt::Write as _;

/// Types that `uniffi.toml` gives a name of Swift's own, which the generator repeats as an alias.
const ALIASES: [(&str, &str); 4] =
    [("Url", "URL"), ("Span", "Duration"), ("JsonValue", "JSONValue"), ("Identity", "Identity")];

/// First arguments that keep their label, because without it nobody knows what they say.
const LABELLED: [&str; 7] = ["atMost", "dir", "dryRun", "fix", "grace", "path", "noHandle"];

/// Verbs that are called for what they do; what they tell may be left.
pub(crate) const ACTS: [&str; 24] = [
    "adopt",
    "claimMany",
    "claimWith",
    "cleanup",
    "clear",
    "down",
    "import",
    "kill",
    "moveAndRestart",
    "publish",
    "reassign",
    "release",
    "releaseClaim",
    "releaseMatching",
    "removeEndpoint",
    "rename",
    "renew",
    "reserve",
    "restart",
    "setEndpoint",
    "setPool",
    "unreserve",
    "waitReady",
    "writeEnv",
];

/// Records that have all of another one.
const EXTENDED: [&str; 1] = ["RunningService"];

/// The source that UniFFI wrote, polished.
pub(crate) fn polished(source: &str) -> String {
    let mut out = String::from(
        "// Made from portreg-ffi by `cargo xtask generate`, with UniFFI's generator.\n\n// swiftlint:disable all\n",
    );
    let mut lines = source.lines().skip_while(|line| !line.starts_with("import ")).peekable();
    let mut in_protocol = false;
    while let Some(line) = lines.next() {
        let line = line.trim_end();
        in_protocol = line.starts_with("public protocol ") || (in_protocol && line != "}");
        let is_alias = ALIASES
            .iter()
            .any(|(from, _)| line.starts_with(&format!("public typealias {from} = ")));
        let twice =
            line.starts_with("import ") && lines.peek().is_some_and(|next| next.trim_end() == line);
        // A remark of the generator's authors to themselves, three lines long.
        if line.trim_start().starts_with("//") && line.contains("We'd like this to be `private`") {
            lines.next();
            lines.next();
            continue;
        }
        if is_alias || twice {
            continue;
        }
        let mut line =
            ALIASES.iter().fold(line.to_owned(), |line, (from, to)| renamed(&line, from, to));
        if in_protocol || line.starts_with("open func ") {
            line = without_label(&line);
        }
        if let Some(rest) = line.strip_prefix("open class ") {
            line = format!("public final class {rest}");
        } else if let Some(rest) = line.strip_prefix("open func ") {
            let name = rest.split('(').next().unwrap_or_default().trim_matches('`');
            // `Stack.waitReady` and `down` tell nothing.
            if ACTS.contains(&name) && rest.contains("->") {
                out.push_str("@discardableResult\n");
            }
            // The handle is what the sequence of this name stands on; who says neither means the sequence.
            if name == "watch" {
                out.push_str("@_disfavoredOverload\n");
            }
            line = format!("public func {rest}");
        }
        for record in EXTENDED {
            if line.starts_with(&format!("public struct {record}:")) {
                out.push_str("@dynamicMemberLookup\n");
            }
        }
        _ = writeln!(out, "{line}");
    }
    out
}

/// Replaces a word where it is one.
fn renamed(line: &str, from: &str, to: &str) -> String {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(from) {
        let (before, found) = rest.split_at(at);
        let after = &found[from.len()..];
        let alone = !before.ends_with(is_word) && !after.starts_with(is_word);
        out.push_str(before);
        out.push_str(if alone { to } else { from });
        rest = after;
    }
    out + rest
}

/// `func find(options:` becomes `func find(_ options:`, in classes and their protocols.
fn without_label(line: &str) -> String {
    let declared = line.split_once("func ").map(|(_, declared)| declared);
    let Some((name, rest)) = declared.and_then(|rest| rest.split_once('(')) else {
        return line.to_owned();
    };
    let label = rest.split_once(": ").map(|(label, _)| label).unwrap_or_default();
    let is_label = !label.is_empty() && label.chars().all(char::is_alphanumeric);
    match is_label && !LABELLED.contains(&label) {
        true => line.replacen(&format!("{name}({label}: "), &format!("{name}(_ {label}: "), 1),
        false => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_argument_of_a_verb_has_no_label() {
        let expected = "open func find(_ options: FindOptions)throws  -> [Service]  {";
        assert_eq!(
            without_label("open func find(options: FindOptions)throws  -> [Service]  {"),
            expected
        );
        let kept = "open func cleanup(dryRun: Bool = false)throws  -> [Released]  {";
        assert_eq!(without_label(kept), kept);
    }

    #[test]
    fn a_name_is_replaced_as_a_word() {
        let line = "FfiConverterTypeUrl_lower(url) as Url, [Url]";
        assert_eq!(renamed(line, "Url", "URL"), "FfiConverterTypeUrl_lower(url) as URL, [URL]");
    }
}

//! How `docker compose` reads an `env_file`: the rules of the package `dotenv` of compose-go 2, written anew.

use std::collections::BTreeMap;

/// The variables of a file. Where a `$` would be filled in, the value is none.
pub(crate) fn read(text: &str) -> BTreeMap<String, Option<String>> {
    let mut found = BTreeMap::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        if rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, after)| after).trim_start();
            continue;
        }
        let (name, after) = rest.split_once('=').unwrap();
        let letter = |c: char| c.is_alphanumeric() || "_.-[]".contains(c);
        assert!(name.chars().all(letter), "compose refuses a file with the name {name:?}");
        let after =
            after.trim_start_matches([' ', '\t', '\u{b}', '\u{c}', '\r', '\u{85}', '\u{a0}']);
        let (value, after) = match after.chars().next() {
            Some(quote @ ('\'' | '"')) => {
                let (inside, after) = quoted(&after[1..], quote);
                (if quote == '"' { filled(&unescaped(&inside)) } else { Some(inside) }, after)
            }
            _ => {
                let (line, after) = after.split_once('\n').unwrap_or((after, ""));
                let line = line.split_once(" #").map_or(line, |(value, _)| value);
                (filled(line.trim_end()), after)
            }
        };
        found.insert(name.to_owned(), value);
        rest = after.trim_start();
    }
    found
}

/// Up to the closing quote. Before a quote a backslash is taken away, before anything else it stays, and what follows
/// it is no quote.
fn quoted(text: &str, quote: char) -> (String, &str) {
    let mut inside = String::new();
    let mut letters = text.chars();
    loop {
        match letters.next() {
            Some('\\') => match letters.next() {
                Some(next) if next == quote => inside.push(next),
                next => {
                    inside.push('\\');
                    inside.extend(next);
                }
            },
            Some(next) if next == quote => return (inside, letters.as_str()),
            Some(next) => inside.push(next),
            None => panic!("compose refuses a file whose quotes do not end: {text:?}"),
        }
    }
}

/// What a backslash means in double quotes; `\$` becomes the `$$` that is not filled in.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        let rest = letters.as_str();
        let meant = match (letter, rest.chars().next()) {
            ('\\', Some('a')) => "\u{7}",
            ('\\', Some('b')) => "\u{8}",
            ('\\', Some('f')) => "\u{c}",
            ('\\', Some('n')) => "\n",
            ('\\', Some('r')) => "\r",
            ('\\', Some('t')) => "\t",
            ('\\', Some('v')) => "\u{b}",
            ('\\', Some('"')) => "\"",
            ('\\', Some('\\')) => "\\",
            ('\\', Some('$')) => "$$",
            _ => {
                out.push(letter);
                continue;
            }
        };
        out.push_str(meant);
        letters.next();
    }
    out
}

/// `$$` is a `$`; any other is filled in or refused.
fn filled(text: &str) -> Option<String> {
    let plain = text.replace("$$", "");
    (!plain.contains('$')).then(|| text.replace("$$", "$"))
}

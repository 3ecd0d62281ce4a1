//! Environment variables of services, and the forms in which they are written.

use super::claim::words;
use crate::error::Error;
use std::str::FromStr;

/// In which form variables are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EnvFormat {
    /// `NAME=value`, for `.env` files.
    #[default]
    Dotenv,
    /// `export NAME=value`, for sh, bash and zsh.
    Shell,
    /// `set -gx NAME value`.
    Fish,
    /// `$env:NAME = 'value'`.
    PowerShell,
    /// An object.
    Json,
}

words!(EnvFormat, "format", "dotenv" => Dotenv, "shell" => Shell, "fish" => Fish, "powershell" => PowerShell, "json" => Json);

impl EnvFormat {
    /// A variable as a line of this form, without the line's end; quoted only where that is needed.
    ///
    /// ```
    /// use portreg_core::EnvFormat;
    ///
    /// assert_eq!(EnvFormat::Dotenv.line("PORT", "3000"), "PORT=3000");
    /// assert_eq!(EnvFormat::Shell.line("GREETING", "it's"), r"export GREETING='it'\''s'");
    /// assert_eq!(EnvFormat::PowerShell.line("PORT", "3000"), "$env:PORT = 3000");
    /// ```
    pub fn line(self, name: &str, value: &str) -> String {
        match self {
            Self::Dotenv => format!("{name}={}", dotenv(value)),
            Self::Shell => format!("export {name}={}", shell(value)),
            Self::Fish => format!("set -gx {name} {}", fish(value)),
            Self::PowerShell => format!("$env:{name} = {}", powershell(value)),
            Self::Json => {
                let [name, value] = [name, value].map(serde_json::Value::from);
                format!("{name}: {value}")
            }
        }
    }
}

/// What means itself in every form.
fn is_plain(value: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:@%+,".contains(c);
    value.chars().all(plain)
}

/// Readers of these files differ in what quotes and backslashes mean: the first form that all of them read alike is
/// taken, else the one that most read. docs/directory.md says who reads what.
fn dotenv(value: &str) -> String {
    let has = |letters: &[char]| value.contains(letters);
    let stands_bare = !has(&['#'])
        && !value.contains(char::is_control)
        && !value.starts_with(['\'', '"', '`'])
        && value.trim() == value;
    let is_word = !value.contains(char::is_whitespace) && !has(&['\'', '"', '`', '\\', '$']);
    // `\'` would end no single quotes, and `\\` in them is one backslash to some.
    let fits_single = !has(&['\'', '\r']) && !value.ends_with('\\');
    let fits_double = !has(&['"', '\r']) && !is_escape_in(value);
    if stands_bare && is_word {
        value.to_owned()
    } else if fits_single && !value.contains("\\\\") {
        format!("'{value}'")
    } else if fits_double && !has(&['$']) {
        format!("\"{value}\"")
    } else if stands_bare {
        // From here on some reader fills in a `$` or takes a backslash away.
        value.to_owned()
    } else if fits_single {
        format!("'{value}'")
    } else if fits_double {
        format!("\"{value}\"")
    } else {
        escaped(value)
    }
}

/// In double quotes, on one line.
fn escaped(value: &str) -> String {
    let mut quoted = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' | '$' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// Whether a backslash of the value would be more than itself for some reader of double quotes.
fn is_escape_in(value: &str) -> bool {
    let mut parts = value.split('\\').skip(1);
    parts.any(|after| after.is_empty() || after.starts_with(|c| "'\"$abcfnrtv0".contains(c)))
}

fn shell(value: &str) -> String {
    match is_plain(value) {
        true => value.to_owned(),
        false => format!("'{}'", value.replace('\'', r"'\''")),
    }
}

fn fish(value: &str) -> String {
    match is_plain(value) && !value.is_empty() {
        true => value.to_owned(),
        false => format!("'{}'", value.replace('\\', r"\\").replace('\'', r"\'")),
    }
}

fn powershell(value: &str) -> String {
    let digits = !value.is_empty() && value.chars().all(|c| c.is_ascii_digit());
    // A number with a leading zero would lose it.
    match digits && !value.starts_with('0') && value.len() < 10 {
        true => value.to_owned(),
        // These are quotes to it as well.
        false => {
            let mut quoted = String::from("'");
            for c in value.chars() {
                if matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}') {
                    quoted.push(c);
                }
                quoted.push(c);
            }
            quoted + "'"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_no_quotes_has_none() {
        for value in ["3000", "http://localhost:3000/a", "a,b", "x=y", "", "é"] {
            assert_eq!(EnvFormat::Dotenv.line("A", value), format!("A={value}"));
        }
        assert_eq!(EnvFormat::Shell.line("A", "http://x:1"), "export A=http://x:1");
        assert_eq!(EnvFormat::Fish.line("A", ""), "set -gx A ''");
        assert_eq!(EnvFormat::PowerShell.line("A", "007"), "$env:A = '007'");
        assert_eq!(EnvFormat::Json.line("A", "\""), r#""A": "\"""#);
    }

    #[test]
    fn quotes_are_chosen_so_that_little_is_escaped() {
        for (value, expected) in [
            ("a b", "'a b'"),
            ("a \"b\" $c", "'a \"b\" $c'"),
            ("it's", "\"it's\""),
            ("two\nlines", "'two\nlines'"),
            ("a#b", "'a#b'"),
            ("c:\\dir", "'c:\\dir'"),
            ("c:\\", "c:\\"),
            ("it's \"both\"", "it's \"both\""),
            ("it's $HOME", "it's $HOME"),
            ("it's\n$HOME", "\"it's\n$HOME\""),
            ("\\\\server #1", "'\\\\server #1'"),
            ("it's \"both\" #1", "\"it's \\\"both\\\" #1\""),
            ("it's \"both\"\n", "\"it's \\\"both\\\"\\n\""),
            ("one\r\n", "\"one\\r\\n\""),
        ] {
            assert_eq!(EnvFormat::Dotenv.line("A", value), format!("A={expected}"));
        }
    }
}

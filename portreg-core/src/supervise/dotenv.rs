//! Environment files as the field writes them: comments, `export`, quotes.

use std::path::Path;

use crate::error::{Error, Result};

/// Reads the variables of an environment file, in its order.
///
/// A line is `NAME=value`, with `export ` before it or not; `#` begins a comment at the start of a
/// line and after a space. In single quotes everything is as written; in double quotes `\n`, `\t`,
/// `\"`, `\\` and `\$` are read, and both may span lines.
///
/// # Errors
///
/// `INVALID_CONFIG` with file, line and column for anything else, and for a file that cannot be
/// read.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// let file = folder.path().join(".env");
/// std::fs::write(&file, "# local\nexport NAME='a b'\nDEBUG=1 # on\n").unwrap();
/// let variables = portreg_core::read_env_file(&file)?;
/// assert_eq!(variables, [("NAME".into(), "a b".into()), ("DEBUG".into(), "1".into())]);
/// # Ok::<(), portreg_core::Error>(())
/// ```
pub fn read_env_file(path: &Path) -> Result<Vec<(String, String)>> {
    let invalid = |line: usize, column: usize, message: String| Error::InvalidConfig {
        file: path.to_owned(),
        line,
        column,
        message,
    };
    let text = std::fs::read_to_string(path)
        .map_err(|error| invalid(0, 0, format!("the file cannot be read: {error}")))?;
    parse(&text).map_err(|(rest, message)| {
        let before = &text[..text.len() - rest];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        invalid(line, column, message.to_owned())
    })
}

/// How much of the text was left where reading failed, and why.
type Refusal = (usize, &'static str);

fn parse(text: &str) -> Result<Vec<(String, String)>, Refusal> {
    let mut variables = Vec::new();
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Ok(variables);
        }
        if rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
            continue;
        }
        let (variable, after) = variable(rest)?;
        variables.push(variable);
        rest = after;
    }
}

fn variable(text: &str) -> Result<((String, String), &str), Refusal> {
    let start = match text.strip_prefix("export") {
        Some(after) if after.starts_with([' ', '\t']) => after.trim_start_matches([' ', '\t']),
        _ => text,
    };
    let length = start
        .find(|c: char| !c.is_ascii_alphanumeric() && !"_.-".contains(c))
        .unwrap_or(start.len());
    let (name, after) = start.split_at(length);
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        return Err((start.len(), "this is no name of a variable; write NAME=value"));
    }
    let after = after.trim_start_matches([' ', '\t']);
    let Some(after) = after.strip_prefix('=') else {
        return Err((after.len(), "there is no = after the name; write NAME=value"));
    };
    let (value, after) = value(after.trim_start_matches([' ', '\t']))?;
    Ok(((name.to_owned(), value), after))
}

fn value(text: &str) -> Result<(String, &str), Refusal> {
    let (value, after) = match text.chars().next() {
        Some('\'') => {
            let end = text[1..].find('\'').ok_or((text.len(), "this quote is never closed"))?;
            (text[1..=end].to_owned(), &text[end + 2..])
        }
        Some('"') => double_quoted(text)?,
        _ => {
            let (line, after) = text.split_once('\n').unwrap_or((text, ""));
            let end = line.find(" #").or(line.find("\t#")).unwrap_or(line.len());
            let line = if line.starts_with('#') { "" } else { line[..end].trim_end() };
            return Ok((line.to_owned(), after));
        }
    };
    let (line, next) = after.split_once('\n').unwrap_or((after, ""));
    match line.trim() {
        "" => Ok((value, next)),
        comment if comment.starts_with('#') => Ok((value, next)),
        _ => Err((after.len(), "there is something after the closing quote")),
    }
}

fn double_quoted(text: &str) -> Result<(String, &str), Refusal> {
    let mut value = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return Ok((value, &text[at + 1..])),
            '\\' => match chars.next() {
                Some((_, 'n')) => value.push('\n'),
                Some((_, 'r')) => value.push('\r'),
                Some((_, 't')) => value.push('\t'),
                Some((_, char @ ('"' | '\\' | '$'))) => value.push(char),
                Some((_, char)) => value.extend(['\\', char]),
                None => break,
            },
            char => value.push(char),
        }
    }
    Err((text.len(), "this quote is never closed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        parse(text).unwrap()
    }

    #[test]
    fn values_are_read_as_written() {
        for (text, value) in [
            ("A=1", "1"),
            ("export A=1", "1"),
            ("A = 1 ", "1"),
            ("A=", ""),
            ("A=#no", ""),
            ("A=a#b", "a#b"),
            ("A=a b # c", "a b"),
            ("A='a # b' # c", "a # b"),
            ("A=\"a\\n\\\"b\\\" \\$C \\d\"", "a\n\"b\" $C \\d"),
            ("A='a\\n'", "a\\n"),
            ("A=\"two\nlines\"", "two\nlines"),
            ("A=x=y", "x=y"),
            ("A=http://localhost:3000/?a=b", "http://localhost:3000/?a=b"),
            ("A=1\r\n", "1"),
            ("\u{feff}A=1", "1"),
        ] {
            assert_eq!(read(text), [("A".to_owned(), value.to_owned())], "{text:?}");
        }
        assert_eq!(read("# none\n\n"), []);
        assert_eq!(read("A=1\nB=2\n# C=3\nexport_me=4").len(), 3);
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join(".env");
        for (text, place) in [
            ("A=1\nB 2\n", ":2:3: there is no ="),
            ("A='1\n", ":1:3: this quote"),
            ("=1", ":1:1: this is no name"),
            ("A=\"1\" 2", ":1:6: there is something after"),
        ] {
            std::fs::write(&file, text).unwrap();
            let error = read_env_file(&file).unwrap_err().to_string();
            assert!(error.contains(place), "{text:?}: {error}");
        }
        let error = read_env_file(&dir.path().join("none")).unwrap_err().to_string();
        assert!(error.contains("cannot be read"), "{error}");
    }
}

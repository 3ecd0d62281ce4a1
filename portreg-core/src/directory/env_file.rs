//! `env --write`: the lines between two markers of a file, and nothing else of it.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::model::EnvFormat;
use crate::store::step;

const BEGIN: &str = "# >>> portreg: written by `portreg env --write`, changes here are lost";
const END: &str = "# <<< portreg";

/// Refuses a form that has no place for the markers.
pub(crate) fn check_format(format: EnvFormat) -> Result<()> {
    match format {
        EnvFormat::Json => Err(Error::option(
            "format",
            "JSON has no comments for the markers of --write; take another format",
        )),
        _ => Ok(()),
    }
}

/// Puts the variables between the markers, at the end of a file that has none; says whether the file had
/// to be changed. It is replaced in one step, and everything else in it stays byte for byte.
pub(crate) fn write_variables(
    path: &Path,
    format: EnvFormat,
    variables: &[(String, String)],
) -> Result<bool> {
    let lines: Vec<String> =
        variables.iter().map(|(name, value)| format.line(name, value)).collect();
    let wrong = |error: io::Error| {
        Error::option("write", format!("{} cannot be written: {error}", path.display()))
    };
    // A link stays one: what it leads to is written.
    let target = match fs::canonicalize(path) {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound && !path.is_symlink() => {
            std::path::absolute(path).map_err(wrong)?
        }
        Err(error) => return Err(wrong(error)),
    };
    let before = match fs::read(&target) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(wrong(error)),
    };
    let after = with_block(&before, &lines, path)?;
    if before == after {
        return Ok(false);
    }
    replace(&target, &after).map_err(wrong)?;
    Ok(true)
}

/// The bytes of a file with these lines between its markers.
fn with_block(before: &[u8], lines: &[String], path: &Path) -> Result<Vec<u8>> {
    let is_marker = |line: &str| [BEGIN, END].contains(&line.trim_ascii_end());
    if let Some(line) = lines.iter().find(|line| line.lines().any(is_marker)) {
        let name = line.split('=').next().unwrap_or_default();
        let message = format!("the value of {name} has a line that is a marker of the block");
        return Err(Error::option("write", message));
    }
    let newline: &[u8] = match before.iter().position(|byte| *byte == b'\n') {
        Some(at) if at > 0 && before[at - 1] == b'\r' => b"\r\n",
        _ => b"\n",
    };
    let mut block = Vec::new();
    for line in [BEGIN].into_iter().chain(lines.iter().map(String::as_str)).chain([END]) {
        block.extend_from_slice(line.as_bytes());
        block.extend_from_slice(newline);
    }
    let mut begin = None;
    let mut end = None;
    let mut at = 0;
    for line in before.split_inclusive(|byte| *byte == b'\n') {
        let text = line.trim_ascii_end();
        if text == BEGIN.as_bytes() && begin.is_none() {
            begin = Some(at);
        }
        at += line.len();
        if text == END.as_bytes() && begin.is_some() && end.is_none() {
            end = Some(at);
        }
    }
    Ok(match (begin, end) {
        (Some(begin), Some(end)) => [&before[..begin], &block, &before[end..]].concat(),
        (Some(_), None) => {
            let message = format!(
                "{} has a line {BEGIN:?} and no line {END:?} after it: put that back, or remove the first",
                path.display()
            );
            return Err(Error::option("write", message));
        }
        // Nothing to write is no reason for two lines.
        (None, _) if lines.is_empty() => before.to_vec(),
        (None, _) => {
            let glue =
                if before.is_empty() || before.ends_with(b"\n") { &b""[..] } else { newline };
            [before, glue, &block].concat()
        }
    })
}

/// What a killed process has left beside the file is older than this.
const STALE: std::time::Duration = std::time::Duration::from_secs(60);

fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = format!(".{name}.portreg-");
    let folder = target.parent().unwrap_or(Path::new("/"));
    sweep(folder, &stem);
    let aside = folder.join(format!("{stem}{:016x}", fastrand::u64(..)));
    let written = fill(&aside, target, bytes).and_then(|()| {
        step();
        fs::rename(&aside, target)
    });
    step();
    written.inspect_err(|_| {
        _ = fs::remove_file(&aside);
    })
}

fn fill(aside: &PathBuf, target: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::options().write(true).create_new(true).open(aside)?;
    step();
    if let Ok(metadata) = fs::metadata(target) {
        file.set_permissions(metadata.permissions())?;
    }
    file.write_all(bytes)?;
    step();
    file.sync_all()
}

fn sweep(folder: &Path, stem: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(stem);
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if ours && age().is_some_and(|age| age > STALE) {
            _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(before: &str, lines: &[&str]) -> String {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let bytes = with_block(before.as_bytes(), &lines, Path::new(".env")).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_block_is_added_replaced_and_left_where_it_is() {
        let block = |line: &str| format!("{BEGIN}\n{line}\n{END}\n");
        assert_eq!(written("", &["A=1"]), block("A=1"));
        assert_eq!(written("X=1", &["A=1"]), format!("X=1\n{}", block("A=1")));
        let file = format!("X=1\n{}Y=2", block("A=1"));
        assert_eq!(written(&file, &["A=2"]), format!("X=1\n{}Y=2", block("A=2")));
        assert_eq!(written(&file, &["A=1"]), file);
        assert_eq!(written(&file, &[]), format!("X=1\n{BEGIN}\n{END}\nY=2"));
        assert_eq!(written("X=1", &[]), "X=1");
    }

    #[test]
    fn line_ends_stay_what_they_are() {
        let text = written("X=1\r\nY=2\r\n", &["A=1"]);
        assert_eq!(text, format!("X=1\r\nY=2\r\n{BEGIN}\r\nA=1\r\n{END}\r\n"));
        assert_eq!(written(&text, &["A=1"]), text);
    }

    #[test]
    fn a_value_that_would_end_the_block_is_refused() {
        let line = format!("A='1\n{END}\n2'");
        let error = with_block(b"", &[line], Path::new(".env")).unwrap_err().to_string();
        assert!(error.contains("the value of A has a line"), "{error}");
    }

    #[test]
    fn half_a_block_is_refused() {
        let file = format!("{BEGIN}\nA=1\n");
        let error = with_block(file.as_bytes(), &[], Path::new(".env")).unwrap_err().to_string();
        assert!(error.contains(".env has a line"), "{error}");
    }
}

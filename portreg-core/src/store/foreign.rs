//! SQLite files of other tools, read without touching them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};
use serde_json::{Map, Value, json};

use super::fault::Stored;
use crate::error::{Error, Result};
use crate::machine::files;

/// How often a file is copied anew that somebody writes meanwhile.
const ROUNDS: usize = 5;

/// The rows of the tables of these names that another tool's file has.
///
/// Even a reader of such a file writes beside it, and what was written last may not be in it yet but in its
/// log; so a copy of both is read.
pub(crate) fn tables(path: &Path, names: &[&str]) -> Result<Map<String, Value>> {
    let unreadable = |why: String| Error::option("FILE", format!("{} {why}", path.display()));
    let folder = Folder::new().map_err(|error| unreadable(format!("cannot be copied: {error}")))?;
    let copied = folder.0.join("copy.db");
    copy(path, &copied).map_err(|error| unreadable(format!("cannot be read: {error}")))?;
    read(&copied, names).map_err(|fault| {
        let detail = fault.into_error(path).to_string();
        unreadable(format!("cannot be read as a database of SQLite: {detail}"))
    })
}

/// A folder of this user alone for as long as this value lives.
struct Folder(PathBuf);

impl Folder {
    fn new() -> io::Result<Self> {
        let path = std::env::temp_dir().join(format!("portreg-{:016x}", fastrand::u64(..)));
        files::make_private_dir(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// When a file was changed last, and how long it was then; none where there is none.
fn state(path: &Path) -> Option<(SystemTime, u64)> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Copies a file with its log, as they were at one time.
fn copy(path: &Path, to: &Path) -> io::Result<()> {
    let log = log_of(path);
    for _ in 0..ROUNDS {
        let before = (state(path), state(&log));
        fs::copy(path, to)?;
        match fs::copy(&log, log_of(to)) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        if before == (state(path), state(&log)) {
            return Ok(());
        }
        _ = fs::remove_file(log_of(to));
    }
    Err(io::Error::new(io::ErrorKind::ResourceBusy, "it changes all the time; stop that tool"))
}

fn read(path: &Path, names: &[&str]) -> Stored<Map<String, Value>> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let mut found = Map::new();
    for name in names {
        let known = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1";
        if connection.query_row(known, [name], |row| row.get::<_, i64>(0))? == 0 {
            continue;
        }
        let quoted = name.replace('"', "\"\"");
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{quoted}\""))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let rows = statement.query_map([], |row| object(row, &columns))?;
        found.insert((*name).to_owned(), rows.collect::<Result<_, _>>()?);
    }
    Ok(found)
}

/// A row as an object by column. Bytes are no text that anybody wrote, and are left out.
fn object(row: &Row<'_>, columns: &[String]) -> rusqlite::Result<Value> {
    let mut object = Map::new();
    for (index, column) in columns.iter().enumerate() {
        let value = match row.get_ref(index)? {
            ValueRef::Null | ValueRef::Blob(_) => Value::Null,
            ValueRef::Integer(number) => json!(number),
            ValueRef::Real(number) => json!(number),
            ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
        };
        object.insert(column.clone(), value);
    }
    Ok(Value::Object(object))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_still_in_the_log_is_read_and_the_file_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("other.db");
        let writer = Connection::open(&path).unwrap();
        writer
            .execute_batch(
                "PRAGMA journal_mode = WAL; CREATE TABLE services (id TEXT, port INTEGER, x REAL, b BLOB);
                 INSERT INTO services VALUES ('shop:web', 3100, 1.5, x'00'), ('ä', NULL, NULL, NULL);",
            )
            .unwrap();
        let listing = || {
            let entries = fs::read_dir(dir.path()).unwrap();
            let mut all: Vec<_> = entries
                .map(|entry| entry.unwrap().path())
                .map(|path| (path.clone(), fs::read(path).unwrap()))
                .collect();
            all.sort();
            all
        };
        let before = listing();
        let found = tables(&path, &["services", "endpoints"]).unwrap();
        assert_eq!(listing(), before);
        let rows = json!({ "services": [
            { "id": "shop:web", "port": 3100, "x": 1.5, "b": null },
            { "id": "ä", "port": null, "x": null, "b": null },
        ]});
        assert_eq!(Value::Object(found), rows);
        drop(writer);
        assert_eq!(Value::Object(tables(&path, &["services"]).unwrap()), rows);
    }

    #[test]
    fn what_is_no_database_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("text");
        for content in ["hello", &format!("SQLite format 3\0{}", "x".repeat(4096))] {
            fs::write(&path, content).unwrap();
            let error = tables(&path, &["services"]).unwrap_err();
            assert_eq!(error.code(), crate::error::ErrorCode::InvalidOption, "{error}");
        }
        let error = tables(&dir.path().join("none"), &[]).unwrap_err().to_string();
        assert!(error.contains("cannot be read"), "{error}");
    }
}

//! Opening the registry file: safe for a hundred processes at once on a file that is not there yet.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode as Sqlite, OpenFlags};

use super::fault::{Fault, Stored};
use super::{backup, busy, schema, steps};
use crate::error::{Error, Result};
pub(super) use crate::machine::files::FileId;
use crate::machine::files::{self, FileSystem};

/// The descriptors of registry files that this copy of SQLite has opened in this process.
static OURS: LazyLock<Mutex<HashMap<FileId, Ours>>> = LazyLock::new(Mutex::default);

#[derive(Debug, Default)]
struct Ours {
    connections: usize,
    descriptors: Vec<i32>,
}

/// Which file the path leads to.
pub(super) fn file_id(path: &Path) -> Option<FileId> {
    files::file_id(path)
}

/// Opens the file; makes, prepares or migrates it first where that is needed.
///
/// The number is the compatibility of the file where it is greater than this library's.
pub(super) fn open(path: &Path) -> Result<(Connection, FileId, Option<i64>)> {
    prepare_folder(path)?;
    let mut ours = OURS.lock().unwrap_or_else(PoisonError::into_inner);
    let file = match file_id(path) {
        Some(file) => file,
        None => create(path)?,
    };
    if path.is_dir() {
        return Err(unavailable(path, "it is a folder; name a file in it, or move it away"));
    }
    refuse_second_sqlite(path, file, ours.get(&file))?;
    refuse_emptied(path)?;
    let is_short = !ours.contains_key(&file) && refuse_overwritten(path)?;
    let (connection, newer) = connect(path).map_err(|fault| fault.into_error(path))?;
    if is_short {
        refuse_truncated(&connection, path).map_err(|fault| fault.into_error(path))?;
    }
    let entry = ours.entry(file).or_default();
    entry.connections += 1;
    entry.descriptors = files::descriptors_of(file);
    Ok((connection, file, newer))
}

/// Notes that a connection to the file was closed.
pub(super) fn closed(file: FileId) {
    let mut ours = OURS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(entry) = ours.get_mut(&file) {
        entry.connections -= 1;
        if entry.connections == 0 {
            ours.remove(&file);
        }
    }
}

fn unavailable(path: &Path, message: impl Into<String>) -> Error {
    Error::RegistryUnavailable { path: path.to_owned(), message: message.into() }
}

/// Makes the folder, for this user alone, and refuses places where SQLite's locks do not hold.
fn prepare_folder(path: &Path) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("/"));
    if !folder.is_dir() {
        files::make_private_dir(folder).map_err(|error| {
            unavailable(
                path,
                format!(
                    "its folder cannot be made ({error}); set PORTREG_HOME to a folder of your own"
                ),
            )
        })?;
    }
    match files::file_system(folder) {
        // What cannot be told is tried: opening says more than a guess.
        Ok(FileSystem::Local) | Err(_) => Ok(()),
        Ok(FileSystem::Network(kind) | FileSystem::Shared(kind)) => Err(unavailable(
            path,
            format!(
                "it is on a file system ({kind}) on which locks do not hold between machines; set PORTREG_HOME to a folder on a local disk"
            ),
        )),
    }
}

/// Makes the file, for this user alone. Another process may be faster.
fn create(path: &Path) -> Result<FileId> {
    steps::step();
    let made = files::make_private_file(path);
    steps::step();
    match (made, file_id(path)) {
        (_, Some(file)) => Ok(file),
        (Err(error), None) => Err(unavailable(
            path,
            format!(
                "it cannot be made ({error}); mend the permissions, or set PORTREG_HOME to a folder of your own"
            ),
        )),
        (Ok(_), None) if path.is_symlink() => Err(unavailable(
            path,
            "it is a link that leads nowhere; bring back what it leads to, or remove the link",
        )),
        (Ok(_), None) => {
            Err(unavailable(path, "it was removed while it was being made; try again"))
        }
    }
}

/// A second copy of SQLite in one process drops the locks of the first when it closes the file.
fn refuse_second_sqlite(path: &Path, file: FileId, ours: Option<&Ours>) -> Result<()> {
    let known = ours.map_or(&[][..], |ours| &ours.descriptors);
    if files::descriptors_of(file).iter().all(|descriptor| known.contains(descriptor)) {
        return Ok(());
    }
    Err(unavailable(
        path,
        "this process has the file open outside portreg, by another copy of SQLite or by hand, and closing that would drop portreg's locks; close it first, or read the registry through portreg",
    ))
}

/// A file of no bytes is new, unless something of an old one is beside it: its log, or a backup that was
/// made after it was. Who has removed the file wants a new one, and has the old backups still.
fn refuse_emptied(path: &Path) -> Result<()> {
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    if size(path) > 0 {
        return Ok(());
    }
    let born = std::fs::metadata(path).and_then(|metadata| metadata.created()).ok();
    let outlived = |backup: &Path| {
        let made = std::fs::metadata(backup).and_then(|metadata| metadata.modified()).ok();
        made.zip(born).is_none_or(|(made, born)| made >= born)
    };
    let emptied = backup::backups(path).iter().any(|backup| outlived(&backup.path));
    if size(&beside(path, "-wal")) > 0 || emptied {
        return Err(Error::RegistryCorrupt {
            path: path.to_owned(),
            detail: "it is empty and was not before".into(),
        });
    }
    Ok(())
}

/// A file whose beginning was overwritten is not used, even where the log still holds pages of it.
/// Whether it is shorter than it says: cut off, or left so by a checkpoint that was killed, after which
/// the log still holds the rest.
///
/// Only called while this process has no connection to the file: closing the descriptor would
/// drop the locks of one.
fn refuse_overwritten(path: &Path) -> Result<bool> {
    const MAGIC: &[u8] = b"SQLite format 3\0";
    let corrupt = |detail: String| Err(Error::RegistryCorrupt { path: path.to_owned(), detail });
    let mut header = [0; 100];
    let Ok((length, read)) = files::head_of(path, &mut header) else { return Ok(false) };
    if length == 0 {
        return Ok(false);
    }
    if !header.starts_with(&MAGIC[..read.min(MAGIC.len())]) {
        return corrupt("it is no SQLite database".into());
    }
    let number = |at: usize| {
        u64::from(u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]))
    };
    let page = match u64::from(u16::from_be_bytes([header[16], header[17]])) {
        1 => 65536,
        bytes => bytes,
    };
    let should = number(28) * page;
    if length < page.max(100) {
        return corrupt(format!("it is truncated to {length} of {should} bytes"));
    }
    Ok(length < should)
}

/// Looks through a file that is shorter than it says.
fn refuse_truncated(connection: &Connection, path: &Path) -> Stored<()> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    match found.as_str() {
        "ok" => Ok(()),
        detail => {
            let detail = format!(
                "it is truncated: {}",
                detail.trim_start_matches("*** ").replace('\n', " ")
            );
            Err(Error::RegistryCorrupt { path: path.to_owned(), detail }.into())
        }
    }
}

/// SQLite's companion of the file: `-wal` or `-shm`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn connect(path: &Path) -> Stored<(Connection, Option<i64>)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_handler(Some(busy::wait))?;
    // The last one out would spend 1.4 ms on a checkpoint, and most programs are short; a long log
    // is shortened by those who write (`log.rs`).
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // Enough for every statement of this library, so that none is compiled twice; nor again because
    // another value is bound, which SQLite does where an index is on an expression (25 us a claim).
    connection.set_prepared_statement_cache_capacity(128);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    let version = match version(&connection)? {
        schema::VERSION => schema::VERSION,
        0 => prepare(&connection, path)?,
        version => adjust(&connection, path, version)?,
    };
    configure(&connection)?;
    let compat = version / 1000;
    Ok((connection, (compat > schema::COMPAT).then_some(compat)))
}

fn version(connection: &Connection) -> Stored<i64> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// What is set for each connection. Page size (4096, one page of the system and one frame of the
/// log) and page cache (2 MB, which holds the hot part of 60,000 names) are SQLite's defaults;
/// `mmap_size` stays 0, because a file truncated under a map ends the process with SIGBUS, and
/// a cached point read makes no system call for pages anyway.
fn configure(connection: &Connection) -> Stored<()> {
    // A power cut may lose the last claims, never the file; FULL costs an fsync (ms) a claim.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    // Sorting and statement journals need no files.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // A log that grew in a burst gives its space back at the next checkpoint: 4 MB stay.
    connection.pragma_update(None, "journal_size_limit", 4 << 20)?;
    // Nothing in a file that somebody else may have written runs as code.
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(())
}

/// A new file gets its form.
fn prepare(connection: &Connection, path: &Path) -> Stored<i64> {
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables > 0 && version(connection)? == 0 {
        return Err(foreign(path));
    }
    enter_wal(connection)?;
    migrate(connection)
}

/// A file of another version is used as it is, or brought up to date.
fn adjust(connection: &Connection, path: &Path, version: i64) -> Stored<i64> {
    let id: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if id != schema::APPLICATION_ID {
        return Err(foreign(path));
    }
    if version >= schema::VERSION {
        return Ok(version);
    }
    backup::before_migration(connection, path, version)?;
    migrate(connection)
}

fn foreign(path: &Path) -> Fault {
    Error::RegistryCorrupt {
        path: path.to_owned(),
        detail: "it is a database of another program".into(),
    }
    .into()
}

/// Write-ahead logging: readers never wait for the writer, a commit is one append.
///
/// The switch needs the file alone for a moment and asks no busy handler, so it waits by itself.
fn enter_wal(connection: &Connection) -> Stored<()> {
    for attempt in 0.. {
        steps::step();
        let mode =
            connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0));
        match mode {
            Err(error)
                if error.sqlite_error_code() == Some(Sqlite::DatabaseBusy)
                    && busy::wait(attempt) => {}
            Err(error) => return Err(error.into()),
            Ok(_) => return Ok(()),
        }
    }
    Ok(())
}

/// Applies what is missing in one transaction, in which the version is read again.
fn migrate(connection: &Connection) -> Stored<i64> {
    steps::step();
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let result = migrate_inside(connection).and_then(|version| {
        steps::step();
        connection.execute_batch("COMMIT")?;
        Ok(version)
    });
    if result.is_err() && !connection.is_autocommit() {
        drop(connection.execute_batch("ROLLBACK"));
    }
    steps::step();
    result
}

fn migrate_inside(connection: &Connection) -> Stored<i64> {
    let found = version(connection)?;
    if found >= schema::VERSION {
        return Ok(found);
    }
    for migration in schema::pending(found) {
        steps::step();
        connection.execute_batch(migration)?;
    }
    connection.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", schema::VERSION)?;
    Ok(schema::VERSION)
}

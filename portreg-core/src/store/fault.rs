//! What can go wrong inside the store, before it knows which file it was.

use std::path::Path;

use rusqlite::ErrorCode as Sqlite;

use crate::error::Error;

/// An error of SQLite's or of portreg's.
#[derive(Debug)]
pub(crate) enum Fault {
    /// SQLite said so.
    Sqlite(rusqlite::Error),
    /// A rule of portreg's was broken.
    Rule(Box<Error>),
}

/// What functions of the store return.
pub(crate) type Stored<T> = Result<T, Fault>;

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Rule(Box::new(error))
    }
}

impl Fault {
    /// Whether a rule of uniqueness was broken, so that somebody else was first.
    pub(crate) fn is_conflict(&self) -> bool {
        matches!(self, Self::Sqlite(error) if error.sqlite_error_code() == Some(Sqlite::ConstraintViolation))
    }

    /// The error for the caller, which names the file.
    pub(super) fn into_error(self, path: &Path) -> Error {
        let error = match self {
            Self::Rule(error) => return *error,
            Self::Sqlite(error) => error,
        };
        let path = path.to_owned();
        let Some(code) = error.sqlite_error_code() else {
            return Error::RegistryCorrupt {
                path,
                detail: format!("unexpected content ({})", plain(&error)),
            };
        };
        match code {
            Sqlite::DatabaseBusy | Sqlite::DatabaseLocked => {
                Error::RegistryBusy { path, waited_ms: super::busy::PATIENCE.as_millis() as u64 }
            }
            Sqlite::DatabaseCorrupt | Sqlite::NotADatabase => {
                Error::RegistryCorrupt { path, detail: plain(&error) }
            }
            _ if is_missing_schema(&error) => {
                Error::RegistryCorrupt { path, detail: plain(&error) }
            }
            Sqlite::DiskFull => {
                unavailable(path, "the disk is full; free some space and try again")
            }
            Sqlite::ReadOnly | Sqlite::PermissionDenied | Sqlite::CannotOpen => unavailable(
                path,
                "it or its folder cannot be written; mend the permissions, or set PORTREG_HOME to a folder of your own",
            ),
            _ => unavailable(path, &format!("{}; `portreg doctor` says more", plain(&error))),
        }
    }
}

fn unavailable(path: std::path::PathBuf, message: &str) -> Error {
    Error::RegistryUnavailable { path, message: message.to_owned() }
}

/// Whether SQLite misses a table or column: somebody else has changed the file.
fn is_missing_schema(error: &rusqlite::Error) -> bool {
    let text = error.to_string();
    text.contains("no such table") || text.contains("no such column")
}

/// SQLite's own words, without the wrapping.
fn plain(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(text)) => text.clone(),
        // With the statement in it the message would be of no use to anybody.
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}

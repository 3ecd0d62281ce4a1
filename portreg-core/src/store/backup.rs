//! Backups: one a day and one before each migration, seven kept, and the way back.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rusqlite::{Connection, OpenFlags};

use super::connection::Live;
use super::fault::{Fault, Stored};
use super::{open, steps};
use crate::error::{Error, Result};
use crate::machine::files;
use crate::model::Sought;
use crate::time::{HOUR_MS, now_ms};

const KEPT: usize = 7;
/// A backup takes milliseconds; one that is older and not finished was killed.
const ABANDONED: Duration = Duration::from_secs(60);

/// One backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Backup {
    /// The file.
    pub(crate) path: PathBuf,
    /// The day it was made, `2026-11-20`.
    pub(crate) date: String,
}

fn folder(path: &Path) -> PathBuf {
    path.with_file_name("backups")
}

fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| "registry".into(), |stem| stem.to_string_lossy().into_owned())
}

fn date(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).unwrap_or_default().strftime("%Y-%m-%d").to_string()
}

/// The day of a file that is a backup of the registry, by its name and `extension`: other registries
/// may lie in the same folder.
fn day_of(file: &Path, stem: &str, extension: &str) -> Option<String> {
    let name = file.file_name()?.to_str()?.strip_suffix(extension)?.strip_suffix('.')?;
    let day = name.strip_prefix(stem)?.strip_prefix('-')?;
    let (date, version) = day.split_at_checked("2026-11-20".len())?;
    let is_date = date.parse::<jiff::civil::Date>().is_ok();
    (is_date && (version.is_empty() || version.starts_with("-v"))).then(|| day.to_owned())
}

/// The backups of a registry, newest first.
pub(crate) fn backups(path: &Path) -> Vec<Backup> {
    let stem = stem(path);
    let Ok(entries) = std::fs::read_dir(folder(path)) else { return Vec::new() };
    let mut found: Vec<Backup> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let date = day_of(&path, &stem, "db")?;
            Some(Backup { path, date })
        })
        .collect();
    found.sort_by(|a, b| b.date.cmp(&a.date));
    found
}

/// Makes the backup of the day before the first write of the day.
///
/// A backup that cannot be made keeps nobody from working.
pub(super) fn daily(path: &Path, live: &mut Live) -> Stored<()> {
    let day = now_ms() / (24 * HOUR_MS);
    if live.backed_up == Some(day) || live.newer.is_some() {
        return Ok(());
    }
    if is_empty(&live.connection)? {
        return Ok(());
    }
    let target = folder(path).join(format!("{}-{}.db", stem(path), date(now_ms())));
    if !target.exists()
        && let Err(error) = make(&live.connection, path, &target)
    {
        tracing::warn!(?error, "no backup could be made");
    }
    live.backed_up = Some(day);
    Ok(())
}

/// Makes a backup of a file that is about to change its form.
pub(super) fn before_migration(connection: &Connection, path: &Path, version: i64) -> Stored<()> {
    let name = format!("{}-{}-v{version}.db", stem(path), date(now_ms()));
    let target = folder(path).join(name);
    if target.exists() { Ok(()) } else { make(connection, path, &target) }
}

fn is_empty(connection: &Connection) -> Stored<bool> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM service) AND NOT EXISTS (SELECT 1 FROM memory)";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Copies the registry; the copy gets its name when it is whole. One process makes it.
fn make(connection: &Connection, path: &Path, target: &Path) -> Stored<()> {
    let unavailable = |error: std::io::Error| -> Fault {
        let message = format!("no backup can be made ({error})");
        Error::RegistryUnavailable { path: target.to_owned(), message }.into()
    };
    if let Some(folder) = target.parent()
        && !folder.is_dir()
    {
        steps::step();
        files::make_private_dir(folder).map_err(unavailable)?;
    }
    let partial = target.with_extension("partial");
    if is_abandoned(&partial) {
        drop(std::fs::remove_file(&partial));
    }
    steps::step();
    match files::make_private_file(&partial) {
        Ok(true) => {}
        Ok(false) => return Ok(()),
        Err(error) => return Err(unavailable(error)),
    }
    steps::step();
    let copied = copy(connection, &partial);
    steps::step();
    let moved = copied.and_then(|()| std::fs::rename(&partial, target).map_err(unavailable));
    if moved.is_err() {
        drop(std::fs::remove_file(&partial));
    }
    prune(path);
    moved
}

fn is_abandoned(partial: &Path) -> bool {
    let age = std::fs::metadata(partial).and_then(|metadata| metadata.modified()).ok();
    age.and_then(|at| SystemTime::now().duration_since(at).ok()).is_some_and(|age| age > ABANDONED)
}

fn copy(from: &Connection, to: &Path) -> Stored<()> {
    let mut copy = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    rusqlite::backup::Backup::new(from, &mut copy)?.run_to_completion(
        i32::MAX,
        Duration::ZERO,
        None,
    )?;
    // A copy of a file in WAL mode would need companions to be read; one file is easier to keep.
    copy.pragma_update(None, "journal_mode", "DELETE")?;
    Ok(())
}

/// Keeps the newest, and clears away what killed backups have left.
fn prune(path: &Path) {
    for old in backups(path).into_iter().skip(KEPT) {
        drop(std::fs::remove_file(old.path));
    }
    let stem = stem(path);
    let entries = std::fs::read_dir(folder(path)).into_iter().flatten().flatten();
    for file in entries.map(|entry| entry.path()) {
        if day_of(&file, &stem, "partial").is_some() && is_abandoned(&file) {
            drop(std::fs::remove_file(file));
        }
    }
}

/// Puts a backup in the place of the registry, which is kept aside; gives where it is kept.
pub(crate) fn restore(path: &Path, wanted: Option<&str>) -> Result<PathBuf> {
    let all = backups(path);
    let Some(backup) = all.iter().find(|backup| wanted.is_none_or(|wanted| backup.date == wanted))
    else {
        let known: Vec<&str> = all.iter().map(|backup| backup.date.as_str()).collect();
        let known = if known.is_empty() {
            "there is none".to_owned()
        } else {
            format!("there are {}", known.join(", "))
        };
        let which = wanted
            .map_or_else(|| "no backup".to_owned(), |wanted| format!("no backup of {wanted}"));
        return Err(Error::NotFound {
            what: format!("{which} of {}: {known}", path.display()),
            sought: Sought::Backup(wanted.map(str::to_owned)),
        });
    };
    let aside = open::beside(path, &format!(".damaged-{}", now_ms()));
    let io = |error: std::io::Error| Error::RegistryUnavailable {
        path: path.to_owned(),
        message: format!("the backup of {} cannot be put in place ({error})", backup.date),
    };
    verify(&backup.path)?;
    let new = open::beside(path, ".restoring");
    drop(std::fs::remove_file(&new));
    std::fs::copy(&backup.path, &new).map_err(io)?;
    for suffix in ["-wal", "-shm"] {
        let (from, to) = (open::beside(path, suffix), open::beside(&aside, suffix));
        if from.exists() {
            std::fs::rename(from, to).map_err(io)?;
        }
    }
    // Linked, not moved: at no moment is there no registry, which the next program would make anew.
    if path.exists() {
        std::fs::hard_link(path, &aside).map_err(io)?;
    }
    std::fs::rename(&new, path).map_err(io)?;
    Ok(aside)
}

/// Refuses a backup that is damaged itself.
fn verify(path: &Path) -> Result<()> {
    let check = || -> Stored<String> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        Ok(connection.query_row("PRAGMA quick_check", [], |row| row.get(0))?)
    };
    match check().map_err(|fault| fault.into_error(path))?.as_str() {
        "ok" => Ok(()),
        detail => Err(Error::RegistryCorrupt { path: path.to_owned(), detail: detail.to_owned() }),
    }
}

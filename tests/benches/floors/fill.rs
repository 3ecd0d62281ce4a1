//! Registries in the states that the bars name, written by SQL and checked by the core.

use std::path::{Path, PathBuf};

use portreg_core::{AvailableOptions, Registry};
use portreg_tests::bare;
use rusqlite::{Connection, params};

use super::measure::Result;

/// The first port that names remember, or services have, in a filled registry.
const FIRST: u32 = 1024;

const NAMED: &str =
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2) ";

/// A registry without any row.
pub(crate) fn empty(folder: &Path, name: &str) -> Result<PathBuf> {
    let path = folder.join(name);
    drop(Registry::open_at(&path)?);
    Ok(path)
}

/// A registry in which `count` names remember a port each; every one of these ports was had.
pub(crate) fn remembered(folder: &Path, count: u32) -> Result<PathBuf> {
    filled(folder, "remembered.db", |connection| {
        let sql = "INSERT INTO memory (identity, port, since_ms) \
             SELECT 'old' || (i / 5) || ':stack' || (i % 5) || ':main', ?1 + i, 1700000000000 + i * 7919 % ?2 FROM n";
        connection.execute(&format!("{NAMED}{sql}"), params![FIRST, count])?;
        connection
            .execute("INSERT INTO idle (port, since_ms) SELECT port, since_ms FROM memory", [])?;
        not_fresh(connection, FIRST, FIRST + count - 1)
    })
}

/// A registry of `count` services, five in each project.
pub(crate) fn services(folder: &Path, count: u32) -> Result<PathBuf> {
    filled(folder, &format!("services-{count}.db"), |connection| {
        insert_services(connection, FIRST, count)?;
        not_fresh(connection, FIRST, FIRST + count - 1)
    })
}

/// A registry in which all ports of the default range are claimed, but for those that are given
/// only when asked for, and for 7 here and there: 99.9 % of 6,900.
pub(crate) fn nearly_full(folder: &Path) -> Result<PathBuf> {
    let path = empty(folder, "nearly-full.db")?;
    let options = AvailableOptions { count: Some(6900), ..AvailableOptions::default() };
    let all = Registry::open_at(&path)?.available(&options)?;
    let step = all.len() / 7;
    let connection = bare::open(&path)?;
    connection.execute_batch("BEGIN IMMEDIATE; INSERT INTO event (id, at_ms, action, actor, request) VALUES (1, 0, 'fill', '', '')")?;
    for (index, port) in all.iter().enumerate().filter(|(index, _)| index % step != step / 2) {
        insert_service(&connection, &format!("full{}:web:{index}", index / 5), *port)?;
        let (first, last) = connection.query_row(
            "SELECT first, last FROM fresh WHERE last >= ?1 ORDER BY last LIMIT 1",
            [port],
            |row| Ok((row.get::<_, u16>(0)?, row.get::<_, u16>(1)?)),
        )?;
        connection.execute("DELETE FROM fresh WHERE last = ?1", [last])?;
        for (first, last) in [(first, port - 1), (port.saturating_add(1), last)] {
            if first <= last {
                connection
                    .execute("INSERT INTO fresh (first, last) VALUES (?1, ?2)", [first, last])?;
            }
        }
    }
    connection.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")?;
    drop(connection);
    checked(path)
}

fn filled(
    folder: &Path,
    name: &str,
    fill: impl FnOnce(&Connection) -> rusqlite::Result<()>,
) -> Result<PathBuf> {
    let path = empty(folder, name)?;
    let connection = bare::open(&path)?;
    connection.execute_batch("BEGIN IMMEDIATE; INSERT INTO event (id, at_ms, action, actor, request) VALUES (1, 0, 'fill', '', '')")?;
    fill(&connection)?;
    connection.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")?;
    drop(connection);
    checked(path)
}

fn checked(path: PathBuf) -> Result<PathBuf> {
    match Registry::open_at(&path)?.check()?.first() {
        Some(wrong) => Err(format!("{} was filled badly: {wrong}", path.display()).into()),
        None => Ok(path),
    }
}

/// The ports from `first` to `last` have been had.
fn not_fresh(connection: &Connection, first: u32, last: u32) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM fresh", [])?;
    let sql = "INSERT INTO fresh (first, last) VALUES (1, ?1 - 1), (?2 + 1, 65535)";
    connection.execute(sql, [first, last]).map(drop)
}

const COLUMNS: &str =
    "identity, port, generation, expires_at_ms, last_seen_ms, created_at_ms, dir, worktree";

fn insert_services(connection: &Connection, first: u32, count: u32) -> rusqlite::Result<()> {
    let sql = format!(
        "{NAMED} INSERT INTO service ({COLUMNS}) SELECT 'p' || (i / 5) || ':stack' || (i % 5) || ':main', ?1 + i, 1, \
         4102444800000, 0, 0, '/home/someone/projects/p' || (i / 5), '/home/someone/projects/p' || (i / 5) FROM n"
    );
    connection.execute(&sql, params![first, count]).map(drop)
}

fn insert_service(connection: &Connection, identity: &str, port: u16) -> rusqlite::Result<()> {
    let sql = format!(
        "INSERT INTO service ({COLUMNS}) VALUES (?1, ?2, 1, 4102444800000, 0, 0, '/home/someone/full', '/home/someone/full')"
    );
    connection.prepare_cached(&sql)?.execute(params![identity, port]).map(drop)
}

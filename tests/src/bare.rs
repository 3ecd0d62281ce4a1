//! What a claim costs at least: SQLite with the core's settings and the same rows, and a bare probe.

use std::io;
use std::net::{Ipv6Addr, SocketAddr};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Result, params};
use socket2::{Domain, Protocol, Socket, Type};

/// Opens a registry that is there already, set up as the core sets up its connections, but for the
/// waiting: that is SQLite's own back-off.
///
/// # Errors
///
/// What SQLite says.
pub fn open(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "journal_size_limit", 4 << 20)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

/// What the core does after the first write of a connection: a log of more than 128 pages is moved into
/// the file and begun anew.
///
/// # Errors
///
/// What SQLite says.
pub fn shorten_log(connection: &Connection, path: &Path) -> Result<()> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if std::fs::metadata(log).is_ok_and(|log| log.len() > 128 * (4096 + 24)) {
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    }
    Ok(())
}

/// One cached point read.
///
/// # Errors
///
/// What SQLite says.
pub fn read(connection: &Connection, identity: &str) -> Result<Option<u16>> {
    connection
        .prepare_cached("SELECT port FROM service WHERE identity = ?1")?
        .query_row([identity], |row| row.get(0))
        .optional()
}

/// Runs `work` in one IMMEDIATE transaction.
///
/// # Errors
///
/// What SQLite says.
pub fn immediate<T>(connection: &Connection, work: impl FnOnce() -> Result<T>) -> Result<T> {
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    let done = work();
    let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
    connection.prepare_cached(end)?.execute([])?;
    done
}

/// The rows of a new claim on the first port of the last run, and nothing else.
///
/// # Errors
///
/// What SQLite says; `QueryReturnedNoRows` where nobody may have a port any more.
pub fn insert_claim(connection: &Connection, identity: &str) -> Result<u16> {
    immediate(connection, || {
        let next =
            "UPDATE fresh SET first = max(first, 3100) + 1 WHERE last = 65535 RETURNING first - 1";
        let port: u16 = connection.prepare_cached(next)?.query_row([], |row| row.get(0))?;
        insert_rows(connection, identity, port)?;
        Ok(port)
    })
}

fn insert_rows(connection: &Connection, identity: &str, port: u16) -> Result<()> {
    let now = now_ms();
    let event = "INSERT INTO event (at_ms, action, identity, port, pid, actor, request, details) \
         VALUES (?1, 'claim', ?2, ?3, ?4, ?5, ?6, NULL)";
    connection.prepare_cached(event)?.execute(params![
        now,
        identity,
        port,
        std::process::id(),
        "floors-0123456789abcdef (pid 1234567)",
        "0123456789abcdef"
    ])?;
    let service = "INSERT INTO service (identity, port, generation, owner_pid, owner_start, owner_boot, \
         owner_namespace, owner_machine, owner_session, owner_name, owner_since_ms, last_seen_ms, \
         created_at_ms, dir, worktree, repository) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, ?11, ?12, ?13, ?14)";
    connection.prepare_cached(service)?.execute(params![
        identity,
        port,
        connection.last_insert_rowid(),
        std::process::id(),
        123_456_i64,
        0x0123_4567_89ab_cdef_i64,
        4_026_531_836_i64,
        0x1123_4567_89ab_cdef_i64,
        4321,
        "floors-0123456789abcdef",
        now,
        "/home/someone/projects/shop/web",
        "/home/someone/projects/shop",
        "/home/someone/projects/shop/.git"
    ])?;
    Ok(())
}

/// Removes the row of a service in one transaction.
///
/// # Errors
///
/// What SQLite says.
pub fn delete(connection: &Connection, identity: &str) -> Result<()> {
    immediate(connection, || {
        connection
            .prepare_cached("DELETE FROM service WHERE identity = ?1")?
            .execute([identity])
            .map(drop)
    })
}

/// Writes the rows of a release in one transaction.
///
/// # Errors
///
/// What SQLite says.
pub fn delete_as_released(connection: &Connection, identity: &str) -> Result<()> {
    let now = now_ms();
    immediate(connection, || {
        let port: u16 = connection
            .prepare_cached("DELETE FROM service WHERE identity = ?1 RETURNING port")?
            .query_row([identity], |row| row.get(0))?;
        let idle = "INSERT INTO idle (port, since_ms) VALUES (?1, ?2)";
        connection.prepare_cached(idle)?.execute(params![port, now])?;
        let memory = "INSERT INTO memory (identity, port, since_ms) VALUES (?1, ?2, ?3)";
        connection.prepare_cached(memory)?.execute(params![identity, port, now])?;
        let event = "INSERT INTO event (at_ms, action, identity, port, actor, request) \
             VALUES (?1, 'release', ?2, ?3, 'floors-0123456789abcdef (pid 1234567)', '0123456789abcdef')";
        connection.prepare_cached(event)?.execute(params![now, identity, port]).map(drop)
    })
}

/// The row of a message and nothing else; gives its id.
///
/// # Errors
///
/// What SQLite says.
pub fn insert_message(connection: &Connection, channel: &str, payload: &str) -> Result<i64> {
    immediate(connection, || {
        let sql = "INSERT INTO message (channel, created_at_ms, payload) VALUES (?1, ?2, ?3)";
        connection.prepare_cached(sql)?.execute(params![channel, now_ms(), payload])?;
        Ok(connection.last_insert_rowid())
    })
}

/// The first message after an id, by one cached point read.
///
/// # Errors
///
/// What SQLite says.
pub fn read_message(connection: &Connection, after: i64) -> Result<Option<(i64, String)>> {
    connection
        .prepare_cached("SELECT id, payload FROM message WHERE id > ?1 ORDER BY id LIMIT 1")?
        .query_row([after], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

/// Tries a port as the core does: a dual-stack socket that is bound and never listens.
///
/// # Errors
///
/// What the system says; busy ports too.
pub fn probe(port: u16) -> io::Result<()> {
    let socket = Socket::new(Domain::IPV6, Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(true)?;
    socket.set_only_v6(false)?;
    socket.bind(&SocketAddr::from((Ipv6Addr::UNSPECIFIED, port)).into())
}

/// Milliseconds since the Unix epoch.
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Writes one small row in one transaction.
///
/// # Errors
///
/// What SQLite says.
pub fn write_one(connection: &Connection, identity: &str) -> Result<()> {
    immediate(connection, || {
        let sql = "INSERT OR REPLACE INTO memory (identity, port, since_ms) VALUES (?1, 1, ?2)";
        connection.prepare_cached(sql)?.execute(params![identity, now_ms()]).map(drop)
    })
}

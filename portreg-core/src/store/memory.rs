//! The ports that names had: memory outlives release.

use rusqlite::params;

use super::fault::Stored;
use super::service::identity_at;
use super::{Reader, Writer};
use crate::model::{Identity, Memory, Pattern};

fn memory(row: &rusqlite::Row<'_>) -> rusqlite::Result<Memory> {
    Ok(Memory { identity: identity_at(row, 0)?, port: row.get(1)?, since_ms: row.get(2)? })
}

impl Reader<'_> {
    /// The port a name had when it was last released.
    pub(crate) fn remembered(&self, identity: &str) -> Stored<Option<u16>> {
        self.one("SELECT port FROM memory WHERE identity = ?1", [identity], |row| row.get(0))
    }

    /// Another name that remembers the port.
    pub(crate) fn remembered_by_other(
        &self,
        port: u16,
        identity: &str,
    ) -> Stored<Option<Identity>> {
        let sql = "SELECT identity FROM memory WHERE port = ?1 AND identity <> ?2 LIMIT 1";
        self.one(sql, params![port, identity], |row| identity_at(row, 0))
    }

    /// All that is remembered, in order of names.
    pub(crate) fn memories(&self, pattern: Option<&Pattern>) -> Stored<Vec<Memory>> {
        let mut all =
            self.all("SELECT identity, port, since_ms FROM memory ORDER BY identity", [], memory)?;
        if let Some(pattern) = pattern {
            all.retain(|memory| pattern.covers(&memory.identity));
        }
        Ok(all)
    }
}

impl Writer<'_> {
    /// Remembers the port of a name.
    pub(crate) fn remember(&self, identity: &str, port: u16, now_ms: i64) -> Stored<()> {
        let sql = "INSERT INTO memory (identity, port, since_ms) VALUES (?1, ?2, ?3) \
            ON CONFLICT (identity) DO UPDATE SET port = excluded.port, since_ms = excluded.since_ms";
        self.change(sql, params![identity, port, now_ms])?;
        Ok(())
    }

    /// Forgets the port of a name.
    pub(crate) fn forget(&self, identity: &str) -> Stored<()> {
        self.change("DELETE FROM memory WHERE identity = ?1", [identity])?;
        Ok(())
    }

    /// Keeps the `names` newest memories, and none from before `oldest_ms`.
    pub(crate) fn prune_memory(&self, names: u64, oldest_ms: i64) -> Stored<usize> {
        let old = self.change("DELETE FROM memory WHERE since_ms < ?1", [oldest_ms])?;
        let sql = "DELETE FROM memory WHERE identity IN \
            (SELECT identity FROM memory ORDER BY since_ms DESC LIMIT -1 OFFSET ?1)";
        Ok(old + self.change(sql, [i64::try_from(names).unwrap_or(i64::MAX)])?)
    }
}

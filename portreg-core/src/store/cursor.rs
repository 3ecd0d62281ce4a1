//! The table of named cursors: how far each has come, and who reads by it.

use rusqlite::params;

use super::fault::Stored;
use super::service::{Owner, key};
use super::{Reader, Writer};

/// How far a cursor has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CursorPlace {
    /// The last message that was confirmed.
    pub(crate) confirmed: i64,
    /// Up to which id it is known that messages are gone.
    pub(crate) known: i64,
}

/// A cursor, as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct CursorRow {
    pub(crate) place: CursorPlace,
    /// When somebody last read by it.
    pub(crate) seen_ms: i64,
    /// Which subscription reads by it, where one does.
    pub(crate) token: Option<String>,
    /// Whose subscription that is.
    pub(crate) owner: Option<Owner>,
}

impl Reader<'_> {
    /// The cursor of a name.
    pub(crate) fn cursor(&self, name: &str) -> Stored<Option<CursorRow>> {
        let sql = "SELECT confirmed, known, seen_ms, token, owner_pid, owner_start, owner_boot, \
            owner_namespace, owner_machine, owner_name, owner_since_ms FROM cursor WHERE name = ?1";
        self.one(sql, [name], |row| {
            let owner = match key(row, 4)? {
                Some(key) => Some(Owner {
                    key,
                    name: row.get::<_, Option<String>>(9)?.unwrap_or_default(),
                    since_ms: row.get(10)?,
                    session: None,
                }),
                None => None,
            };
            let place = CursorPlace { confirmed: row.get(0)?, known: row.get(1)? };
            Ok(CursorRow { place, seen_ms: row.get(2)?, token: row.get(3)?, owner })
        })
    }
}

impl Writer<'_> {
    /// Gives a cursor to a subscription, and makes it at `place` where there is none.
    pub(crate) fn take_cursor(
        &self,
        name: &str,
        place: CursorPlace,
        token: &str,
        owner: &Owner,
        now_ms: i64,
    ) -> Stored<()> {
        let sql = "INSERT INTO cursor (name, confirmed, known, seen_ms, token, owner_pid, \
            owner_start, owner_boot, owner_namespace, owner_machine, owner_name, owner_since_ms) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) \
            ON CONFLICT (name) DO UPDATE SET seen_ms = ?4, token = ?5, owner_pid = ?6, \
            owner_start = ?7, owner_boot = ?8, owner_namespace = ?9, owner_machine = ?10, \
            owner_name = ?11, owner_since_ms = ?12";
        self.change(
            sql,
            params![
                name,
                place.confirmed,
                place.known,
                now_ms,
                token,
                owner.key.pid,
                owner.key.start_ticks,
                owner.key.boot,
                owner.key.namespace,
                owner.key.machine,
                owner.name,
                owner.since_ms
            ],
        )?;
        Ok(())
    }

    /// Moves a cursor on; whether the subscription still had it.
    pub(crate) fn move_cursor(
        &self,
        name: &str,
        token: &str,
        place: CursorPlace,
        now_ms: i64,
    ) -> Stored<bool> {
        let sql = "UPDATE cursor SET confirmed = ?3, known = ?4, seen_ms = ?5 \
            WHERE name = ?1 AND token = ?2";
        let moved = params![name, token, place.confirmed, place.known, now_ms];
        Ok(self.change(sql, moved)? == 1)
    }

    /// Gives a cursor back, where the subscription still has it.
    pub(crate) fn leave_cursor(&self, name: &str, token: &str) -> Stored<()> {
        let sql = "UPDATE cursor SET token = NULL, owner_pid = NULL WHERE name = ?1 AND token = ?2";
        self.change(sql, [name, token])?;
        Ok(())
    }

    /// Forgets the cursors that nobody has used since then.
    pub(crate) fn prune_cursors(&self, since_ms: i64) -> Stored<()> {
        let sql = "DELETE FROM cursor WHERE seen_ms < ?1";
        self.change(sql, [since_ms])?;
        Ok(())
    }
}

//! The table of tickets: who holds a lock, and who waits for it behind whom.

use rusqlite::{Row, params};

use super::fault::Stored;
use super::service::Owner;
use super::{Reader, Writer};
use crate::model::ProcessKey;

/// A process's place in the line for a lock. The first one that lives has the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ticket {
    /// Its place among all tickets; also the generation of the lock while it has it.
    pub(crate) id: i64,
    pub(crate) lock: String,
    pub(crate) owner: Owner,
    /// The doorbell that the process hears as long as it lives.
    pub(crate) bell: String,
    /// The mark of the command that runs under the lock.
    pub(crate) mark: Option<String>,
    pub(crate) expires_at_ms: Option<i64>,
}

/// A ticket has left its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Left {
    /// The bell of the one behind it, where there is one.
    pub(crate) behind: Option<String>,
}

macro_rules! ticket_select {
    ($rest:literal) => {
        concat!(
            "SELECT id, lock, owner_pid, owner_start, owner_boot, owner_namespace, owner_machine, \
             owner_name, owner_since_ms, bell, mark, expires_at_ms FROM ticket ",
            $rest
        )
    };
}

fn ticket_at(row: &Row<'_>) -> rusqlite::Result<Ticket> {
    let key = ProcessKey {
        pid: row.get(2)?,
        start_ticks: row.get(3)?,
        boot: row.get(4)?,
        namespace: row.get(5)?,
        machine: row.get(6)?,
    };
    let owner = Owner { key, name: row.get(7)?, since_ms: row.get(8)?, session: None };
    Ok(Ticket {
        id: row.get(0)?,
        lock: row.get(1)?,
        owner,
        bell: row.get(9)?,
        mark: row.get(10)?,
        expires_at_ms: row.get(11)?,
    })
}

impl Reader<'_> {
    /// The line for a lock up to this ticket, in order of arrival.
    pub(crate) fn tickets_until(&self, lock: &str, id: i64) -> Stored<Vec<Ticket>> {
        let sql = ticket_select!("WHERE lock = ?1 AND id <= ?2 ORDER BY id");
        self.all(sql, params![lock, id], ticket_at)
    }

    /// All lines, lock by lock, each in order of arrival.
    pub(crate) fn tickets(&self) -> Stored<Vec<Ticket>> {
        self.all(ticket_select!("ORDER BY lock, id"), [], ticket_at)
    }
}

impl Writer<'_> {
    /// Puts a process at the end of a line, and gives its place. Who finds nobody there has the lock
    /// at once, until then where a time is given.
    pub(crate) fn enter_line(
        &self,
        lock: &str,
        owner: &Owner,
        bell: &str,
        expires_at_ms: Option<i64>,
    ) -> Stored<(i64, bool)> {
        let sql = "SELECT 1 FROM ticket WHERE lock = ?1 LIMIT 1";
        let alone = self.one(sql, [lock], |_| Ok(()))?.is_none();
        let sql = "INSERT INTO ticket (lock, owner_pid, owner_start, owner_boot, owner_namespace, \
            owner_machine, owner_name, owner_since_ms, bell, expires_at_ms) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        let key = &owner.key;
        self.change(
            sql,
            params![
                lock,
                key.pid,
                key.start_ticks,
                key.boot,
                key.namespace,
                key.machine,
                owner.name,
                owner.since_ms,
                bell,
                expires_at_ms.filter(|_| alone),
            ],
        )?;
        Ok((self.connection.last_insert_rowid(), alone))
    }

    /// Takes a ticket out of its line; none where it was not there any more.
    pub(crate) fn leave_line(&self, lock: &str, id: i64) -> Stored<Option<Left>> {
        if self.change("DELETE FROM ticket WHERE id = ?1", [id])? == 0 {
            return Ok(None);
        }
        let sql = "SELECT bell FROM ticket WHERE lock = ?1 AND id > ?2 ORDER BY id LIMIT 1";
        Ok(Some(Left { behind: self.one(sql, params![lock, id], |row| row.get(0))? }))
    }

    /// Says until when a ticket has its lock, and what runs under it; false where it is not there any
    /// more. What is not given stays.
    pub(crate) fn note_ticket(
        &self,
        id: i64,
        expires_at_ms: Option<i64>,
        mark: Option<&str>,
    ) -> Stored<bool> {
        let sql = "UPDATE ticket SET expires_at_ms = coalesce(?2, expires_at_ms), \
            mark = coalesce(?3, mark) WHERE id = ?1";
        Ok(self.change(sql, params![id, expires_at_ms, mark])? == 1)
    }
}

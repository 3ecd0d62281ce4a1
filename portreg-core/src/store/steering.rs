//! The tables of bells and of requests: who waits for what, and what supervisors are asked to do.

use rusqlite::params;

use super::fault::Stored;
use super::service::identity_at;
use super::{Reader, Writer};
use crate::model::Identity;

/// What somebody asks a supervisor to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) id: i64,
    pub(crate) identity: Identity,
    pub(crate) wish: String,
    pub(crate) grace_ms: Option<i64>,
}

/// How long what was answered, or asked of who never came, is kept.
const KEPT_MS: i64 = 600_000;

impl Reader<'_> {
    /// The doorbells of those who wait for something of this topic.
    pub(crate) fn bells(&self, topic: &str) -> Stored<Vec<String>> {
        self.all("SELECT name FROM bell WHERE topic = ?1", [topic], |row| row.get(0))
    }

    /// The doorbells of those who wait for something of a topic `family:...`, with the rest of the topic.
    pub(crate) fn bells_of(&self, family: &str) -> Stored<Vec<(String, String)>> {
        let sql = "SELECT name, substr(topic, length(?1) + 1) FROM bell \
            WHERE topic >= ?1 AND topic < ?2";
        let bounds = [format!("{family}:"), format!("{family};")];
        self.all(sql, bounds, |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// All doorbells.
    pub(crate) fn all_bells(&self) -> Stored<Vec<String>> {
        self.all("SELECT name FROM bell", [], |row| row.get(0))
    }

    /// What the supervisor of this topic is still to do, in the order it was asked.
    pub(crate) fn open_requests(&self, topic: &str) -> Stored<Vec<Request>> {
        let sql = "SELECT id, identity, wish, grace_ms FROM request \
            WHERE topic = ?1 AND answer IS NULL ORDER BY id";
        self.all(sql, [topic], |row| {
            Ok(Request {
                id: row.get(0)?,
                identity: identity_at(row, 1)?,
                wish: row.get(2)?,
                grace_ms: row.get(3)?,
            })
        })
    }

    /// What came of a request, once something has.
    pub(crate) fn answer_to(&self, request: i64) -> Stored<Option<String>> {
        let sql = "SELECT answer FROM request WHERE id = ?1";
        Ok(self.one(sql, [request], |row| row.get(0))?.flatten())
    }
}

impl Writer<'_> {
    /// Notes a doorbell.
    pub(crate) fn hang_bell(&self, name: &str, topic: &str) -> Stored<()> {
        self.change("INSERT INTO bell (name, topic) VALUES (?1, ?2)", [name, topic])?;
        Ok(())
    }

    /// Forgets a doorbell.
    pub(crate) fn take_bell(&self, name: &str) -> Stored<()> {
        self.change("DELETE FROM bell WHERE name = ?1", [name])?;
        Ok(())
    }

    /// Asks something of the supervisor of a topic, and gives the number of the request.
    pub(crate) fn ask(
        &self,
        topic: &str,
        identity: &Identity,
        wish: &str,
        grace_ms: Option<i64>,
        now_ms: i64,
    ) -> Stored<i64> {
        self.change("DELETE FROM request WHERE at_ms < ?1", [now_ms - KEPT_MS])?;
        let sql = "INSERT INTO request (at_ms, topic, identity, wish, grace_ms) \
            VALUES (?1, ?2, ?3, ?4, ?5)";
        self.change(sql, params![now_ms, topic, identity.as_str(), wish, grace_ms])?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Says what came of a request.
    pub(crate) fn answer(&self, request: i64, answer: &str) -> Stored<()> {
        self.change("UPDATE request SET answer = ?2 WHERE id = ?1", params![request, answer])?;
        Ok(())
    }
}

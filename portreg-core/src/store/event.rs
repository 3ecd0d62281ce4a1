//! The history: one row for each thing that happened.

use rusqlite::params;
use serde_json::{Map, Value};

use super::fault::Stored;
use super::service::identity_at;
use super::{Reader, Writer};
use crate::model::{Event, HistoryOptions, Identity, Pattern};

/// An event that is about to happen.
#[derive(Debug, Default)]
pub(crate) struct NewEvent<'a> {
    pub(crate) at_ms: i64,
    pub(crate) action: &'a str,
    pub(crate) identity: Option<&'a Identity>,
    pub(crate) port: Option<u16>,
    pub(crate) pid: Option<u32>,
    pub(crate) actor: &'a str,
    pub(crate) request: &'a str,
    pub(crate) details: Option<Value>,
}

/// How many events there may be more than the retention says: they go a few hundred at a time.
const PRUNE_EVERY: i64 = 512;

fn event(row: &rusqlite::Row<'_>) -> rusqlite::Result<Event> {
    let identity = match row.get_ref(3)? {
        rusqlite::types::ValueRef::Null => None,
        _ => Some(identity_at(row, 3)?),
    };
    let details: Option<String> = row.get(8)?;
    let details: Option<Map<String, Value>> =
        details.and_then(|text| serde_json::from_str(&text).ok());
    Ok(Event {
        id: row.get(0)?,
        at_ms: row.get(1)?,
        action: row.get(2)?,
        identity,
        port: row.get(4)?,
        pid: row.get(5)?,
        actor: row.get(6)?,
        request_id: row.get(7)?,
        details: details.unwrap_or_default(),
    })
}

impl Reader<'_> {
    /// The newest events that fit, oldest first.
    pub(crate) fn events(
        &self,
        pattern: Option<&Pattern>,
        options: &HistoryOptions,
        limit: usize,
    ) -> Stored<Vec<Event>> {
        let sql = "SELECT id, at_ms, action, identity, port, pid, actor, request, details FROM event \
            WHERE id > ?1 AND at_ms >= ?2 ORDER BY id DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let since = params![options.after_id.unwrap_or(0), options.since_ms.unwrap_or(i64::MIN)];
        let mut rows = statement.query(since)?;
        let mut found = Vec::new();
        while found.len() < limit {
            let Some(row) = rows.next()? else { break };
            let event = event(row)?;
            let fits = match (pattern, &event.identity) {
                (None, _) => true,
                (Some(pattern), Some(identity)) => pattern.covers(identity),
                (Some(_), None) => false,
            };
            if fits {
                found.push(event);
            }
        }
        found.reverse();
        Ok(found)
    }

    /// The newest event of one kind for a name.
    pub(crate) fn last_event(&self, action: &str, identity: &str) -> Stored<Option<Event>> {
        let sql = "SELECT id, at_ms, action, identity, port, pid, actor, request, details FROM event \
            WHERE identity = ?2 AND action = ?1 ORDER BY id DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([action, identity])?;
        Ok(rows.next()?.map(event).transpose()?)
    }
}

impl Writer<'_> {
    /// Adds an event. Its id grows with every event and is never used again, so it also serves as
    /// the generation of the claim that it tells of: the newest event is never pruned.
    pub(crate) fn record(&self, event: &NewEvent<'_>, keep: u64) -> Stored<i64> {
        let sql = "INSERT INTO event (at_ms, action, identity, port, pid, actor, request, details) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let details = event.details.as_ref().map(Value::to_string);
        self.change(
            sql,
            params![
                event.at_ms,
                event.action,
                event.identity.map(Identity::as_str),
                event.port,
                event.pid,
                event.actor,
                event.request,
                details
            ],
        )?;
        let id = self.connection.last_insert_rowid();
        if id % PRUNE_EVERY == 0 {
            self.change(
                "DELETE FROM event WHERE id <= ?1",
                [id - i64::try_from(keep.max(1)).unwrap_or(i64::MAX)],
            )?;
        }
        Ok(id)
    }

    /// Forgets all but the newest `keep` events, and those from before `oldest_ms`; the newest one stays, whose id others count from.
    pub(crate) fn prune_events(&self, oldest_ms: i64, keep: u64) -> Stored<usize> {
        let keep = i64::try_from(keep.max(1)).unwrap_or(i64::MAX);
        self.change("DELETE FROM event WHERE id <= (SELECT max(id) FROM event) - ?1", [keep])?;
        let sql = "DELETE FROM event WHERE at_ms < ?1 AND id < (SELECT max(id) FROM event)";
        self.change(sql, [oldest_ms])
    }

    /// Gives the events of one name to another one.
    pub(crate) fn rename_events(&self, old: &str, new: &str) -> Stored<()> {
        self.change("UPDATE event SET identity = ?2 WHERE identity = ?1", [old, new])?;
        Ok(())
    }
}

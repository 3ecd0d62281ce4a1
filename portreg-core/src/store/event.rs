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

/// So many rows are looked through at a time, at most.
const ROWS: usize = 512;

/// The events that come next for somebody who follows them.
#[derive(Debug, Default)]
pub(crate) struct EventBatch {
    /// Those that fit, in order.
    pub(crate) events: Vec<Event>,
    /// Up to here everything was read.
    pub(crate) read_to: i64,
    /// Whether that is all there is by now.
    pub(crate) is_all: bool,
    /// The ids that retention has taken away, where there are any: these end the batch.
    pub(crate) gone: Option<(i64, i64)>,
}

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

/// Whether an event tells of a name that fits, also of one that the service had until then.
fn concerns(event: &Event, pattern: &Pattern) -> bool {
    let former = || event.details.get("renamed_from")?.as_str()?.parse::<Identity>().ok();
    event.identity.as_ref().is_some_and(|name| pattern.covers(name))
        || former().is_some_and(|name| pattern.covers(&name))
}

impl Reader<'_> {
    /// The newest events that fit, oldest first. A rename fits by either name.
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
            if pattern.is_none_or(|pattern| concerns(&event, pattern)) {
                found.push(event);
            }
        }
        found.reverse();
        Ok(found)
    }

    /// The next events after an id that fit.
    ///
    /// Ids are given without gaps: one that is not there was taken away.
    pub(crate) fn events_after(&self, pattern: Option<&Pattern>, after: i64) -> Stored<EventBatch> {
        let sql = "SELECT id, at_ms, action, identity, port, pid, actor, request, details FROM event \
            WHERE id > ?1 ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([after])?;
        let mut batch = EventBatch { read_to: after, ..EventBatch::default() };
        for _ in 0..ROWS {
            let Some(row) = rows.next()? else {
                batch.is_all = true;
                break;
            };
            let id: i64 = row.get(0)?;
            if id > batch.read_to + 1 {
                batch.gone = Some((batch.read_to + 1, id - 1));
                batch.read_to = id - 1;
                break;
            }
            batch.read_to = id;
            let event = event(row)?;
            if pattern.is_none_or(|pattern| concerns(&event, pattern)) {
                batch.events.push(event);
            }
        }
        Ok(batch)
    }

    /// The ids of the oldest event that is kept and of the newest; none where nothing happened yet.
    pub(crate) fn ends_of_events(&self) -> Stored<Option<(i64, i64)>> {
        let ends = |row: &rusqlite::Row<'_>| Ok(row.get::<_, Option<i64>>(0)?.zip(row.get(1)?));
        let sql = "SELECT (SELECT min(id) FROM event), (SELECT max(id) FROM event)";
        Ok(self.one(sql, [], ends)?.flatten())
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
        self.has_recorded.set(true);
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

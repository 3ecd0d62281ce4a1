//! The tables of messages and of their channels: what was published, and what retention took away.

use std::collections::BTreeMap;

use rusqlite::{Params, Row, params};

use super::fault::Stored;
use super::{Reader, Store, Writer};
use crate::error::Result;
use crate::model::{Channel, ChannelPattern, Message};

/// A message that is about to be published.
#[derive(Debug)]
pub(crate) struct NewMessage<'a> {
    pub(crate) channel: &'a str,
    /// As JSON.
    pub(crate) payload: &'a str,
    pub(crate) sender: Option<&'a str>,
    pub(crate) created_at_ms: i64,
    pub(crate) expires_at_ms: Option<i64>,
}

/// What retention keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keeping {
    /// Nothing that was published before.
    pub(crate) since_ms: i64,
    /// So many messages of a channel.
    pub(crate) count: i64,
}

/// The next messages of a pattern.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Up to which id beyond what is known retention has taken away messages that fit.
    pub(crate) overtaken: Option<i64>,
    pub(crate) messages: Vec<Message>,
    /// Up to which id there is nothing else that fits; none where there was nothing at all.
    pub(crate) read_to: Option<i64>,
    /// Whether that is all there is by now.
    pub(crate) is_all: bool,
}

/// How many rows are looked at, and how many bytes of payload taken, while others wait for the handle.
const ROWS: usize = 4096;
const MESSAGES: usize = 256;
const BYTES: usize = 1024 * 1024;

/// How many messages one writer takes away at most: the next one goes on.
const TURN: i64 = 512;

/// What is taken away of each channel: how many messages, and the last id of them.
type Gone = BTreeMap<String, (i64, i64)>;

fn message(row: &Row<'_>) -> rusqlite::Result<Message> {
    let payload: String = row.get(5)?;
    Ok(Message {
        id: row.get(0)?,
        channel: row.get(1)?,
        sender: row.get(2)?,
        created_at_ms: row.get(3)?,
        expires_at_ms: row.get(4)?,
        payload: serde_json::from_str(&payload)
            .unwrap_or_else(|_| serde_json::Value::String(payload)),
    })
}

impl Store {
    /// The next messages after an id that fit and have not expired, and what retention has taken away
    /// beyond a `known` one: of one state of the registry.
    pub(crate) fn next_messages(
        &self,
        pattern: &ChannelPattern,
        after: i64,
        known: i64,
        now_ms: i64,
    ) -> Result<Batch> {
        match pattern.plain() {
            // One statement sees one state: nothing has to be held for it.
            Some(channel) => self.read(|reader| {
                let sql = "SELECT id, channel, sender, created_at_ms, expires_at_ms, payload, \
                    (SELECT overtaken FROM channel WHERE name = ?2 AND overtaken > ?3) \
                    FROM message WHERE id > ?1 AND channel = ?2 ORDER BY id";
                let of = params![after, channel, known];
                let mut batch = reader.batch(sql, of, |_| true, now_ms)?;
                if batch.read_to.is_none() {
                    batch.overtaken = reader.overtaken(pattern, known)?;
                }
                Ok(batch)
            }),
            None => self.snapshot(|reader| {
                let overtaken = reader.overtaken(pattern, known)?;
                let sql = "SELECT id, channel, sender, created_at_ms, expires_at_ms, payload, NULL \
                    FROM message WHERE id > ?1 ORDER BY id";
                let fits = |channel: &str| pattern.matches(channel);
                Ok(Batch { overtaken, ..reader.batch(sql, [after], fits, now_ms)? })
            }),
        }
    }
}

impl Reader<'_> {
    /// What a statement gives of rows `id, channel, sender, created_at_ms, expires_at_ms, payload, overtaken`.
    fn batch(
        &self,
        sql: &str,
        params: impl Params,
        fits: impl Fn(&str) -> bool,
        now_ms: i64,
    ) -> Stored<Batch> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut batch = Batch::default();
        let mut bytes = 0;
        for _ in 0..ROWS {
            let Some(row) = rows.next()? else {
                batch.is_all = true;
                break;
            };
            batch.read_to = Some(row.get(0)?);
            batch.overtaken = row.get(6)?;
            let channel = row.get_ref(1)?.as_str().unwrap_or_default();
            let expires_at_ms: Option<i64> = row.get(4)?;
            if !fits(channel) || expires_at_ms.is_some_and(|at| at <= now_ms) {
                continue;
            }
            bytes += row.get_ref(5)?.as_bytes().map_or(0, <[u8]>::len);
            batch.messages.push(message(row)?);
            if batch.messages.len() == MESSAGES || bytes >= BYTES {
                break;
            }
        }
        Ok(batch)
    }

    /// The last id that was given to a message, also to one that is gone by now.
    pub(crate) fn last_message(&self) -> Stored<i64> {
        let sql = "SELECT seq FROM sqlite_sequence WHERE name = 'message'";
        Ok(self.one(sql, [], |row| row.get(0))?.unwrap_or(0))
    }

    /// Up to which id beyond `known` retention has taken away messages that fit; none where it has not.
    pub(crate) fn overtaken(&self, pattern: &ChannelPattern, known: i64) -> Stored<Option<i64>> {
        if let Some(channel) = pattern.plain() {
            let sql = "SELECT overtaken FROM channel WHERE name = ?1 AND overtaken > ?2";
            return self.one(sql, params![channel, known], |row| row.get(0));
        }
        let sql = "SELECT name, overtaken FROM channel WHERE overtaken > 0 AND overtaken > ?1 \
            ORDER BY overtaken DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([known])?;
        while let Some(row) = rows.next()? {
            if pattern.matches(row.get_ref(0)?.as_str().unwrap_or_default()) {
                return Ok(Some(row.get(1)?));
            }
        }
        Ok(None)
    }

    /// The channels that hold messages, by name.
    pub(crate) fn channels(&self, now_ms: i64) -> Stored<Vec<Channel>> {
        let sql = "SELECT channel, count(*), min(id), max(id) FROM message \
            WHERE expires_at_ms IS NULL OR expires_at_ms > ?1 GROUP BY channel ORDER BY channel";
        let mut channels = self.all(sql, [now_ms], |row| {
            Ok(Channel {
                channel: row.get(0)?,
                messages: row.get::<_, i64>(1)?.unsigned_abs(),
                first_id: row.get(2)?,
                last_id: row.get(3)?,
                last_at_ms: 0,
            })
        })?;
        let sql = "SELECT created_at_ms FROM message WHERE id = ?1";
        for channel in &mut channels {
            let at_ms = self.one(sql, [channel.last_id], |row| row.get(0))?;
            channel.last_at_ms = at_ms.unwrap_or(0);
        }
        Ok(channels)
    }
}

impl Writer<'_> {
    /// Adds a message and gives its id. What its channel then has too much goes.
    pub(crate) fn publish(&self, new: &NewMessage<'_>, keep: Keeping) -> Stored<i64> {
        let now_ms = new.created_at_ms;
        let sql = "INSERT INTO message (channel, sender, created_at_ms, expires_at_ms, payload) \
            VALUES (?1, ?2, ?3, ?4, ?5)";
        self.change(sql, params![new.channel, new.sender, now_ms, new.expires_at_ms, new.payload])?;
        let id = self.connection.last_insert_rowid();
        let sql = "INSERT INTO channel (name, messages) VALUES (?1, 1) \
            ON CONFLICT (name) DO UPDATE SET messages = messages + 1 RETURNING messages";
        let held: i64 = self.one(sql, [new.channel], |row| row.get(0))?.unwrap_or(1);
        // A few at a time, so that a full channel is not trimmed with every message.
        if held > keep.count.saturating_add((keep.count / 64).min(128)) {
            self.trim(new.channel, held - keep.count, now_ms)?;
        }
        Ok(id)
    }

    /// Takes away some of what is too old or has expired, and says whether there was any.
    pub(crate) fn drop_past(&self, since_ms: i64, now_ms: i64) -> Stored<bool> {
        Ok(self.drop_expired(now_ms)? || self.drop_older(since_ms, now_ms)?)
    }

    /// Takes away some of what is too old, has expired or is too much, and says whether there was any. Where
    /// there was none, it forgets of which channels long ago something was taken away.
    pub(crate) fn prune_messages(&self, keep: Keeping, now_ms: i64) -> Stored<bool> {
        if self.drop_past(keep.since_ms, now_ms)? {
            return Ok(true);
        }
        let sql = "SELECT name, messages FROM channel WHERE messages > ?1";
        let full = self
            .one(sql, [keep.count], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
        if let Some((channel, held)) = full {
            self.trim(&channel, held - keep.count, now_ms)?;
            return Ok(true);
        }
        // A subscriber that comes back later than this is not told that it has missed something.
        let sql = "DELETE FROM channel WHERE messages = 0 AND overtaken_at_ms < ?1";
        self.change(sql, [keep.since_ms])?;
        Ok(false)
    }

    /// Takes away all messages of a channel and says how many.
    pub(crate) fn clear_channel(&self, channel: &str) -> Stored<usize> {
        let gone = self.change("DELETE FROM message WHERE channel = ?1", [channel])?;
        self.change("UPDATE channel SET messages = 0 WHERE name = ?1", [channel])?;
        self.forget_unused(channel)?;
        Ok(gone)
    }

    /// Takes away the oldest of a channel.
    fn trim(&self, channel: &str, excess: i64, now_ms: i64) -> Stored<()> {
        let sql = "SELECT id FROM message WHERE channel = ?1 ORDER BY id LIMIT 1 OFFSET ?2";
        let nth = params![channel, excess.min(TURN) - 1];
        let Some(last) = self.one(sql, nth, |row| row.get::<_, i64>(0))? else { return Ok(()) };
        let sql = "DELETE FROM message WHERE channel = ?1 AND id <= ?2";
        let gone = self.change(sql, params![channel, last])?;
        self.count_down(channel, i64::try_from(gone).unwrap_or(0), last, now_ms)
    }

    /// Takes away some of what is too old; whether there was any.
    fn drop_older(&self, since_ms: i64, now_ms: i64) -> Stored<bool> {
        let oldest =
            self.one("SELECT created_at_ms FROM message ORDER BY id LIMIT 1", [], |row| {
                row.get::<_, i64>(0)
            })?;
        if oldest.is_none_or(|at_ms| at_ms >= since_ms) {
            return Ok(false);
        }
        let sql = "SELECT id, channel, created_at_ms FROM message ORDER BY id LIMIT ?1";
        let rows = self.all(sql, [TURN], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
        })?;
        let mut gone = Gone::new();
        let mut last = 0;
        for (id, channel, _) in rows.into_iter().take_while(|(_, _, at_ms)| *at_ms < since_ms) {
            let (count, of_channel) = gone.entry(channel).or_default();
            (*count, *of_channel, last) = (*count + 1, id, id);
        }
        self.change("DELETE FROM message WHERE id <= ?1", [last])?;
        for (channel, (count, last)) in gone {
            self.count_down(&channel, count, last, now_ms)?;
        }
        Ok(true)
    }

    /// Takes away some of what has expired; whether there was any. Nobody has missed it.
    fn drop_expired(&self, now_ms: i64) -> Stored<bool> {
        let sql = "SELECT id, channel FROM message WHERE expires_at_ms <= ?1 LIMIT ?2";
        let expired = self.all(sql, [now_ms, TURN], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        for (id, channel) in &expired {
            self.change("DELETE FROM message WHERE id = ?1", [id])?;
            self.change("UPDATE channel SET messages = messages - 1 WHERE name = ?1", [channel])?;
            self.forget_unused(channel)?;
        }
        Ok(!expired.is_empty())
    }

    fn count_down(&self, channel: &str, gone: i64, last: i64, now_ms: i64) -> Stored<()> {
        let sql = "UPDATE channel SET messages = messages - ?2, \
            overtaken = max(overtaken, ?3), overtaken_at_ms = ?4 WHERE name = ?1";
        self.change(sql, params![channel, gone, last, now_ms])?;
        Ok(())
    }

    fn forget_unused(&self, channel: &str) -> Stored<()> {
        let sql = "DELETE FROM channel WHERE name = ?1 AND messages = 0 AND overtaken = 0";
        self.change(sql, [channel])?;
        Ok(())
    }
}

//! Ports that nobody claims: `fresh` ones that nobody has had, and `idle` ones that somebody had.

use rusqlite::params;

use super::fault::Stored;
use super::{Reader, Writer};
use crate::model::PortRange;

/// The idle ports are kept in blocks of 1150, so that the one of a range that rested longest is found
/// in a few steps of an index, wherever the range lies. The default range, 3100 to 9999, is six whole
/// blocks: in a block that is cut, every port beside the range that rested longer is stepped over.
pub(crate) fn block_of(port: u16) -> u16 {
    ((u32::from(port) + 350) / 1150) as u16
}

impl Reader<'_> {
    /// The runs of ports that nobody has had yet, as far as they lie in the range, in order.
    /// Reading stops when `visit` says so.
    pub(crate) fn fresh_within(
        &self,
        range: PortRange,
        visit: &mut dyn FnMut(PortRange) -> bool,
    ) -> Stored<()> {
        let sql = "SELECT first, last FROM fresh WHERE last >= ?1 ORDER BY last";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([range.first])?;
        while let Some(row) = rows.next()? {
            let run = PortRange { first: row.get(0)?, last: row.get(1)? };
            if run.first > range.last {
                break;
            }
            let within =
                PortRange { first: run.first.max(range.first), last: run.last.min(range.last) };
            if !visit(within) {
                break;
            }
        }
        Ok(())
    }

    /// The idle ports of one [block](block_of), the one that rested longest first, with the time since
    /// when it rests. Reading stops when `visit` says so.
    pub(crate) fn idle_in_block(
        &self,
        block: u16,
        visit: &mut dyn FnMut(u16, i64) -> bool,
    ) -> Stored<()> {
        let sql =
            "SELECT port, since_ms FROM idle WHERE (port + 350) / 1150 = ?1 ORDER BY since_ms";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([block])?;
        while let Some(row) = rows.next()? {
            if !visit(row.get(0)?, row.get(1)?) {
                break;
            }
        }
        Ok(())
    }
}

impl Writer<'_> {
    /// Takes a port out of where it waits, so that a claim can have it.
    pub(crate) fn take_port(&self, port: u16) -> Stored<()> {
        // Nearly always the next one of a run, which only grows shorter.
        let next = "UPDATE fresh SET first = ?1 + 1 WHERE first = ?1 AND last > ?1 AND last = \
            (SELECT last FROM fresh WHERE last >= ?1 ORDER BY last LIMIT 1)";
        if self.change(next, [port])? == 1
            || self.change("DELETE FROM idle WHERE port = ?1", [port])? == 1
        {
            return Ok(());
        }
        let sql = "SELECT first, last FROM fresh WHERE last >= ?1 ORDER BY last LIMIT 1";
        let run =
            self.one(sql, [port], |row| Ok((row.get::<_, u16>(0)?, row.get::<_, u16>(1)?)))?;
        let Some((first, last)) = run.filter(|(first, _)| *first <= port) else { return Ok(()) };
        if port == last {
            self.change("DELETE FROM fresh WHERE last = ?1", [last])?;
        } else {
            self.change("UPDATE fresh SET first = ?2 WHERE last = ?1", [last, port + 1])?;
        }
        if first < port {
            self.change("INSERT INTO fresh (first, last) VALUES (?1, ?2)", [first, port - 1])?;
        }
        Ok(())
    }

    /// Lays a port aside that a claim has given back.
    pub(crate) fn rest_port(&self, port: u16, now_ms: i64) -> Stored<()> {
        self.change(
            "INSERT OR REPLACE INTO idle (port, since_ms) VALUES (?1, ?2)",
            params![port, now_ms],
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_range_is_whole_blocks() {
        assert_ne!(block_of(3099), block_of(3100));
        assert_eq!(block_of(9999) - block_of(3100), 5);
        assert_ne!(block_of(9999), block_of(10000));
        assert_eq!((block_of(1), block_of(u16::MAX)), (0, 57));
    }
}

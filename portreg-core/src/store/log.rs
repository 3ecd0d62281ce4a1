//! The log beside the file, and who shortens it.
//!
//! SQLite moves the log into the file when a commit finds 1000 pages in it, and the next write
//! begins it anew. Both need somebody who has the file open all the time: whoever opens a file that
//! nobody has open reads the whole log (2 us a page) and no longer knows what of it was moved. Among
//! short programs that are alone it would grow with each of them, and each would move all of it again.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::{busy, open, steps};

/// The length in bytes from which a log is shortened: 128 pages, each with a header of 24 bytes. That
/// is about every thirtieth claim of programs that claim once, because it costs up to three fsyncs.
const LONG: u64 = 128 * (4096 + 24);

/// Moves a long log into the file and cuts it to nothing; after the first write of a connection,
/// which may be its only one.
///
/// It waits for nobody: where others read or write, one of them or the next program shortens it.
/// Nor does it fail: what was written is written.
pub(super) fn shorten(connection: &mut Connection, path: &Path) {
    let length = std::fs::metadata(open::beside(path, "-wal")).map_or(0, |log| log.len());
    if length <= LONG || connection.busy_timeout(Duration::ZERO).is_err() {
        return;
    }
    // The first does the work beside other writers, the second keeps them out for microseconds.
    for kind in ["PASSIVE", "TRUNCATE"] {
        steps::step();
        let sql = format!("PRAGMA wal_checkpoint({kind})");
        if let Err(error) = connection.query_row(&sql, [], |_| Ok(())) {
            tracing::debug!(?error, "the log stays long");
        }
    }
    if let Err(error) = connection.busy_handler(Some(busy::wait)) {
        tracing::warn!(?error, "a busy file will not be waited for");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{NewEvent, Store};

    /// Each short program once read the whole log, forgot what of it had been moved, and left it longer.
    #[test]
    fn programs_that_claim_once_and_are_alone_leave_a_short_log() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registry.db");
        for at_ms in 0..200 {
            let store = Store::open(&path).unwrap();
            let event = NewEvent { at_ms, action: "claim", actor: "test", ..NewEvent::default() };
            store.write(|writer| writer.record(&event, 1000)).unwrap();
            let log = open::beside(&path, "-wal").metadata().unwrap();
            assert!(log.len() <= LONG + 4 * 4120, "{} bytes after {at_ms}", log.len());
        }
    }

    #[test]
    fn a_reader_is_not_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registry.db");
        drop(Store::open(&path).unwrap());
        let reader = Connection::open(&path).unwrap();
        reader.execute_batch("BEGIN; SELECT count(*) FROM event").unwrap();
        let mut writer = Connection::open(&path).unwrap();
        writer.busy_handler(Some(busy::wait)).unwrap();
        for _ in 0..LONG / 4096 {
            writer.execute("INSERT INTO pool VALUES (randomblob(9), 1, 1)", []).unwrap();
        }
        let start = std::time::Instant::now();
        shorten(&mut writer, &path);
        assert!(start.elapsed() < Duration::from_secs(2));
        assert!(open::beside(&path, "-wal").metadata().unwrap().len() > LONG);
        reader.execute_batch("COMMIT").unwrap();
        shorten(&mut writer, &path);
        assert_eq!(open::beside(&path, "-wal").metadata().unwrap().len(), 0);
    }
}

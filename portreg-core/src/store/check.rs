//! What must hold of every registry, whatever happened to its writers.

use super::fault::Stored;
use super::{Reader, Store, Writer};
use crate::error::Result;

/// Each statement finds what breaks one invariant; the sentence says which.
const INVARIANTS: [(&str, &str); 6] = [
    (
        "a port is claimed and idle at once",
        "SELECT port FROM service WHERE port IN (SELECT port FROM idle)",
    ),
    (
        "a claimed port counts as never had",
        "SELECT port FROM service JOIN fresh ON port BETWEEN first AND last",
    ),
    (
        "an idle port counts as never had",
        "SELECT port FROM idle JOIN fresh ON port BETWEEN first AND last",
    ),
    (
        "runs of ports that nobody has had overlap",
        "SELECT a.first FROM fresh a JOIN fresh b ON a.last < b.last AND b.first <= a.last",
    ),
    (
        "a generation is newer than the newest event",
        "SELECT generation FROM service WHERE generation > (SELECT coalesce(max(id), 0) FROM event)",
    ),
    (
        "a claim without owner never ends and is not persistent",
        "SELECT port FROM service WHERE owner_pid IS NULL AND persistent = 0 AND expires_at_ms IS NULL",
    ),
];

impl Store {
    /// Everything that is wrong with the file; nothing is as it should be.
    pub(crate) fn check(&self) -> Result<Vec<String>> {
        self.snapshot(|reader| {
            let mut wrong =
                reader.all("PRAGMA integrity_check", [], |row| row.get::<_, String>(0))?;
            wrong.retain(|line| line != "ok");
            for (sentence, sql) in INVARIANTS {
                if let Some(port) = reader.one(sql, [], |row| row.get::<_, i64>(0))? {
                    wrong.push(format!("{sentence} ({port})"));
                }
            }
            match reader.lost_ports()? {
                0 => {}
                lost @ 1.. => wrong.push(format!("{lost} ports are in no list")),
                lost => wrong.push(format!("{} ports are in two lists", -lost)),
            }
            Ok(wrong)
        })
    }

    /// How many ports are in no list; less than none where some are in two.
    pub(crate) fn lost_ports(&self) -> Result<i64> {
        self.snapshot(|reader| reader.lost_ports())
    }

    /// Gives free pages back to the system and empties the log. Others may go on meanwhile.
    pub(crate) fn optimise(&self) -> Result<()> {
        self.read(|reader| {
            reader.connection.execute_batch("PRAGMA optimize")?;
            Ok(())
        })?;
        let free: i64 = self.read(|reader| {
            Ok(reader.one("PRAGMA freelist_count", [], |row| row.get(0))?.unwrap_or(0))
        })?;
        self.read(|reader| {
            // A few free pages are soon used again; only what a burst left behind is worth a rewrite.
            if free > 256 {
                reader.connection.execute_batch("VACUUM")?;
            }
            reader.one("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            Ok(())
        })
    }
}

impl Reader<'_> {
    /// How many ports are neither claimed, idle, nor among those that nobody has had.
    fn lost_ports(&self) -> Stored<i64> {
        let sql = "SELECT 65535 - (SELECT count(port) FROM service) - (SELECT count(*) FROM idle) \
            - (SELECT coalesce(sum(last - first + 1), 0) FROM fresh)";
        Ok(self.one(sql, [], |row| row.get(0))?.unwrap_or(0))
    }
}

impl Writer<'_> {
    /// Puts every port that is in no list among the idle ones.
    pub(crate) fn find_lost_ports(&self, now_ms: i64) -> Stored<usize> {
        let sql = "WITH RECURSIVE n(port) AS (SELECT 1 UNION ALL SELECT port + 1 FROM n WHERE port < 65535) \
            INSERT INTO idle (port, since_ms) SELECT port, ?1 FROM n WHERE port NOT IN (SELECT port FROM idle) \
            AND port NOT IN (SELECT port FROM service WHERE port IS NOT NULL) \
            AND NOT EXISTS (SELECT 1 FROM fresh WHERE port BETWEEN first AND last)";
        self.change(sql, [now_ms])
    }
}

//! What the segments of inferred names stand for, so that two that would become equal differ.

use super::fault::Stored;
use super::{Reader, Writer};

impl Reader<'_> {
    /// The segment that stands for a source within a scope.
    pub(crate) fn segment_of(&self, scope: &str, source: &str) -> Stored<Option<String>> {
        let sql = "SELECT segment FROM origin WHERE scope = ?1 AND source = ?2";
        self.one(sql, [scope, source], |row| row.get(0))
    }

    /// The source that a segment stands for within a scope.
    pub(crate) fn source_of(&self, scope: &str, segment: &str) -> Stored<Option<String>> {
        let sql = "SELECT source FROM origin WHERE scope = ?1 AND segment = ?2";
        self.one(sql, [scope, segment], |row| row.get(0))
    }
}

impl Writer<'_> {
    /// Lets a segment stand for a source.
    pub(crate) fn set_origin(&self, scope: &str, source: &str, segment: &str) -> Stored<()> {
        let sql = "INSERT OR REPLACE INTO origin (scope, source, segment) VALUES (?1, ?2, ?3)";
        self.change(sql, [scope, source, segment])?;
        Ok(())
    }

    /// Forgets what a segment stood for.
    pub(crate) fn remove_origin(&self, scope: &str, segment: &str) -> Stored<()> {
        self.change("DELETE FROM origin WHERE scope = ?1 AND segment = ?2", [scope, segment])?;
        Ok(())
    }
}

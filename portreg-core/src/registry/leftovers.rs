//! What killed runs have left: found by the mark that it carries, listed, and ended.

use std::time::Duration;

use super::Registry;
use crate::claims::Leftovers;
use crate::error::Result;
use crate::model::{Holder, Identity};
use crate::supervise;

/// How long what was left may take to end before it is killed.
const GRACE: Duration = Duration::from_secs(5);

impl Registry {
    /// What still runs of what was started for these names, or for all, by processes that are gone.
    pub(super) fn leftovers(&self, names: Option<&[Identity]>) -> Result<Vec<Leftovers>> {
        let abandoned = self.claims().abandoned(names)?;
        let mut found = supervise::left_with(abandoned.iter().map(|(_, mark)| mark.as_str()));
        let left = abandoned.into_iter().filter_map(|(identity, mark)| {
            let processes: Vec<Holder> = found.remove(&mark)?;
            Some(Leftovers { identity, mark, processes })
        });
        Ok(left.collect())
    }

    /// Ends that, writes it down, and says what ended.
    pub(super) fn end_all_leftovers(&self, names: Option<&[Identity]>) -> Result<Vec<Leftovers>> {
        let mut left = self.leftovers(names)?;
        for one in &mut left {
            let ended = supervise::end_marked(&one.mark, GRACE);
            // One that has just started another is told by what was ended, not by what was seen.
            one.processes.retain(|seen| ended.iter().any(|ended| ended.pid == seen.pid));
            let more =
                ended.iter().filter(|ended| one.processes.iter().all(|seen| seen.pid != ended.pid));
            let more = more.map(|ended| Holder {
                pid: ended.pid,
                name: ended.name.clone(),
                started_at_ms: None,
                label: None,
            });
            one.processes.extend(more.collect::<Vec<_>>());
        }
        left.retain(|one| !one.processes.is_empty());
        if !left.is_empty() {
            self.claims().note_ended(&left)?;
        }
        Ok(left)
    }
}

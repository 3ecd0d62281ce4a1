//! Ending what has ended: dead, expired and orphaned claims. Never what listens, never persistent.

use std::path::Path;

use super::Claims;
use super::asker::Asker;
use super::standing::{Standing, is_over, judge, owner_lives};
use crate::config::{Retention, is_worktree_gone};
use crate::error::Result;
use crate::model::{Holder, Identity, OwnerOption, Pattern, PortRange, Released, Span};
use crate::store::{ClaimRow, Keeping, ServiceRow};
use crate::time::{HOUR_MS, as_ms};

/// How long a cursor is remembered that nobody uses.
const CURSORS_MS: i64 = 180 * 24 * HOUR_MS;

/// What is kept of messages.
pub(crate) fn keeping(retention: &Retention, now_ms: i64) -> Keeping {
    Keeping {
        since_ms: now_ms.saturating_sub(as_ms(retention.messages)),
        count: i64::try_from(retention.channel).unwrap_or(i64::MAX),
    }
}

/// Where there is no room for one more claim.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Full {
    /// No port is left in these ranges.
    Ranges(Vec<PortRange>),
    /// The project has as many ports as it may have.
    Project { project: String, limit: u32, claimed: u32 },
}

/// The processes that a killed run of a name has left.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Leftovers {
    pub(crate) identity: Identity,
    pub(crate) mark: String,
    pub(crate) processes: Vec<Holder>,
}

impl Leftovers {
    fn alone(&self) -> Released {
        Released {
            identity: self.identity.clone(),
            port: None,
            reason: "leftovers".to_owned(),
            ended: self.processes.clone(),
        }
    }
}

impl Claims<'_> {
    /// Ends what has ended, forgets what is too old, and gives pages back. `left` is what was left
    /// of killed runs: ended by now or, in a dry run, about to be.
    pub(crate) fn cleanup(&self, dry_run: bool, left: &[Leftovers]) -> Result<Vec<Released>> {
        let asker = self.asker(OwnerOption::Caller)?;
        let rows = self.store.snapshot(|reader| reader.services_in(&[Span::All]))?;
        let gone: Vec<(&ServiceRow, &str)> = rows
            .iter()
            .filter_map(|row| Some((row, self.reason_to_end(&row.claim, asker, left)?)))
            .collect();
        let of = |name: &Identity| left.iter().find(|left| left.identity == *name);
        let listed = |row: &ServiceRow, reason: &str| Released {
            identity: row.claim.identity.clone(),
            port: row.claim.port,
            reason: reason.to_owned(),
            ended: of(&row.claim.identity).map(|left| left.processes.clone()).unwrap_or_default(),
        };
        // Where the claim stays, persistent or in other hands, no port becomes free.
        let stays = |all: &[Released]| -> Vec<Released> {
            let stays =
                left.iter().filter(|left| all.iter().all(|one| one.identity != left.identity));
            stays.map(Leftovers::alone).collect()
        };
        if dry_run {
            let mut all = Vec::from_iter(gone.iter().map(|(row, reason)| listed(row, reason)));
            all.extend(stays(&all));
            return Ok(all);
        }
        let retention = self.config(None)?.retention;
        let call = self.call(retention.history.count);
        let oldest = call.at_ms - as_ms(retention.memory.age);
        let ended = self.store.write(|writer| {
            let mut ended = Vec::new();
            for (row, reason) in &gone {
                if self.end(writer, &row.claim.identity, row.claim.generation, reason, &call)? {
                    ended.push(listed(row, reason));
                }
            }
            writer
                .prune_events(call.at_ms - as_ms(retention.history.age), retention.history.count)?;
            writer.prune_memory(retention.memory.count, oldest)?;
            writer.prune_cursors(call.at_ms - CURSORS_MS)?;
            ended.extend(stays(&ended));
            Ok(ended)
        })?;
        let keep = keeping(&retention, call.at_ms);
        while self.store.write(|writer| writer.prune_messages(keep, call.at_ms))? {}
        self.store.optimise()?;
        Ok(ended)
    }

    /// Why a claim may be ended; none where it may not.
    fn reason_to_end(
        &self,
        row: &ClaimRow,
        asker: Asker,
        left: &[Leftovers],
    ) -> Option<&'static str> {
        if row.persistent {
            return None;
        }
        let now = self.system.now_ms();
        match judge(self.system, row, &asker.key).standing {
            Standing::Ended(None)
                if is_over(row, now)
                    && (row.owner.is_none() || owner_lives(self.system, row, now)) =>
            {
                Some("expired")
            }
            Standing::Ended(None) => Some("owner_gone"),
            Standing::Unowned(None) if worktree_gone(row) => Some("worktree_gone"),
            _ if self.is_held_by_leftovers(row, left) => Some("owner_gone"),
            _ => None,
        }
    }

    /// Whether only what is about to be ended listens for a claim whose owner is dead.
    fn is_held_by_leftovers(&self, row: &ClaimRow, left: &[Leftovers]) -> bool {
        let (Some(owner), Some(port)) = (&row.owner, row.port) else { return false };
        let Some(left) = left.iter().find(|left| left.identity == row.identity) else {
            return false;
        };
        let leaves = |pid| left.processes.iter().any(|process| process.pid == pid);
        self.is_dead(&owner.key)
            && self.system.listening_on(port).iter().all(|one| one.pid.is_some_and(leaves))
    }

    /// Ends what has ended where there is no room, so that a claim can look again; not the claims
    /// of the names that want in.
    pub(super) fn make_room(&self, full: &Full, asker: Asker, names: &[Identity]) -> Result<()> {
        let rows = self.store.snapshot(|reader| {
            let mut rows = Vec::new();
            match full {
                Full::Ranges(ranges) => {
                    for range in ranges {
                        rows.extend(reader.claims_between(range.first, range.last)?);
                    }
                }
                Full::Project { project, .. } => {
                    let services = reader.services_in(&project.parse::<Pattern>()?.spans(true))?;
                    rows.extend(services.into_iter().map(|row| row.claim));
                }
            }
            Ok(rows)
        })?;
        let ended = |row: &ClaimRow| {
            !names.contains(&row.identity)
                && judge(self.system, row, &asker.key).standing == Standing::Ended(None)
        };
        let gone: Vec<ClaimRow> = rows.into_iter().filter(ended).collect();
        if gone.is_empty() {
            return Ok(());
        }
        let call = self.new_call()?;
        self.store.write(|writer| {
            for row in &gone {
                self.end(writer, &row.identity, row.generation, "superseded", &call)?;
            }
            Ok(())
        })
    }
}

fn worktree_gone(row: &ClaimRow) -> bool {
    let repository = row.repository.as_deref().map(Path::new);
    row.worktree.as_deref().is_some_and(|root| is_worktree_gone(Path::new(root), repository))
}

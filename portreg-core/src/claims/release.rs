//! Giving up claims: only for whom they belong to.

use std::path::Path;

use super::Claims;
use super::asker::{Asker, Call};
use super::options::absolute;
use super::standing::{descends, judge};
use super::transition::expiry;
use crate::config::USUAL_HISTORY;
use crate::error::{Error, Result};
use crate::model::{
    Claim, Identity, Outcome, OwnerOption, Pattern, ReleaseOptions, Released, Sought,
};
use crate::store::{ServiceRow, Stored, Writer};
use crate::time::as_ms;

impl Claims<'_> {
    /// Makes a claim last longer; refused where it has passed on.
    pub(crate) fn renew(&self, claim: &Claim) -> Result<Claim> {
        let row = self.current(claim)?;
        let config = self.config(None)?;
        let now = self.system.now_ms();
        let expires_at_ms = expiry(&row.claim, now, as_ms(config.default_expires));
        if !self.store.write(|writer| writer.touch(&row.claim, now, expires_at_ms))? {
            return Err(self.superseded(claim)?);
        }
        Ok(Claim {
            outcome: Outcome::Renewed,
            expires_at_ms,
            moved_from: None,
            reason: None,
            holder: None,
            ..claim.clone()
        })
    }

    /// Gives up a claim; refused where it has passed on.
    pub(crate) fn release_claim(&self, claim: &Claim) -> Result<Released> {
        let row = self.current(claim)?;
        let call = self.new_call()?;
        let released = self.store.write(|writer| {
            let done =
                self.end(writer, &row.claim.identity, row.claim.generation, "released", &call)?;
            Ok(done.then(|| Released {
                identity: row.claim.identity.clone(),
                port: row.claim.port,
                reason: "released".into(),
                ended: Vec::new(),
            }))
        })?;
        match released {
            Some(released) => Ok(released),
            None => Err(self.superseded(claim)?),
        }
    }

    fn current(&self, claim: &Claim) -> Result<ServiceRow> {
        let row = self.store.read(|reader| reader.service(claim.identity.as_str()))?;
        match row.filter(|row| row.claim.generation == claim.generation) {
            Some(row) => Ok(row),
            None => Err(self.superseded(claim)?),
        }
    }

    fn superseded(&self, claim: &Claim) -> Result<Error> {
        let row = self.store.read(|reader| reader.claim(claim.identity.as_str()))?;
        let found = row.map_or(0, |row| row.generation);
        Ok(Error::Superseded {
            identity: claim.identity.clone(),
            expected: claim.generation,
            found,
        })
    }

    /// Gives up one name.
    pub(crate) fn release(&self, target: &str, force: bool) -> Result<Released> {
        let identity = self.identity_of(target)?;
        let row = self.service_row(&identity)?;
        self.free(vec![row], force, false)?.pop().ok_or_else(|| self.not_found(&identity))
    }

    /// Gives up many names: all of them, or none where one is held by others.
    pub(crate) fn release_matching(
        &self,
        pattern: Option<&str>,
        options: &ReleaseOptions,
    ) -> Result<Vec<Released>> {
        let worktree = options.worktree.as_deref().map(absolute).transpose()?;
        let mut rows = match pattern {
            None => self.store.snapshot(|reader| reader.services_in(&[crate::model::Span::All]))?,
            Some(target) if target.starts_with(':') => {
                vec![self.service_row(&self.identity_of(target)?)?]
            }
            Some(text) => {
                let pattern: Pattern = text.parse()?;
                if pattern.is_everything() {
                    let message = "* alone ends nothing; --all means every service".to_owned();
                    return Err(Error::InvalidPattern { input: text.to_owned(), message });
                }
                let mut rows = self
                    .store
                    .snapshot(|reader| reader.services_in(&pattern.spans(options.under)))?;
                rows.retain(|row| match options.under {
                    true => pattern.covers(&row.claim.identity),
                    false => pattern.matches(&row.claim.identity),
                });
                rows
            }
        };
        if let Some(worktree) = &worktree {
            rows.retain(|row| {
                row.claim.dir.as_deref().is_some_and(|dir| Path::new(dir).starts_with(worktree))
            });
        }
        if rows.is_empty() {
            // A number gets its hint in any case.
            let plain =
                |text: &&str| (!options.under && worktree.is_none()) || text.parse::<u16>().is_ok();
            if let Some(Ok(identity)) = pattern.filter(plain).map(str::parse::<Identity>) {
                return Err(self.not_found(&identity));
            }
            let there = worktree.map(|tree| format!(" in {tree}")).unwrap_or_default();
            let what = match pattern {
                Some(text) if options.under => format!("no service is {text} or under it{there}"),
                Some(text) => format!("no service matches {text}{there}"),
                None => format!("there is no service{there}"),
            };
            let sought = Sought::Services(pattern.map(str::to_owned));
            return Err(Error::NotFound { what, sought });
        }
        self.free(rows, options.force, options.dry_run)
    }

    fn free(&self, rows: Vec<ServiceRow>, force: bool, dry_run: bool) -> Result<Vec<Released>> {
        let asker = self.asker(OwnerOption::Caller)?;
        let forced = self.check_owners(&rows, asker, force)?;
        let released = |row: &ServiceRow| Released {
            identity: row.claim.identity.clone(),
            port: row.claim.port,
            reason: "released".into(),
            ended: Vec::new(),
        };
        if dry_run {
            return Ok(rows.iter().map(released).collect());
        }
        let call = self.new_call()?;
        self.store.write(|writer| {
            let mut all = Vec::new();
            for row in &rows {
                let reason = if forced.contains(&row.claim.identity) {
                    "released by force"
                } else {
                    "released"
                };
                // Whoever claimed it anew in between keeps it.
                if self.end(writer, &row.claim.identity, row.claim.generation, reason, &call)? {
                    all.push(released(row));
                }
            }
            Ok(all)
        })
    }

    /// Refuses what others hold; gives the names that are taken from others by force.
    pub(super) fn check_owners(
        &self,
        rows: &[ServiceRow],
        asker: Asker,
        force: bool,
    ) -> Result<Vec<Identity>> {
        let mut forced = Vec::new();
        for row in rows {
            let judgement = judge(self.system, &row.claim, &asker.key);
            let super::standing::Standing::Other(holder) = judgement.standing else { continue };
            // What descends from the asker is the asker's.
            let descends =
                judgement.held_by.is_some_and(|key| descends(self.system, &key, &asker.key));
            if force {
                forced.push(row.claim.identity.clone());
            } else if !descends {
                return Err(Error::NotOwner {
                    identity: row.claim.identity.clone(),
                    for_ms: holder.started_at_ms.map(|since| self.system.now_ms() - since),
                    holder: Box::new(holder),
                });
            }
        }
        Ok(forced)
    }

    /// Ends a claim inside a transaction: the port rests, the name is remembered. False where the
    /// claim has passed on.
    pub(super) fn end(
        &self,
        writer: &Writer<'_>,
        identity: &Identity,
        generation: i64,
        reason: &str,
        call: &Call,
    ) -> Stored<bool> {
        let Some((port, anonymous)) = writer.take_out(identity.as_str(), generation)? else {
            return Ok(false);
        };
        if let Some(port) = port {
            writer.rest_port(port, call.at_ms)?;
            if !anonymous {
                writer.remember(identity.as_str(), port, call.at_ms)?;
            }
        }
        writer.end_endpoints(identity.as_str())?;
        let action = if reason.starts_with("released") { "release" } else { "cleanup" };
        let mut event = call.event(action);
        event.identity = Some(identity);
        event.port = port;
        event.details = (reason != "released").then(|| serde_json::json!({ "reason": reason }));
        writer.record(&event, call.keep)?;
        Ok(true)
    }

    pub(crate) fn service_row(&self, identity: &Identity) -> Result<ServiceRow> {
        self.store
            .read(|reader| reader.service(identity.as_str()))?
            .ok_or_else(|| self.not_found(identity))
    }

    pub(super) fn new_call(&self) -> Result<Call> {
        let keep = match self.askers.known_retention() {
            Some(keep) => keep,
            // A configuration that is wrong is no reason to keep a port: the history keeps the usual.
            None => {
                self.config(None).map_or(USUAL_HISTORY, |config| config.retention.history.count)
            }
        };
        Ok(self.call(keep))
    }
}

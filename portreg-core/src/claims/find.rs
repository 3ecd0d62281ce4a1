//! Services as they stand now: rows of the registry beside what the machine shows.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::Claims;
use super::claim::url;
use super::options::absolute;
use super::standing::{listeners, owner_lives};
use super::transition::launch;
use crate::error::Result;
use crate::machine::process::Liveness;
use crate::model::{FindOptions, Pattern, Service, Span, Status};
use crate::store::{ServiceRow, Stored};

impl Claims<'_> {
    /// The service of a name or a port.
    pub(crate) fn get(&self, target: &str) -> Result<Service> {
        let identity = self.identity_of(target)?;
        let row = self.service_row(&identity)?;
        let set = self.store.read(|reader| reader.endpoints_of(identity.as_str()))?;
        let listened = row.claim.port.map(|port| !self.system.listening_on(port).is_empty());
        Ok(self.seen(row, set, listened.unwrap_or(false)))
    }

    /// The services that fit, in order of names.
    pub(crate) fn find(&self, options: &FindOptions) -> Result<Vec<Service>> {
        let pattern = options
            .pattern
            .as_deref()
            .filter(|text| !text.starts_with(':'))
            .map(str::parse::<Pattern>)
            .transpose()?;
        let port = match options.pattern.as_deref().and_then(|text| text.strip_prefix(':')) {
            Some(port) => Some(crate::model::parse_port(port, "port")?),
            None => options.port,
        };
        let pool = match &options.pool {
            Some(pool) => Some(self.pool_ranges(pool, &*self.config(None)?)?),
            None => None,
        };
        let worktree = options.worktree.as_deref().map(absolute).transpose()?;
        let rows = self.store.snapshot(|reader| -> Stored<_> {
            let mut rows = match (port, &pattern) {
                (Some(port), _) => match reader.claim_on(port)? {
                    Some(row) => {
                        reader.services_in(&[Span::One(row.identity.as_str().to_owned())])?
                    }
                    None => Vec::new(),
                },
                (None, Some(pattern)) => reader.services_in(&pattern.spans(true))?,
                (None, None) => reader.services_in(&[Span::All])?,
            };
            rows.retain(|row| {
                pattern.as_ref().is_none_or(|pattern| pattern.covers(&row.claim.identity))
                    && pool.as_ref().is_none_or(|pool| {
                        row.claim
                            .port
                            .is_some_and(|port| pool.iter().any(|range| range.contains(port)))
                    })
                    && worktree.as_ref().is_none_or(|tree| {
                        row.claim.dir.as_deref().is_some_and(|dir| Path::new(dir).starts_with(tree))
                    })
            });
            if options.status.is_none() {
                rows.truncate(options.limit.unwrap_or(usize::MAX));
            }
            rows.into_iter()
                .map(|row| Ok((reader.endpoints_of(row.claim.identity.as_str())?, row)))
                .collect::<Stored<Vec<_>>>()
        })?;
        let listened = if rows.is_empty() { HashSet::new() } else { self.system.listened_ports() };
        let mut services: Vec<Service> = rows
            .into_iter()
            .map(|(set, row)| {
                let listened = row.claim.port.is_some_and(|port| listened.contains(&port));
                self.seen(row, set, listened)
            })
            .filter(|service| options.status.is_none_or(|status| service.status == status))
            .collect();
        services.truncate(options.limit.unwrap_or(usize::MAX));
        Ok(services)
    }

    /// A row as a service, with what the machine shows of it.
    pub(super) fn seen(
        &self,
        row: ServiceRow,
        set: Vec<(String, String)>,
        listened: bool,
    ) -> Service {
        let now = self.system.now_ms();
        let alive = owner_lives(self.system, &row.claim, now);
        let child = row.claim.child.filter(|child| self.system.liveness(child) == Liveness::Alive);
        let listener = match (child, listened) {
            (None, true) => listeners(self.system, &row.claim, alive).0,
            _ => None,
        };
        let pid = child.map(|child| child.pid).or(listener);
        let status = match (pid, row.phase.as_deref()) {
            (Some(_), _) => Status::Running,
            (None, Some("crashed")) => Status::Crashed,
            (None, Some(_)) => Status::Stopped,
            (None, None) if row.claim.owner.is_some() && !alive => Status::Stopped,
            (None, None) => Status::Assigned,
        };
        let started_at_ms = match (child, listener) {
            (Some(_), _) => row.started_at_ms,
            (None, Some(pid)) => self.system.holder(pid).started_at_ms,
            (None, None) => row.started_at_ms,
        };
        // What is persistent outlives its owner and stays, without one.
        let owner = row.claim.owner.filter(|_| alive || !row.claim.persistent);
        let launch = launch(row.launch.as_deref());
        let mut endpoints: BTreeMap<String, String> = set.into_iter().collect();
        if let Some(port) = row.claim.port {
            endpoints.insert("local".to_owned(), url(row.claim.host.as_deref(), port));
        }
        let metadata: Map<String, Value> = row
            .metadata
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        Service {
            identity: row.claim.identity,
            port: row.claim.port,
            status,
            description: row.description,
            pid,
            started_at_ms,
            ended_at_ms: row.ended_at_ms,
            exit_code: row.exit_code,
            cmd: launch.cmd,
            dir: row.claim.dir.map(PathBuf::from),
            owner: owner.map(|owner| owner.holder()),
            pair: row.pair,
            needs: launch.needs.unwrap_or_default(),
            pool: row.pool,
            persistent: row.claim.persistent,
            enabled: row.enabled,
            restart: launch.restart.unwrap_or_default(),
            restarts: row.restarts,
            ready: launch.ready,
            health: row.health.and_then(|health| health.parse().ok()).unwrap_or_default(),
            checked_at_ms: row.checked_at_ms,
            created_at_ms: row.created_at_ms,
            last_seen_ms: row.claim.last_seen_ms,
            expires_at_ms: row.claim.expires_at_ms,
            generation: row.claim.generation,
            metadata,
            endpoints,
        }
    }
}

//! Services as they stand now: rows of the registry beside what the machine shows.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::Claims;
use super::endpoints::Folders;
use super::options::absolute;
use super::standing::{LEASE_MS, is_leased, own_listener, owner_lives};
use super::supervised::phase;
use super::system::Listening;
use super::transition::{expiry, launch};
use crate::error::Result;
use crate::machine::process::Liveness;
use crate::model::{FindOptions, Identity, Pattern, Service, Span, Status, shown_line};
use crate::store::{ClaimRow, ServiceRow, Stored};
use crate::time::as_ms;

/// How long a service that listens is not noted as seen again, unless its time is shorter.
const SEEN_EVERY_MS: i64 = LEASE_MS / 2;

impl Claims<'_> {
    /// The service of a name or a port.
    pub(crate) fn get(&self, target: &str) -> Result<Service> {
        let identity = self.identity_of(target)?;
        let row = self.service_row(&identity)?;
        let set = self.store.read(|reader| reader.endpoints_of(identity.as_str()))?;
        let listening = row.claim.port.map(|port| self.system.listening_on(port));
        let endpoints = self.endpoints_of(&row, set, &mut Folders::default());
        let (service, sighting) = self.seen(row, endpoints, &listening.unwrap_or_default());
        self.note_seen(sighting.into_iter().collect());
        Ok(service)
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
        let ports: HashSet<u16> = rows.iter().filter_map(|(_, row)| row.claim.port).collect();
        let listening = match ports.is_empty() {
            true => HashMap::new(),
            false => self.system.listening_on_each(&ports),
        };
        let (mut services, sightings) = self.seen_all(rows, &listening);
        self.note_seen(sightings);
        services.retain(|service| options.status.is_none_or(|status| service.status == status));
        services.truncate(options.limit.unwrap_or(usize::MAX));
        Ok(services)
    }

    /// Rows as services, where who listens on their ports was looked up already.
    pub(crate) fn services_of(
        &self,
        rows: Vec<ServiceRow>,
        listening: &HashMap<u16, Vec<Listening>>,
    ) -> Result<Vec<Service>> {
        let mut set: HashMap<Identity, Vec<(String, String)>> = HashMap::new();
        for endpoint in self.store.read(|reader| reader.endpoints(None))? {
            set.entry(endpoint.identity).or_default().push((endpoint.env, endpoint.url));
        }
        let with_set = |row: ServiceRow| (set.remove(&row.claim.identity).unwrap_or_default(), row);
        let (services, sightings) =
            self.seen_all(rows.into_iter().map(with_set).collect(), listening);
        self.note_seen(sightings);
        Ok(services)
    }

    /// Rows with the endpoints that were set, as services; and those whose own listener was seen.
    fn seen_all(
        &self,
        rows: Vec<(Vec<(String, String)>, ServiceRow)>,
        listening: &HashMap<u16, Vec<Listening>>,
    ) -> (Vec<Service>, Vec<ClaimRow>) {
        let mut sightings = Vec::new();
        let mut folders = Folders::default();
        let services = rows
            .into_iter()
            .map(|(set, row)| {
                let endpoints = self.endpoints_of(&row, set, &mut folders);
                let on_it = row.claim.port.and_then(|port| listening.get(&port));
                let (service, sighting) =
                    self.seen(row, endpoints, on_it.map_or(&[], Vec::as_slice));
                sightings.extend(sighting);
                service
            })
            .collect();
        (services, sightings)
    }

    /// Lets the time of claims go on whose own listeners were seen. What cannot be written now will
    /// be at the next look: nobody who only looks shall fail for it.
    fn note_seen(&self, mut sightings: Vec<ClaimRow>) {
        let now = self.system.now_ms();
        sightings.retain(|row| is_stale(row, now) && !is_leased(self.system, row));
        if sightings.is_empty() {
            return;
        }
        let noted = self.store.write(|writer| {
            for row in &sightings {
                writer.touch(row, now, self.goes_on(row, now))?;
            }
            Ok(())
        });
        if let Err(error) = noted {
            tracing::debug!(%error, "the services that were seen cannot be noted");
        }
    }

    /// When a claim ends whose own listener is seen now: being seen is to a claim without owner what
    /// renewing is to others.
    fn goes_on(&self, row: &ClaimRow, now: i64) -> Option<i64> {
        let config = self.config(None).ok().filter(|_| row.owner.is_none());
        match config {
            Some(config) => expiry(row, now, as_ms(config.default_expires)),
            None => row.expires_at_ms,
        }
    }

    /// A row as a service, with what the machine shows of it; and the row again where its own listener
    /// was seen.
    fn seen(
        &self,
        row: ServiceRow,
        endpoints: BTreeMap<String, String>,
        listening: &[Listening],
    ) -> (Service, Option<ClaimRow>) {
        let now = self.system.now_ms();
        let alive = owner_lives(self.system, &row.claim, now);
        let child = row.claim.child.filter(|child| self.system.liveness(child) == Liveness::Alive);
        let listener = own_listener(self.system, &row.claim, listening, alive);
        let sighting = listener.map(|_| row.claim.clone());
        let pid = child.map(|child| child.pid).or(listener);
        let adopted = row.claim.adopted && !listening.is_empty();
        let status = match (pid, row.phase.as_deref()) {
            _ if adopted => Status::Running,
            (Some(_), _) => Status::Running,
            (None, Some(phase::STARTING | phase::ENDING)) if alive => Status::Running,
            (None, Some(phase::WAITING)) if alive => Status::Assigned,
            (None, Some(phase::CRASHED)) => Status::Crashed,
            (None, Some(_)) => Status::Stopped,
            (None, None) if row.claim.owner.is_some() && !alive => Status::Stopped,
            (None, None) => Status::Assigned,
        };
        let started_at_ms = match (child, listener) {
            (Some(_), _) => row.started_at_ms,
            (None, Some(pid)) => self.system.holder(pid).started_at_ms,
            (None, None) => row.started_at_ms,
        };
        let health = row.health.filter(|_| status == Status::Running);
        // What is persistent outlives its owner and stays, without one.
        let owner = row.claim.owner.filter(|_| alive || !row.claim.persistent);
        let launch = launch(row.launch.as_deref());
        let metadata: Map<String, Value> = row
            .metadata
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let service = Service {
            identity: row.claim.identity,
            port: row.claim.port,
            status,
            description: row.description,
            pid,
            started_at_ms,
            ended_at_ms: row.ended_at_ms,
            exit_code: row.exit_code,
            cmd: launch.cmd.as_deref().map(shown_line),
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
            health: health.and_then(|health| health.parse().ok()).unwrap_or_default(),
            checked_at_ms: row.checked_at_ms,
            created_at_ms: row.created_at_ms,
            last_seen_ms: if sighting.is_some() { now } else { row.claim.last_seen_ms },
            expires_at_ms: match &sighting {
                Some(row) => self.goes_on(row, now),
                None => row.claim.expires_at_ms,
            },
            generation: row.claim.generation,
            metadata,
            endpoints,
        };
        (service, sighting)
    }
}

/// Whether it is time to note that a service was seen: not with every look.
fn is_stale(row: &ClaimRow, now: i64) -> bool {
    let since = now - row.last_seen_ms;
    since > row.ttl_ms.map_or(SEEN_EVERY_MS, |ttl| (ttl / 8).min(SEEN_EVERY_MS))
}

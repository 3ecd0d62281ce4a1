//! What a row becomes: an option that is not given keeps its value.

use serde_json::Value;

use crate::config::{Config, Placeholder, Quoting, ServiceConfig, substitute};
use crate::error::{Error, Result};
use crate::model::{ClaimOptions, Identity, Launch};
use crate::store::{ClaimRow, Owner, ServiceRow};
use crate::time::as_ms;

/// How long a claim without owner lasts where nothing else is said is the configuration's matter.
pub(super) struct Terms<'a> {
    pub(super) now_ms: i64,
    pub(super) default_ttl_ms: i64,
    pub(super) dir: &'a str,
    pub(super) config: &'a Config,
    pub(super) service: Option<&'a ServiceConfig>,
    pub(super) options: &'a ClaimOptions,
}

impl Terms<'_> {
    /// A row for a name that had none.
    pub(super) fn first(&self, identity: &Identity) -> ServiceRow {
        ServiceRow {
            claim: ClaimRow {
                identity: identity.clone(),
                port: None,
                asked: None,
                generation: 0,
                owner: None,
                expires_at_ms: None,
                ttl_ms: None,
                last_seen_ms: self.now_ms,
                persistent: false,
                host: None,
                dir: Some(self.dir.to_owned()),
                mark: None,
                child: None,
                anonymous: identity.project() == super::many::ANONYMOUS,
                worktree: None,
                repository: None,
                adopted: false,
            },
            created_at_ms: self.now_ms,
            pool: None,
            range: None,
            strategy: None,
            pair: None,
            description: None,
            metadata: None,
            launch: None,
            enabled: true,
            phase: None,
            started_at_ms: None,
            ended_at_ms: None,
            exit_code: None,
            restarts: 0,
            health: None,
            checked_at_ms: None,
            tunnel: None,
        }
    }

    /// The row with what the options and the configuration say.
    pub(super) fn apply(&self, mut row: ServiceRow, asked: Option<u16>) -> Result<ServiceRow> {
        let Self { options, service, .. } = *self;
        let text = |value: &Value| value.to_string();
        row.claim.asked = asked.or(row.claim.asked);
        row.claim.ttl_ms = options
            .expires_in
            .or(service.and_then(|service| service.expires).filter(|_| row.claim.ttl_ms.is_none()))
            .map(as_ms)
            .or(row.claim.ttl_ms);
        let configured = service.and_then(|service| service.persistent);
        row.claim.persistent = options.persistent.or(configured).unwrap_or(row.claim.persistent);
        let host = service.and_then(|service| service.host.as_deref());
        row.claim.host = host.map(|host| host_of(host, &row.claim.identity)).or(row.claim.host);
        let text_of = |path: &std::path::Path| path.to_string_lossy().into_owned();
        if options.dir.is_some() || row.claim.worktree.is_none() {
            row.claim.dir = Some(self.dir.to_owned());
            row.claim.worktree = Some(text_of(&self.config.root));
            row.claim.repository = self.config.common_dir.as_deref().map(text_of);
        }
        if let Some(range) = options.range {
            (row.range, row.pool) = (Some(range.to_string()), None);
        }
        if let Some(pool) = &options.pool {
            (row.pool, row.range) = (Some(pool.clone()), None);
        }
        row.strategy = options.strategy.map(|strategy| strategy.to_string()).or(row.strategy);
        row.pair = options.pair.clone().or(row.pair);
        row.description = options.description.clone().or(row.description);
        row.metadata =
            options.metadata.clone().map(|map| text(&Value::Object(map))).or(row.metadata);
        if let Some(service) = service {
            row.pair = row.pair.or_else(|| service.pair.clone());
            row.description = row.description.or_else(|| service.description.clone());
            row.metadata = row
                .metadata
                .or_else(|| service.metadata.clone().map(|map| text(&Value::Object(map))));
            row.enabled = service.is_enabled();
        }
        if !options.launch.is_empty() {
            row.launch = Some(encoded(&launch(row.launch.as_deref()).updated(&options.launch))?);
        }
        row.claim.last_seen_ms = self.now_ms;
        row.claim.expires_at_ms = self.expiry(&row.claim);
        Ok(row)
    }

    /// The row in new hands: what was known of the process before is no longer true.
    pub(super) fn hand_over(&self, mut row: ServiceRow, owner: Option<Owner>) -> ServiceRow {
        row.claim.owner = owner;
        row.claim.child = None;
        row.claim.mark = None;
        row.claim.adopted = false;
        row.phase = None;
        row.tunnel = None;
        (row.started_at_ms, row.ended_at_ms, row.exit_code) = (None, None, None);
        row.claim.expires_at_ms = self.expiry(&row.claim);
        row
    }

    /// When a claim that is renewed now ends.
    pub(super) fn expiry(&self, claim: &ClaimRow) -> Option<i64> {
        expiry(claim, self.now_ms, self.default_ttl_ms)
    }
}

/// When a claim that is renewed at `now_ms` ends: never while persistent; without owner after the
/// default time where none was given.
pub(super) fn expiry(claim: &ClaimRow, now_ms: i64, default_ttl_ms: i64) -> Option<i64> {
    if claim.persistent {
        return None;
    }
    let ttl = claim.ttl_ms.or_else(|| claim.owner.is_none().then_some(default_ttl_ms))?;
    Some(now_ms.saturating_add(ttl))
}

/// The host of a service, with its context in it; a name without context goes without that label.
fn host_of(template: &str, identity: &Identity) -> String {
    let template = match identity.context() {
        Some(_) => template.to_owned(),
        None => template.replace("{context}.", ""),
    };
    let context = |placeholder: &Placeholder<'_>| match placeholder.kind {
        "context" => identity.context().map(str::to_owned),
        _ => None,
    };
    substitute(&template, context, Quoting::None)
}

/// The launch attributes as they are stored.
pub(super) fn launch(stored: Option<&str>) -> Launch {
    stored.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn encoded(launch: &Launch) -> Result<String> {
    serde_json::to_string(launch)
        .map_err(|error| Error::option("launch attributes", error.to_string()))
}

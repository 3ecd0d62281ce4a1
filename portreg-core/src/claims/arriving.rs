//! A service that comes from another registry: whether it still lives, and the row it becomes.

use serde_json::{Value, json};

use super::options::absolute;
use crate::model::{Launch, Service, Status};
use crate::store::{ClaimRow, ServiceRow};

/// Whether a claim was over when it was written out, or is by now: it would be no help to bring it
/// back to life, but its name finds its port again. What ran then is carried over, whatever its time
/// says: time never ends a claim on whose port anything listens.
pub(super) fn has_ended(service: &Service, now_ms: i64) -> bool {
    let over = service.expires_at_ms.is_some_and(|at| at <= now_ms);
    let owner_gone = service.owner.is_some() && service.status == Status::Stopped;
    !service.persistent && service.status != Status::Running && (over || owner_gone)
}

/// The row of a service that comes from elsewhere: nobody here owns it yet.
pub(super) fn imported(
    service: &Service,
    port: u16,
    generation: i64,
    now_ms: i64,
    default_ttl_ms: i64,
) -> ServiceRow {
    let launch = Launch {
        cmd: service.cmd.clone(),
        ready: service.ready.clone(),
        restart: (service.restart != Default::default()).then_some(service.restart),
        needs: (!service.needs.is_empty()).then(|| service.needs.clone()),
        ..Launch::default()
    };
    let persistent = service.persistent;
    let later = service.expires_at_ms.filter(|at| *at > now_ms);
    ServiceRow {
        claim: ClaimRow {
            identity: service.identity.clone(),
            port: Some(port),
            asked: None,
            generation,
            owner: None,
            expires_at_ms: (!persistent)
                .then(|| later.unwrap_or(now_ms.saturating_add(default_ttl_ms))),
            ttl_ms: None,
            last_seen_ms: now_ms,
            persistent,
            host: None,
            dir: service.dir.as_deref().and_then(|dir| absolute(dir).ok()),
            mark: None,
            child: None,
            anonymous: service.identity.project() == super::many::ANONYMOUS,
            worktree: None,
            repository: None,
            adopted: false,
        },
        created_at_ms: service.created_at_ms,
        pool: service.pool.clone(),
        range: None,
        strategy: None,
        pair: service.pair.clone(),
        description: service.description.clone(),
        metadata: (!service.metadata.is_empty())
            .then(|| Value::Object(service.metadata.clone()).to_string()),
        launch: (!launch.is_empty()).then(|| json!(launch).to_string()),
        enabled: service.enabled,
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

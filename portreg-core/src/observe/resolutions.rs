//! What may be done about a port, each with the command that does it. A pure function over facts.

use super::explain::shown;
use super::sight::Seen;
use crate::model::{ReasonCode, Service};
use crate::wording::{BY_CONFIGURATION, PortFact, who};

/// What is legal and helps, the mildest first.
pub(super) fn resolutions(
    port: u16,
    facts: &[PortFact],
    seen: &[Seen],
    service: Option<&Service>,
    now_ms: i64,
) -> Vec<String> {
    match shown(seen) {
        Some(seen) => with_listener(port, seen, service, now_ms),
        None => without_listener(port, facts, service),
    }
}

fn with_listener(port: u16, seen: &Seen, service: Option<&Service>, now_ms: i64) -> Vec<String> {
    let listener = &seen.listener;
    let own = service.filter(|_| seen.is_explained());
    let mut found = Vec::new();
    if let Some(Service { identity, .. }) = own {
        found.push(format!("reuse: {identity} answers at http://localhost:{port}"));
    }
    found.push(next());
    if listener.container.is_some() {
        found.push(format!(
            "stop: `docker ps --filter publish={port}` names the container, `docker stop` ends it"
        ));
        return found;
    }
    if own.is_none() {
        let name = service.map_or("NAME", |service| service.identity.as_str());
        found.push(format!("adopt: `portreg adopt {name} :{port}` makes it a service"));
    }
    found.push(match (listener.holder().filter(|_| seen.ours), own) {
        (Some(holder), Some(Service { identity, .. })) => {
            format!("kill: `portreg kill {identity}` ends {}", who(&holder, now_ms))
        }
        (Some(holder), None) => {
            format!("kill: `portreg kill :{port}` ends {}", who(&holder, now_ms))
        }
        (None, _) if seen.ours => {
            "ask: it runs where it cannot be seen from here, as in a container".to_owned()
        }
        (None, _) => {
            let user = listener.user.as_deref().unwrap_or("its user");
            format!("ask: only {user} or an administrator can end it")
        }
    });
    found
}

fn without_listener(port: u16, facts: &[PortFact], service: Option<&Service>) -> Vec<String> {
    let says = |code: ReasonCode| facts.iter().any(|fact| fact.code == code);
    let mut found = Vec::new();
    if says(ReasonCode::TimeWait) {
        found.push("wait: it is gone within a minute".to_owned());
    }
    if says(ReasonCode::Outgoing) || says(ReasonCode::Bound) {
        found.push("wait: it is free when that process closes it".to_owned());
    }
    if let Some(Service { identity, .. }) = service {
        found.push(format!("reuse: `portreg claim {identity}` gives it to {identity}"));
        found.push(format!("release: `portreg release {identity}` frees it"));
    }
    let reserved = |fact: &PortFact| {
        fact.code == ReasonCode::Reserved && fact.detail.as_deref() != Some(BY_CONFIGURATION)
    };
    if facts.iter().any(reserved) {
        found.push(format!("unreserve: `portreg unreserve {port}` gives it back"));
    }
    let claimable = |fact: &PortFact| {
        matches!(fact.code, ReasonCode::Free | ReasonCode::WellKnown | ReasonCode::Remembered)
    };
    match facts.iter().all(claimable) {
        true => found.push(format!("claim: `portreg claim NAME --port {port}` takes it")),
        false => found.push(next()),
    }
    found
}

fn next() -> String {
    "next: `portreg available` names a free port".to_owned()
}

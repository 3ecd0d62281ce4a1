//! Fixed records for the tests of output.

use std::collections::BTreeMap;

use portreg_core::*;
use serde_json::{Map, json};

/// The present of all fixed records.
pub(crate) const NOW: i64 = 1_760_000_000_000;
pub(crate) const HOUR: i64 = 3_600_000;

pub(crate) fn django() -> Holder {
    Holder {
        pid: 67890,
        name: "python3".into(),
        started_at_ms: Some(NOW - 2 * HOUR),
        label: Some("Django".into()),
    }
}

pub(crate) fn claim(identity: &str, port: u16, outcome: Outcome) -> Claim {
    Claim {
        identity: identity.parse().unwrap(),
        port,
        outcome,
        requested_port: None,
        moved_from: None,
        reason: None,
        holder: None,
        generation: 1,
        expires_at_ms: None,
        url: format!("http://localhost:{port}"),
    }
}

pub(crate) fn service(identity: &str, port: Option<u16>, status: Status) -> Service {
    Service {
        identity: identity.parse().unwrap(),
        port,
        status,
        description: None,
        pid: None,
        started_at_ms: None,
        ended_at_ms: None,
        exit_code: None,
        cmd: None,
        dir: None,
        owner: None,
        pair: None,
        needs: Vec::new(),
        pool: None,
        persistent: false,
        enabled: true,
        restart: RestartPolicy::Never,
        restarts: 0,
        ready: None,
        health: Health::Unknown,
        checked_at_ms: None,
        created_at_ms: NOW - 24 * HOUR,
        last_seen_ms: NOW - HOUR,
        expires_at_ms: None,
        generation: 1,
        metadata: Map::new(),
        endpoints: BTreeMap::new(),
    }
}

/// Services of every status; one has texts that no table, CSV or terminal may be broken by.
pub(crate) fn services() -> Vec<Service> {
    let mut web = service("shop:web:main", Some(3000), Status::Running);
    web.owner = Some(django());
    web.pid = Some(67890);
    web.last_seen_ms = NOW;
    web.description = Some("the shop window".into());
    let mut api = service("shop:api", Some(13100), Status::Crashed);
    api.cmd = Some("run \"api\", twice".into());
    api.pid = Some(42);
    api.description = Some("漢字 | pipe\n\u{1b}[31mred".into());
    api.metadata = json!({ "team": "api" }).as_object().unwrap().clone();
    api.endpoints = BTreeMap::from([("dev".into(), "https://dev.shop.example".into())]);
    let worker = service("shop:worker", None, Status::Stopped);
    vec![web, api, worker, service("blog", Some(3101), Status::Assigned)]
}

pub(crate) fn pool(name: &str, range: &str, claimed: u32) -> Pool {
    let ranges: Vec<PortRange> = vec![range.parse().unwrap()];
    Pool { name: name.into(), capacity: ranges[0].len(), ranges, claimed, free: Vec::new() }
}

pub(crate) fn released(identity: &str, port: Option<u16>, reason: &str) -> Released {
    Released { identity: identity.parse().unwrap(), port, reason: reason.into(), ended: vec![] }
}

pub(crate) fn event(id: i64, action: &str, identity: Option<&str>, port: Option<u16>) -> Event {
    Event {
        id,
        at_ms: NOW - HOUR + id * 60_000,
        action: action.into(),
        identity: identity.map(|name| name.parse().unwrap()),
        port,
        pid: None,
        actor: "portreg (pid 4711)".into(),
        request_id: "r1".into(),
        details: Map::new(),
    }
}

pub(crate) fn inference() -> Inference {
    Inference {
        identity: "shop:web:main".parse().unwrap(),
        project: "shop".into(),
        stack: "web".into(),
        context: Some("main".into()),
        dir: "/home/ada/shop".into(),
        sources: json!({
            "project": "name in package.json",
            "stack": "folder in the monorepo",
            "context": "git branch",
        })
        .as_object()
        .unwrap()
        .clone(),
    }
}

pub(crate) fn config_report() -> ConfigReport {
    let values = json!({ "defaultRange": "3100-9999", "preferredPorts": [3000, 3001], "strategy": "sequential" });
    let sources = json!({ "defaultRange": "default", "preferredPorts": "/home/ada/.config/portreg/config.json", "strategy": "PORTREG_STRATEGY" });
    ConfigReport {
        values: values.as_object().unwrap().clone(),
        sources: sources.as_object().unwrap().clone(),
    }
}

pub(crate) fn check(name: &str, state: CheckState, message: &str, fix: Option<&str>) -> Check {
    Check { name: name.into(), state, message: message.into(), fix: fix.map(Into::into) }
}

pub(crate) fn listener(port: u16, process: &str, label: Option<&str>) -> Listener {
    Listener {
        port,
        protocol: Protocol::Tcp,
        addresses: vec!["127.0.0.1".parse().unwrap()],
        pid: Some(4711),
        process: Some(process.into()),
        label: label.map(Into::into),
        cmd: None,
        user: Some("ada".into()),
        started_at_ms: Some(NOW - 2 * HOUR),
        identity: None,
        container: None,
    }
}

/// A service, a stranger, another user's, a container's.
pub(crate) fn listeners() -> Vec<Listener> {
    let mut web = listener(3000, "node", Some("Vite"));
    web.identity = Some("shop:web:main".parse().unwrap());
    web.addresses.push("::1".parse().unwrap());
    let mut hidden = listener(5432, "", None);
    (hidden.pid, hidden.process, hidden.started_at_ms) = (None, None, None);
    hidden.user = Some("postgres".into());
    let mut proxy = listener(8080, "docker-proxy", Some("Docker"));
    proxy.container = Some("172.17.0.2:80".into());
    vec![web, listener(4000, "my-server", None), hidden, proxy]
}

pub(crate) fn conflict() -> Conflict {
    Conflict {
        kind: ConflictKind::ForeignListener,
        identity: "shop:api".parse().unwrap(),
        port: 4000,
        expected: "shop:api or nobody".into(),
        found: Some(listener(4000, "my-server", None)),
        hint: "my-server (pid 4711, since 2 h) listens on the port of shop:api; `portreg kill :4000` ends it".into(),
    }
}

pub(crate) fn report(state: PortState) -> PortReport {
    let reason = |code, sentence: &str| Reason { code, sentence: sentence.into() };
    let mut listener = listener(3000, "python3", Some("Django"));
    listener.cmd = Some("python3 manage.py runserver 3000".into());
    PortReport {
        port: 3000,
        state,
        reasons: vec![
            reason(
                ReasonCode::Listening,
                "3000 is in use by Django (pid 4711, since 2 h) on 127.0.0.1",
            ),
            reason(
                ReasonCode::OneFamily,
                "3000 is in use on 127.0.0.1 and not on ::1: clients of localhost may reach either",
            ),
        ],
        listener: Some(listener),
        service: None,
        resolutions: vec![
            "next: `portreg available` names a free port".into(),
            "kill: `portreg kill :3000` ends Django (pid 4711, since 2 h)".into(),
        ],
    }
}

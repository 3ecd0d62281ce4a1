//! The service list of the older tool, Port Daddy, as a document that `import` takes.
//!
//! Its shapes: `{"services": [...]}` from `find --json` and `GET /services`, `{"service": {...}}`
//! from `GET /services/ID`, `{"ports": [...]}` from `GET /ports/active` and its first version, a
//! bare list, and rows of its table (`created_at` for `createdAt`); its database, by its tables
//! (`rows.rs`); and lists that are kept by hand (`port_list.rs`). Statuses and pids are not
//! taken over: they are seen anew. An entry that had no end there is persistent here.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;

use portreg_core::{
    Endpoint, ErrorCode, Export, Health, Identity, Refusal, RestartPolicy, Service, Status,
};
use serde_json::{Map, Value};

use super::{port_list, rows};
use crate::failure::{Failure, Result};

/// What the list holds.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// What can be imported.
    pub document: Export,
    /// What cannot, by name.
    pub refused: Vec<Refusal>,
}

/// Why one entry cannot be taken.
type Wrong = (ErrorCode, String);

/// Reads the list; `now_ms` stands in for times that an entry does not give.
///
/// # Errors
///
/// `INVALID_OPTION` where the text is no such list at all. A malformed entry is refused by name
/// and leaves the others alone.
pub fn read(text: &str, now_ms: i64) -> std::result::Result<List, Failure> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        not_a_list(&format!("is no JSON ({error}); write it with `port-daddy find --json`"))
    })?;
    list(&value, now_ms)
}

/// Reads the tool's database, `port-registry.db`, which stays as it is.
///
/// # Errors
///
/// `INVALID_OPTION` where it cannot be read, or is another tool's.
pub fn read_database(path: &Path, now_ms: i64) -> std::result::Result<List, Failure> {
    let tables = portreg_core::foreign_tables(path, &rows::TABLES)?;
    let value = rows::list(&tables)
        .ok_or_else(|| not_a_list("has neither the table services nor port_assignments"))?;
    list(&value, now_ms)
}

/// Whether a text is a list that is kept by hand, which says by itself what it is.
pub fn is_port_list(text: &str) -> bool {
    serde_json::from_str(text).is_ok_and(|document| port_list::is_one(&document))
}

/// Whether a file is a database of SQLite, by how it begins.
pub fn is_database(path: &Path) -> bool {
    const BEGIN: &[u8; 16] = b"SQLite format 3\0";
    let mut begin = [0; BEGIN.len()];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut begin));
    read.is_ok() && begin == *BEGIN
}

fn list(value: &Value, now_ms: i64) -> std::result::Result<List, Failure> {
    let mut list = List { document: empty(), refused: Vec::new() };
    let (mut names, mut ports) = (BTreeSet::new(), BTreeSet::new());
    for entry in &port_list::reworded(entries(value)?) {
        let read = service(entry, now_ms).and_then(|(service, endpoints)| {
            alone(&service, &mut names, &mut ports).map(|()| (service, endpoints))
        });
        match read {
            Ok((service, endpoints)) => {
                list.document.services.push(service);
                list.document.endpoints.extend(endpoints);
            }
            Err((code, reason)) => list.refused.push(Refusal {
                identity: field(entry, &["id", "project"]).unwrap_or(entry).clone(),
                port: port(entry).ok().flatten(),
                code,
                reason,
            }),
        }
    }
    Ok(list)
}

fn empty() -> Export {
    Export {
        version: 1,
        services: Vec::new(),
        endpoints: Vec::new(),
        reserved: Vec::new(),
        pools: Vec::new(),
        memory: Vec::new(),
    }
}

fn not_a_list(message: &str) -> Failure {
    Failure::option("FILE", format!("it {message}"))
}

/// The entries, in whichever shape they stand.
fn entries(value: &Value) -> Result<Vec<&Value>> {
    if let Value::Array(entries) = value {
        return Ok(entries.iter().collect());
    }
    for name in ["services", "ports"] {
        if let Some(Value::Array(entries)) = value.get(name) {
            return Ok(entries.iter().collect());
        }
    }
    if let Some(one) = value.get("service") {
        return Ok(vec![one]);
    }
    match value.get("error").and_then(Value::as_str) {
        Some(error) => Err(not_a_list(&format!("is an error of that tool: {error}"))),
        None => Err(not_a_list("has no `services`; write it with `port-daddy find --json`")),
    }
}

fn service(entry: &Value, now_ms: i64) -> Result<(Service, Vec<Endpoint>), Wrong> {
    let identity = identity(entry)?;
    let port = port(entry)?;
    let created_at_ms = time(entry, &["createdAt", "created_at", "started"])?.unwrap_or(now_ms);
    let expires_at_ms = time(entry, &["expiresAt", "expires_at"])?;
    let urls = urls(entry, port)?;
    let endpoints = urls.iter().map(|(env, url)| Endpoint {
        identity: identity.clone(),
        env: env.clone(),
        url: url.clone(),
    });
    let endpoints = endpoints.collect();
    let service = Service {
        port,
        status: Status::Assigned,
        description: text(entry, &["description"])?,
        pid: None,
        started_at_ms: None,
        ended_at_ms: None,
        exit_code: None,
        cmd: text(entry, &["cmd"])?,
        dir: text(entry, &["cwd"])?.map(Into::into),
        owner: None,
        pair: text(entry, &["pairedWith", "paired_with"])?,
        needs: Vec::new(),
        pool: None,
        persistent: expires_at_ms.is_none(),
        enabled: flag(entry, "enabled")?.unwrap_or(true),
        restart: restart(text(entry, &["restartPolicy", "restart_policy"])?.as_deref()),
        restarts: 0,
        ready: text(entry, &["healthUrl", "health_url"])?.map(Value::String),
        health: Health::Unknown,
        checked_at_ms: None,
        created_at_ms,
        last_seen_ms: time(entry, &["lastSeen", "last_seen"])?.unwrap_or(created_at_ms),
        expires_at_ms,
        generation: 1,
        metadata: metadata(entry)?,
        endpoints: urls,
        identity,
    };
    Ok((service, endpoints))
}

/// Two entries of one list must not claim one name or one port.
fn alone(
    service: &Service,
    names: &mut BTreeSet<Identity>,
    ports: &mut BTreeSet<u16>,
) -> Result<(), Wrong> {
    let identity = &service.identity;
    if names.contains(identity) {
        return Err((ErrorCode::IdentityHeld, format!("{identity} stands in the list twice")));
    }
    match service.port {
        Some(port) if !ports.insert(port) => {
            Err((ErrorCode::PortInUse, format!("port {port} stands in the list twice")))
        }
        _ => {
            names.insert(identity.clone());
            Ok(())
        }
    }
}

/// The first of these fields that is there and says something.
fn field<'a>(entry: &'a Value, names: &[&str]) -> Option<&'a Value> {
    names.iter().filter_map(|name| entry.get(name)).find(|value| !value.is_null())
}

fn wrong(names: &[&str], what: &str) -> Wrong {
    (ErrorCode::InvalidOption, format!("its {} is no {what}", names.first().unwrap_or(&"entry")))
}

fn identity(entry: &Value) -> Result<Identity, Wrong> {
    let name = field(entry, &["id", "project"]).and_then(Value::as_str);
    let name = name.ok_or_else(|| (ErrorCode::InvalidIdentity, "it has no id".to_owned()))?;
    name.parse().map_err(|error: portreg_core::Error| (error.code(), error.to_string()))
}

fn port(entry: &Value) -> Result<Option<u16>, Wrong> {
    let Some(value) = field(entry, &["port"]) else { return Ok(None) };
    let port = value.as_u64().and_then(|port| u16::try_from(port).ok()).filter(|port| *port > 0);
    port.map(Some).ok_or_else(|| wrong(&["port"], "port; ports are 1 to 65535"))
}

/// Yes or no; a row of a table says 1 or 0.
fn flag(entry: &Value, name: &str) -> Result<Option<bool>, Wrong> {
    match field(entry, &[name]) {
        None => Ok(None),
        Some(value) => match value.as_bool().or(value.as_i64().map(|number| number != 0)) {
            Some(flag) => Ok(Some(flag)),
            None => Err(wrong(&[name], "true or false")),
        },
    }
}

fn text(entry: &Value, names: &[&str]) -> Result<Option<String>, Wrong> {
    match field(entry, names) {
        None => Ok(None),
        Some(Value::String(text)) => Ok((!text.is_empty()).then(|| text.clone())),
        Some(_) => Err(wrong(names, "text")),
    }
}

/// A moment: milliseconds, or a date with a time as some of its answers have it.
fn time(entry: &Value, names: &[&str]) -> Result<Option<i64>, Wrong> {
    match field(entry, names) {
        None => Ok(None),
        Some(Value::String(text)) => match text.parse::<jiff::Timestamp>() {
            Ok(moment) => Ok(Some(moment.as_millisecond())),
            Err(_) => Err(wrong(names, "time")),
        },
        Some(value) => value.as_i64().map(Some).ok_or_else(|| wrong(names, "time")),
    }
}

fn restart(policy: Option<&str>) -> RestartPolicy {
    match policy {
        Some("always") => RestartPolicy::Always,
        Some("on-failure" | "on_failure" | "onFailure") => RestartPolicy::OnFailure,
        _ => RestartPolicy::Never,
    }
}

/// An object; in a row of its table, the same as text.
fn metadata(entry: &Value) -> Result<Map<String, Value>, Wrong> {
    let inner = match field(entry, &["metadata"]) {
        Some(Value::String(text)) => serde_json::from_str(text).unwrap_or(Value::Bool(false)),
        Some(value) => value.clone(),
        None => Value::Null,
    };
    match inner {
        Value::Null => Ok(Map::new()),
        Value::Object(map) => Ok(map),
        _ => Err(wrong(&["metadata"], "object")),
    }
}

/// The URLs that somebody set; the local one follows the port and needs no saying.
fn urls(entry: &Value, port: Option<u16>) -> Result<BTreeMap<String, String>, Wrong> {
    let mut urls = BTreeMap::new();
    match field(entry, &["urls"]) {
        None => {}
        Some(Value::Object(map)) => {
            for (env, url) in map {
                let url = url.as_str().ok_or_else(|| wrong(&["urls"], "list of URLs"))?;
                urls.insert(env.clone(), url.to_owned());
            }
        }
        Some(_) => return Err(wrong(&["urls"], "list of URLs")),
    }
    if let Some(url) = text(entry, &["tunnelUrl", "tunnel_url"])? {
        urls.entry("tunnel".to_owned()).or_insert(url);
    }
    let derived = port.map(|port| format!("http://localhost:{port}"));
    urls.retain(|env, url| env != "local" || Some(&*url) != derived.as_ref());
    Ok(urls)
}

//! Lists of ports that are kept by hand: `{"services": [{"name", "port", "environment", "process_name",
//! "description", "startup_cmd", "health_endpoint", "enabled"}]}`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// The entries in the older tool's words, in their order; others stay as they are.
///
/// Where several have one name, each is told apart by its environment.
pub(super) fn reworded(entries: Vec<&Value>) -> Vec<Value> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for name in entries.iter().filter_map(|entry| name_of(entry)) {
        *count.entry(name).or_default() += 1;
    }
    let word = |entry: &&Value| match name_of(entry) {
        None => (*entry).clone(),
        Some(name) => match entry["environment"].as_str().filter(|_| count[name] > 1) {
            Some(environment) => plain(entry, format!("{name}:{environment}")),
            None => plain(entry, name.to_owned()),
        },
    };
    entries.iter().map(word).collect()
}

/// Whether a document is such a list, and no export of portreg.
pub(super) fn is_one(document: &Value) -> bool {
    let entries = document.get("services").and_then(Value::as_array);
    let named =
        entries.is_some_and(|all| !all.is_empty() && all.iter().all(|one| name_of(one).is_some()));
    named && document.get("version").is_none()
}

/// The name of an entry of such a list.
fn name_of(entry: &Value) -> Option<&str> {
    let is_other = entry.get("id").or_else(|| entry.get("project")).is_some();
    entry.get("name").filter(|_| !is_other)?.as_str()
}

fn plain(entry: &Value, id: String) -> Value {
    let told = |name: &str| entry.get(name).filter(|value| !value.is_null()).cloned();
    let kept = ["environment", "process_name"].into_iter();
    let metadata: Map<String, Value> =
        kept.filter_map(|name| Some((name.to_owned(), told(name)?))).collect();
    json!({
        "id": id,
        "port": told("port"),
        "description": told("description"),
        "cmd": told("startup_cmd"),
        "healthUrl": told("health_endpoint").map(|url| health(&url)),
        "enabled": told("enabled"),
        "metadata": metadata,
    })
}

/// A path is the service's own.
fn health(endpoint: &Value) -> Value {
    match endpoint.as_str() {
        Some(path) if path.starts_with('/') => json!(format!("http://localhost:{{port}}{path}")),
        _ => endpoint.clone(),
    }
}

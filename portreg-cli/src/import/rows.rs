//! The older tool's database as the list that it would print.
//!
//! Version 2 keeps `services` and, in `endpoints`, their URLs; version 1 kept `port_assignments`, which later
//! versions go on filling for older clients. Where both speak of a name or a port, `services` counts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

const SERVICES: &str = "services";
const ENDPOINTS: &str = "endpoints";
const ASSIGNMENTS: &str = "port_assignments";

/// The tables that are read.
pub(super) const TABLES: [&str; 3] = [SERVICES, ENDPOINTS, ASSIGNMENTS];

/// The list of the services in these tables; none where it is another tool's database.
pub(super) fn list(tables: &Map<String, Value>) -> Option<Value> {
    if !tables.contains_key(SERVICES) && !tables.contains_key(ASSIGNMENTS) {
        return None;
    }
    let rows = |table: &str| tables.get(table).and_then(Value::as_array).into_iter().flatten();
    let text = |row: &Value, column: &str| row[column].as_str().map(str::to_owned);
    let mut urls: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for row in rows(ENDPOINTS) {
        if let (Some(id), Some(env)) = (text(row, "service_id"), text(row, "env")) {
            urls.entry(id).or_default().insert(env, row["url"].clone());
        }
    }
    let mut services: Vec<Value> = rows(SERVICES).cloned().collect();
    for service in &mut services {
        if let Some(urls) = text(service, "id").and_then(|id| urls.remove(&id)) {
            service["urls"] = Value::Object(urls);
        }
    }
    let names: BTreeSet<String> = services.iter().filter_map(|row| text(row, "id")).collect();
    let ports: BTreeSet<i64> = services.iter().filter_map(|row| row["port"].as_i64()).collect();
    let is_newer = |row: &&Value| {
        text(row, "project").is_some_and(|name| names.contains(&name))
            || row["port"].as_i64().is_some_and(|port| ports.contains(&port))
    };
    let older: Vec<Value> = rows(ASSIGNMENTS).filter(|row| !is_newer(row)).cloned().collect();
    services.extend(older);
    Some(json!({ "services": services }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tables: Value) -> Value {
        list(tables.as_object().unwrap()).unwrap()["services"].clone()
    }

    #[test]
    fn urls_come_to_their_services_and_newer_rows_count() {
        let found = of(json!({
            "services": [{ "id": "shop:web", "port": 3100 }, { "id": "shop:api", "port": 3101 }],
            "endpoints": [
                { "service_id": "shop:web", "env": "prod", "url": "https://shop.example.com" },
                { "service_id": "gone", "env": "prod", "url": "https://gone.example.com" },
            ],
            "port_assignments": [
                { "project": "shop:web", "port": 3200 },
                { "project": "other", "port": 3101 },
                { "project": "old", "port": 3300 },
            ],
        }));
        let prod = json!({ "prod": "https://shop.example.com" });
        let web = json!({ "id": "shop:web", "port": 3100, "urls": prod });
        let old = json!({ "project": "old", "port": 3300 });
        assert_eq!(found, json!([web, { "id": "shop:api", "port": 3101 }, old]));
    }

    #[test]
    fn a_database_of_version_1_and_one_of_another_tool() {
        let found = of(json!({ "port_assignments": [{ "project": "old", "port": 3300 }] }));
        assert_eq!(found, json!([{ "project": "old", "port": 3300 }]));
        assert_eq!(list(&Map::new()), None);
    }
}

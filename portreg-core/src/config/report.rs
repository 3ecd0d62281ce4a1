//! `config`: the settings in force as JSON, and what said each of them. Secrets are not shown.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::settings::{Config, DEFAULT, Keep};
use crate::model::{ConfigReport, HIDDEN, PortRange, is_secret, shown_line};

impl Config {
    /// The settings in force, in the spelling of the user's file, and where each comes from.
    pub(crate) fn report(&self) -> ConfigReport {
        let ranges = |ranges: &[PortRange]| json!(ranges);
        let keep = |keep: Keep| json!({ "count": keep.count, "age": duration_text(keep.age) });
        let pools: Map<String, Value> =
            self.pools.iter().map(|(name, pool)| (name.clone(), ranges(&pool.ranges))).collect();
        let retention = json!({
            "history": keep(self.retention.history),
            "messages": duration_text(self.retention.messages),
            "channel": self.retention.channel,
            "memory": keep(self.retention.memory),
        });
        let tunnels = self
            .tunnel_providers
            .iter()
            .map(|(name, settings)| (name.clone(), hidden(&Value::Object(settings.clone()))));
        let tunnels = Value::Object(tunnels.collect());
        let said = |key: &str| json!(self.sources.get(key).map_or(DEFAULT, String::as_str));
        let pool_sources: Map<String, Value> =
            self.pools.iter().map(|(name, pool)| (name.clone(), json!(pool.source))).collect();
        let mut report = ConfigReport { values: Map::new(), sources: Map::new() };
        let mut put = |key: &str, value: Value, source: Value| {
            report.values.insert(key.to_owned(), value);
            report.sources.insert(key.to_owned(), source);
        };
        put("defaultRange", json!(self.default_range), said("defaultRange"));
        put("preferredPorts", json!(self.preferred_ports), said("preferredPorts"));
        put("reservedPorts", ranges(&self.reserved), said("reservedPorts"));
        put("defaultExpires", json!(duration_text(self.default_expires)), said("defaultExpires"));
        put("tunnelProviders", tunnels, said("tunnelProviders"));
        put("pools", Value::Object(pools), Value::Object(pool_sources));
        put("strategy", json!(self.strategy), said("strategy"));
        put("maxPortsPerProject", json!(self.max_ports_per_project), said("maxPortsPerProject"));
        put("retention", retention, said("retention"));
        if let Some(project) = &self.project {
            let file = json!(project.file.display().to_string());
            if let Some(name) = &project.project {
                put("project", json!(name), file.clone());
            }
            let places = project.services.iter().map(|(_, service)| {
                let place =
                    format!("{}:{}:{}", service.file.display(), service.line, service.column);
                (service.key.clone(), json!(place))
            });
            // The names of services are no keys of secrets, whatever they sound like.
            let services = project.plain.iter().map(|(key, said)| (key.clone(), hidden(said)));
            put("services", Value::Object(services.collect()), Value::Object(places.collect()));
        }
        report
    }
}

/// The value without what looks like a secret, by the name of its key or inside a URL.
fn hidden(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| {
                let value = match is_secret(key) && !value.is_null() {
                    true => json!(HIDDEN),
                    false => hidden(value),
                };
                (key.clone(), value)
            });
            Value::Object(entries.collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(hidden).collect()),
        Value::String(text) => Value::String(shown_line(text)),
        other => other.clone(),
    }
}

/// A duration as one writes it into a file: `8h`, `1h30m`, `7d`.
pub(crate) fn duration_text(duration: Duration) -> String {
    const UNITS: [(&str, u128); 5] =
        [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];
    let mut left = duration.as_millis();
    let mut out = String::new();
    for (unit, size) in UNITS {
        if left >= size {
            out.push_str(&format!("{}{unit}", left / size));
            left %= size;
        }
    }
    if out.is_empty() { "0s".to_owned() } else { out }
}

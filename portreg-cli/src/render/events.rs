//! What `history` shows.

use portreg_core::Event;
use serde_json::Value;

use super::ago;
use super::style::{BOLD, CYAN, DIM, PLAIN};
use super::table::{Cell, Table};

/// The events, a line each, oldest first; or what to do where there are none.
pub fn history(events: &[Event], now_ms: i64) -> String {
    if events.is_empty() {
        return "nothing happened yet; `portreg claim shop:web` would be the first\n".to_owned();
    }
    let mut table = Table::default();
    for event in events {
        table.row([
            Cell::new(DIM, ago(event.at_ms, now_ms)),
            Cell::new(PLAIN, event.action.replace('_', " ")),
            Cell::new(BOLD, event.identity.as_ref().map(|name| name.as_str()).unwrap_or_default()),
            Cell::new(CYAN, event.port.map(|port| port.to_string()).unwrap_or_default()),
            Cell::plain(details(event)),
            Cell::new(DIM, format!("by {}", event.actor)),
        ]);
    }
    table.render()
}

/// What else there is to say, as `name value` pairs.
fn details(event: &Event) -> String {
    let pair = |(name, value): (&String, &Value)| match value {
        Value::Null => None,
        Value::Bool(false) => None,
        Value::Bool(true) => Some(name.replace('_', " ")),
        Value::Array(items) if items.is_empty() => None,
        other => Some(format!("{} {}", name.replace('_', " "), word(other))),
    };
    event.details.iter().filter_map(pair).collect::<Vec<_>>().join(", ")
}

/// A value in a sentence; a process by its name and pid.
fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(word).collect::<Vec<_>>().join(" and "),
        Value::Object(map) => match (map.get("name").and_then(Value::as_str), map.get("pid")) {
            (Some(name), Some(pid)) => format!("{name} (pid {pid})"),
            _ => value.to_string(),
        },
        other => other.to_string(),
    }
}

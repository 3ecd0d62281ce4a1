//! What `history` and `watch` show.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use portreg_core::{Event, Gap};
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
        table.row(cells(event, ago(event.at_ms, now_ms)));
    }
    table.render()
}

/// Events as they come, a line each, whose columns stay in their places.
pub struct EventView {
    table: Table,
    zone: TimeZone,
}

impl EventView {
    /// A view that shows times in this zone.
    pub fn new(zone: TimeZone) -> Self {
        // Time, action, name and port; few are longer.
        Self { table: Table::flowing(&[8, 10, 16, 5]), zone }
    }

    /// An event on a line: when, what, to whom, and by whom. Events of other days have their date.
    pub fn line(&mut self, event: &Event, now_ms: i64) -> String {
        let moment = |ms| Timestamp::from_millisecond(ms).map(|at| at.to_zoned(self.zone.clone()));
        let time = match (moment(event.at_ms), moment(now_ms)) {
            (Ok(at), Ok(now)) if at.date() == now.date() => at.strftime("%H:%M:%S").to_string(),
            (Ok(at), _) => at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            (Err(_), _) => String::new(),
        };
        self.table.row(cells(event, time));
        self.table.flow()
    }
}

/// What is said of events that are gone.
pub fn event_gap(gap: &Gap) -> String {
    format!(
        "the events {} to {} are gone: retention took them away before they were read (raise \
         retention.history), or an older backup was restored",
        gap.missed_from, gap.missed_to
    )
}

fn cells(event: &Event, time: String) -> [Cell; 6] {
    [
        Cell::new(DIM, time),
        Cell::new(PLAIN, event.action.replace('_', " ")),
        Cell::new(BOLD, event.identity.as_ref().map(|name| name.as_str()).unwrap_or_default()),
        Cell::new(CYAN, event.port.map(|port| port.to_string()).unwrap_or_default()),
        Cell::plain(details(event)),
        Cell::new(DIM, format!("by {}", event.actor)),
    ]
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

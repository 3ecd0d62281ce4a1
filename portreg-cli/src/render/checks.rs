//! What `whoami`, `config` and `doctor` show.

use portreg_core::{CheckState, ConfigReport, DoctorReport, Inference};
use serde_json::Value;

use super::counted;
use super::style::{BOLD, CYAN, DIM, GREEN, RED, YELLOW, paint};
use super::table::{Cell, Table};

/// The name of a folder, its parts, and where each comes from.
pub fn whoami(inference: &Inference) -> String {
    let mut table = Table::default();
    let mut part = |name: &str, value: &str| {
        let source = inference.sources.get(name).map(word).unwrap_or_default();
        table.row([
            Cell::new(DIM, format!("  {name}")),
            Cell::plain(value),
            Cell::new(DIM, source),
        ]);
    };
    part("project", &inference.project);
    part("stack", &inference.stack);
    match &inference.context {
        Some(context) => part("context", context),
        None => part("context", "none"),
    }
    part("dir", &inference.dir.to_string_lossy());
    format!("{}\n{}", paint(BOLD, inference.identity.as_str()), table.render())
}

/// The settings in force, and the file or variable that says so.
pub fn config(report: &ConfigReport) -> String {
    let mut table = Table::with_head(&["SETTING", "VALUE", "FROM"]);
    for (name, value) in &report.values {
        let source = report.sources.get(name).map(word).unwrap_or_default();
        table.row([Cell::new(BOLD, name), Cell::plain(word(value)), Cell::new(DIM, source)]);
    }
    table.render()
}

/// What was looked at, and what mends it.
pub fn doctor(report: &DoctorReport) -> String {
    let mut table = Table::default();
    for check in &report.checks {
        let (style, word) = match check.state {
            CheckState::Ok => (GREEN, "ok"),
            CheckState::Warning => (YELLOW, "warning"),
            CheckState::Failed => (RED, "failed"),
            CheckState::Fixed => (CYAN, "fixed"),
        };
        let fix =
            check.fix.as_ref().map(|fix| format!("; mend it with `{fix}`")).unwrap_or_default();
        table.row([
            Cell::new(style, word),
            Cell::new(BOLD, &check.name),
            Cell::plain(format!("{}{fix}", check.message)),
        ]);
    }
    let failed = report.checks.iter().filter(|check| check.state == CheckState::Failed).count();
    let warned = report.checks.iter().filter(|check| check.state == CheckState::Warning).count();
    let verdict = match (report.ok, failed) {
        (true, _) if warned > 0 => format!("it works, with {}", counted(warned, "warning")),
        (true, _) => "all is well".to_owned(),
        (false, failed) => format!("{} failed", counted(failed, "check")),
    };
    format!("{}\n{verdict}\n", table.render())
}

/// A JSON value as a word: text without its quotes, lists with commas.
fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(word).collect::<Vec<_>>().join(", "),
        Value::Object(map) => {
            map.iter().map(|(key, value)| entry(key, value)).collect::<Vec<_>>().join(", ")
        }
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// One entry of an object; of a large one its key alone, `--json` has the rest.
fn entry(key: &str, value: &Value) -> String {
    match value {
        Value::Object(map) if map.len() > 2 => key.to_owned(),
        Value::Object(_) => format!("{key} ({})", word(value)),
        value => format!("{key} {}", word(value)),
    }
}

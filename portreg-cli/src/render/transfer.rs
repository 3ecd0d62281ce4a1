//! Services as CSV and Markdown, and what an import did.

use portreg_core::{ImportReport, Service};
use serde_json::Value;

use super::counted;
use super::style::{BOLD, CYAN, DIM, GREEN, RED};
use super::table::{Cell, Table};

const COLUMNS: [&str; 15] = [
    "identity",
    "port",
    "status",
    "description",
    "dir",
    "cmd",
    "pair",
    "needs",
    "pool",
    "persistent",
    "created_at_ms",
    "last_seen_ms",
    "expires_at_ms",
    "metadata",
    "endpoints",
];

/// The services as CSV by RFC 4180: a head, CRLF, quotes only where they are needed.
pub fn services_csv(services: &[Service]) -> String {
    let rows = services.iter().map(|service| fields(service).map(|field| quoted(&field)).join(","));
    std::iter::once(COLUMNS.join(",")).chain(rows).map(|row| row + "\r\n").collect()
}

fn fields(service: &Service) -> [String; 15] {
    let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        service.identity.to_string(),
        number(service.port.map(i64::from)),
        service.status.to_string(),
        text(&service.description),
        service.dir.as_ref().map(|dir| dir.to_string_lossy().into_owned()).unwrap_or_default(),
        text(&service.cmd),
        text(&service.pair),
        service.needs.join(" "),
        text(&service.pool),
        service.persistent.to_string(),
        service.created_at_ms.to_string(),
        service.last_seen_ms.to_string(),
        number(service.expires_at_ms),
        if service.metadata.is_empty() {
            String::new()
        } else {
            Value::Object(service.metadata.clone()).to_string()
        },
        service
            .endpoints
            .iter()
            .map(|(env, url)| format!("{env}={url}"))
            .collect::<Vec<_>>()
            .join(" "),
    ]
}

fn quoted(field: &str) -> String {
    match field.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field.to_owned(),
    }
}

/// The services as a Markdown table.
pub fn services_markdown(services: &[Service]) -> String {
    let mut text =
        "| Name | Port | Status | URL | Description |\n| --- | ---: | --- | --- | --- |\n"
            .to_owned();
    for service in services {
        let url = service.endpoints.get("local").cloned();
        let url = url.or_else(|| service.port.map(|port| format!("http://localhost:{port}")));
        let cells = [
            service.identity.to_string(),
            service.port.map(|port| port.to_string()).unwrap_or_default(),
            service.status.to_string(),
            url.unwrap_or_default(),
            service.description.clone().unwrap_or_default(),
        ];
        text.push_str(&format!("| {} |\n", cells.map(|cell| escaped(&cell)).join(" | ")));
    }
    text
}

fn escaped(cell: &str) -> String {
    crate::failure::one_line(cell).replace('\\', "\\\\").replace('|', "\\|")
}

/// What came in, what was there, what was refused and why.
pub fn import_report(report: &ImportReport, dry_run: bool) -> String {
    let mut table = Table::default();
    let added = if dry_run { "would add" } else { "added" };
    for identity in &report.added {
        table.row([Cell::new(GREEN, added), Cell::new(BOLD, identity.as_str())]);
    }
    for identity in &report.kept {
        table.row([Cell::new(DIM, "kept"), Cell::new(BOLD, identity.as_str())]);
    }
    let remembered = if dry_run { "would remember" } else { "remembered" };
    for identity in &report.remembered {
        table.row([
            Cell::new(DIM, remembered),
            Cell::new(BOLD, identity.as_str()),
            Cell::plain(""),
            Cell::plain("it had ended; the name finds its port again"),
        ]);
    }
    for refusal in &report.refused {
        let name =
            refusal.identity.as_str().map_or_else(|| refusal.identity.to_string(), str::to_owned);
        table.row([
            Cell::new(RED, "refused"),
            Cell::new(BOLD, name),
            Cell::new(CYAN, refusal.port.map(|port| port.to_string()).unwrap_or_default()),
            Cell::plain(&refusal.reason),
        ]);
    }
    let [add, keep, refuse] =
        if dry_run { ["would add", "keep", "refuse"] } else { ["added", "kept", "refused"] };
    let (kept, refused) = (report.kept.len(), report.refused.len());
    let counts = format!(
        "{add} {}, {keep} {kept}, {refuse} {refused}",
        counted(report.added.len(), "service")
    );
    format!("{}{counts}\n", table.render())
}

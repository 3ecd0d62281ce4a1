//! What the verbs that look at the machine show.

use portreg_core::{
    Conflict, Holder, Identity, Killed, Listener, PortReport, PortState, Protocol, StatusReport,
    human_duration, process_phrase,
};

use super::style::{BOLD, CYAN, DIM, GREEN, PLAIN, RED, YELLOW, paint};
use super::table::{Cell, Table};
use super::{counted, pools, services};
use crate::failure::one_line;

/// Who listens where, a line each.
pub fn listeners(listeners: &[Listener], now_ms: i64) -> String {
    let mut table =
        Table::with_head(&["PORT", "PROTOCOL", "ADDRESS", "PROCESS", "PID", "USER", "AGE", "NAME"]);
    let all_tcp = listeners.iter().all(|listener| listener.protocol == Protocol::Tcp);
    for listener in listeners {
        let addresses: Vec<String> = listener.addresses.iter().map(ToString::to_string).collect();
        let age = listener.started_at_ms.map(|at| human_duration(now_ms.saturating_sub(at)));
        let protocol = if all_tcp { "" } else { listener.protocol.as_str() };
        table.row([
            Cell::new(CYAN, listener.port.to_string()),
            Cell::new(DIM, protocol),
            Cell::plain(addresses.join(", ")),
            Cell::plain(called(listener)),
            Cell::new(DIM, listener.pid.map(|pid| pid.to_string()).unwrap_or_default()),
            Cell::new(DIM, listener.user.as_deref().unwrap_or_default()),
            Cell::new(DIM, age.unwrap_or_default()),
            Cell::new(BOLD, listener.identity.as_ref().map(|id| id.as_str()).unwrap_or_default()),
        ]);
    }
    table.render()
}

/// What a listener is called: its label and its program, or the container it stands for.
fn called(listener: &Listener) -> String {
    let process = listener.process.as_deref().unwrap_or_default();
    match (&listener.container, &listener.label) {
        (Some(container), _) => format!("container {container}"),
        (None, Some(label)) if !process.is_empty() && !label.eq_ignore_ascii_case(process) => {
            format!("{label} ({process})")
        }
        (None, Some(label)) => label.clone(),
        (None, None) => process.to_owned(),
    }
}

/// Where registry and machine disagree: what, and the way out below it.
pub fn conflicts(conflicts: &[Conflict]) -> String {
    let mut table = Table::default();
    for conflict in conflicts {
        table.row([
            Cell::new(BOLD, conflict.identity.as_str()),
            Cell::new(CYAN, conflict.port.to_string()),
            Cell::new(RED, conflict.kind.as_str().replace('_', " ")),
            Cell::plain(&conflict.hint),
        ]);
    }
    table.render()
}

/// Why a port is as it is: the state, the reasons, and what can be done.
pub fn report(report: &PortReport) -> String {
    let style = match report.state {
        PortState::Free => GREEN,
        PortState::Listening => RED,
        _ => YELLOW,
    };
    let state = report.state.as_str().replace('_', " ");
    let mut text = format!("{}  {}\n", paint(CYAN, &report.port.to_string()), paint(style, &state));
    for reason in &report.reasons {
        text.push_str(&format!("  {}\n", one_line(&reason.sentence)));
    }
    if let Some(cmd) = report.listener.as_ref().and_then(|listener| listener.cmd.as_deref()) {
        text.push_str(&format!("  {} {}\n", paint(DIM, "command:"), one_line(cmd)));
    }
    text.push('\n');
    for resolution in &report.resolutions {
        let (word, rest) = resolution.split_once(": ").unwrap_or(("", resolution));
        text.push_str(&format!("  {} {}\n", paint(BOLD, &format!("{word:9}")), one_line(rest)));
    }
    text
}

/// Who was ended, or would be.
pub fn killed(killed: &Killed, dry_run: bool) -> String {
    let verb = if dry_run { "would end" } else { "ended" };
    let mut table = Table::default();
    for ended in &killed.ended {
        table.row([
            Cell::plain(verb),
            Cell::new(BOLD, &ended.name),
            Cell::new(DIM, format!("pid {}", ended.pid)),
            Cell::new(DIM, ended.signal.as_str()),
        ]);
    }
    table.render()
}

/// The line about one who holds the socket and was left alone.
pub fn spared(spared: &Holder, port: u16, now_ms: i64) -> String {
    format!(
        "left alone: {} has inherited the socket of {port}; end it yourself if it is in the way",
        process_phrase(spared, now_ms)
    )
}

/// The registry and the machine side by side.
pub fn status(status: &StatusReport, now_ms: i64) -> String {
    let mut parts = vec![services(&status.services, None, now_ms)];
    let foreign: Vec<Listener> =
        status.listeners.iter().filter(|listener| listener.identity.is_none()).cloned().collect();
    if !foreign.is_empty() {
        let head = paint(PLAIN, "Other listeners");
        parts.push(format!("{head}\n{}", listeners(&foreign, now_ms)));
    }
    if !status.conflicts.is_empty() {
        let head = paint(RED, &counted(status.conflicts.len(), "conflict"));
        parts.push(format!("{head}\n{}", conflicts(&status.conflicts)));
    }
    let (_, full) = pools(&status.pools);
    if !full.is_empty() {
        parts.push(full.iter().map(|note| format!("{note}\n")).collect());
    }
    if !status.start_order.is_empty() {
        let order = |names: &[Identity]| {
            names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")
        };
        parts.push(format!(
            "starts in the order {}\nstops in the order  {}\n",
            order(&status.start_order),
            order(&status.stop_order)
        ));
    }
    parts.join("\n")
}

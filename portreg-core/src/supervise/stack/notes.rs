//! What a stack notes of its services, so that everybody sees how they are. Where that cannot be written,
//! they run on all the same.

use serde_json::{Map, Value, json};

use super::ledger::Ledger;
use crate::claims::{Claims, Happening, Hold, phase};
use crate::error::Result;
use crate::model::{Ended, Health, TunnelProvider};
use crate::store::ServiceRow;

/// Health is noted at most this often while it does not change.
const CHECKED_EVERY_MS: i64 = 30_000;

fn happening(action: &'static str, pid: Option<u32>, details: Value) -> Happening {
    let details = match details {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    Happening { action, pid, details }
}

impl Ledger {
    /// Changes what is known of a service, and writes down what has happened to it.
    fn note(
        &self,
        hold: &Hold,
        happening: Option<Happening>,
        change: impl FnOnce(&mut ServiceRow, i64),
    ) {
        self.write(|claims| claims.note(hold, happening, change));
    }

    fn write(&self, write: impl FnOnce(Claims<'_>) -> Result<()>) {
        if let Some(Err(error)) = self.claims().map(write) {
            tracing::warn!(%error, "what a service does is not noted");
        }
    }

    /// It is in these hands, and waits for what it needs.
    pub(super) fn waiting(&self, hold: &Hold) {
        self.note(hold, None, |row, _| {
            row.phase = Some(phase::WAITING.to_owned());
            row.restarts = 0;
        });
    }

    /// It is about to be started with this mark. Its health is none where nothing tells that it is ready.
    pub(super) fn starting(
        &self,
        hold: &Hold,
        mark: &str,
        restarts: u32,
        health: Option<Health>,
    ) -> Result<()> {
        let Some(claims) = self.claims() else { return Ok(()) };
        claims.note(hold, None, |row, _| {
            row.claim.mark = Some(mark.to_owned());
            row.claim.child = None;
            row.phase = Some(phase::STARTING.to_owned());
            row.health = health.map(|health| health.to_string());
            (row.ended_at_ms, row.exit_code) = (None, None);
            row.restarts = restarts;
        })
    }

    pub(super) fn started(&self, hold: &Hold, mark: &str, pid: u32) {
        let child = self.claims().and_then(|claims| claims.system.key_of(pid));
        let what = happening("start", Some(pid), json!({ "run": mark }));
        self.note(hold, Some(what), |row, now| {
            row.claim.child = child;
            row.phase = None;
            row.started_at_ms = Some(now);
        });
    }

    pub(super) fn ready(&self, hold: &Hold, pid: u32, after_ms: u64) {
        let what = happening("ready", Some(pid), json!({ "after_ms": after_ms }));
        self.note(hold, Some(what), |row, now| {
            row.health = Some(Health::Passing.to_string());
            row.checked_at_ms = Some(now);
            row.claim.last_seen_ms = now;
        });
    }

    pub(super) fn health(
        &self,
        hold: &Hold,
        health: Health,
        action: &'static str,
        why: Option<&str>,
    ) {
        let what =
            happening(action, None, why.map_or(Value::Null, |why| json!({ "message": why })));
        self.note(hold, Some(what), |row, now| {
            row.health = Some(health.to_string());
            row.checked_at_ms = Some(now);
        });
    }

    /// A probe has passed again. That is noted now and then, and rings nobody awake for nothing.
    pub(super) fn checked(&self, hold: &Hold) {
        self.write(|claims| claims.checked(hold, CHECKED_EVERY_MS));
    }

    pub(super) fn happened(&self, hold: &Hold, action: &'static str, message: Option<&str>) {
        let details = message.map_or(Value::Null, |message| json!({ "message": message }));
        self.note(hold, Some(happening(action, None, details)), |_, _| {});
    }

    pub(super) fn listens_elsewhere(&self, hold: &Hold, port: u16) {
        let what = happening(
            "listening_elsewhere",
            None,
            json!({ "port": port, "instead_of": hold.port }),
        );
        self.note(hold, Some(what), |_, _| {});
    }

    pub(super) fn exited(&self, hold: &Hold, code: i32) {
        let what = happening("exit", None, json!({ "exit_code": code }));
        self.note(hold, Some(what), |row, now| {
            row.ended_at_ms = Some(now);
            row.exit_code = Some(code);
            row.phase = Some(phase::ENDING.to_owned());
        });
    }

    /// It is asked to end. What it has started may outlive its process for a while.
    pub(super) fn ending(&self, hold: &Hold) {
        self.note(hold, None, |row, _| {
            row.phase = Some(phase::ENDING.to_owned());
        });
    }

    pub(super) fn restarting(&self, hold: &Hold, after_ms: u64, restarts: u32) {
        let what =
            happening("restart", None, json!({ "after_ms": after_ms, "restarts": restarts }));
        self.note(hold, Some(what), |row, _| {
            row.claim.child = None;
            row.phase = Some(phase::STARTING.to_owned());
            row.health = Some(Health::Starting.to_string());
            row.restarts = restarts;
        });
    }

    /// It was ended to be started again at once.
    pub(super) fn ended_for_restart(&self, hold: &Hold, code: Option<i32>, ended: &[Ended]) {
        let what = happening("restart", None, json!({ "exit_code": code, "ended": ended }));
        self.note(hold, Some(what), |row, _| {
            row.claim.child = None;
            row.phase = Some(phase::STARTING.to_owned());
            row.health = Some(Health::Starting.to_string());
        });
    }

    pub(super) fn crashed(&self, hold: &Hold, code: i32, message: &str, last_lines: &[String]) {
        let last = last_lines.last();
        let details = json!({ "exit_code": code, "message": message, "last_line": last });
        self.note(hold, Some(happening("crash", None, details)), |row, now| {
            row.claim.child = None;
            row.claim.mark = None;
            row.tunnel = None;
            row.phase = Some(phase::CRASHED.to_owned());
            row.health = None;
            row.ended_at_ms = row.ended_at_ms.or(Some(now));
            row.exit_code = Some(code);
        });
    }

    pub(super) fn stopped(&self, hold: &Hold, code: Option<i32>, ended: &[Ended]) {
        let what = happening("stop", None, json!({ "exit_code": code, "ended": ended }));
        self.write(|claims| claims.lay_down(hold, what, phase::STOPPED, code));
    }

    /// Gives up the name of what has crashed, whose supervisor ends.
    pub(super) fn leave(&self, hold: &Hold) {
        let what = happening("left", None, Value::Null);
        self.write(|claims| claims.lay_down(hold, what, phase::CRASHED, None));
    }

    /// A tunnel stands: its URL is the service's endpoint `tunnel`.
    pub(super) fn tunnel_open(&self, hold: &Hold, provider: TunnelProvider, url: &str) {
        let what = happening("tunnel", None, json!({ "provider": provider, "url": url }));
        self.note(hold, Some(what), |row, _| row.tunnel = Some(url.to_owned()));
    }

    /// A tunnel does not stand, and why.
    pub(super) fn tunnel_failed(&self, hold: &Hold, provider: TunnelProvider, message: &str) {
        let details = json!({ "provider": provider, "message": message });
        let what = happening("tunnel_failed", None, details);
        self.note(hold, Some(what), |row, _| row.tunnel = None);
    }

    /// A tunnel is closed.
    pub(super) fn tunnel_closed(&self, hold: &Hold) {
        self.note(hold, None, |row, _| row.tunnel = None);
    }

    /// Gives back a name that was taken for as long as its program runs; what outlives its owner stays,
    /// without one.
    pub(super) fn release(&self, hold: &Hold, code: Option<i32>) {
        let what = happening("exit", None, json!({ "exit_code": code }));
        self.write(|claims| match hold.is_taken && !claims.is_persistent(&hold.identity)? {
            true => claims.give_back(hold, code.map(|_| what)),
            false => claims.lay_down(hold, what, phase::STOPPED, code),
        });
    }

    /// Gives a name back that was taken for a stack which does not come about.
    pub(super) fn give_back(&self, hold: Option<&Hold>) {
        if let Some(hold) = hold.filter(|hold| hold.is_taken) {
            self.write(|claims| claims.give_back(hold, None));
        }
    }
}

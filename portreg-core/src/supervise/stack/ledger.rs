//! What a stack writes into the registry, and reads of it. Where the registry cannot be written, services
//! run on all the same.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::super::end_leftovers;
use super::member::Member;
use super::spec::Spec;
use crate::claims::{Happening, Hold, Shared, phase};
use crate::config::complete;
use crate::error::{Error, Result};
use crate::machine::sockets;
use crate::model::{
    Claim, ClaimOptions, Ended, FindOptions, Health, Identity, OnConflict, OwnerOption, ReasonCode,
    Service, StackEventKind, Status, TunnelProvider,
};
use crate::observe::Observer;
use crate::wording::port_sentence;

/// Health is noted at most this often while it does not change.
const CHECKED_EVERY_MS: i64 = 30_000;

/// A name that was taken, and what is to be told of it.
pub(super) struct Taken {
    pub(super) hold: Hold,
    pub(super) told: Option<StackEventKind>,
}

pub(super) struct Ledger(Arc<Shared>);

fn happening(action: &'static str, pid: Option<u32>, details: Value) -> Happening {
    let details = match details {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    Happening { action, pid, details }
}

impl Ledger {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self(shared)
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.0
    }

    /// Takes a name for a service that is about to be started; none where somebody else runs it already.
    pub(super) fn take(
        &self,
        spec: &Spec,
        on_conflict: Option<OnConflict>,
    ) -> Result<Option<Taken>> {
        if on_conflict.is_none() && self.runs_elsewhere(&spec.identity)? {
            return Ok(None);
        }
        let options = ClaimOptions {
            on_conflict: Some(on_conflict.unwrap_or(OnConflict::Fail)),
            dir: Some(spec.dir.clone()),
            launch: spec.launch.clone(),
            ..ClaimOptions::default()
        };
        let claims = self.0.claims();
        let taken = match spec.has_port {
            true => {
                let claimed = claims.claim(&spec.identity, &options);
                let claim = claims.audited("up", spec.identity.as_str(), claimed)?;
                if claim.outcome == crate::model::Outcome::Shared {
                    return Ok(None);
                }
                Taken { hold: Hold::of(&claim), told: self.other_port(&claim) }
            }
            false => {
                let enrolled = claims.enrol(&spec.identity, &options);
                let hold = claims.audited("up", spec.identity.as_str(), enrolled)?;
                Taken { hold, told: None }
            }
        };
        self.wrote(claims.note(&taken.hold, None, |row, _| {
            row.phase = Some(phase::WAITING.to_owned());
            row.restarts = 0;
        }));
        Ok(Some(taken))
    }

    /// What is to be told where a claim has another port than the asked one, or than it had.
    fn other_port(&self, claim: &Claim) -> Option<StackEventKind> {
        let asked = claim.requested_port.or(claim.moved_from);
        let instead_of = asked.filter(|port| *port != claim.port)?;
        let now = self.0.claims().system.now_ms();
        let why = claim
            .reason
            .map(|reason| port_sentence(reason, instead_of, None, claim.holder.as_ref(), now));
        Some(StackEventKind::OtherPort { port: claim.port, instead_of, why })
    }

    /// Whether a process that is not this one runs the service, or is about to.
    pub(super) fn runs_elsewhere(&self, identity: &Identity) -> Result<bool> {
        let Some(service) = self.service(identity)? else { return Ok(false) };
        let ours = service.owner.as_ref().is_some_and(|owner| owner.pid == std::process::id());
        Ok(!ours && (service.status == Status::Running || self.0.claims().is_waiting(identity)?))
    }

    fn service(&self, identity: &Identity) -> Result<Option<Service>> {
        let options = FindOptions { pattern: Some(identity.to_string()), ..FindOptions::default() };
        let found = self.0.claims().find(&options)?;
        Ok(found.into_iter().find(|service| service.identity == *identity))
    }

    /// Whether a service that somebody else runs can be used; none where nobody runs it any more.
    pub(super) fn is_usable(&self, identity: &Identity) -> Option<bool> {
        let service = self.service(identity).ok()??;
        match (service.status, service.health) {
            (Status::Running, Health::Unknown | Health::Passing) => Some(service.pid.is_some()),
            (Status::Running, _) => Some(false),
            _ if self.0.claims().is_waiting(identity).unwrap_or(false) => Some(false),
            _ => None,
        }
    }

    /// The name as it is held now: its port may have been moved meanwhile.
    pub(super) fn renewed(&self, member: &Member) -> Result<Hold> {
        let claims = self.0.claims();
        let identity = &member.spec.identity;
        if let Some(hold) = &member.hold
            && claims.holds(hold)?
        {
            return Ok(hold.clone());
        }
        let options = ClaimOptions {
            on_conflict: Some(OnConflict::Fail),
            dir: Some(member.spec.dir.clone()),
            ..ClaimOptions::default()
        };
        match member.spec.has_port {
            true => Ok(Hold::of(&claims.claim(identity, &options)?)),
            false => claims.enrol(identity, &options),
        }
    }

    /// The place of the service that a reference means, seen from another.
    pub(super) fn place_of(
        &self,
        reference: &str,
        from: &Identity,
        members: &[Member],
    ) -> Result<Hold> {
        let near = complete(reference, from)?;
        let plain = Identity::from_segments(near.project(), near.stack(), None)?;
        let claims = self.0.claims();
        for name in [&near, &plain] {
            let member = members.iter().find(|member| member.spec.identity == *name);
            if let Some(hold) = member.and_then(|member| member.hold.clone()) {
                return Ok(hold);
            }
            if let Some(service) = self.service(name)?
                && let (Some(port), Some(url)) = (service.port, service.endpoints.get("local"))
            {
                return Ok(Hold::at(name, port, url));
            }
        }
        // Its port is its own from now on, also while nothing runs there.
        let config = claims.config(None)?;
        let name = if config.service(&near)?.is_none() && config.service(&plain)?.is_some() {
            plain
        } else {
            near
        };
        let options = ClaimOptions { owner: OwnerOption::None, ..ClaimOptions::default() };
        Ok(Hold::of(&claims.claim(&name, &options)?))
    }

    /// Ends what a killed supervisor has left of a service.
    pub(super) fn end_leftovers(&self, identity: &Identity) {
        const GRACE: Duration = Duration::from_secs(5);
        if let Ok(Some(mark)) = self.0.claims().abandoned_mark(identity.as_str()) {
            end_leftovers(&mark, GRACE);
        }
    }

    /// Gives a name back that was taken for a stack which does not come about.
    pub(super) fn give_back(&self, member: &Member) {
        if let Some(hold) = member.hold.as_ref().filter(|hold| hold.is_taken) {
            self.wrote(self.0.claims().give_back(hold));
        }
    }

    /// What is on a port that a service would be given, where anything is.
    pub(super) fn obstacle(&self, port: u16, identity: &Identity) -> Option<String> {
        let listened = sockets::listening_on(port).is_ok_and(|sockets| !sockets.is_empty());
        listened.then(|| self.in_use(port, identity).to_string())
    }

    /// Why a port cannot be used, in the words of `explain`.
    pub(super) fn in_use(&self, port: u16, identity: &Identity) -> Error {
        let observer = Observer { claims: self.0.claims() };
        let report = observer.explain(port).ok();
        let reason = report.as_ref().and_then(|report| report.reasons.first());
        let way = report.as_ref().and_then(|report| report.resolutions.first());
        let sentence =
            reason.map_or_else(|| format!("port {port} is in use"), |one| one.sentence.clone());
        Error::PortInUse {
            port,
            reason: reason.map_or(ReasonCode::Listening, |one| one.code),
            identity: Some(identity.clone()),
            holder: None,
            message: match way {
                Some(way) => format!("{sentence}; {way}"),
                None => sentence,
            },
        }
    }

    pub(super) fn starting(&self, hold: &Hold, mark: &str, restarts: u32) -> Result<()> {
        self.0.claims().note(hold, None, |row, _| {
            row.claim.mark = Some(mark.to_owned());
            row.claim.child = None;
            row.phase = Some(phase::STARTING.to_owned());
            row.health = Some(Health::Starting.to_string());
            (row.ended_at_ms, row.exit_code) = (None, None);
            row.restarts = restarts;
        })
    }

    pub(super) fn started(&self, hold: &Hold, mark: &str, pid: u32) {
        let claims = self.0.claims();
        let child = claims.system.key_of(pid);
        let what = happening("start", Some(pid), json!({ "run": mark }));
        self.wrote(claims.note(hold, Some(what), |row, now| {
            row.claim.child = child;
            row.phase = None;
            row.started_at_ms = Some(now);
        }));
    }

    pub(super) fn ready(&self, hold: &Hold, pid: u32, after_ms: u64) {
        let what = happening("ready", Some(pid), json!({ "after_ms": after_ms }));
        self.wrote(self.0.claims().note(hold, Some(what), |row, now| {
            row.health = Some(Health::Passing.to_string());
            row.checked_at_ms = Some(now);
            row.claim.last_seen_ms = now;
        }));
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
        self.wrote(self.0.claims().note(hold, Some(what), |row, now| {
            row.health = Some(health.to_string());
            row.checked_at_ms = Some(now);
        }));
    }

    /// A probe has passed again. That is noted now and then, and rings nobody awake for nothing.
    pub(super) fn checked(&self, hold: &Hold) {
        self.wrote(self.0.claims().checked(hold, CHECKED_EVERY_MS));
    }

    pub(super) fn happened(&self, hold: &Hold, action: &'static str, message: Option<&str>) {
        let details = message.map_or(Value::Null, |message| json!({ "message": message }));
        self.wrote(self.0.claims().note(hold, Some(happening(action, None, details)), |_, _| {}));
    }

    pub(super) fn listens_elsewhere(&self, hold: &Hold, port: u16) {
        let what = happening(
            "listening_elsewhere",
            None,
            json!({ "port": port, "instead_of": hold.port }),
        );
        self.wrote(self.0.claims().note(hold, Some(what), |_, _| {}));
    }

    pub(super) fn exited(&self, hold: &Hold, code: i32) {
        let what = happening("exit", None, json!({ "exit_code": code }));
        self.wrote(self.0.claims().note(hold, Some(what), |row, now| {
            row.ended_at_ms = Some(now);
            row.exit_code = Some(code);
            row.phase = Some(phase::ENDING.to_owned());
        }));
    }

    /// It is asked to end. What it has started may outlive its process for a while.
    pub(super) fn ending(&self, hold: &Hold) {
        self.wrote(self.0.claims().note(hold, None, |row, _| {
            row.phase = Some(phase::ENDING.to_owned());
        }));
    }

    /// The services that another supervisor has given up, or keeps waiting for those.
    pub(super) fn given_up_elsewhere(&self, specs: &[Spec]) -> Result<Vec<Identity>> {
        let mut found: Vec<Identity> = Vec::new();
        for spec in specs {
            let in_vain = || spec.needs.iter().any(|need| found.contains(need));
            match self.0.claims().phase_elsewhere(&spec.identity)?.as_deref() {
                Some(phase::CRASHED) => found.push(spec.identity.clone()),
                Some(phase::WAITING) if in_vain() => found.push(spec.identity.clone()),
                _ => {}
            }
        }
        Ok(found)
    }

    pub(super) fn restarting(&self, hold: &Hold, after_ms: u64, restarts: u32) {
        let what =
            happening("restart", None, json!({ "after_ms": after_ms, "restarts": restarts }));
        self.wrote(self.0.claims().note(hold, Some(what), |row, _| {
            row.claim.child = None;
            row.phase = Some(phase::STARTING.to_owned());
            row.health = Some(Health::Starting.to_string());
            row.restarts = restarts;
        }));
    }

    /// It was ended to be started again at once.
    pub(super) fn ended_for_restart(&self, hold: &Hold, code: Option<i32>, ended: &[Ended]) {
        let what = happening("restart", None, json!({ "exit_code": code, "ended": ended }));
        self.wrote(self.0.claims().note(hold, Some(what), |row, _| {
            row.claim.child = None;
            row.phase = Some(phase::STARTING.to_owned());
            row.health = Some(Health::Starting.to_string());
        }));
    }

    pub(super) fn crashed(&self, hold: &Hold, code: i32, message: &str, last_lines: &[String]) {
        let last = last_lines.last();
        let details = json!({ "exit_code": code, "message": message, "last_line": last });
        self.wrote(self.0.claims().note(
            hold,
            Some(happening("crash", None, details)),
            |row, now| {
                row.claim.child = None;
                row.claim.mark = None;
                row.tunnel = None;
                row.phase = Some(phase::CRASHED.to_owned());
                row.health = None;
                row.ended_at_ms = row.ended_at_ms.or(Some(now));
                row.exit_code = Some(code);
            },
        ));
    }

    pub(super) fn stopped(&self, hold: &Hold, code: Option<i32>, ended: &[Ended]) {
        let what = happening("stop", None, json!({ "exit_code": code, "ended": ended }));
        let claims = self.0.claims();
        self.wrote(claims.lay_down(hold, what, phase::STOPPED, code));
    }

    /// Gives up the name of what has crashed, whose supervisor ends.
    pub(super) fn leave(&self, hold: &Hold) {
        let what = happening("left", None, Value::Null);
        self.wrote(self.0.claims().lay_down(hold, what, phase::CRASHED, None));
    }

    /// A tunnel stands: its URL is the service's endpoint `tunnel`.
    pub(super) fn tunnel_open(&self, hold: &Hold, provider: TunnelProvider, url: &str) {
        let what = happening("tunnel", None, json!({ "provider": provider, "url": url }));
        self.wrote(self.0.claims().note(hold, Some(what), |row, _| {
            row.tunnel = Some(url.to_owned());
        }));
    }

    /// A tunnel does not stand, and why.
    pub(super) fn tunnel_failed(&self, hold: &Hold, provider: TunnelProvider, message: &str) {
        let details = json!({ "provider": provider, "message": message });
        let what = happening("tunnel_failed", None, details);
        self.wrote(self.0.claims().note(hold, Some(what), |row, _| row.tunnel = None));
    }

    /// A tunnel is closed.
    pub(super) fn tunnel_closed(&self, hold: &Hold) {
        self.wrote(self.0.claims().note(hold, None, |row, _| row.tunnel = None));
    }

    fn wrote(&self, result: Result<()>) {
        if let Err(error) = result {
            tracing::warn!(%error, "what a service does is not noted");
        }
    }
}

//! The names of a stack's services in the registry: taking them, and what stands there of others.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::super::end_leftovers;
use super::companion::Companion;
use super::member::Member;
use super::spec::Spec;
use crate::claims::{Claims, Hold, Shared, phase};
use crate::config::complete;
use crate::error::{Error, Result};
use crate::machine::sockets;
use crate::model::{
    Claim, ClaimOptions, FindOptions, Health, Identity, OnConflict, OwnerOption, ReasonCode,
    Service, StackEventKind, Status,
};
use crate::observe::Observer;
use crate::wording::port_sentence;

/// How long what a killed supervisor has left may take to end before it is killed.
const LEFT_GRACE: Duration = Duration::from_secs(5);

/// A name that was taken, and what is to be told of it.
pub(super) struct Taken {
    pub(super) hold: Hold,
    pub(super) told: Option<StackEventKind>,
}

/// The registry as a stack writes it; none for a program that runs without, of which nothing is noted.
pub(super) struct Ledger(Option<Arc<Shared>>);

impl Ledger {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self(Some(shared))
    }

    pub(super) fn none() -> Self {
        Self(None)
    }

    pub(super) fn claims(&self) -> Option<Claims<'_>> {
        self.0.as_ref().map(|shared| shared.claims())
    }

    /// Where the logs of services are.
    pub(super) fn logs(&self) -> Option<PathBuf> {
        self.0.as_ref().map(|shared| shared.logs())
    }

    fn registry(&self) -> Result<Claims<'_>> {
        self.claims()
            .ok_or_else(|| Error::Unsupported { what: "a service without registry".to_owned() })
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
        let claims = self.registry()?;
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
        self.end_others(&taken.hold, None);
        self.waiting(&taken.hold);
        Ok(Some(taken))
    }

    /// What is to be told where a claim has another port than the asked one, or than it had.
    fn other_port(&self, claim: &Claim) -> Option<StackEventKind> {
        let asked = claim.requested_port.or(claim.moved_from);
        let instead_of = asked.filter(|port| *port != claim.port)?;
        let now = self.claims()?.system.now_ms();
        let why = claim
            .reason
            .map(|reason| port_sentence(reason, instead_of, None, claim.holder.as_ref(), now));
        Some(StackEventKind::OtherPort { port: claim.port, instead_of, why })
    }

    /// Whether a process that is not this one runs the service, or is about to.
    pub(super) fn runs_elsewhere(&self, identity: &Identity) -> Result<bool> {
        let Some(service) = self.service(identity)? else { return Ok(false) };
        let ours = service.owner.as_ref().is_some_and(|owner| owner.pid == std::process::id());
        Ok(!ours && (service.status == Status::Running || self.registry()?.is_waiting(identity)?))
    }

    fn service(&self, identity: &Identity) -> Result<Option<Service>> {
        let options = FindOptions { pattern: Some(identity.to_string()), ..FindOptions::default() };
        let found = self.registry()?.find(&options)?;
        Ok(found.into_iter().find(|service| service.identity == *identity))
    }

    /// Whether a service that somebody else runs can be used; none where nobody runs it any more.
    pub(super) fn is_usable(&self, identity: &Identity) -> Option<bool> {
        let service = self.service(identity).ok()??;
        match (service.status, service.health) {
            (Status::Running, Health::Unknown | Health::Passing) => Some(service.pid.is_some()),
            (Status::Running, _) => Some(false),
            _ if self.claims()?.is_waiting(identity).unwrap_or(false) => Some(false),
            _ => None,
        }
    }

    /// The name as it is held now: its port may have been moved meanwhile.
    pub(super) fn renewed(&self, member: &Member) -> Result<Hold> {
        let claims = self.registry()?;
        let identity = &member.spec.identity;
        if let Some(hold) = &member.hold
            && claims.holds(hold)?
        {
            return Ok(hold.clone());
        }
        let was_taken = member.hold.as_ref().is_some_and(|hold| hold.is_taken);
        let options = ClaimOptions {
            on_conflict: Some(OnConflict::Fail),
            dir: Some(member.spec.dir.clone()),
            ..ClaimOptions::default()
        };
        let hold = match member.spec.has_port {
            true => Hold::of(&claims.claim(identity, &options)?),
            false => claims.enrol(identity, &options)?,
        };
        self.end_others(&hold, member.tunnel.as_ref().and_then(Companion::mark));
        Ok(Hold { is_taken: hold.is_taken || was_taken, ..hold })
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
        let claims = self.registry()?;
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
        let found = self.registry().and_then(|claims| claims.abandoned_mark(identity.as_str()));
        if let Ok(Some(mark)) = found {
            end_leftovers(&mark, LEFT_GRACE);
        }
    }

    /// Ends what a supervisor has left that was killed just before its name was taken. Nothing was started for
    /// the name since but what carries `own`.
    fn end_others(&self, hold: &Hold, own: Option<&str>) {
        let found = self
            .registry()
            .and_then(|claims| claims.store.read(|reader| reader.claim(hold.identity.as_str())));
        let mark = found.ok().flatten().and_then(|row| row.mark);
        if let Some(mark) = mark.filter(|mark| Some(mark.as_str()) != own) {
            end_leftovers(&mark, LEFT_GRACE);
        }
    }

    /// What is on a port that a service would be given, where anything is.
    pub(super) fn obstacle(&self, port: u16, identity: &Identity) -> Option<String> {
        let listened = sockets::listening_on(port).is_ok_and(|sockets| !sockets.is_empty());
        listened.then(|| self.in_use(port, identity).to_string())
    }

    /// Why a port cannot be used, in the words of `explain`.
    pub(super) fn in_use(&self, port: u16, identity: &Identity) -> Error {
        let report = self.claims().and_then(|claims| Observer { claims }.explain(port).ok());
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

    /// The services that another supervisor has given up, or keeps waiting for those.
    pub(super) fn given_up_elsewhere(&self, specs: &[Spec]) -> Result<Vec<Identity>> {
        let mut found: Vec<Identity> = Vec::new();
        for spec in specs {
            let in_vain = || spec.needs.iter().any(|need| found.contains(need));
            match self.registry()?.phase_elsewhere(&spec.identity)?.as_deref() {
                Some(phase::CRASHED) => found.push(spec.identity.clone()),
                Some(phase::WAITING) if in_vain() => found.push(spec.identity.clone()),
                _ => {}
            }
        }
        Ok(found)
    }
}

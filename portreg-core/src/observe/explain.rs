//! `explain`: why a port is as it is, everything that is to be said of it, and what can be done.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::Observer;
use super::resolutions::resolutions;
use super::sight::Seen;
use crate::claims::never;
use crate::error::Result;
use crate::machine::ports::{ephemeral_range, privileged_below};
use crate::machine::sockets::{self, OpenSocket, Phase, Probe};
use crate::model::{
    Identity, PortReport, PortState, Protocol, Reason, ReasonCode, Service, is_browser_unsafe,
    is_system_listener, well_known_server,
};
use crate::store::Aside;
use crate::wording::{PortFact, listed};

impl Observer<'_> {
    /// Everything that is to be said of a port.
    pub(crate) fn explain(&self, port: u16) -> Result<PortReport> {
        let seen = self.look(Protocol::Tcp, Some(port))?;
        let service = self.service_on(port)?;
        let mut facts = on_the_port(port, &seen);
        if seen.is_empty() {
            facts.extend(closed_lately(port));
            if sockets::probe(port) == Probe::Busy {
                facts.push(self.claims.without_listener(port));
            }
        }
        facts.extend(self.in_the_registry(port, service.as_ref())?);
        facts.extend(by_its_number(port));
        if facts.iter().all(|fact| is_no_obstacle(fact.code)) {
            facts.push(PortFact::new(port, ReasonCode::Free));
        }
        let now_ms = self.claims.system.now_ms();
        let listener = shown(&seen).map(|seen| seen.listener.clone());
        let resolutions = resolutions(port, &facts, &seen, service.as_ref(), now_ms);
        Ok(PortReport {
            port,
            state: state(&facts),
            reasons: facts
                .iter()
                .map(|fact| Reason { code: fact.code, sentence: fact.sentence(now_ms) })
                .collect(),
            listener,
            service,
            resolutions,
        })
    }

    /// The service that claims the port.
    fn service_on(&self, port: u16) -> Result<Option<Service>> {
        let row = self.claims.store.read(|reader| reader.claim_on(port))?;
        row.map(|row| self.claims.get(row.identity.as_str())).transpose()
    }

    fn in_the_registry(&self, port: u16, service: Option<&Service>) -> Result<Vec<PortFact>> {
        let mut facts = Vec::new();
        if let Some(service) = service {
            let holder = service.owner.clone();
            let fact = PortFact::new(port, ReasonCode::Claimed).by(holder);
            facts.push(fact.of(Some(service.identity.clone())));
        }
        // What a broken configuration sets aside cannot be told; all else can.
        let config = self.claims.config(None).ok();
        let aside = self.claims.aside()?;
        let set_aside = match config {
            Some(config) => never(&aside, &config).contains(port),
            None => {
                aside.iter().any(|(kind, range)| *kind == Aside::Reserved && range.contains(port))
            }
        };
        if set_aside && !is_browser_unsafe(port) {
            let why = self.claims.why_reserved(port)?;
            facts.push(PortFact::new(port, ReasonCode::Reserved).with(why));
        }
        if service.is_none() {
            let nobody = "";
            let remembered: Option<Identity> =
                self.claims.store.read(|reader| reader.remembered_by_other(port, nobody))?;
            if remembered.is_some() {
                facts.push(PortFact::new(port, ReasonCode::Remembered).of(remembered));
            }
        }
        Ok(facts)
    }
}

/// Of several processes on a port the one to show first: the service's own.
pub(super) fn shown(seen: &[Seen]) -> Option<&Seen> {
    seen.iter().find(|seen| seen.is_explained()).or_else(|| seen.first())
}

/// What its listeners say.
fn on_the_port(port: u16, seen: &[Seen]) -> Vec<PortFact> {
    let mut facts = Vec::new();
    for one in seen {
        let listener = &one.listener;
        let addresses = Some(listed(&listener.addresses));
        let holder = listener.holder();
        let fact = |code| PortFact::new(port, code).by(holder.clone());
        if listener.container.is_some() {
            facts.push(fact(ReasonCode::Container).with(listener.container.clone()));
        } else if !one.ours {
            facts.push(fact(ReasonCode::OtherUser).with(listener.user.clone()));
        }
        facts.push(fact(ReasonCode::Listening).with(addresses));
    }
    let taken = |address: IpAddr| seen.iter().any(|one| one.serves(address));
    let (v4, v6) = (taken(Ipv4Addr::LOCALHOST.into()), taken(Ipv6Addr::LOCALHOST.into()));
    let half = match (v4, v6) {
        (true, false) => Some((Ipv6Addr::LOCALHOST.into(), "127.0.0.1 and not on ::1")),
        (false, true) => Some((Ipv4Addr::LOCALHOST.into(), "::1 and not on 127.0.0.1")),
        _ => None,
    };
    // Only where somebody else could really take the other half.
    let is_free = |(other, _): &(IpAddr, &str)| sockets::probe_on(*other, port) == Probe::Free;
    if let Some((_, detail)) = half.filter(is_free) {
        facts.push(PortFact::new(port, ReasonCode::OneFamily).with(Some(detail.to_owned())));
    }
    facts
}

/// What connections have left on a port on which nobody listens.
fn closed_lately(port: u16) -> Vec<PortFact> {
    let open = sockets::open_on(port).unwrap_or_default();
    let mut facts = Vec::new();
    let waiting = |socket: &&OpenSocket| socket.phase == Phase::TimeWait;
    let closing = |socket: &&OpenSocket| socket.phase == Phase::Closing;
    if open.iter().any(|socket| waiting(&socket)) {
        let fact = PortFact::new(port, ReasonCode::TimeWait);
        facts.push(fact.with(Some("both sides".to_owned())));
    } else if open.iter().any(|socket| closing(&socket)) {
        facts.push(PortFact::new(port, ReasonCode::TimeWait).with(Some("one side".to_owned())));
    }
    facts
}

/// What its number alone says.
fn by_its_number(port: u16) -> Vec<PortFact> {
    let mut facts = Vec::new();
    let mut say = |code, detail| facts.push(PortFact::new(port, code).with(detail));
    match sockets::probe(port) {
        Probe::Excluded => say(ReasonCode::Excluded, None),
        Probe::Privileged => say(ReasonCode::Privileged, Some(privileged_below().to_string())),
        Probe::Free | Probe::Busy => {}
    }
    if let Some(range) = ephemeral_range().filter(|range| range.contains(port)) {
        say(ReasonCode::Ephemeral, Some(range.to_string()));
    }
    if is_browser_unsafe(port) {
        say(ReasonCode::BrowserUnsafe, None);
    }
    if is_system_listener(port) {
        say(ReasonCode::Airplay, None);
    } else if let Some(server) = well_known_server(port) {
        say(ReasonCode::WellKnown, Some(server.to_owned()));
    }
    facts
}

/// Whether a server could start on the port all the same.
fn is_no_obstacle(code: ReasonCode) -> bool {
    matches!(
        code,
        ReasonCode::BrowserUnsafe
            | ReasonCode::WellKnown
            | ReasonCode::Airplay
            | ReasonCode::Remembered
    )
}

/// The first state that holds. What is in use without a listener is in use as well.
fn state(facts: &[PortFact]) -> PortState {
    let says = |code: ReasonCode| facts.iter().any(|fact| fact.code == code);
    let states = [
        (ReasonCode::Listening, PortState::Listening),
        (ReasonCode::TimeWait, PortState::TimeWait),
        (ReasonCode::Claimed, PortState::Claimed),
        (ReasonCode::Reserved, PortState::Reserved),
        (ReasonCode::Excluded, PortState::Excluded),
        (ReasonCode::Privileged, PortState::Privileged),
        (ReasonCode::Ephemeral, PortState::Ephemeral),
        (ReasonCode::Bound, PortState::Listening),
        (ReasonCode::Outgoing, PortState::Listening),
    ];
    let found = states.iter().find(|(code, _)| says(*code));
    found.map_or(PortState::Free, |(_, state)| *state)
}

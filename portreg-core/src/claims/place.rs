//! Whether a port that is asked for can be had, and why not.

use super::standing::{Standing, judge};
use super::system::Listening;
use super::{Claims, asker::Asker};
use crate::allocate::PortSet;
use crate::error::{Error, Result};
use crate::machine::ports::privileged_below;
use crate::machine::sockets::Probe;
use crate::model::{Identity, ReasonCode};
use crate::wording::{BY_CONFIGURATION, PortFact};

/// What is known of a port that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Place {
    /// It can be had; the claim that had it has ended and goes.
    Free { supersedes: Option<(Identity, i64)> },
    /// It cannot.
    Taken(PortFact),
}

/// For whom a port is looked at.
pub(super) struct Wanting<'a> {
    pub(super) identity: &'a Identity,
    pub(super) asker: Asker,
    /// The port that the name has already, or remembers.
    pub(super) own: Option<u16>,
    pub(super) strict: bool,
    pub(super) never: &'a PortSet,
    pub(super) together: &'a Together,
}

/// What the names of one list keep from each other.
#[derive(Debug, Default)]
pub(super) struct Together {
    /// The names: what they have is not taken from them, even where it has ended.
    pub(super) names: Vec<Identity>,
    /// The ports that some of them go for.
    pub(super) ports: Vec<(u16, Identity)>,
}

impl Wanting<'_> {
    /// Whether a port that another name remembers is left to that name: this one has another port
    /// of its own, so that two worktrees with one committed port never swap.
    fn leaves_to_others(&self, port: u16) -> bool {
        !self.strict && self.own.is_some_and(|own| own != port)
    }
}

impl Claims<'_> {
    /// Looks at one port.
    pub(super) fn look_at(&self, port: u16, wanting: &Wanting<'_>) -> Result<Place> {
        let taken = |code| PortFact::new(port, code);
        if crate::model::is_browser_unsafe(port) {
            return Ok(Place::Taken(taken(ReasonCode::BrowserUnsafe)));
        }
        if wanting.never.contains(port) {
            let why = self.why_reserved(port)?;
            return Ok(Place::Taken(taken(ReasonCode::Reserved).with(why)));
        }
        let together = wanting.together;
        if let Some((_, other)) = together.ports.iter().find(|(known, _)| *known == port) {
            return Ok(Place::Taken(taken(ReasonCode::Claimed).of(Some(other.clone()))));
        }
        let name = wanting.identity.as_str();
        let (row, remembered) = self
            .store
            .read(|reader| Ok((reader.claim_on(port)?, reader.remembered_by_other(port, name)?)))?;
        // What a name remembers itself is no other's, even where another name has had it since.
        let mut supersedes = None;
        if let Some(row) = row.filter(|row| row.identity != *wanting.identity) {
            let judgement = judge(self.system, &row, &wanting.asker.key);
            let identity = Some(row.identity.clone());
            let ended = matches!(judgement.standing, Standing::Ended(_));
            if !ended || together.names.contains(&row.identity) {
                let holder = match judgement.holder() {
                    Some(holder) => Some(holder.clone()),
                    None => row.owner.map(|owner| owner.holder()),
                };
                return Ok(Place::Taken(taken(ReasonCode::Claimed).of(identity).by(holder)));
            }
            if wanting.leaves_to_others(port) {
                return Ok(Place::Taken(taken(ReasonCode::Remembered).of(identity)));
            }
            supersedes = Some((row.identity, row.generation));
        }
        if remembered.is_some() && wanting.leaves_to_others(port) {
            return Ok(Place::Taken(taken(ReasonCode::Remembered).of(remembered)));
        }
        match self.system.probe(port) {
            Probe::Free => Ok(Place::Free { supersedes }),
            Probe::Privileged => Ok(Place::Taken(taken(ReasonCode::Privileged))),
            Probe::Excluded => Ok(Place::Taken(taken(ReasonCode::Excluded))),
            Probe::Busy => Ok(self.who_is_on(port, wanting.asker, supersedes)),
        }
    }

    /// Why a port is kept out of use, where somebody has said so.
    pub(crate) fn why_reserved(&self, port: u16) -> Result<Option<String>> {
        let all = self.store.read(|reader| reader.reservations())?;
        Ok(match all.into_iter().find(|known| known.ports.contains(port)) {
            Some(known) => known.reason,
            None => Some(BY_CONFIGURATION.to_owned()),
        })
    }

    /// A busy port: the asker's own tree may listen on it, else somebody else is on it.
    fn who_is_on(&self, port: u16, asker: Asker, supersedes: Option<(Identity, i64)>) -> Place {
        let listening = self.system.listening_on(port);
        let Some(first) = listening.first() else {
            return Place::Taken(self.without_listener(port));
        };
        if self.is_all_of(&asker, &listening) {
            return Place::Free { supersedes };
        }
        let other =
            listening.iter().find(|one| !one.pid.is_some_and(|pid| self.is_of(&asker, pid)));
        let Some(pid) = other.unwrap_or(first).pid else {
            return Place::Taken(PortFact::new(port, ReasonCode::OtherUser));
        };
        Place::Taken(self.on_the_port(port, pid))
    }

    /// A process that listens on a port, by what matters most: that it stands for a container, or that it
    /// is another user's.
    fn on_the_port(&self, port: u16, pid: u32) -> PortFact {
        let (code, detail) = match self.system.container_of(pid, port) {
            Some(container) => (ReasonCode::Container, Some(container)),
            None if self.system.is_own_user(pid) => (ReasonCode::Listening, None),
            None => (ReasonCode::OtherUser, self.system.user_of(pid)),
        };
        PortFact::new(port, code).by(Some(self.system.holder(pid))).with(detail)
    }

    /// Why a port is busy on which nobody listens.
    pub(crate) fn without_listener(&self, port: u16) -> PortFact {
        match self.system.connection_on(port) {
            Some((peer, holder)) => {
                let fact = PortFact::new(port, ReasonCode::Outgoing).by(holder);
                fact.with(Some(peer.to_string()))
            }
            None => PortFact::new(port, ReasonCode::Bound),
        }
    }

    /// Whether nobody listens but the asker's own tree.
    pub(super) fn is_all_of(&self, asker: &Asker, listening: &[Listening]) -> bool {
        asker.adopts
            || listening.iter().all(|one| one.pid.is_some_and(|pid| self.is_of(asker, pid)))
    }

    fn is_of(&self, asker: &Asker, pid: u32) -> bool {
        asker.owns && (pid == asker.key.pid || self.system.is_ancestor(&asker.key, pid))
    }
}

/// The error where nothing but this port would do: the sentence, and the way out.
pub(super) fn refusal(fact: PortFact, now_ms: i64) -> Error {
    let sentence = fact.sentence(now_ms);
    let PortFact { port, code, identity, holder, detail } = fact;
    let reserved = |way: &str| Error::PortReserved { port, message: format!("{sentence}; {way}") };
    let way = match (code, &identity) {
        (ReasonCode::BrowserUnsafe, _) => return reserved("take another one"),
        (ReasonCode::Reserved, _) if detail.as_deref() == Some(BY_CONFIGURATION) => {
            return reserved("change that, or take another one");
        }
        (ReasonCode::Reserved, _) => {
            return reserved(&format!("`portreg unreserve {port}`, or take another one"));
        }
        (ReasonCode::Claimed, Some(identity)) => {
            format!(
                "`portreg release {identity}` frees it, or leave out --strict to get another port"
            )
        }
        (ReasonCode::Claimed | ReasonCode::Remembered, _) => "take another port".to_owned(),
        (ReasonCode::Privileged, _) => format!("take one from {} on", privileged_below()),
        (ReasonCode::Excluded, _) => "take another one".to_owned(),
        (ReasonCode::Bound | ReasonCode::Outgoing, _) => {
            "try again later, or take another port".to_owned()
        }
        (ReasonCode::Container, _) => {
            format!("`docker ps --filter publish={port}` names it; take another port")
        }
        (ReasonCode::OtherUser, _) => "take another port".to_owned(),
        _ => format!("`portreg kill :{port}` ends it, or take another port"),
    };
    let message = format!("{sentence}; {way}");
    Error::PortInUse { port, reason: code, identity, holder: holder.map(Box::new), message }
}

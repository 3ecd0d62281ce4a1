//! Whether a port that is asked for can be had, and why not.

use super::standing::{Standing, judge};
use super::{Claims, asker::Asker};
use crate::allocate::PortSet;
use crate::error::{Error, Result};
use crate::machine::ports::privileged_below;
use crate::machine::sockets::Probe;
use crate::model::{Holder, Identity, ReasonCode};
use crate::time::human_duration;

/// What is known of a port that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Place {
    /// It can be had; the claim that had it has ended and goes.
    Free { supersedes: Option<(Identity, i64)> },
    /// It cannot.
    Taken(Obstacle),
}

/// Why a port cannot be had.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Obstacle {
    pub(super) port: u16,
    pub(super) reason: ReasonCode,
    pub(super) identity: Option<Identity>,
    pub(super) holder: Option<Holder>,
    /// Why it is reserved and how it gets free, where it is.
    pub(super) note: Option<String>,
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
        let taken = |reason| Obstacle { port, reason, identity: None, holder: None, note: None };
        if crate::model::is_browser_unsafe(port) {
            return Ok(Place::Taken(taken(ReasonCode::BrowserUnsafe)));
        }
        if wanting.never.contains(port) {
            let note = Some(self.why_reserved(port)?);
            return Ok(Place::Taken(Obstacle { note, ..taken(ReasonCode::Reserved) }));
        }
        let together = wanting.together;
        if let Some((_, other)) = together.ports.iter().find(|(known, _)| *known == port) {
            let identity = Some(other.clone());
            return Ok(Place::Taken(Obstacle { identity, ..taken(ReasonCode::Claimed) }));
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
                return Ok(Place::Taken(Obstacle {
                    identity,
                    holder,
                    ..taken(ReasonCode::Claimed)
                }));
            }
            if wanting.leaves_to_others(port) {
                return Ok(Place::Taken(Obstacle { identity, ..taken(ReasonCode::Remembered) }));
            }
            supersedes = Some((row.identity, row.generation));
        }
        if remembered.is_some() && wanting.leaves_to_others(port) {
            return Ok(Place::Taken(Obstacle {
                identity: remembered,
                ..taken(ReasonCode::Remembered)
            }));
        }
        match self.system.probe(port) {
            Probe::Free => Ok(Place::Free { supersedes }),
            Probe::Privileged => Ok(Place::Taken(taken(ReasonCode::Privileged))),
            Probe::Excluded => Ok(Place::Taken(taken(ReasonCode::Excluded))),
            Probe::Busy => Ok(self.who_is_on(port, wanting.asker, supersedes)),
        }
    }

    /// By whom a port is reserved, and how it gets free.
    fn why_reserved(&self, port: u16) -> Result<String> {
        let all = self.store.read(|reader| reader.reservations())?;
        Ok(match all.into_iter().find(|known| known.ports.contains(port)) {
            Some(known) => {
                let reason = known.reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
                format!("it is kept out of use{reason}; `portreg unreserve {port}`, or take another one")
            }
            None => "reservedPorts in the configuration, or PORTREG_RESERVED, keeps it out of use; change that, or take another one".to_owned(),
        })
    }

    /// A busy port: the asker's own tree may listen on it, else somebody else is on it.
    fn who_is_on(&self, port: u16, asker: Asker, supersedes: Option<(Identity, i64)>) -> Place {
        let taken = |reason, holder| {
            Place::Taken(Obstacle { port, reason, identity: None, holder, note: None })
        };
        let listening = self.system.listening_on(port);
        let Some(first) = listening.first() else { return taken(ReasonCode::Bound, None) };
        let own = |pid: u32| {
            asker.owns && (pid == asker.key.pid || self.system.is_ancestor(&asker.key, pid))
        };
        if listening.iter().all(|listening| listening.pid.is_some_and(own)) {
            return Place::Free { supersedes };
        }
        match first.pid {
            Some(pid) => taken(ReasonCode::Listening, Some(self.system.holder(pid))),
            None => taken(ReasonCode::OtherUser, None),
        }
    }
}

impl Obstacle {
    /// The error where nothing but this port would do.
    pub(super) fn into_error(self, now_ms: i64) -> Error {
        let Self { port, reason, identity, holder, note } = self;
        let who = || match &holder {
            Some(holder) => match holder.started_at_ms {
                Some(since) => format!("{holder}, since {}", human_duration(now_ms - since)),
                None => holder.to_string(),
            },
            None => "a process that cannot be seen".to_owned(),
        };
        let message = match reason {
            ReasonCode::BrowserUnsafe => {
                let message = "browsers refuse to open it; take another one".to_owned();
                return Error::PortReserved { port, message };
            }
            ReasonCode::Reserved => {
                let message = note.unwrap_or_else(|| "it is kept out of use; take another one".to_owned());
                return Error::PortReserved { port, message };
            }
            ReasonCode::Claimed | ReasonCode::Remembered => match (&identity, &holder) {
                (Some(identity), Some(_)) => format!("{identity} claims it for {}", who()),
                (Some(identity), None) => format!("{identity} claims it; `portreg release {identity}` frees it"),
                (None, _) => "another service claims it".to_owned(),
            },
            ReasonCode::Privileged => format!("only an administrator may listen on it; take one from {} on", privileged_below()),
            ReasonCode::Excluded => "the system excludes it; take another one".to_owned(),
            ReasonCode::Bound => {
                "a process has bound it without listening, or it is the source of a connection; try again later".to_owned()
            }
            _ => format!("{} listens on it; end that, or leave out --strict to get another port", who()),
        };
        Error::PortInUse { port, reason, identity, holder, message }
    }
}

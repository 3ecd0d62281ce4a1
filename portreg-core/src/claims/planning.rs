//! From the facts to a plan: reads what is there, and lets the table decide.

use std::path::Path;

use super::asker::Asker;
use super::decide::{Decision, Facts, decide};
use super::options::absolute;
use super::place::{Place, Together, Wanting, refusal};
use super::plan::Plan;
use super::settle::never;
use super::standing::{Judgement, Standing, judge};
use super::transition::Terms;
use super::{Claims, claim, working_folder};
use crate::config::{PortSetting, ServiceConfig};
use crate::error::{Error, Result};
use crate::model::{ClaimOptions, Identity, OnConflict, ReasonCode};
use crate::store::{ClaimRow, ServiceRow};
use crate::time::{as_ms, human_duration};
use crate::wording::PortFact;

/// What planning came to.
pub(super) enum Planned {
    Plan(Box<Plan>),
    Sibling,
    Replace,
}

/// What came of looking at the asked ports.
#[derive(Default)]
pub(super) struct Found {
    pub(super) free: Option<(u16, Option<(Identity, i64)>)>,
    pub(super) obstacle: Option<PortFact>,
}

/// The facts from which a plan is made.
pub(super) struct Draft<'a> {
    pub(super) identity: &'a Identity,
    pub(super) asker: Asker,
    pub(super) terms: &'a Terms<'a>,
    pub(super) asked: &'a [u16],
    pub(super) row: Option<ServiceRow>,
    pub(super) judgement: Option<Judgement>,
    pub(super) found: Found,
}

impl Claims<'_> {
    /// Reads the facts and decides.
    pub(super) fn plan(
        &self,
        identity: &Identity,
        options: &ClaimOptions,
        asker: Asker,
        together: &Together,
    ) -> Result<Planned> {
        let dir = match &options.dir {
            Some(dir) => absolute(dir)?,
            None => working_folder()?.to_string_lossy().into_owned(),
        };
        let config = self.config(Some(Path::new(&dir)))?;
        let service = config.service(identity)?;
        if let Some(pool) = &options.pool {
            self.pool_ranges(pool, &config)?;
        }
        let (row, remembered, aside) = self.store.snapshot(|reader| {
            // A new name is not worth compiling the statement for a whole row: 0.1 ms of a program
            // that claims once.
            let row = match reader.standing_of(identity.as_str())? {
                Some(_) => reader.service(identity.as_str())?,
                None => None,
            };
            let remembered = match &row {
                Some(_) => None,
                None => reader.remembered(identity.as_str())?,
            };
            Ok((row, remembered, reader.set_aside()?))
        })?;
        let judgement = row.as_ref().map(|row| self.judged(&row.claim, &asker));
        let standing = judgement.as_ref().map(|judgement| &judgement.standing);
        let configured = service.filter(|service| service.dir.is_some() && options.dir.is_none());
        let dir = configured
            .map_or(dir.clone(), |service| service.working_dir().to_string_lossy().into_owned());
        let asked = asked(options, service, standing, identity)?;
        let strict =
            (options.strict || service.is_some_and(|service| service.strict)) && !asked.is_empty();
        let now_ms = self.system.now_ms();
        let terms = Terms {
            now_ms,
            default_ttl_ms: as_ms(config.default_expires),
            dir: &dir,
            config: &config,
            service,
            options,
        };
        let port = row.as_ref().and_then(|row| row.claim.port);
        let asks_other = port.is_none_or(|port| !asked.contains(&port)) && !asked.is_empty();
        let never = never(&aside, &config);
        let wanting =
            Wanting { identity, asker, own: port.or(remembered), strict, never: &never, together };
        // Where a stranger is on the port it has, the other asked ones come first too.
        let found = match asks_other || judgement.as_ref().is_some_and(Judgement::has_stranger) {
            true => self.first_of(&asked, port, &wanting)?,
            false => Found::default(),
        };
        let facts = Facts {
            asks_other,
            asks_anew: asked.first().copied() != row.as_ref().and_then(|row| row.claim.asked),
            can_be_had: found.free.is_some(),
            strict,
            owned: asker.owns,
            on_conflict: options
                .on_conflict
                .or(service.and_then(|service| service.on_conflict))
                .unwrap_or_default(),
        };
        let decision = decide(standing, facts);
        let base = Draft { identity, asker, terms: &terms, asked: &asked, row, judgement, found };
        match decision {
            Decision::Sibling => Ok(Planned::Sibling),
            Decision::Replace => Ok(Planned::Replace),
            Decision::RefuseName => Err(base.held(facts.on_conflict)),
            Decision::RefusePort => Err(base.refused(now_ms)),
            Decision::Keep(outcome) => Ok(Planned::Plan(Box::new(self.kept(base, outcome)?))),
            Decision::Move => Ok(Planned::Plan(Box::new(self.moved(base)?))),
            Decision::Allocate(outcome) => {
                let ground = self.ground(options, base.row.as_ref(), &config, service)?;
                if strict && base.found.free.is_none() {
                    return Err(base.refused(now_ms));
                }
                let plan = self.allocated(base, outcome, ground, &config, &aside, remembered)?;
                Ok(Planned::Plan(Box::new(plan)))
            }
        }
    }

    /// How a claim stands for who asks: its own tree on the port is no stranger to it.
    fn judged(&self, row: &ClaimRow, asker: &Asker) -> Judgement {
        let mut judgement = judge(self.system, row, &asker.key);
        if let Standing::Unowned(stranger) | Standing::Ended(stranger) = &mut judgement.standing
            && stranger.is_some()
            && let Some(port) = row.port
            && self.is_all_of(asker, &self.system.listening_on(port))
        {
            *stranger = None;
        }
        judgement
    }

    /// The first of the asked ports, but for the one it has, that can be had.
    fn first_of(&self, asked: &[u16], has: Option<u16>, wanting: &Wanting<'_>) -> Result<Found> {
        let mut found = Found::default();
        for port in asked.iter().filter(|port| Some(**port) != has) {
            match self.look_at(*port, wanting)? {
                Place::Free { supersedes } => {
                    found.free = Some((*port, supersedes));
                    break;
                }
                Place::Taken(obstacle) => found.obstacle = found.obstacle.or(Some(obstacle)),
            }
        }
        Ok(found)
    }
}

impl Draft<'_> {
    /// The stranger on the former port.
    pub(super) fn stranger_obstacle(&self) -> Option<PortFact> {
        let port = self.row.as_ref()?.claim.port?;
        match &self.judgement.as_ref()?.standing {
            Standing::Unowned(Some(stranger)) | Standing::Ended(Some(stranger)) => {
                let reason = if stranger.0.is_some() {
                    ReasonCode::Listening
                } else {
                    ReasonCode::OtherUser
                };
                let holder = stranger.0.clone();
                Some(PortFact::new(port, reason).by(holder))
            }
            _ => None,
        }
    }

    fn held(&self, on_conflict: OnConflict) -> Error {
        let row = self.row.as_ref().map(|row| &row.claim);
        let asks = on_conflict == OnConflict::Share;
        let holder = self.judgement.as_ref().and_then(|judgement| judgement.holder().cloned());
        let since = holder
            .as_ref()
            .and_then(|holder| holder.started_at_ms)
            .map_or_else(String::new, |since| {
                format!("since {}; ", human_duration(self.terms.now_ms - since))
            });
        Error::IdentityHeld {
            identity: self.identity.clone(),
            holder: holder.map(Box::new),
            url: row.and_then(|row| row.port.map(|port| claim::url(row.host.as_deref(), port))),
            why: Some(match asks {
                true => format!("{since}leave out --strict to share its port"),
                false => format!(
                    "{since}end it, take another name, or share it with `portreg claim {}`",
                    self.identity
                ),
            }),
        }
    }

    fn refused(&self, now_ms: i64) -> Error {
        match self.found.obstacle.clone().or_else(|| self.stranger_obstacle()) {
            Some(obstacle) => refusal(obstacle, now_ms),
            None => Error::option("strict", "there is no port to insist on; name one with --port"),
        }
    }
}

/// The ports that are asked for: the option's, else the configuration's; the holder's own renewal
/// reads no configuration.
fn asked(
    options: &ClaimOptions,
    service: Option<&ServiceConfig>,
    standing: Option<&Standing>,
    identity: &Identity,
) -> Result<Vec<u16>> {
    if !options.port.is_empty() || standing == Some(&Standing::Caller) {
        return Ok(options.port.clone());
    }
    match service.map(|service| &service.port) {
        Some(PortSetting::Ports(ports)) => Ok(ports.clone()),
        Some(PortSetting::None) => Err(Error::option(
            "port",
            format!(
                "{identity} has \"port\": false in the configuration and needs none; give --port to claim one"
            ),
        )),
        _ => Ok(Vec::new()),
    }
}

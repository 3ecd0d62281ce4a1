//! `wait`: until services are ready, or gone.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::left_with;
use crate::claims::{Claims, SERVICES, Shared, Waiting};
use crate::error::{Error, Result};
use crate::model::{FindOptions, Health, Identity, Service, Status, WaitOptions};

/// That somebody listens on a port is told by nobody: it is looked at in growing steps.
const FIRST: Duration = Duration::from_millis(20);
const SLOWEST: Duration = Duration::from_millis(500);

/// How a service stands to what is waited for.
enum Seen {
    There(Option<Box<Service>>),
    NotYet,
    Never(Box<Service>),
}

/// Waits for all of them.
pub(crate) fn wait(
    shared: &Arc<Shared>,
    targets: &[String],
    options: &WaitOptions,
) -> Result<Vec<Service>> {
    let claims = shared.claims();
    let names: Vec<Identity> =
        targets.iter().map(|target| claims.identity_of(target)).collect::<Result<_>>()?;
    let begun = Instant::now();
    let mut waiting = Waiting::new(Arc::clone(shared), SERVICES.to_owned())?;
    let mut step = FIRST;
    loop {
        waiting.drain();
        let mut services = Vec::new();
        let mut late = None;
        for name in &names {
            match look(&claims, name, options.gone)? {
                Seen::There(service) => services.extend(service.map(|service| *service)),
                Seen::NotYet => late = late.or(Some(name)),
                Seen::Never(service) => return Err(never(&service)),
            }
        }
        let Some(late) = late else { return Ok(services) };
        let left = options.timeout.map(|time| time.saturating_sub(begun.elapsed()));
        if left.is_some_and(|left| left.is_zero()) {
            let end = if options.gone { "gone" } else { "ready" };
            let waited_ms = begun.elapsed().as_millis() as u64;
            return Err(Error::Timeout { what: format!("{late} is {end}"), waited_ms });
        }
        waiting.sleep(left.map_or(step, |left| left.min(step)))?;
        step = (step * 3 / 2).min(SLOWEST);
    }
}

fn look(claims: &Claims<'_>, name: &Identity, gone: bool) -> Result<Seen> {
    let options = FindOptions { pattern: Some(name.to_string()), ..FindOptions::default() };
    let service = claims.find(&options)?.into_iter().find(|service| service.identity == *name);
    let Some(service) = service else {
        return Ok(if gone { Seen::There(None) } else { Seen::NotYet });
    };
    let runs = service.status == Status::Running;
    if gone {
        let there = runs || is_left(claims, name)?;
        return Ok(if there { Seen::NotYet } else { Seen::There(Some(Box::new(service))) });
    }
    let ready = match service.health {
        Health::Passing => runs,
        Health::Unknown => runs && (service.port.is_none() || claims.listens(name)?),
        Health::Starting | Health::Failing => false,
    };
    Ok(match (ready, service.status) {
        (true, _) => Seen::There(Some(Box::new(service))),
        (false, Status::Crashed) => Seen::Never(Box::new(service)),
        (false, _) => Seen::NotYet,
    })
}

/// Whether something of a service may still run although its own process does not: a supervisor has it in
/// its hands, ending what is left or about to start it again; or has lost it.
fn is_left(claims: &Claims<'_>, name: &Identity) -> Result<bool> {
    let row = claims.store.read(|reader| reader.service(name.as_str()))?;
    let Some(row) = row else { return Ok(false) };
    let Some(mark) = &row.claim.mark else { return claims.is_waiting(name) };
    Ok(claims.living_owner(&row.claim).is_some()
        || !left_with(std::iter::once(mark.as_str())).is_empty())
}

fn never(service: &Service) -> Error {
    let (name, exit_code) = (&service.identity, service.exit_code);
    let code = exit_code.map_or_else(String::new, |code| format!(" with {code}"));
    Error::NotReady {
        identity: name.clone(),
        message: format!(
            "it has ended{code} and is not started again; `portreg logs {name}` shows why"
        ),
        exit_code,
        last_lines: Vec::new(),
    }
}

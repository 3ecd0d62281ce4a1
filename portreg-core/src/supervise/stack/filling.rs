//! A service with its placeholders filled: what is started, with which variables, and what tells that
//! it is ready.

use std::cell::RefCell;
use std::ffi::OsString;
use std::time::Duration;

use super::super::dotenv::read_env_file;
use super::super::probe::Check;
use super::spec::Spec;
use crate::claims::Hold;
use crate::config::{Command, LinePattern, Placeholder, Probe, Quoting, substitute};
use crate::directory::stack_prefix;
use crate::error::{Error, Result};
use crate::machine::shell;

/// What a service is started with, and watched by.
pub(super) struct Filled {
    pub(super) argv: Vec<OsString>,
    pub(super) env: Vec<(OsString, OsString)>,
    pub(super) readiness: Readiness,
}

/// What tells that a service is ready, and how that is looked at.
pub(super) struct Readiness {
    pub(super) by: By,
    pub(super) interval: Duration,
    pub(super) timeout: Duration,
    pub(super) retries: u32,
}

impl Readiness {
    /// What a line of output must match, where that tells it.
    pub(super) fn line(&self) -> Option<&LinePattern> {
        match &self.by {
            By::Line(pattern) => Some(pattern),
            By::Probe(_) | By::Living | By::Unasked => None,
        }
    }

    /// Of a program that need not get ready.
    pub(super) fn unasked() -> Self {
        Self { by: By::Unasked, interval: INTERVAL, timeout: TIMEOUT, retries: RETRIES }
    }
}

/// What tells that a service is ready.
pub(super) enum By {
    /// A probe passes.
    Probe(Check),
    /// A line of its output matches.
    Line(LinePattern),
    /// It is alive for a second.
    Living,
    /// Nothing does, and nobody asks.
    Unasked,
}

const INTERVAL: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(5);
const RETRIES: u32 = 3;

/// Whom a reference means, as far as it has a port.
pub(super) type Lookup<'l> = dyn Fn(&str) -> Result<Hold> + 'l;

/// What the supervisor says of the surroundings.
pub(super) struct Surroundings<'s> {
    pub(super) color: bool,
    pub(super) mark: &'s str,
    pub(super) lookup: &'s Lookup<'s>,
}

/// Fills a service's placeholders.
///
/// # Errors
///
/// `INVALID_OPTION` where a reference has no port; `INVALID_CONFIG` where a file of variables cannot be read.
pub(super) fn fill(spec: &Spec, hold: &Hold, around: &Surroundings<'_>) -> Result<Filled> {
    let filler = Filler { hold, lookup: around.lookup };
    let argv = |command: &Command| -> Result<Vec<OsString>> {
        match command {
            Command::Shell(line) => {
                let line = filler.text(line, Quoting::Shell)?;
                Ok(shell::running(&line).into_iter().map(OsString::from).collect())
            }
            Command::Argv(words) => {
                words.iter().map(|word| Ok(filler.text(word, Quoting::None)?.into())).collect()
            }
        }
    };
    let command = spec.cmd.as_ref().ok_or_else(|| {
        let message = format!("nothing says how to start {}", spec.identity);
        Error::option("cmd", message)
    })?;
    let env = variables(spec, hold, around, &filler)?;
    let ready = spec.ready.as_ref();
    let wrong = |message: String| Error::option("ready", message);
    let by = match ready.map(|ready| &ready.probe) {
        None => match hold.port {
            Some(port) => By::Probe(Check::Listening { port }),
            None => By::Living,
        },
        Some(Probe::Http(url)) => {
            By::Probe(Check::http(&filler.text(url, Quoting::None)?).map_err(wrong)?)
        }
        Some(Probe::Tcp(address)) => {
            By::Probe(Check::tcp(&filler.text(address, Quoting::None)?).map_err(wrong)?)
        }
        Some(Probe::Log(line)) => {
            By::Line(LinePattern::read(&filler.text(line, Quoting::None)?).map_err(wrong)?)
        }
        Some(Probe::Cmd(command)) => By::Probe(Check::Cmd {
            argv: argv(command)?,
            env: env.clone(),
            dir: Some(spec.dir.clone()),
        }),
    };
    let readiness = Readiness {
        by,
        interval: ready.and_then(|ready| ready.interval).unwrap_or(INTERVAL),
        timeout: ready.and_then(|ready| ready.timeout).unwrap_or(TIMEOUT),
        retries: ready.and_then(|ready| ready.retries).map_or(RETRIES, Into::into),
    };
    Ok(Filled { argv: argv(command)?, env, readiness })
}

/// The variables: of files first, then its place, its configuration, and who it works with.
fn variables(
    spec: &Spec,
    hold: &Hold,
    around: &Surroundings<'_>,
    filler: &Filler<'_>,
) -> Result<Vec<(OsString, OsString)>> {
    let mut all: Vec<(String, String)> = Vec::new();
    // Python keeps what it prints to a pipe for itself until there is a lot of it.
    all.push(("PYTHONUNBUFFERED".into(), "1".into()));
    if around.color {
        all.push(("FORCE_COLOR".into(), "1".into()));
    }
    for file in &spec.env_files {
        all.extend(read_env_file(file)?);
    }
    if let (Some(port), Some(url)) = (hold.port, &hold.url) {
        all.push(("PORT".into(), port.to_string()));
        all.push(("HOST".into(), hold.host.clone()));
        all.push(("PORTREG_URL".into(), url.clone()));
    }
    all.push(("PORTREG_IDENTITY".into(), spec.identity.to_string()));
    for other in spec.needs.iter().chain(&spec.pair) {
        let Ok(other_hold) = (around.lookup)(other.as_str()) else { continue };
        if let (Some(port), Some(url)) = (other_hold.port, other_hold.url) {
            let name = stack_prefix(other);
            all.push((format!("{name}_PORT"), port.to_string()));
            all.push((format!("{name}_URL"), url));
        }
    }
    for (name, value) in &spec.env {
        all.push((name.clone(), filler.text(value, Quoting::None)?));
    }
    all.push((crate::machine::process::MARK.to_owned(), around.mark.to_owned()));
    Ok(all.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
}

struct Filler<'f> {
    hold: &'f Hold,
    lookup: &'f Lookup<'f>,
}

impl Filler<'_> {
    fn text(&self, template: &str, quoting: Quoting) -> Result<String> {
        let failed = RefCell::new(None);
        let value = |placeholder: &Placeholder<'_>| {
            let of = match placeholder.of {
                None => None,
                Some(reference) => match (self.lookup)(reference) {
                    Ok(hold) => Some(hold),
                    Err(error) => {
                        failed.borrow_mut().get_or_insert(error);
                        return None;
                    }
                },
            };
            let hold = of.as_ref().unwrap_or(self.hold);
            match placeholder.kind {
                "port" => hold.port.map(|port| port.to_string()),
                "url" => hold.url.clone(),
                "host" => Some(hold.host.clone()),
                _ => hold.identity.context().map(str::to_owned),
            }
        };
        let text = substitute(template, value, quoting);
        match failed.into_inner() {
            Some(error) => Err(error),
            None => Ok(text),
        }
    }
}

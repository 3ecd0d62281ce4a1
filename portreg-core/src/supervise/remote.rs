//! Steering what runs from any process: `down` and `restart` ask the supervisor, through the registry.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::stack::{DONE, RESTART, STOP};
use super::{end_marked, left_with};
use crate::claims::{Claims, Happening, Hold, SERVICES, Shared, Waiting, phase, topic_of};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::machine::cancelling::{self, scope_of};
use crate::machine::process::{self, Liveness};
use crate::machine::waiting::AsWaitable as _;
use crate::model::{
    DownOptions, FindOptions, Identity, Pattern, ProcessKey, Service, Signal, Sought, Span,
};
use crate::store::ServiceRow;

/// How long an answer is waited for beyond the time that a service may take to end.
const ANSWERED_WITHIN: Duration = Duration::from_secs(300);

/// How long what has lost its supervisor may take to end.
const ORPHANS_WITHIN: Duration = Duration::from_secs(5);

/// How long a killed process may take from closing its descriptors to being gone.
const GONE_WITHIN: Duration = Duration::from_secs(5);

/// Who can end a service.
enum Runner {
    /// A supervisor that hears requests of this topic.
    Supervisor(String, ProcessKey),
    /// A `run` that hears no requests because it could hang up no bell; it ends what it runs when it is
    /// ended by a signal.
    Wrapper(ProcessKey),
    /// Nobody any more, and something still runs.
    Orphaned,
    /// Nobody, and nothing runs.
    Resting,
}

/// Ends services that `up` or `run` have started, each within the time it has; their claims stay.
pub(crate) fn down(
    shared: &Arc<Shared>,
    target: Option<&str>,
    options: &DownOptions,
) -> Result<Vec<Service>> {
    let remote = Remote::new(shared, options.timeout);
    let claims = &remote.claims;
    let found = started(claims, target, options.under)?;
    remote.ask(&found, STOP)?;
    // All at once: each may take its time.
    at_once(&found, |(row, runner)| match runner {
        Runner::Wrapper(key) => remote.end_wrapper(row, key),
        Runner::Orphaned => remote.end_orphans(&row.claim.identity),
        // It may have been killed while it was asked.
        Runner::Supervisor(_, key) if claims.system.liveness(key) == Liveness::Dead => {
            remote.end_orphans(&row.claim.identity)
        }
        Runner::Supervisor(..) | Runner::Resting => Ok(()),
    })?;
    services(claims, &found)
}

/// Does something with each in threads of their own; the first error counts.
fn at_once<T: Sync>(all: &[T], work: impl Fn(&T) -> Result<()> + Sync) -> Result<()> {
    let (work, cancellers) = (&work, &cancelling::in_force());
    std::thread::scope(|scope| {
        let begin = |one| scope.spawn(move || scope_of(cancellers, || work(one)));
        let threads: Vec<_> = all.iter().map(begin).collect();
        threads.into_iter().try_for_each(|thread| thread.join().unwrap_or(Ok(())))
    })
}

/// Ends services and starts them again on the same ports; returns when they are ready.
pub(crate) fn restart(
    shared: &Arc<Shared>,
    target: Option<&str>,
    options: &DownOptions,
) -> Result<Vec<Service>> {
    let remote = Remote::new(shared, options.timeout);
    let claims = &remote.claims;
    let mut found = started(claims, target, options.under)?;
    found.retain(|(_, runner)| matches!(runner, Runner::Supervisor(..)));
    if found.is_empty() {
        return Err(not_supervised(target.unwrap_or("NAME")));
    }
    remote.ask(&found, RESTART)?;
    services(claims, &found)
}

/// Asks the supervisors of these services to let go of them.
pub(super) fn let_go(shared: &Arc<Shared>, names: &[Identity]) -> Result<()> {
    let remote = Remote::new(shared, None);
    let claims = &remote.claims;
    let mut found = Vec::new();
    for name in names {
        let row = claims.service_row(name)?;
        if let Some(runner @ Runner::Supervisor(..)) = runner_of(claims, &row)? {
            found.push((row, runner));
        }
    }
    remote.ask(&found, STOP)
}

/// The error for a service that no supervisor can start again.
pub(crate) fn not_supervised(name: &str) -> Error {
    Error::NotFound {
        what: format!("no supervisor runs {name}: `portreg up {name}` starts it"),
        sought: Sought::Services(Some(name.to_owned())),
    }
}

/// Whether a supervisor can start the service again.
pub(crate) fn is_supervised(claims: &Claims<'_>, name: &Identity) -> Result<bool> {
    let runner = runner_of(claims, &claims.service_row(name)?)?;
    Ok(matches!(runner, Some(Runner::Supervisor(..))))
}

/// Ends what a supervisor has left that was killed.
pub(crate) fn end_orphans_of(shared: &Arc<Shared>, supervisor: u32) -> Result<Vec<Service>> {
    let remote = Remote::new(shared, None);
    let claims = &remote.claims;
    let rows = claims.store.snapshot(|reader| reader.services_in(&[Span::All]))?;
    let mut found = Vec::new();
    for row in rows {
        let owner = row.claim.owner.as_ref().map(|owner| owner.key);
        let Some(key) = owner.filter(|key| key.pid == supervisor && row.claim.mark.is_some())
        else {
            continue;
        };
        // Its descriptors are closed, which is how its end is heard of, a moment before it is gone.
        process::wait_gone(&[key], GONE_WITHIN);
        if claims.system.liveness(&key) == Liveness::Dead {
            found.push((row, Runner::Orphaned));
        }
    }
    at_once(&found, |(row, _)| remote.end_orphans(&row.claim.identity))?;
    services(claims, &found)
}

/// The services meant that `up` or `run` have started, with who can end each.
fn started(
    claims: &Claims<'_>,
    target: Option<&str>,
    under: bool,
) -> Result<Vec<(ServiceRow, Runner)>> {
    let rows = meant(claims, target, under)?;
    let mut found = Vec::new();
    let names: Vec<Identity> = rows.iter().map(|row| row.claim.identity.clone()).collect();
    for row in rows {
        if let Some(runner) = runner_of(claims, &row)? {
            found.push((row, runner));
        }
    }
    if found.is_empty() {
        let what = match &names[..] {
            [name] => format!(
                "{name} was not started by `portreg up` or `portreg run`; `portreg kill {name}` ends what listens for it"
            ),
            _ => "nothing here was started by `portreg up` or `portreg run`; `portreg kill :PORT` ends who listens".to_owned(),
        };
        return Err(Error::NotFound { what, sought: Sought::Services(target.map(str::to_owned)) });
    }
    Ok(found)
}

fn meant(claims: &Claims<'_>, target: Option<&str>, under: bool) -> Result<Vec<ServiceRow>> {
    let Some(text) = target else {
        // The stack of this worktree: another one's is its own matter.
        let config = claims.config(None)?;
        let mut rows = claims.store.snapshot(|reader| reader.services_in(&[Span::All]))?;
        rows.retain(|row| is_here(&config, row));
        return Ok(rows);
    };
    if text.starts_with(':') {
        return Ok(vec![claims.service_row(&claims.identity_of(text)?)?]);
    }
    let pattern: Pattern = text.parse()?;
    if pattern.is_everything() {
        let message = "* alone ends nothing; name a project, as in shop:*".to_owned();
        return Err(Error::InvalidPattern { input: text.to_owned(), message });
    }
    let mut rows = claims.store.snapshot(|reader| reader.services_in(&pattern.spans(under)))?;
    rows.retain(|row| match under {
        true => pattern.covers(&row.claim.identity),
        false => pattern.matches(&row.claim.identity),
    });
    match (rows.is_empty(), text.parse::<Identity>().ok()) {
        (true, Some(identity)) if !under => Err(claims.not_found(&identity)),
        (true, _) => Err(Error::NotFound {
            what: format!("no service matches {text}; `portreg ps --all` lists them"),
            sought: Sought::Services(Some(text.to_owned())),
        }),
        _ => Ok(rows),
    }
}

/// Whether a service is of the folder's worktree; outside git also where the folder's file describes it and
/// it works somewhere below that.
fn is_here(config: &Config, row: &ServiceRow) -> bool {
    let Some(tree) = row.claim.worktree.as_deref().map(Path::new) else { return false };
    let file = config.project.as_ref().filter(|_| config.common_dir.is_none());
    let below =
        file.and_then(|project| project.file.parent()).is_some_and(|top| tree.starts_with(top));
    let described = || matches!(config.service(&row.claim.identity), Ok(Some(_)));
    tree == config.root || below && described()
}

fn runner_of(claims: &Claims<'_>, row: &ServiceRow) -> Result<Option<Runner>> {
    let claim = &row.claim;
    let at_work =
        matches!(row.phase.as_deref(), Some(phase::WAITING | phase::STARTING | phase::CRASHED));
    let rests = matches!(row.phase.as_deref(), Some(phase::STOPPED | phase::CRASHED));
    let living =
        claim.owner.as_ref().filter(|owner| claims.system.liveness(&owner.key) == Liveness::Alive);
    if let Some(owner) = living {
        if claim.mark.is_none() && !at_work {
            return Ok(None);
        }
        let topic = topic_of(&owner.key);
        return Ok(Some(match claims.has_bell(&topic)? {
            true => Runner::Supervisor(topic, owner.key),
            false => Runner::Wrapper(owner.key),
        }));
    }
    match &claim.mark {
        Some(mark) if !left_with(std::iter::once(mark.as_str())).is_empty() => {
            Ok(Some(Runner::Orphaned))
        }
        Some(_) => Ok(Some(Runner::Resting)),
        None => Ok((at_work || rests).then_some(Runner::Resting)),
    }
}

/// Lets a `run` go on that was stopped with its command at their terminal, and hears nothing. A supervisor
/// that was stopped alone is somebody's who also says when to go on.
fn go_on(row: &ServiceRow, runner: &Runner) {
    let Runner::Supervisor(_, key) = runner else { return };
    let command = row.claim.child.filter(|child| process::is_stopped(child.pid));
    if command.is_some() && process::is_stopped(key.pid) {
        // It has ended meanwhile, or is asked in vain as it would be without this.
        _ = process::signal(key, Signal::Cont);
    }
}

fn services(claims: &Claims<'_>, found: &[(ServiceRow, Runner)]) -> Result<Vec<Service>> {
    let names: Vec<&Identity> = found.iter().map(|(row, _)| &row.claim.identity).collect();
    let mut services = Vec::new();
    for name in names {
        let options = FindOptions { pattern: Some(name.to_string()), ..FindOptions::default() };
        let all = claims.find(&options)?;
        services.extend(all.into_iter().find(|service| service.identity == *name));
    }
    Ok(services)
}

struct Remote<'r> {
    shared: &'r Arc<Shared>,
    claims: Claims<'r>,
    timeout: Option<Duration>,
}

impl<'r> Remote<'r> {
    fn new(shared: &'r Arc<Shared>, timeout: Option<Duration>) -> Self {
        Self { shared, claims: shared.claims(), timeout }
    }

    /// Asks all supervisors at once, and waits until each has answered or is gone.
    fn ask(&self, found: &[(ServiceRow, Runner)], wish: &str) -> Result<()> {
        let asked: Vec<(&Identity, &String, &ProcessKey)> = found
            .iter()
            .filter_map(|(row, runner)| match runner {
                Runner::Supervisor(topic, key) => Some((&row.claim.identity, topic, key)),
                _ => None,
            })
            .collect();
        if asked.is_empty() {
            return Ok(());
        }
        let grace = self.timeout.map(|time| time.as_millis() as i64);
        let now = self.claims.system.now_ms();
        let requests = self.claims.store.write(|writer| {
            let ask = |(identity, topic, _): &(&Identity, &String, &ProcessKey)| {
                writer.ask(topic, identity, wish, grace, now)
            };
            asked.iter().map(ask).collect::<Result<Vec<i64>, _>>()
        })?;
        for (identity, ..) in &asked {
            let details = serde_json::json!({ "wish": wish });
            self.claims.record("ask", Some(identity), None, details)?;
        }
        let mut topics: Vec<&String> = asked.iter().map(|(_, topic, _)| *topic).collect();
        topics.dedup();
        for topic in topics {
            self.claims.ring(topic)?;
        }
        // Only now: it looks what it is asked for before it stops again.
        found.iter().for_each(|(row, runner)| go_on(row, runner));
        let mut open: Vec<(i64, &Identity, &ProcessKey)> = requests
            .into_iter()
            .zip(&asked)
            .map(|(id, (name, _, key))| (id, *name, *key))
            .collect();
        let begun = Instant::now();
        let limit = self.timeout.unwrap_or_default() + ANSWERED_WITHIN;
        let mut waiting = Waiting::new(Arc::clone(self.shared), SERVICES.to_owned())?;
        let mut refusal = None;
        loop {
            waiting.drain();
            let mut silent = Vec::new();
            for (id, name, key) in open {
                match self.claims.store.read(|reader| reader.answer_to(id))? {
                    Some(answer) if answer != DONE => {
                        refusal.get_or_insert((name.clone(), answer));
                    }
                    Some(_) => {}
                    None if self.claims.system.liveness(key) == Liveness::Dead => {}
                    None => silent.push((id, name, key)),
                }
            }
            open = silent;
            let Some((_, name, _)) = open.first() else { break };
            let left = limit.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Err(Error::Timeout {
                    what: format!("{name}'s supervisor has answered"),
                    waited_ms: limit.as_millis() as u64,
                });
            }
            waiting.sleep(left)?;
        }
        match refusal {
            None => Ok(()),
            Some((identity, message)) => {
                let row = self.claims.store.read(|reader| reader.service(identity.as_str()))?;
                let exit_code = row.and_then(|row| row.exit_code);
                Err(Error::NotReady { identity, message, exit_code, last_lines: Vec::new() })
            }
        }
    }

    /// Asks a `run` to end, which then ends what it runs.
    fn end_wrapper(&self, row: &ServiceRow, key: &ProcessKey) -> Result<()> {
        let refused = |message: String| Error::Unsupported {
            what: format!("ending {} ({message})", row.claim.identity),
        };
        process::signal(key, Signal::Term).map_err(|error| refused(error.to_string()))?;
        let begun = Instant::now();
        let limit = self.timeout.unwrap_or(Duration::from_secs(15));
        while let Some(end) = process::watch(key).map_err(|error| refused(error.to_string()))? {
            let left = limit.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return self.end_hanging(row, key, limit);
            }
            let identity = &row.claim.identity;
            cancelling::check(|| format!("waiting until {identity} has ended"))?;
            cancelling::sleep(&[end.as_waitable()], Some(left))
                .map_err(|error| refused(error.to_string()))?;
        }
        Ok(())
    }

    /// Ends what a `run` runs that does not end when it is asked to.
    fn end_hanging(&self, row: &ServiceRow, key: &ProcessKey, limit: Duration) -> Result<()> {
        match &row.claim.mark {
            Some(mark) => {
                end_marked(mark, Duration::ZERO);
                _ = process::wait_gone(&[*key], ORPHANS_WITHIN);
                Ok(())
            }
            None => Err(Error::Timeout {
                what: format!("{} has ended", row.claim.identity),
                waited_ms: limit.as_millis() as u64,
            }),
        }
    }

    /// Ends what a killed supervisor has left, and notes that the service is stopped. What the registry says
    /// now counts: the supervisor may have started it again since, or have ended it and then itself.
    fn end_orphans(&self, identity: &Identity) -> Result<()> {
        let claim = self.claims.store.read(|reader| reader.claim(identity.as_str()))?;
        let Some(claim) = claim.filter(|claim| self.claims.living_owner(claim).is_none()) else {
            return Ok(());
        };
        let Some(mark) = &claim.mark else { return Ok(()) };
        let ended = end_marked(mark, self.timeout.unwrap_or(ORPHANS_WITHIN));
        let hold = Hold::named(&claim.identity, claim.generation, claim.port);
        let details = serde_json::json!({ "ended": ended, "orphaned": true });
        let details = details.as_object().cloned().unwrap_or_default();
        let happening = Happening { action: "stop", pid: None, details };
        match self.claims.lay_down(&hold, happening, phase::STOPPED, None) {
            // Somebody has taken it meanwhile: it is theirs.
            Ok(()) | Err(Error::Superseded { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

//! `run`: a command on the port of its name. The child process itself is in `run_child`.

use std::io::IsTerminal as _;
use std::path::Path;
use std::time::Duration;

use portreg_core::{
    Claim, ClaimOptions, Error, Launch, OnConflict, Outcome, OwnerOption, Registry, is_switched_off,
};

use super::claim;
use crate::args::RunArgs;
use crate::failure::{Failure, Result, is_registry};
use crate::run_child::{Child, Ears, Place, list, run_child};
use crate::session::{Session, name_of, working_folder};

/// How long what an earlier run has left may take to end before it is killed.
const LEFTOVERS_WITHIN: Duration = Duration::from_secs(5);

pub(super) fn run(session: &Session<'_>, args: RunArgs) -> Result<i32> {
    let dir = args.options.dir.clone();
    let strict = args.options.strict;
    let mut options = claim::options(args.options, OwnerOption::Caller, Launch::default());
    options.on_conflict = options.on_conflict.or(Some(OnConflict::Fail));

    let mut child = Child {
        command: &args.command,
        dir: dir.as_deref(),
        env: &args.env,
        env_file: args.env_file.as_deref(),
        place: None,
        verbatim: false,
        mark: None,
        time: None,
        is_alone: true,
    };
    let note = |text: &str| session.out.note(text);
    let warn = |text: &str| session.out.warn(text);
    // Where the command cannot be started, notes go into the error instead.
    let live = |_: &str, _: u32| session.out.go_live();
    let unnoted =
        Ears { starting: &|_| {}, started: &live, elsewhere: &|_| {}, note: &note, warn: &warn };
    if is_switched_off() {
        let asked = options.port.first().copied();
        child.place = asked.or_else(|| port_for_placeholders(&child)).map(unregistered);
        return Ok(run_child(&child, &unnoted)?);
    }
    let folder = dir.clone().map_or_else(working_folder, Ok)?;
    if options.port.is_empty() && portreg_core::is_portless(args.id.as_deref(), &folder)? {
        session.out.note("runs without a port: the configuration says \"port\": false");
        return Ok(run_child(&child, &unnoted)?);
    }
    match take(session, args.id.as_deref(), &options) {
        Ok((registry, claim)) => {
            child.place = Some(place(&claim));
            let noted = |result: portreg_core::Result<()>| {
                if let Err(error) = result {
                    warn(&format!("the command's process is not noted: {error}"));
                }
            };
            let starting = |mark: &str| noted(registry.starting(&claim, mark));
            let started = |mark: &str, pid: u32| {
                session.out.go_live();
                noted(registry.started(&claim, mark, pid));
            };
            let elsewhere = |port: u16| noted(registry.listens_elsewhere(&claim, port));
            // What is shared is another run's: what that one noted stays.
            let ears = match claim.outcome {
                Outcome::Shared => unnoted,
                _ => Ears {
                    starting: &starting,
                    started: &started,
                    elsewhere: &elsewhere,
                    ..unnoted
                },
            };
            let code = run_child(&child, &ears);
            // Also where the command could not be started, so that nothing stays behind.
            give_back(session, &registry, &claim);
            Ok(code?)
        }
        Err(failure) if is_registry(failure.code()) && !strict => {
            child.place = fallback(args.id.as_deref(), &options, dir.as_deref())
                .or_else(|| port_for_placeholders(&child).map(unregistered));
            warn_of(session, &failure, child.place.as_ref());
            Ok(run_child(&child, &unnoted)?)
        }
        Err(failure) => Err(failure),
    }
}

fn take(
    session: &Session<'_>,
    id: Option<&str>,
    options: &ClaimOptions,
) -> Result<(Registry, Claim)> {
    let registry = session.open()?;
    let name = match id {
        Some(id) => name_of(&registry, id)?,
        None => registry.infer(options.dir.as_deref())?.identity.to_string(),
    };
    let ended = registry.end_leftovers(&name, LEFTOVERS_WITHIN)?;
    if !ended.is_empty() {
        let note = format!("Ended what an earlier run of {name} has left: {}", list(&ended));
        session.out.note(&note);
    }
    let claim = registry.claim_with(&name, options)?;
    let notes = claim::notes(session, &registry, &claim, options.expires_in);
    notes.iter().for_each(|note| session.out.note(note));
    // Who watches wants to know where to look; a script has it in PORTREG_URL.
    if std::io::stderr().is_terminal() && !session.out.is_json() {
        session.out.note(&format!("{} is at {}", claim.identity, claim.url));
    }
    Ok((registry, claim))
}

/// Releases what this run has claimed; what it only joined stays.
fn give_back(session: &Session<'_>, registry: &Registry, claim: &Claim) {
    // What outlives its owner stays, without one.
    let outlives = registry.get(claim.identity.as_str()).is_ok_and(|service| service.persistent);
    if !claim.is_releasable() || outlives {
        return;
    }
    match registry.release_claim(claim) {
        // Somebody released or took the name meanwhile: there is nothing left to give back.
        Ok(_) | Err(Error::NotFound { .. } | Error::Superseded { .. }) => {}
        Err(error) => session.out.warn(&format!("{} is not released: {error}", claim.identity)),
    }
}

fn place(claim: &Claim) -> Place {
    Place {
        identity: Some(claim.identity.to_string()),
        port: claim.port,
        host: host(&claim.url).to_owned(),
        url: claim.url.clone(),
    }
}

/// The host in a URL, without scheme, port and path.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or(rest);
    authority.rsplit_once(':').map_or(authority, |(host, _)| host)
}

fn unregistered(port: u16) -> Place {
    let host = "localhost".to_owned();
    Place { identity: None, port, url: format!("http://{host}:{port}"), host }
}

/// A port from the system, where the command has a place for one and nothing else names it.
fn port_for_placeholders(child: &Child<'_>) -> Option<u16> {
    let asks = |text: &str| text.contains("{port}") || text.contains("{url}");
    let mut words = child.command.iter().filter_map(|word| word.to_str());
    if !words.any(asks) && !child.env.iter().any(|(_, value)| asks(value)) {
        return None;
    }
    let socket = std::net::TcpListener::bind(("127.0.0.1", 0)).ok()?;
    socket.local_addr().ok().map(|address| address.port())
}

/// Where to go on without the registry: the asked port, else the configured one, else nowhere.
fn fallback(id: Option<&str>, options: &ClaimOptions, dir: Option<&Path>) -> Option<Place> {
    let asked = options.port.first().copied();
    let folder = dir.map_or_else(working_folder, |dir| Ok(dir.to_owned())).ok()?;
    let port = asked.or_else(|| portreg_core::configured_port(id, &folder).ok().flatten())?;
    Some(unregistered(port))
}

fn warn_of(session: &Session<'_>, failure: &Failure, place: Option<&Place>) {
    let reason = failure.line();
    let reason = reason.strip_prefix("error: ").unwrap_or(&reason);
    let way = match place {
        Some(place) => format!("going on with port {} unregistered", place.port),
        None => "going on with the command's own port".to_owned(),
    };
    let mut data = failure.fields();
    data.extend(place.map(|place| ("port".to_owned(), place.port.into())));
    session.out.warn_with(&format!("{reason}; {way}"), data);
}

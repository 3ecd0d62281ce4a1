//! `run`: a command on the port of its name. The child process itself is in `run_child`.

use std::io::IsTerminal as _;
use std::path::Path;
use std::time::Duration;

use portreg_core::{
    Claim, ClaimOptions, Launch, OnConflict, OwnerOption, Place, Program, Registry, is_switched_off,
};

use super::claim;
use crate::args::RunArgs;
use crate::failure::{Failure, Result, is_registry};
use crate::run_child::{Child, list, run_child};
use crate::session::{Session, name_of, working_folder};

/// How long what an earlier run has left may take to end before it is killed.
const LEFTOVERS_WITHIN: Duration = Duration::from_secs(5);

pub(super) fn run(session: &Session<'_>, args: RunArgs) -> Result<i32> {
    let dir = args.options.dir.clone();
    let strict = args.options.strict;
    let mut options = claim::options(args.options, OwnerOption::Caller, Launch::default());
    options.on_conflict = options.on_conflict.or(Some(OnConflict::Fail));

    let env = args.env.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
    let mut program = Program {
        argv: args.command,
        env,
        env_file: args.env_file,
        dir: dir.clone(),
        ..Program::default()
    };
    let alone = |program| Child { program, claim: None, time: None, is_alone: true };
    if is_switched_off() {
        let asked = options.port.first().copied();
        program.place = asked.or_else(|| port_for_placeholders(&program)).map(unregistered);
        return Ok(run_child(alone(program), session.out)?);
    }
    let folder = dir.clone().map_or_else(working_folder, Ok)?;
    if options.port.is_empty() && portreg_core::is_portless(args.id.as_deref(), &folder)? {
        session.out.note("runs without a port: the configuration says \"port\": false");
        return Ok(run_child(alone(program), session.out)?);
    }
    match take(session, args.id.as_deref(), &options) {
        Ok((registry, claim)) => {
            let claim = Some((&registry, &claim));
            Ok(run_child(Child { claim, ..alone(program) }, session.out)?)
        }
        Err(failure) if is_registry(failure.code()) && !strict => {
            program.place = fallback(args.id.as_deref(), &options, dir.as_deref())
                .or_else(|| port_for_placeholders(&program).map(unregistered));
            warn_of(session, &failure, program.place.as_ref());
            Ok(run_child(alone(program), session.out)?)
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

fn unregistered(port: u16) -> Place {
    let host = "localhost".to_owned();
    Place { identity: None, port, url: format!("http://{host}:{port}"), host }
}

/// A port from the system, where the command has a place for one and nothing else names it.
fn port_for_placeholders(program: &Program) -> Option<u16> {
    let values = program.env.iter().map(|(_, value)| value);
    let mut words = program.argv.iter().chain(values).filter_map(|word| word.to_str());
    if !words.any(|text| text.contains("{port}") || text.contains("{url}")) {
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

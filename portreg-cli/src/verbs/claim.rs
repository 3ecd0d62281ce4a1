//! `claim`: the ports of names.

use std::time::Duration;

use portreg_core::{
    Claim, ClaimOptions, Launch, OneOfMany, Outcome, OwnerOption, ReasonCode, Registry, Tunnel,
    parse_port,
};
use serde_json::Value;

use super::lines;
use crate::args::{ClaimArgs, ClaimOptionArgs, LaunchArgs};
use crate::failure::Result;
use crate::output::to_value;
use crate::render;
use crate::session::{Session, absolute, name_of};

pub(super) fn claim(session: &Session<'_>, args: ClaimArgs) -> Result<()> {
    let owner = args.pid.map_or(OwnerOption::None, OwnerOption::Pid);
    let options = options(args.options, owner, launch(args.launch));
    let expires = options.expires_in;
    let registry = session.open()?;
    let several = args.ids.len() > 1;
    let claims = match args.ids.as_slice() {
        [] if args.any => vec![registry.claim_any(&options)?],
        [] => {
            let identity = registry.infer(options.dir.as_deref())?.identity;
            vec![registry.claim_with(identity.as_str(), &options)?]
        }
        [id] => {
            let name = name_of(&registry, id)?;
            warn_of_number(session, id, &options);
            vec![registry.claim_with(&name, &options)?]
        }
        ids => claim_several(&registry, ids, &options, args.contiguous)?,
    };
    show(session, &registry, &claims, expires, several)
}

fn claim_several(
    registry: &Registry,
    ids: &[String],
    options: &ClaimOptions,
    contiguous: bool,
) -> Result<Vec<Claim>> {
    let one =
        |id: &String| Ok(OneOfMany { identity: name_of(registry, id)?, options: options.clone() });
    let list = ids.iter().map(one).collect::<Result<Vec<_>>>()?;
    Ok(registry.claim_many(&list, contiguous)?)
}

/// Shows claims with the notes about their ports; each claim carries its own in JSON.
fn show(
    session: &Session<'_>,
    registry: &Registry,
    claims: &[Claim],
    expires: Option<Duration>,
    several: bool,
) -> Result<()> {
    let notes = |claim: &Claim| notes(session, registry, claim, expires);
    if session.out.is_json() {
        if let ([claim], false) = (claims, several) {
            notes(claim).iter().for_each(|note| session.out.note(note));
            return session.out.answer(claim, String::new, String::new);
        }
        let with_notes = |claim| {
            let mut value = to_value(claim)?;
            let notes: Vec<String> = notes(claim);
            if let (Value::Object(map), false) = (&mut value, notes.is_empty()) {
                map.insert("notes".into(), notes.into());
            }
            Ok(value)
        };
        return session.out.json(&claims.iter().map(with_notes).collect::<Result<Value>>()?);
    }
    claims.iter().flat_map(notes).for_each(|note| session.out.note(&note));
    let human = || render::claims(claims, session.now_ms);
    session.out.answer(&claims, || lines(claims.iter().map(|claim| claim.port)), human)
}

/// What is to be said about a claim besides what it is.
pub(super) fn notes(
    session: &Session<'_>,
    registry: &Registry,
    claim: &Claim,
    expires: Option<Duration>,
) -> Vec<String> {
    let port = port_note(registry, claim, session.now_ms);
    port.into_iter().chain(persistence_note(claim, expires)).collect()
}

/// A time was given and there is none: the claim is persistent and stays so.
fn persistence_note(claim: &Claim, expires: Option<Duration>) -> Option<String> {
    let kept = claim.outcome != Outcome::Shared && claim.expires_at_ms.is_none();
    expires.filter(|_| kept).map(|_| {
        let name = &claim.identity;
        format!("{name} is persistent and does not end; --expires counts once `portreg claim {name} --persistent=false` ends that")
    })
}

/// The line about a port that is not the expected one, naming the service that has that one.
pub(crate) fn port_note(registry: &Registry, claim: &Claim, now_ms: i64) -> Option<String> {
    let reason = claim
        .reason
        .filter(|reason| matches!(reason, ReasonCode::Claimed | ReasonCode::Remembered));
    let expected = reason.and(claim.requested_port.or(claim.moved_from));
    let claimer = expected.and_then(|port| registry.get(&format!(":{port}")).ok());
    let claimer =
        claimer.map(|service| service.identity).filter(|identity| *identity != claim.identity);
    render::port_note(claim, claimer.as_ref(), now_ms)
}

/// `claim 3000` is allowed, and seldom meant.
fn warn_of_number(session: &Session<'_>, id: &str, options: &ClaimOptions) {
    if options.port.is_empty() && parse_port(id, "id").is_ok() {
        session.out.note(&format!(
            "{id} is taken as a name; a port is asked for with --port {id}, a service named by :{id}"
        ));
    }
}

/// What a claim asks the core for.
pub(super) fn options(args: ClaimOptionArgs, owner: OwnerOption, launch: Launch) -> ClaimOptions {
    ClaimOptions {
        port: args.port,
        strict: args.strict,
        range: args.range,
        pool: args.pool,
        strategy: None,
        expires_in: args.expires,
        persistent: args.persistent,
        pair: args.pair,
        on_conflict: args.on_conflict,
        owner,
        metadata: args.meta,
        description: args.description,
        dir: args.dir,
        launch,
    }
}

pub(super) fn launch(args: LaunchArgs) -> Launch {
    let subdomain = args.tunnel_subdomain;
    Launch {
        cmd: args.cmd,
        ready: args.ready,
        restart: args.restart,
        needs: (!args.need.is_empty()).then_some(args.need),
        env: args.env.into_iter().collect(),
        env_file: args.env_file.map(absolute),
        tunnel: args.tunnel.map(|provider| Tunnel { provider, subdomain }),
    }
}

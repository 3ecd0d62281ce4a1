//! `kill` and `adopt`: what may be done about a listener.

use portreg_core::{AdoptTarget, Error, ErrorCode, KillOptions, PortState, parse_port};

use super::lines;
use crate::args::{AdoptArgs, KillArgs};
use crate::failure::{Failure, Result};
use crate::render;
use crate::session::Session;

pub(super) fn kill(session: &Session<'_>, args: KillArgs) -> Result<()> {
    let options =
        KillOptions { force: args.force, dry_run: args.dry_run, ..KillOptions::default() };
    let registry = session.open()?;
    let killed = registry.kill(&args.target, &options).map_err(|error| match &error {
        Error::NotOwner { identity, .. } => {
            Failure::from(&error).hinting(&format!("`portreg kill {identity}` ends it by its name"))
        }
        _ => error.into(),
    })?;
    for spared in &killed.spared {
        session.out.note(&render::spared(spared, killed.port, session.now_ms));
    }
    let bare = || lines(killed.ended.iter().map(|ended| ended.pid));
    session.out.answer(&killed, bare, || render::killed(&killed, args.dry_run))?;
    let port = killed.port;
    if args.dry_run || registry.explain(port)?.state != PortState::Listening {
        return Ok(());
    }
    let message = format!("{port} is still in use; `portreg explain {port}` says by whom");
    Err(Failure::new(ErrorCode::PortInUse, message).with("port", port))
}

pub(super) fn adopt(session: &Session<'_>, args: AdoptArgs) -> Result<()> {
    let registry = session.open()?;
    let target = match (args.port, args.pid) {
        (_, Some(pid)) => AdoptTarget::Pid(pid),
        (port, None) => AdoptTarget::Port(port.unwrap_or_default()),
    };
    if parse_port(&args.id, "id").is_ok() {
        let id = &args.id;
        session.out.note(&format!(
            "{id} becomes a name here; the port comes second: portreg adopt NAME :{id}"
        ));
    }
    let claim = registry.adopt(&args.id, target)?;
    let human = || render::claims(std::slice::from_ref(&claim), session.now_ms);
    session.out.answer(&claim, || format!("{}\n", claim.port), human)
}

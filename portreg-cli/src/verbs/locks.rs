//! `lock`: a command while nobody else has the lock; `locks`: who has which.

use std::io::IsTerminal as _;

use portreg_core::{LockOptions, Program, Registry, new_mark};

use super::lines;
use crate::args::LockArgs;
use crate::failure::Result;
use crate::render;
use crate::run_child::{Child, run_child};
use crate::session::Session;

pub(super) fn lock(session: &Session<'_>, args: &LockArgs) -> Result<i32> {
    let registry = session.open()?;
    tell_of_holder(session, &registry, args);
    let options = LockOptions { wait: args.wait, ttl: args.ttl };
    let guard = registry.lock(&args.name, &options)?;
    // Before it starts: from now on the lock passes on only when nothing of the command runs.
    let mark = new_mark();
    guard.runs(&mark)?;
    let generation = guard.generation().to_string();
    let program = Program {
        argv: args.command.clone(),
        env: vec![("PORTREG_LOCK_GENERATION".into(), generation.into())],
        verbatim: true,
        mark: Some(mark),
        ..Program::default()
    };
    let child = Child { program, claim: None, time: args.ttl, is_alone: true };
    let code = run_child(child, session.out);
    if let Err(error) = guard.release() {
        session.out.warn(&format!("lock {} ends with this process only: {error}", args.name));
    }
    Ok(code?)
}

/// Says whom a person who looks on waits for.
fn tell_of_holder(session: &Session<'_>, registry: &Registry, args: &LockArgs) {
    let waits = args.wait.is_none_or(|wait| !wait.is_zero());
    if !waits || !std::io::stderr().is_terminal() || session.out.is_json() {
        return;
    }
    // Whatever is wrong with the registry, taking the lock says it.
    let held = registry.locks().unwrap_or_default();
    if let Some(lock) = held.iter().find(|lock| lock.name == args.name) {
        let line = match lock.waiting {
            0 => String::new(),
            waiting => format!(", behind {waiting} more"),
        };
        session.out.note(&format!("Waiting for lock {}, held by {}{line}", lock.name, lock.owner));
    }
}

pub(super) fn locks(session: &Session<'_>) -> Result<()> {
    let locks = session.open()?.locks()?;
    let bare = || lines(locks.iter().map(|lock| &lock.name));
    session.out.answer(&locks, bare, || render::locks(&locks, session.now_ms))
}

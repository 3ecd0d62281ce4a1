//! `lock`: a command while nobody else has the lock; `locks`: who has which.

use std::io::IsTerminal as _;

use portreg_core::{LockOptions, Registry, new_mark};

use super::lines;
use crate::args::LockArgs;
use crate::failure::Result;
use crate::render;
use crate::run_child::{Child, Ears, run_child};
use crate::session::Session;

pub(super) fn lock(session: &Session<'_>, args: &LockArgs) -> Result<i32> {
    let registry = session.open()?;
    tell_of_holder(session, &registry, args);
    let options = LockOptions { wait: args.wait, ttl: args.ttl };
    let guard = registry.lock(&args.name, &options)?;
    // Before it starts: from now on the lock passes on only when nothing of the command runs.
    let mark = new_mark();
    guard.runs(&mark)?;
    let child = Child {
        command: &args.command,
        dir: None,
        env: &[("PORTREG_LOCK_GENERATION".to_owned(), guard.generation().to_string())],
        env_file: None,
        place: None,
        verbatim: true,
        mark: Some(mark),
        time: args.ttl,
        is_alone: true,
    };
    let note = |text: &str| session.out.note(text);
    let warn = |text: &str| session.out.warn(text);
    let ears = Ears {
        starting: &|_| {},
        started: &|_, _| session.out.go_live(),
        elsewhere: &|_| {},
        note: &note,
        warn: &warn,
    };
    let code = run_child(&child, &ears);
    if let Err(error) = guard.release() {
        warn(&format!("lock {} ends with this process only: {error}", args.name));
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

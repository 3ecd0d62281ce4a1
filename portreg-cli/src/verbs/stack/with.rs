//! `with`: services for the time of one command.

use std::sync::atomic::AtomicBool;

use portreg_core::{Error, Program, Stack, UpOptions};

use super::foreground::aside;
use crate::args::WithArgs;
use crate::failure::Result;
use crate::render::StackPrinter;
use crate::run_child::{Child, run_child};
use crate::session::{Session, name_of};
use crate::signals::Ears;

pub(in crate::verbs) fn with(session: &Session<'_>, args: WithArgs) -> Result<i32> {
    let registry = session.open()?;
    let patterns = args.patterns.iter().map(|pattern| name_of(&registry, pattern));
    let options = UpOptions {
        patterns: patterns.collect::<Result<_>>()?,
        timeout: args.timeout,
        keeper: session.program().map(Into::into),
        ..UpOptions::default()
    };
    let stack = registry.up(&options)?;
    let ready = wait(session, &stack);
    let result = ready.and_then(|()| run(session, args));
    stack.down(None);
    result
}

/// Waits until all are ready, and shows how that goes; Ctrl-C ends it.
fn wait(session: &Session<'_>, stack: &Stack) -> Result<()> {
    let asked = AtomicBool::new(false);
    let mut printer = StackPrinter::new(stack.services());
    std::thread::scope(|scope| {
        let _ears = Ears::for_stack(scope, stack, &asked)?;
        loop {
            match stack.wait_ready(Some(std::time::Duration::ZERO)) {
                Err(Error::Timeout { .. }) => {}
                settled => return Ok(settled?),
            }
            if let Some(event) = stack.next_event(None) {
                aside(session, &mut printer, &event);
            }
        }
    })
}

fn run(session: &Session<'_>, args: WithArgs) -> Result<i32> {
    let program = Program { argv: args.command, verbatim: true, ..Program::default() };
    let child = Child { program, claim: None, time: None, is_alone: false };
    Ok(run_child(child, session.out)?)
}

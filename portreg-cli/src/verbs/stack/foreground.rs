//! `up` in the foreground: what services print, with their names before it, until Ctrl-C.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicBool, Ordering};

use portreg_core::{Error, Registry, Stack, StackEvent, StackEventKind, UpOptions};

use crate::failure::Result;
use crate::render::StackPrinter;
use crate::session::Session;
use crate::signals::Ears;

pub(super) fn run(session: &Session<'_>, registry: &Registry, options: UpOptions) -> Result<i32> {
    let options = UpOptions {
        adopt_orphans: true,
        keeper: session.program().map(Into::into),
        output: !session.out.is_json(),
        color: std::io::stdout().is_terminal() && session.out.is_coloured(),
        ..options
    };
    let stack = registry.up(&options)?;
    let asked = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let _ears = Ears::for_stack(scope, &stack, &asked)?;
        watch(session, registry, &stack, &asked)
    })
}

fn watch(
    session: &Session<'_>,
    registry: &Registry,
    stack: &Stack,
    asked: &AtomicBool,
) -> Result<i32> {
    let mut printer = StackPrinter::new(stack.services());
    let mut answered = false;
    let mut failed = false;
    for event in stack.events() {
        failed |= is_failure(&event.what);
        if !session.out.is_json() {
            session.out.text(&printer.event(&event))?;
        } else if !answered && stack.wait_ready(Some(std::time::Duration::ZERO)).is_ok() {
            answered = true;
            session.out.json(&crate::output::to_value(&services(registry, stack)?)?)?;
        }
    }
    let ended_as_asked = asked.load(Ordering::Relaxed) || !failed;
    match stack.wait_ready(Some(std::time::Duration::ZERO)) {
        Err(error @ Error::NotReady { .. }) if !ended_as_asked => Err(error.into()),
        _ => Ok(0),
    }
}

fn is_failure(what: &StackEventKind) -> bool {
    matches!(what, StackEventKind::NotReady { .. } | StackEventKind::Crashed { .. })
}

/// The services of a stack as they are now.
pub(super) fn services(registry: &Registry, stack: &Stack) -> Result<Vec<portreg_core::Service>> {
    let names = stack.services().iter();
    Ok(names.map(|name| registry.get(name.as_str())).collect::<Result<_, Error>>()?)
}

/// Shows an event of a stack on standard error, where what it runs for has standard output.
pub(super) fn aside(session: &Session<'_>, printer: &mut StackPrinter, event: &StackEvent) {
    if !session.out.is_json() && !session.out.is_quiet() {
        session.out.aside(&printer.event(event));
    }
}

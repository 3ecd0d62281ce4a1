//! The command that `run`, `lock` and `with` stand around: its signals, and what is told of it.

use std::time::{Duration, Instant};

use portreg_core::{
    Claim, Ended, Error, Foreground, ForegroundOptions, Program, Registry, Result, RunEnd,
    RunState, Signal, StackEventKind,
};

use crate::output::Output;
use crate::signals::Wakeups;

/// A command, and what is known of how it is to be run.
pub(crate) struct Child<'a> {
    pub(crate) program: Program,
    /// The claim that it runs for, where it runs for one.
    pub(crate) claim: Option<(&'a Registry, &'a Claim)>,
    /// How long it may run before it is asked to end, and killed where it does not.
    pub(crate) time: Option<Duration>,
    /// Whether it is all that this process runs: orphans below this process are its own then.
    pub(crate) is_alone: bool,
}

/// Runs the command and gives its exit code, 128+n for a signal. When it returns, nothing of what
/// the command has started lives any more, as far as it can be ended.
pub(crate) fn run_child(child: Child<'_>, out: &Output) -> Result<i32> {
    let begun = Instant::now();
    let Child { program, claim, time, is_alone } = child;
    // Before the command starts, so that none of its signals is missed.
    let mut wakeups = Wakeups::new().map_err(|error| Error::SpawnFailed {
        program: program.argv[0].to_string_lossy().into_owned(),
        message: format!("signals cannot be caught: {error}"),
    })?;
    let options = ForegroundOptions { adopt_orphans: is_alone };
    let port = claim.map(|(_, claim)| claim.port);
    let port = port.or_else(|| program.place.as_ref().map(|place| place.port));
    let mut running = match claim {
        Some((registry, claim)) => registry.run(claim, program, options)?,
        None => Foreground::start(program, options)?,
    };
    let mut end_at = time.and_then(|time| begun.checked_add(time));
    let mut signals = Vec::new();
    let end = loop {
        if end_at.is_some_and(|at| Instant::now() >= at) {
            end_at = None;
            out.warn("the time of the command is over, it is ended");
            signals.push(Signal::Term);
        }
        let left = end_at.map(|at| at.saturating_duration_since(Instant::now()));
        match running.step(&signals, Some(wakeups.bell()), left, |event| tell(event, out)) {
            RunState::Running => signals = wakeups.take(),
            RunState::Ended(end) => break end,
        }
    };
    report(&end, port, out);
    Ok(end.exit_code)
}

fn tell(event: StackEventKind, out: &Output) {
    match event {
        StackEventKind::ListeningElsewhere { port, instead_of } => out.warn(&format!(
            "the command listens on port {port} instead of {instead_of}: give it its port by \
             {{port}} in its arguments, or by the variable it reads with --env NAME={{port}}"
        )),
        StackEventKind::Started { .. } if out.is_live() => out.note("The command is started again"),
        // From now on it speaks for itself; where it cannot be started, notes go into the error instead.
        StackEventKind::Started { .. } => out.go_live(),
        StackEventKind::Stopping => out.note("The command is ended, as somebody has asked"),
        StackEventKind::Crashed { message, .. } => {
            out.warn(&format!("the command cannot be started again: {message}"));
        }
        _ => {}
    }
}

fn report(end: &RunEnd, port: Option<u16>, out: &Output) {
    if !end.ended.is_empty() {
        out.note(&format!("Ended what the command has left: {}", list(&end.ended)));
    }
    if !end.left.is_empty() {
        let pids: Vec<String> = end.left.iter().map(u32::to_string).collect();
        out.warn(&format!("still running after the command: pid {}", pids.join(", ")));
    }
    if let (Some(port), false) = (port, end.port_free) {
        out.warn(&format!("port {port} is still in use by another process"));
    }
}

/// Processes that were ended, in words.
pub(crate) fn list(ended: &[Ended]) -> String {
    let names = ended.iter().map(|ended| match ended.name.as_str() {
        "" => format!("pid {}", ended.pid),
        name => format!("{name} (pid {})", ended.pid),
    });
    names.collect::<Vec<_>>().join(", ")
}

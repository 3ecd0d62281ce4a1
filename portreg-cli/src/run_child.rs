//! The command that `run`, `lock` and `with` stand around: its signals, and what is told of it.

use std::io::Read as _;
use std::os::fd::{AsFd as _, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use portreg_core::{
    Claim, Ended, Error, Foreground, ForegroundOptions, Program, Registry, Result, RunEnd,
    RunState, Signal, StackEventKind, is_ignored,
};
use signal_hook::iterator::Signals;
use signal_hook::low_level::pipe;

use crate::output::Output;

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

/// The signals of this process, waited for without a thread: a stop must stop all of it at once.
struct Wakeups {
    signals: Signals,
    bell: UnixStream,
}

impl Wakeups {
    /// What is caught; all but the last two are passed on.
    const CAUGHT: [Signal; 8] = [
        Signal::Int,
        Signal::Term,
        Signal::Hup,
        Signal::Quit,
        Signal::Usr1,
        Signal::Usr2,
        Signal::Cont,
        Signal::Chld,
    ];

    fn new() -> std::io::Result<Self> {
        let caught = Self::CAUGHT.into_iter().filter(|signal| !is_ignored(*signal));
        let numbers: Vec<i32> = caught.map(Signal::number).collect();
        // In this order: when the bell rings, the signal has been noted.
        let signals = Signals::new(&numbers)?;
        let (bell, ring) = UnixStream::pair()?;
        bell.set_nonblocking(true)?;
        for number in numbers {
            pipe::register(number, ring.try_clone()?)?;
        }
        Ok(Self { signals, bell })
    }

    /// Can be read from when a signal has come.
    fn bell(&self) -> BorrowedFd<'_> {
        self.bell.as_fd()
    }

    /// The signals that have come since the last call.
    fn take(&mut self) -> Vec<Signal> {
        // Forgotten first: who rings from now on is heard by the next wait.
        while matches!(self.bell.read(&mut [0; 64]), Ok(64)) {}
        self.signals.pending().filter_map(Signal::from_number).collect()
    }
}

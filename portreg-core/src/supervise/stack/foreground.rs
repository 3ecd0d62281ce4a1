//! One program in the foreground: a stack of one member that has the terminal, turned by its caller.

use std::fmt;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use super::super::program::{Place, Program};
use super::board::Board;
use super::ending::is_soon_free;
use super::engine::{Engine, Manner, Post};
use super::ledger::Ledger;
use super::member::Member;
use super::seat::Seat;
use super::spec::Spec;
use crate::claims::{Hold, Shared, topic_of};
use crate::error::{Error, Result};
use crate::machine::children;
use crate::machine::doorbell::Doorbell;
use crate::machine::waiting::{Waitable, Waker};
use crate::model::{Claim, Ended, Outcome, Signal, StackEventKind};

/// What a program without a name in the registry is called where a member needs one; nobody sees it.
const NAMELESS: &str = "program";

/// How a program is run in the foreground.
#[derive(Debug, Clone, Copy, Default)]
pub struct ForegroundOptions {
    /// Whether this process becomes the parent of all orphans below it, for the rest of its life.
    /// Only a process that exists for the program may want that.
    pub adopt_orphans: bool,
}

/// Whether the program still runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunState {
    /// It runs, or is being ended or started again.
    Running,
    /// It has ended, and all that it had started.
    Ended(RunEnd),
}

/// How a program has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunEnd {
    /// Its exit code; 128+n for a signal.
    pub exit_code: i32,
    /// What it had left behind and was ended.
    pub ended: Vec<Ended>,
    /// The processes that could not be ended.
    pub left: Vec<u32>,
    /// Whether its port can be bound again.
    pub port_free: bool,
}

/// A running program, in a process group of its own, which has the terminal where this process has it.
///
/// It is supervised as a service of a stack is, by [`Registry::run`](crate::Registry::run) also in the
/// registry: noted there, ended or started again by `down` and `restart`, its name given back at its end.
/// But the thread that calls works for it, because a shell that stops this process must stop all of it at
/// once: make this and call [`Foreground::step`] from the main thread. The program dies with the thread that
/// made this. Dropping this ends nothing.
///
/// The library installs no signal handler: the caller passes on the signals it gets.
pub struct Foreground {
    engine: Engine,
}

impl fmt::Debug for Foreground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let running = self.engine.members.iter().find_map(|member| member.process.as_ref());
        let pid = running.map(|running| running.pid);
        f.debug_struct("Foreground").field("pid", &pid).finish_non_exhaustive()
    }
}

impl Foreground {
    /// Starts a program without the registry.
    ///
    /// Its environment carries a mark in `PORTREG_RUN` by which all it starts is found again.
    ///
    /// # Errors
    ///
    /// `SPAWN_FAILED` with the reason and the way out; `INVALID_OPTION` where there is no port for a
    /// `{port}`; `INVALID_CONFIG` where the file of variables cannot be read.
    ///
    /// ```
    /// use portreg_core::{Foreground, ForegroundOptions, Program, RunState};
    ///
    /// let program = Program { argv: vec!["true".into()], ..Program::default() };
    /// let mut running = Foreground::start(program, ForegroundOptions::default())?;
    /// let end = loop {
    ///     if let RunState::Ended(end) = running.step(&[], None, None, |_| {}) {
    ///         break end;
    ///     }
    /// };
    /// assert_eq!(end.exit_code, 0);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn start(program: Program, options: ForegroundOptions) -> Result<Self> {
        let spec = Spec::of_program(NAMELESS.parse()?, None, program.dir.as_deref())?;
        Self::seated(Ledger::none(), None, spec, program, options)
    }

    fn seated(
        ledger: Ledger,
        hold: Option<Hold>,
        spec: Spec,
        program: Program,
        options: ForegroundOptions,
    ) -> Result<Self> {
        let unsupported = |error: std::io::Error| Error::Unsupported {
            what: format!("supervising a program ({error})"),
        };
        if options.adopt_orphans {
            children::adopt_orphans().map_err(unsupported)?;
        }
        let (sender, inbox) = mpsc::channel();
        let post = Post { sender, waker: Waker::new().map_err(unsupported)? };
        // Before it starts, so that nothing is asked in vain.
        let bell = hold.as_ref().and_then(|_| hang_bell(&ledger));
        let board = Arc::new(Board::new([spec.identity.clone()].into_iter()));
        let mut engine = Engine {
            ledger,
            members: vec![Member::at_terminal(spec, hold, Seat::new(program))],
            manner: Manner { adopt_orphans: options.adopt_orphans, ..Manner::default() },
            board,
            post,
            inbox,
            bell,
            taken: Vec::new(),
            closing: false,
            buffer: Vec::new(),
            flush_at: None,
            asked: Instant::now(),
            keeper: None,
        };
        if let Err(error) = engine.start_at_terminal(0) {
            // Nothing stays behind.
            engine.leave_seat(0, None);
            engine.finish();
            return Err(error);
        }
        Ok(Self { engine })
    }

    /// Passes on the signals that came, waits for what comes first, and does what that asks for. Returns
    /// when something has happened, `bell` is ready, or `at_most` is over.
    ///
    /// Signals go to the program's group; only SIGCHLD and SIGCONT are for this process itself. When
    /// the program is stopped by Ctrl-Z, so is this process's group, and `fg` lets both go on. Once
    /// the program has ended, this ends all that it has left and waits until its port can be bound.
    pub fn step(
        &mut self,
        signals: &[Signal],
        bell: Option<Waitable<'_>>,
        at_most: Option<Duration>,
        mut tell: impl FnMut(StackEventKind),
    ) -> RunState {
        self.engine.pass_on(0, signals);
        self.tell_all(&mut tell);
        let goes_on = self.engine.turn(bell, at_most);
        self.tell_all(&mut tell);
        match goes_on {
            true => RunState::Running,
            false => RunState::Ended(self.end()),
        }
    }

    fn tell_all(&self, tell: &mut impl FnMut(StackEventKind)) {
        while let Some(event) = self.engine.board.next(Some(Duration::ZERO)) {
            tell(event.what);
        }
    }

    fn end(&mut self) -> RunEnd {
        self.engine.finish();
        let seat = self.engine.members.iter().find_map(|member| member.seat.as_ref());
        let exit = seat.map(|seat| seat.end.clone()).unwrap_or_default();
        let place = seat.and_then(|seat| seat.program.place.as_ref());
        let port_free = place.is_none_or(|place| is_soon_free(place.port));
        RunEnd { exit_code: exit.code, ended: exit.ended, left: exit.left, port_free }
    }
}

/// Runs a program on the port of a claim.
pub(crate) fn run(
    shared: &Arc<Shared>,
    claim: &Claim,
    program: Program,
    options: ForegroundOptions,
) -> Result<Foreground> {
    let hold = Hold::of(claim);
    let program = Program { place: Place::of(&hold), ..program };
    let dir = program.dir.as_deref();
    // It was read for the claim just now; should it be wrong by now, the program runs all the same.
    let config = shared.claims().config(dir).ok();
    let service = config.as_ref().and_then(|config| config.service(&hold.identity).ok().flatten());
    let spec = Spec::of_program(hold.identity.clone(), service, dir)?;
    // What is shared is another's: what that one has noted stays.
    let hold = (claim.outcome != Outcome::Shared).then_some(hold);
    Foreground::seated(Ledger::new(shared.clone()), hold, spec, program, options)
}

fn hang_bell(ledger: &Ledger) -> Option<Doorbell> {
    let claims = ledger.claims()?;
    let hung = claims.hang_bell(&topic_of(&claims.system.current()));
    // Without it `down` asks by a signal.
    hung.inspect_err(|error| tracing::warn!(%error, "requests cannot be heard")).ok()
}

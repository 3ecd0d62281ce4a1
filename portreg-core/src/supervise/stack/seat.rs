//! The member that has the terminal: it inherits standard streams and signals instead of printing into
//! pipes, is stopped and goes on with its shell's jobs, and has its name for as long as it runs.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::listening::Watch;
use super::super::program::{Filled, Place, Program};
use super::super::refused::refused;
use super::engine::Engine;
use super::filling::Readiness;
use super::member::{Health, Running, State};
use super::steering::DONE;
use crate::error::Result;
use crate::machine::children::{self, Change, Start};
use crate::machine::process::{self, Family};
use crate::machine::terminal::{Modes, Terminal, own_group, stop_own_group};
use crate::model::{Ended, Signal, StackEventKind};

/// How long a program may take to end after SIGTERM or SIGHUP before it is killed.
const ENDS_WITHIN: Duration = Duration::from_secs(10);

/// What a member has that runs at the terminal.
pub(super) struct Seat {
    pub(super) program: Program,
    terminal: Option<Terminal>,
    /// How the terminal was before the program had it.
    modes: Option<Modes>,
    /// When it is killed, once it was asked to end.
    pub(super) killed_at: Option<Instant>,
    /// How it has ended last.
    pub(super) end: Exit,
}

/// How a program at the terminal has ended.
#[derive(Debug, Clone, Default)]
pub(super) struct Exit {
    pub(super) code: i32,
    /// What it had left behind and was ended.
    pub(super) ended: Vec<Ended>,
    /// What could not be ended.
    pub(super) left: Vec<u32>,
}

impl Seat {
    pub(super) fn new(program: Program) -> Self {
        let terminal = Terminal::open();
        Self { program, terminal, modes: None, killed_at: None, end: Exit::default() }
    }

    /// The terminal, where this process has it to give.
    fn ours(&self) -> Option<&Terminal> {
        self.terminal.as_ref().filter(|terminal| terminal.is_ours())
    }

    fn take_back(&self) {
        if let Some(Err(error)) = self.terminal.as_ref().map(|one| one.give(own_group())) {
            tracing::debug!(%error, "the terminal cannot be taken back");
        }
    }

    /// Takes the terminal back from a program that has ended or what it has left, not from a shell
    /// that has it.
    fn regain(&self, group: u32, family: &Family, by_signal: bool) {
        let Some(terminal) = &self.terminal else { return };
        let Some(owner) = terminal.owner().filter(|owner| *owner != own_group()) else { return };
        let is_theirs = || {
            let heirs = process::members_of_group(owner);
            let own = family.members(&[]);
            heirs.iter().all(|key| own.contains(key))
        };
        if owner == group || is_theirs() {
            self.take_back();
            // Who was ended by a signal had no chance to clean up after itself.
            self.modes.as_ref().filter(|_| by_signal).map(|modes| terminal.set_modes(modes));
        }
    }
}

impl Engine {
    /// Starts the program at the terminal, which it gets where this process has it.
    pub(super) fn start_at_terminal(&mut self, at: usize) -> Result<()> {
        // For the first start it was taken just now.
        let again = self.members[at].hold.as_ref().filter(|_| self.members[at].run > 0);
        let hold = again.map(|_| self.ledger.renewed(&self.members[at])).transpose()?;
        let member = &mut self.members[at];
        let Some(seat) = &mut member.seat else { return Ok(()) };
        if let Some(hold) = hold {
            seat.program.place = Place::of(&hold);
            member.hold = Some(hold);
        }
        let Filled { argv, env, mark } = seat.program.fill()?;
        let dir = seat.program.dir.as_deref();
        let port = seat.program.place.as_ref().map(|place| place.port);
        // First noted, then started: whoever kills this process in between, the next run finds the rest.
        if let Some(hold) = &member.hold {
            let noted = self.ledger.starting(hold, &mark, member.restarts, None);
            // It runs in any case: what is not noted is not found after a kill.
            noted.unwrap_or_else(|error| tracing::warn!(%error, "the start is not noted"));
        }
        let watch = Watch::from_now(port);
        let ours = seat.terminal.as_ref().filter(|terminal| terminal.is_ours());
        seat.modes = ours.and_then(Terminal::modes);
        let start = Start { argv: &argv, env: &env, dir, terminal: ours };
        let (pid, exit) = children::start(&start).map_err(|error| {
            // The child may have taken the terminal before it failed.
            ours.map(|terminal| terminal.give(own_group()));
            refused(&argv, dir, &error)
        })?;
        seat.killed_at = None;
        let adopter = self.manner.adopt_orphans.then(std::process::id);
        member.run += 1;
        member.state = State::Running(Health::Starting);
        member.process = Some(Running {
            pid,
            exit,
            taps: Vec::new(),
            family: Family { group: Some(pid), mark: Some(mark.clone()), adopter },
            since: Instant::now(),
            readiness: Arc::new(Readiness::unasked()),
            probe_at: watch.next,
            step: Duration::ZERO,
            failures: 0,
            watch,
        });
        if let Some(hold) = &member.hold {
            self.ledger.started(hold, &mark, pid);
        }
        self.board.tell(&member.spec.identity, StackEventKind::Started { pid, port });
        // Nothing says when it is ready, nor that it ever will be.
        self.answer(at, DONE);
        Ok(())
    }

    /// Passes signals on to the program's group; only SIGCHLD and SIGCONT are for this process itself.
    /// While what it has left is being ended, who asks again will not wait.
    pub(super) fn pass_on(&mut self, at: usize, signals: &[Signal]) {
        for signal in signals {
            let member = &mut self.members[at];
            let (Some(seat), Some(running)) = (&mut member.seat, &member.process) else { break };
            let pid = running.pid;
            match (signal, &member.state) {
                (Signal::Chld, State::Running(_)) => self.see_stop(at),
                (Signal::Cont, State::Running(_)) => seat.resume(pid, None),
                (Signal::Int | Signal::Quit | Signal::Term, State::Ending(_)) => {
                    self.hasten(at, Some(Duration::ZERO));
                }
                (signal, State::Running(_)) => {
                    children::signal_group(pid, *signal);
                    if matches!(signal, Signal::Term | Signal::Hup) {
                        seat.killed_at.get_or_insert_with(|| Instant::now() + ENDS_WITHIN);
                    }
                }
                _ => {}
            }
        }
        if self.manner.adopt_orphans && signals.contains(&Signal::Chld) {
            children::reap_adopted();
        }
    }

    /// Follows a program that was stopped from its terminal into the background, until a shell says to
    /// go on.
    fn see_stop(&mut self, at: usize) {
        let pid = self.members[at].process.as_ref().map(|running| running.pid);
        let Some(pid) = pid.filter(|pid| children::change_of(*pid) == Some(Change::Suspended))
        else {
            return;
        };
        // Who asks for its end lets it go on first: what is asked counts before the next stop.
        self.take_requests();
        let member = &self.members[at];
        let stays = member.wanted && matches!(member.state, State::Running(_));
        if let Some(seat) = member.seat.as_ref().filter(|_| stays) {
            seat.suspend(pid);
        }
    }

    /// Kills a program that was asked to end and does not.
    pub(super) fn kill_overdue(&mut self, at: usize, now: Instant) {
        let member = &mut self.members[at];
        let (Some(seat), Some(running)) = (&mut member.seat, &member.process) else { return };
        if seat.killed_at.is_some_and(|limit| limit <= now) {
            seat.killed_at = None;
            children::signal_group(running.pid, Signal::Kill);
        }
    }

    /// Notes how a program has ended, and takes the terminal back.
    pub(super) fn vacate(&mut self, at: usize, ended: Vec<Ended>, left: Vec<u32>) {
        let member = &mut self.members[at];
        let (Some(seat), Some(running)) = (&mut member.seat, &member.process) else { return };
        if let Some(Change::Ended { code, by_signal }) = children::change_of(running.pid) {
            seat.regain(running.pid, &running.family, by_signal);
            seat.end.code = code;
        }
        (seat.end.ended, seat.end.left) = (ended, left);
    }

    /// A program at the terminal was ended to be started again, and that fails.
    pub(super) fn lose_seat(&mut self, at: usize, code: i32, message: String) {
        self.answer(at, &message);
        let member = &mut self.members[at];
        if let Some(seat) = &mut member.seat {
            seat.end = Exit { code, ..Exit::default() };
        }
        let what = StackEventKind::Crashed { exit_code: code, message, last_lines: Vec::new() };
        self.board.tell(member.name(), what);
        self.leave_seat(at, Some(code));
    }

    /// A program at the terminal has ended by itself, or cannot be started: its name is given back.
    pub(super) fn leave_seat(&mut self, at: usize, code: Option<i32>) {
        let member = &mut self.members[at];
        member.state = State::Stopped;
        if let Some(hold) = &member.hold {
            self.ledger.release(hold, code);
        }
        self.answer(at, DONE);
        self.answer_end(at);
    }
}

impl Seat {
    fn suspend(&self, pid: u32) {
        let Some(terminal) = &self.terminal else { return };
        let modes = terminal.modes();
        if terminal.owner() == Some(pid) {
            self.take_back();
        }
        stop_own_group();
        self.resume(pid, modes.as_ref());
    }

    /// Lets the program go on, with the terminal where this process has been given it.
    fn resume(&self, pid: u32, modes: Option<&Modes>) {
        if let Some(terminal) = self.ours() {
            modes.map(|modes| terminal.set_modes(modes));
            _ = terminal.give(pid);
        }
        children::signal_group(pid, Signal::Cont);
    }
}

//! One service of a stack, as its supervisor sees it.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::backoff::Backoff;
use super::super::listening::Watch;
use super::companion::Companion;
use super::filling::Readiness;
use super::output::Tap;
use super::seat::Seat;
use super::spec::Spec;
use super::steering::Asked;
use crate::claims::Hold;
use crate::logs::LogWriter;
use crate::machine::process::Family;
use crate::machine::waiting::OwnedWaitable;
use crate::model::Identity;

/// Where a service is on its way.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum State {
    /// It waits for what it needs.
    Waiting,
    /// It is started at this time.
    Pausing(Instant),
    /// Its process runs.
    Running(Health),
    /// Its tree is being ended.
    Ending(Then),
    /// It has ended as asked.
    Stopped,
    /// It has ended by itself, or cannot be started.
    Crashed,
    /// Somebody else has started it; whether it is ready there.
    Used(bool),
}

/// What the probes of a running service say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Health {
    Starting,
    /// It is not ready yet, and that was told.
    Late,
    Passing,
    Failing,
}

/// What comes after a tree has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    Rest,
    Start,
    /// It had ended by itself, with this code: it is started again or not.
    Judge(i32),
}

/// A service of a stack.
pub(super) struct Member {
    pub(super) spec: Spec,
    /// Its name in our hands; none while another has it.
    pub(super) hold: Option<Hold>,
    pub(super) state: State,
    /// What is asked of it: to run, or to end.
    pub(super) wanted: bool,
    /// How long it may take to end, where somebody asked for another time than usual.
    pub(super) grace: Option<Duration>,
    /// How long its last process ran.
    pub(super) lived: Duration,
    /// Counts its starts, so that what is said of an earlier one is known as such.
    pub(super) run: u64,
    pub(super) process: Option<Running>,
    /// What it has where it is a program at the terminal, and no service.
    pub(super) seat: Option<Seat>,
    /// The sockets that are handed down, kept over restarts.
    pub(super) sockets: Vec<TcpListener>,
    pub(super) log: Option<LogWriter>,
    pub(super) tunnel: Option<Companion>,
    pub(super) backoff: Backoff,
    /// How often it was started again since the stack began.
    pub(super) restarts: u32,
    /// Until when it should be ready, from its first start on; over when it is.
    pub(super) ready_by: Option<Instant>,
    /// Whether it was told that it is not ready in time.
    pub(super) told_late: bool,
    /// Whether it was told that it waits for what is not ready.
    pub(super) told_blocked: bool,
    /// The requests that are answered when it has come where it shall be.
    pub(super) requests: Vec<Asked>,
    /// When it is looked at again where somebody else runs it, and until when it may take.
    pub(super) look: Option<(Instant, Instant)>,
}

/// The process of a service.
pub(super) struct Running {
    pub(super) pid: u32,
    pub(super) exit: OwnedWaitable,
    pub(super) taps: Vec<Tap>,
    pub(super) family: Family,
    pub(super) since: Instant,
    pub(super) readiness: Arc<Readiness>,
    /// When it is probed next; never while a probe is under way.
    pub(super) probe_at: Option<Instant>,
    /// The time between two probes until it is ready.
    pub(super) step: Duration,
    /// Failures of probes in a row.
    pub(super) failures: u32,
    /// Where it listens.
    pub(super) watch: Watch,
}

impl Member {
    pub(super) fn new(spec: Spec, hold: Option<Hold>) -> Self {
        let state = if hold.is_some() { State::Waiting } else { State::Used(false) };
        Self {
            tunnel: spec.tunnel.clone().map(Companion::new),
            spec,
            hold,
            state,
            wanted: true,
            grace: None,
            lived: Duration::ZERO,
            run: 0,
            process: None,
            seat: None,
            sockets: Vec::new(),
            log: None,
            backoff: Backoff::new(),
            restarts: 0,
            ready_by: None,
            told_late: false,
            told_blocked: false,
            requests: Vec::new(),
            look: None,
        }
    }

    /// A program that has the terminal; its name is in our hands where it has one.
    pub(super) fn at_terminal(spec: Spec, hold: Option<Hold>, seat: Seat) -> Self {
        Self { state: State::Waiting, seat: Some(seat), ..Self::new(spec, hold) }
    }

    pub(super) fn name(&self) -> &Identity {
        &self.spec.identity
    }

    /// Whether what needs it can start.
    pub(super) fn is_ready(&self) -> bool {
        matches!(self.state, State::Running(Health::Passing | Health::Failing) | State::Used(true))
    }

    /// Forgets how it went so far: somebody wants it started.
    pub(super) fn begin_anew(&mut self) {
        self.wanted = true;
        self.backoff = Backoff::new();
        (self.ready_by, self.told_late) = (None, false);
    }

    /// Whether what needs it waits in vain for now.
    pub(super) fn is_missing(&self) -> bool {
        let late = matches!(self.state, State::Running(Health::Late) | State::Pausing(_));
        late && self.told_late || matches!(self.state, State::Crashed | State::Stopped)
    }

    /// Whether it should be ready by now, and that is still to be told.
    pub(super) fn is_overdue(&self, now: Instant) -> bool {
        !self.told_late && self.ready_by.is_some_and(|limit| limit <= now)
    }

    /// How long its process runs.
    pub(super) fn ran(&self) -> Duration {
        self.process.as_ref().map_or(self.lived, |running| running.since.elapsed())
    }

    /// Whether anything of it runs or ends.
    pub(super) fn is_active(&self) -> bool {
        matches!(self.state, State::Running(_) | State::Ending(_)) || self.has_tunnel()
    }

    /// Whether the program of its tunnel runs or ends.
    pub(super) fn has_tunnel(&self) -> bool {
        self.tunnel.as_ref().is_some_and(Companion::is_active)
    }

    /// Whether it is to rest, as soon as its tunnel is closed.
    pub(super) fn waits_for_its_tunnel(&self) -> bool {
        !self.wanted && self.has_tunnel()
    }

    /// Whether it may still get ready without anybody asking for it.
    pub(super) fn has_hope(&self) -> bool {
        match &self.state {
            State::Waiting | State::Pausing(_) | State::Running(_) | State::Ending(_) => true,
            State::Used(ready) => !ready,
            State::Stopped | State::Crashed => false,
        }
    }
}

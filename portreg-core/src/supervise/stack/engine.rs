//! The thread of a stack: it starts services, reads what they print, sees them end, and does what it is
//! asked to. It waits for whatever comes first and never for one service.

use std::process::ChildStdin;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use super::board::{Board, Failure, Progress};
use super::companion::Companion;
use super::ledger::Ledger;
use super::member::{Member, State, Then};
use crate::machine::children;
use crate::machine::doorbell::Doorbell;
use crate::machine::waiting::{AsWaitable as _, Waitable, Waker, wait};
use crate::model::{Ended, StackEventKind};

/// What other threads say to the stack's.
#[derive(Debug)]
pub(super) enum Message {
    /// A probe has come to an end.
    Probed { member: usize, run: u64, outcome: super::super::probe::Outcome },
    /// A tree has ended.
    Over { member: usize, run: u64, ended: Vec<Ended>, left: Vec<u32> },
    /// The program of a tunnel is gone.
    TunnelOver { member: usize, run: u64 },
    /// All is to end, each within this time where one is given.
    Close(Option<Duration>),
}

/// How other threads reach the stack's.
#[derive(Debug, Clone)]
pub(super) struct Post {
    pub(super) sender: Sender<Message>,
    pub(super) waker: Waker,
}

impl Post {
    pub(super) fn send(&self, message: Message) {
        // It has ended, and nobody is there to hear it.
        _ = self.sender.send(message);
        self.waker.wake();
    }
}

/// How a stack is run.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Manner {
    pub(super) adopt_orphans: bool,
    pub(super) output: bool,
    pub(super) color: bool,
    pub(super) pty: bool,
    /// How long a service may take to get ready.
    pub(super) timeout: Duration,
}

pub(super) struct Engine {
    pub(super) ledger: Ledger,
    pub(super) members: Vec<Member>,
    pub(super) manner: Manner,
    pub(super) board: Arc<Board>,
    pub(super) post: Post,
    pub(super) inbox: Receiver<Message>,
    pub(super) bell: Option<Doorbell>,
    /// The requests that are in hand.
    pub(super) taken: Vec<i64>,
    pub(super) closing: bool,
    pub(super) buffer: Vec<u8>,
    /// When partial lines are written out.
    pub(super) flush_at: Option<Instant>,
    /// When requests were looked for last.
    pub(super) asked: Instant,
    pub(super) keeper: Option<Keeper>,
}

/// The process that ends what is left if this one is killed; its input ends with this process.
pub(super) struct Keeper {
    pub(super) pid: u32,
    pub(super) _input: ChildStdin,
}

/// Requests are looked for this often even where nobody rings: a ring may be lost, never a request.
const SLOW: Duration = Duration::from_secs(5);

impl Engine {
    /// Runs until nothing is left to be done.
    pub(super) fn run(mut self) {
        while self.turn(None, None) {}
        self.finish();
    }

    /// Does what is due, waits for what comes first, and does what that asks for; false where nothing is
    /// left to be done. Whoever turns the engine himself is woken by a bell of his own, or by time.
    pub(super) fn turn(&mut self, bell: Option<Waitable<'_>>, at_most: Option<Duration>) -> bool {
        self.advance();
        if self.is_done() {
            return false;
        }
        let ready = self.wait(bell, at_most);
        self.hear();
        if ready.rung || self.asked.elapsed() >= SLOW {
            self.asked = Instant::now();
            self.take_requests();
        }
        self.read(&ready.sources);
        self.see_ends(&ready.sources);
        true
    }

    /// Nothing runs, and nothing will without being asked.
    fn is_done(&self) -> bool {
        if self.members.iter().any(|member| member.is_active()) {
            return false;
        }
        self.closing || self.members.iter().all(|member| !self.can_go_on(member))
    }

    fn can_go_on(&self, member: &Member) -> bool {
        member.wanted && member.has_hope() && !self.is_stuck(member)
    }

    /// Whether it waits for what will not come by itself.
    pub(super) fn is_stuck(&self, member: &Member) -> bool {
        member.state == State::Waiting
            && self.needs_of(member).any(|need| !need.has_hope() || self.is_stuck(need))
    }

    /// What it waits for in vain, for now at least.
    fn blocking<'m>(&'m self, member: &'m Member) -> Option<&'m Member> {
        self.needs_of(member).find(|need| need.is_missing() || self.blocking(need).is_some())
    }

    /// The members that a member needs.
    pub(super) fn needs_of<'m>(&'m self, member: &'m Member) -> impl Iterator<Item = &'m Member> {
        self.members.iter().filter(|other| member.spec.needs.contains(other.name()))
    }

    /// Does what has become due.
    fn advance(&mut self) {
        let now = Instant::now();
        for at in 0..self.members.len() {
            if self.members[at].is_overdue(now) {
                self.late(at);
            }
            self.tend_tunnel(at, now);
            self.kill_overdue(at, now);
            match self.members[at].state.clone() {
                State::Waiting | State::Pausing(_) if self.members[at].waits_for_its_tunnel() => {}
                State::Waiting | State::Pausing(_) if !self.members[at].wanted => {
                    self.rest(at, Vec::new());
                }
                State::Waiting if self.needs_are_ready(at) => self.start(at),
                State::Waiting => self.tell_blocked(at),
                State::Pausing(until) if until <= now => self.start(at),
                State::Running(_) if !self.members[at].wanted && self.may_end(at) => {
                    self.end(at, Then::Rest);
                }
                State::Running(_) if !self.members[at].wanted => {}
                State::Running(_) => self.watch(at, now),
                State::Used(_) => self.look_at_used(at, now),
                _ => {}
            }
        }
        if self.flush_at.is_some_and(|at| at <= now) {
            self.flush_at = None;
            for log in self.members.iter_mut().filter_map(|member| member.log.as_mut()) {
                log.flush();
            }
        }
    }

    fn needs_are_ready(&self, at: usize) -> bool {
        self.needs_of(&self.members[at]).all(Member::is_ready)
    }

    fn tell_blocked(&mut self, at: usize) {
        let member = &self.members[at];
        let Some(need) = self.blocking(member).filter(|_| !member.told_blocked) else { return };
        let message = format!("it needs {}, which is not ready", need.name());
        let what = StackEventKind::NotReady { message: message.clone() };
        let failure = Failure { message, ..Failure::default() };
        self.board.settle(member.name(), Progress::Failed(failure), what);
        self.members[at].told_blocked = true;
    }

    /// Whether nothing that is to end as well still needs it.
    fn may_end(&self, at: usize) -> bool {
        let name = self.members[at].name();
        !self
            .members
            .iter()
            .any(|other| !other.wanted && other.is_active() && other.spec.needs.contains(name))
    }

    /// When something becomes due that nobody tells.
    fn due(&self) -> Option<Instant> {
        let times = self.members.iter().flat_map(|member| {
            let state = match &member.state {
                State::Pausing(until) if !member.waits_for_its_tunnel() => Some(*until),
                State::Used(_) => member.look.map(|(at, _)| at),
                _ => None,
            };
            let process =
                member.process.as_ref().filter(|_| matches!(member.state, State::Running(_)));
            let late = member.ready_by.filter(|_| !member.told_late);
            let tunnel = member.tunnel.as_ref().and_then(Companion::due);
            let killed = member.seat.as_ref().and_then(|seat| seat.killed_at);
            [state, process.and_then(|running| running.probe_at), late, tunnel, killed]
        });
        let asks = self.bell.as_ref().map(|_| self.asked + SLOW);
        times.flatten().chain(self.flush_at).chain(asks).min()
    }

    fn wait(&self, bell: Option<Waitable<'_>>, at_most: Option<Duration>) -> Woken {
        let due = self.due().map(|due| due.saturating_duration_since(Instant::now()));
        let left = due.into_iter().chain(at_most).min();
        let mut awaited: Vec<Waitable<'_>> = vec![self.post.waker.waitable()];
        awaited.extend(bell);
        awaited.extend(self.bell.as_ref().map(|bell| bell.as_waitable()));
        let first = awaited.len();
        let mut sources = Vec::new();
        for (at, member) in self.members.iter().enumerate() {
            let mut listen = |source: Source, waitable| {
                sources.push(source);
                awaited.push(waitable);
            };
            if let Some(running) = &member.process {
                // While its tree is being ended its end is told by who ends it.
                if matches!(member.state, State::Running(_)) {
                    listen(Source::End(at), running.exit.as_waitable());
                }
                for (tap, one) in running.taps.iter().enumerate() {
                    listen(Source::Output(at, tap), one.waitable());
                }
            }
            if let Some(tunnel) = &member.tunnel {
                for (tap, one) in tunnel.taps().iter().enumerate() {
                    listen(Source::TunnelOutput(at, tap), one.waitable());
                }
                if let Some(exit) = tunnel.exit() {
                    listen(Source::TunnelEnd(at), exit.as_waitable());
                }
            }
        }
        let ready = wait(&awaited, left).unwrap_or_else(|error| {
            tracing::warn!(%error, "the stack cannot wait for its services");
            vec![false; awaited.len()]
        });
        Woken {
            rung: self.bell.is_some() && ready[first - 1],
            sources: sources
                .into_iter()
                .zip(&ready[first..])
                .filter_map(|(source, ready)| ready.then_some(source))
                .collect(),
        }
    }

    /// Hears what other threads say.
    fn hear(&mut self) {
        self.post.waker.drain();
        while let Ok(message) = self.inbox.try_recv() {
            match message {
                Message::Probed { member, run, outcome } => self.probed(member, run, outcome),
                Message::Over { member, run, ended, left } => self.over(member, run, ended, left),
                Message::TunnelOver { member, run } => self.tunnel_over(member, run),
                Message::Close(grace) => self.close(grace),
            }
        }
    }

    fn close(&mut self, grace: Option<Duration>) {
        self.closing = true;
        for at in 0..self.members.len() {
            let member = &mut self.members[at];
            member.wanted = false;
            member.grace = grace.or(member.grace);
            self.hasten(at, grace);
        }
    }

    /// Gives up what is left to be given up.
    pub(super) fn finish(&mut self) {
        for member in &mut self.members {
            if let Some(log) = &mut member.log {
                log.end();
            }
            if let (State::Crashed, Some(hold)) = (&member.state, &member.hold) {
                self.ledger.leave(hold);
            }
        }
        self.leave_unstarted();
        if let (Some(bell), Some(claims)) = (self.bell.take(), self.ledger.claims()) {
            claims.take_bell(&bell);
        }
        self.decline();
        if let Some(Keeper { pid, _input }) = self.keeper.take() {
            drop(_input);
            children::reap_soon(pid);
        }
    }

    /// Gives up the names of services that never started.
    fn leave_unstarted(&mut self) {
        for at in 0..self.members.len() {
            if matches!(self.members[at].state, State::Waiting | State::Pausing(_)) {
                self.rest(at, Vec::new());
            }
        }
    }
}

/// What has woken the stack.
struct Woken {
    rung: bool,
    sources: Vec<Source>,
}

/// What something has come from: of which member, and which of its streams.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source {
    /// Its process has ended.
    End(usize),
    Output(usize, usize),
    /// The program of its tunnel has ended.
    TunnelEnd(usize),
    TunnelOutput(usize, usize),
}

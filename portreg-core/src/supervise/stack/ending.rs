//! Services that end: as asked or by themselves, with all they started.

use std::time::{Duration, Instant};

use super::super::backoff::{Again, Why};
use super::board::{Failure, Progress};
use super::companion::Companion;
use super::engine::{Engine, Message, Source};
use super::member::{State, Then};
use super::steering::DONE;
use crate::machine::children::{self, Change};
use crate::machine::process;
use crate::machine::sockets::{self, Probe};
use crate::model::{Ended, RestartPolicy, StackEventKind};

/// How long what a service has left behind may take to end.
const LEFT_WITHIN: Duration = Duration::from_secs(5);

/// How long a port may take to become free after the last process that used it has ended.
const FREE_WITHIN: Duration = Duration::from_secs(2);

/// The exit code of a process whose end was told to somebody else.
const UNHEARD: i32 = 255;

impl Engine {
    /// Sees which services and tunnels have ended by themselves.
    pub(super) fn see_ends(&mut self, sources: &[Source]) {
        for source in sources {
            let at = match *source {
                Source::End(at) => at,
                Source::TunnelEnd(at) => {
                    self.see_tunnel_end(at);
                    continue;
                }
                Source::Output(..) | Source::TunnelOutput(..) => continue,
            };
            let member = &self.members[at];
            let pid = member.process.as_ref().map(|running| running.pid);
            let Some(pid) = pid.filter(|_| matches!(member.state, State::Running(_))) else {
                continue;
            };
            let code = match children::change_of(pid) {
                Some(Change::Ended { code, .. }) => code,
                Some(Change::Suspended) => continue,
                // The host process has waited for all its children, and heard what was for us.
                None => UNHEARD,
            };
            self.board.tell(member.name(), StackEventKind::Exited { exit_code: code });
            let nothing_left = self.has_left_nothing();
            // What is given back at once is written down with that.
            let noted = member.hold.as_ref().filter(|_| member.seat.is_none() || !nothing_left);
            if let Some(hold) = noted {
                self.ledger.exited(hold, code);
            }
            self.drain(at);
            match nothing_left {
                true => {
                    self.vacate(at, Vec::new(), Vec::new());
                    self.let_go(at);
                    self.judge(at, code);
                }
                false => self.end(at, Then::Judge(code)),
            }
        }
    }

    /// Whether a service that has just ended has left nothing for sure. That is known at once where all
    /// orphans come to this process.
    fn has_left_nothing(&self) -> bool {
        self.manner.adopt_orphans && !children::has_adopted()
    }

    /// Lets go of a process of which only the exit status is left.
    fn let_go(&mut self, at: usize) {
        let member = &mut self.members[at];
        member.lived = member.ran();
        if let Some(running) = member.process.take() {
            children::reap(running.pid);
        }
    }

    /// Ends a service's tree in a thread of its own, so that the others are not kept waiting.
    pub(super) fn end(&mut self, at: usize, then: Then) {
        let by_itself = matches!(then, Then::Judge(_));
        let (signal, grace) = match by_itself {
            true => (crate::model::Signal::Term, LEFT_WITHIN),
            false => self.manner_of_end(at),
        };
        let member = &mut self.members[at];
        let Some(running) = &member.process else { return };
        member.state = State::Ending(then);
        if !by_itself {
            self.board.tell(&member.spec.identity, StackEventKind::Stopping);
            if let Some(hold) = &member.hold {
                self.ledger.ending(hold);
            }
        }
        let (family, run, pid) = (running.family.clone(), member.run, running.pid);
        // A tunnel stays while its service starts again.
        let tunnel = member.tunnel.as_ref().and_then(Companion::family);
        let kept = tunnel.filter(|_| then != Then::Rest);
        // A socket that is handed down stays open: its port is free when this process lets go of it.
        let port =
            member.hold.as_ref().and_then(|hold| hold.port).filter(|_| member.sockets.is_empty());
        let post = self.post.clone();
        let work = move || {
            let roots: Vec<_> =
                process::key_of(pid).into_iter().chain(family.members(&[])).collect();
            let find = |known: &[crate::model::ProcessKey]| family.members(known);
            let spare = |pid| kept.as_ref().is_some_and(|kept| kept.includes(pid));
            let ending = process::end_found(&roots, signal, grace, spare, find);
            if let Some(port) = port {
                is_soon_free(port);
            }
            let left = ending.left.iter().map(|key| key.pid).collect();
            post.send(Message::Over { member: at, run, ended: ending.ended, left });
        };
        let thread = std::thread::Builder::new().name("portreg-stop".to_owned());
        match thread.spawn(work) {
            Ok(_) if then == Then::Rest => self.end_tunnel_too(at),
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "a service cannot be ended yet");
                self.members[at].state = State::Running(super::member::Health::Late);
            }
        }
    }

    /// Asks what is being ended already once more, to end within this time.
    pub(super) fn hasten(&self, at: usize, grace: Option<Duration>) {
        let member = &self.members[at];
        let (State::Ending(_), Some(running), Some(grace)) =
            (&member.state, &member.process, grace)
        else {
            return;
        };
        let (signal, family) = (member.spec.stop_signal, running.family.clone());
        // Looked up here, where its pid is its own: it is not waited for before its end is told.
        let roots: Vec<_> =
            process::key_of(running.pid).into_iter().chain(family.members(&[])).collect();
        let work = move || {
            process::end_found(&roots, signal, grace, |_| false, |known| family.members(known));
        };
        let thread = std::thread::Builder::new().name("portreg-stop".to_owned());
        if let Err(error) = thread.spawn(work) {
            tracing::warn!(%error, "a service takes the time that it had");
        }
    }

    /// Hears that a tree has ended.
    pub(super) fn over(&mut self, at: usize, run: u64, ended: Vec<Ended>, left: Vec<u32>) {
        let member = &self.members[at];
        let State::Ending(then) = member.state else { return };
        if member.run != run {
            return;
        }
        if !left.is_empty() {
            tracing::warn!(identity = %member.spec.identity, ?left, "processes could not be ended");
        }
        self.drain(at);
        let code = self.code_of(at);
        let rest = matches!(then, Then::Judge(_)).then(|| ended.clone()).unwrap_or_default();
        self.vacate(at, rest, left);
        self.let_go(at);
        if self.manner.adopt_orphans {
            children::reap_adopted();
        }
        match then {
            Then::Rest => {
                self.let_go_of_tunnel(at, None);
                self.rest_with(at, code, ended);
            }
            Then::Judge(code) if self.members[at].wanted => self.judge(at, code),
            Then::Start if self.members[at].wanted => {
                if let Some(hold) = &self.members[at].hold {
                    self.ledger.ended_for_restart(hold, code, &ended);
                }
                self.start(at);
            }
            // Its tunnel, which was to stay, goes first.
            Then::Judge(_) | Then::Start if self.members[at].has_tunnel() => {
                self.members[at].state = State::Pausing(Instant::now());
            }
            Then::Judge(_) | Then::Start => self.rest_with(at, code, ended),
        }
        self.answer_end(at);
    }

    fn code_of(&self, at: usize) -> Option<i32> {
        let pid = self.members[at].process.as_ref()?.pid;
        match children::change_of(pid)? {
            Change::Ended { code, .. } => Some(code),
            Change::Suspended => None,
        }
    }

    /// Decides whether a service that has ended by itself is started again.
    fn judge(&mut self, at: usize, code: i32) {
        let member = &mut self.members[at];
        if !member.wanted {
            return self.rest_with(at, Some(code), Vec::new());
        }
        if member.seat.is_some() {
            return self.leave_seat(at, Some(code));
        }
        let message = format!("it has ended with {code} before it was ready");
        self.answer(at, &message);
        self.answer_end(at);
        let member = &mut self.members[at];
        let ran = member.lived;
        let again = member.backoff.after(member.spec.restart, code, ran, &mut || fastrand::f64());
        match again {
            Again::After(pause) => {
                member.restarts += 1;
                let after_ms = pause.as_millis() as u64;
                let attempt = member.backoff.count();
                member.state = State::Pausing(Instant::now() + pause);
                if let Some(hold) = &member.hold {
                    self.ledger.restarting(hold, after_ms, member.restarts);
                }
                let what = StackEventKind::Restarting { after_ms, attempt };
                self.board.tell(member.name(), what);
                if pause.is_zero() {
                    self.start(at);
                }
            }
            Again::Never(why) => {
                let message = match why {
                    Why::TooOften => format!("it has ended with {code} too often"),
                    Why::Policy if member.spec.restart == RestartPolicy::Never => {
                        format!("it has ended with {code}")
                    }
                    Why::Policy => {
                        format!("it has ended with {code}, and is started again only on failure")
                    }
                };
                self.crash(at, code, message);
            }
        }
    }

    /// It has ended by itself, or cannot be started, and stays so.
    pub(super) fn crash(&mut self, at: usize, code: i32, message: String) {
        let member = &mut self.members[at];
        member.state = State::Crashed;
        member.ready_by = None;
        member.sockets.clear();
        let last_lines = member.log.as_ref().map(|log| log.last_lines(20)).unwrap_or_default();
        if let Some(hold) = &member.hold {
            self.ledger.crashed(hold, code, &message, &last_lines);
        }
        let failure = Failure {
            message: message.clone(),
            exit_code: Some(code),
            last_lines: last_lines.clone(),
        };
        let what =
            StackEventKind::Crashed { exit_code: code, message: message.clone(), last_lines };
        self.board.settle(member.name(), Progress::Failed(failure), what);
        self.answer(at, &message);
        self.answer_end(at);
    }

    /// It has ended as asked.
    pub(super) fn rest(&mut self, at: usize, ended: Vec<Ended>) {
        self.rest_with(at, None, ended);
    }

    fn rest_with(&mut self, at: usize, code: Option<i32>, ended: Vec<Ended>) {
        let member = &mut self.members[at];
        member.state = State::Stopped;
        (member.ready_by, member.told_late) = (None, false);
        member.sockets.clear();
        if let Some(hold) = &member.hold {
            self.ledger.stopped(hold, code, &ended);
        }
        self.board.settle(member.name(), Progress::Stopped, StackEventKind::Stopped { ended });
        self.answer(at, DONE);
        self.answer_end(at);
    }
}

/// Waits until the port can be bound; a stranger who listens on it is not waited for.
pub(super) fn is_soon_free(port: u16) -> bool {
    let deadline = Instant::now() + FREE_WITHIN;
    let mut pause = Duration::from_millis(1);
    while sockets::probe(port) == Probe::Busy {
        let listened = sockets::listening_on(port).is_ok_and(|sockets| !sockets.is_empty());
        if listened || Instant::now() >= deadline {
            return false;
        }
        // Nothing tells when the kernel lets go of a port.
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
    true
}

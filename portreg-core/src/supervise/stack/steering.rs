//! What a stack is asked from outside, through the registry; and services that somebody else runs.

use std::time::{Duration, Instant};

use super::board::{Failure, Progress};
use super::engine::Engine;
use super::member::{State, Then};
use crate::claims::topic_of;
use crate::model::StackEventKind;
use crate::store::Request;

/// What a supervisor can be asked for.
pub(crate) const STOP: &str = "stop";
/// To end a service and start it again, or to start one that has crashed.
pub(crate) const RESTART: &str = "restart";

/// The answer that all went well.
pub(crate) const DONE: &str = "done";

/// What another supervisor runs is looked at this often: nobody tells this one when a port is listened on.
const LOOKS: Duration = Duration::from_millis(250);

/// One who waits until a service has come where it shall be.
pub(super) struct Asked {
    id: i64,
    /// Whether that is its end.
    stop: bool,
}

impl Engine {
    /// Takes up what it is asked for.
    pub(super) fn take_requests(&mut self) {
        let (Some(bell), Some(claims)) = (&self.bell, self.ledger.claims()) else { return };
        bell.drain();
        let topic = topic_of(&claims.system.current());
        let open = match claims.store.read(|reader| reader.open_requests(&topic)) {
            Ok(open) => open,
            Err(error) => {
                tracing::warn!(%error, "requests cannot be read");
                return;
            }
        };
        self.taken.retain(|id| open.iter().any(|request| request.id == *id));
        for request in open {
            if !self.taken.contains(&request.id) {
                self.taken.push(request.id);
                self.take_request(&request);
            }
        }
    }

    fn take_request(&mut self, request: &Request) {
        let found = self
            .members
            .iter()
            .position(|member| *member.name() == request.identity && member.hold.is_some());
        let Some(at) = found else {
            // Another stack of this process may have it, which has a bell of its own.
            if self.is_only_stack() {
                self.reply(&[request.id], "it is not run here");
            }
            return;
        };
        let member = &mut self.members[at];
        member.grace = request.grace_ms.map(|ms| Duration::from_millis(ms.unsigned_abs()));
        match request.wish.as_str() {
            STOP | RESTART => {
                member.requests.push(Asked { id: request.id, stop: request.wish == STOP });
            }
            _ => return self.reply(&[request.id], "this version of portreg does not know how"),
        }
        match (request.wish.as_str(), &member.state) {
            (STOP, State::Stopped) => self.answer_end(at),
            (STOP, State::Crashed) => {
                member.wanted = false;
                self.rest(at, Vec::new());
            }
            (STOP, _) => {
                member.wanted = false;
                let grace = member.grace;
                self.hasten(at, grace);
            }
            (_, state) => {
                let next = match state {
                    State::Running(_) => None,
                    State::Ending(_) => Some(State::Ending(Then::Start)),
                    _ => Some(State::Pausing(Instant::now())),
                };
                member.begin_anew();
                self.board.set(&member.spec.identity, Progress::Pending);
                match next {
                    Some(next) => {
                        self.members[at].state = next;
                        // Who has asked for its end before: nothing of it runs.
                        if self.members[at].process.is_none() {
                            self.answer_end(at);
                        }
                    }
                    None => self.end(at, Then::Start),
                }
            }
        }
    }

    fn is_only_stack(&self) -> bool {
        let Some(claims) = self.ledger.claims() else { return false };
        let topic = topic_of(&claims.system.current());
        claims.store.read(|reader| reader.bells(&topic)).is_ok_and(|bells| bells.len() <= 1)
    }

    /// Answers what was asked too late, where no other stack of this process is there to do it.
    pub(super) fn decline(&self) {
        let Some(claims) = self.ledger.claims() else { return };
        let topic = topic_of(&claims.system.current());
        if self.is_only_stack()
            && let Ok(open) = claims.store.read(|reader| reader.open_requests(&topic))
        {
            for request in open {
                // What was to be stopped does not run any more.
                let stop = request.wish == STOP;
                self.reply(&[request.id], if stop { DONE } else { "its supervisor has ended" });
            }
        }
    }

    /// Answers who waits until a service runs. Who waits until it has ended goes on waiting.
    pub(super) fn answer(&mut self, at: usize, answer: &str) {
        let requests = &mut self.members[at].requests;
        let of_start: Vec<_> = requests.extract_if(.., |asked| !asked.stop).collect();
        self.reply(&of_start.iter().map(|asked| asked.id).collect::<Vec<_>>(), answer);
    }

    /// Tells who waits until a service has ended that it has, whatever comes next.
    pub(super) fn answer_end(&mut self, at: usize) {
        let requests = &mut self.members[at].requests;
        let of_end: Vec<_> = requests.extract_if(.., |asked| asked.stop).collect();
        self.reply(&of_end.iter().map(|asked| asked.id).collect::<Vec<_>>(), DONE);
    }

    fn reply(&self, requests: &[i64], answer: &str) {
        let Some(claims) = self.ledger.claims().filter(|_| !requests.is_empty()) else { return };
        let written = claims.store.write(|writer| {
            for request in requests {
                writer.answer(*request, answer)?;
            }
            Ok(())
        });
        if let Err(error) = written.and_then(|()| claims.ring(crate::claims::SERVICES)) {
            tracing::warn!(%error, "a request cannot be answered");
        }
    }

    /// Looks how a service is that somebody else runs; starts it where nobody does any more.
    pub(super) fn look_at_used(&mut self, at: usize, now: Instant) {
        let timeout = self.manner.timeout;
        let member = &mut self.members[at];
        let State::Used(was_ready) = member.state else { return };
        let (look, until) = *member.look.get_or_insert((now, now + timeout));
        if look > now {
            return;
        }
        member.look = Some((now + LOOKS, until));
        let name = member.spec.identity.clone();
        match self.ledger.is_usable(&name) {
            Some(true) if !was_ready => {
                self.members[at].state = State::Used(true);
                self.board.settle(&name, Progress::Ready, StackEventKind::Used);
            }
            Some(true) => {}
            None if self.members[at].spec.cmd.is_some() && !was_ready && until > now => {
                self.take_over(at);
            }
            usable if until <= now && !self.members[at].told_blocked => {
                self.members[at].told_blocked = true;
                let message = match (&self.members[at].spec.cmd, usable) {
                    (Some(_), None) if !was_ready => "an ancestor of its supervisor holds the name and does not start it: let go of it, or start it there",
                    (Some(_), _) => "who runs it does not get it ready",
                    (None, _) => "nothing says how to start it, and nobody has: start it, or give it a \"cmd\"",
                }
                .to_owned();
                let failure = Failure { message: message.clone(), ..Failure::default() };
                let what = StackEventKind::NotReady { message };
                self.board.settle(&name, Progress::Failed(failure), what);
                self.members[at].state = State::Crashed;
            }
            _ => {}
        }
    }

    /// Who ran it has let go of it before it was ready: it is ours to start, where no ancestor holds the name.
    fn take_over(&mut self, at: usize) {
        match self.ledger.take(&self.members[at].spec, None) {
            Ok(Some(taken)) => {
                let member = &mut self.members[at];
                if let Some(what) = taken.told {
                    self.board.tell(&member.spec.identity, what);
                }
                member.hold = Some(taken.hold);
                member.state = State::Waiting;
            }
            Ok(None) => {}
            Err(error) => self.crash(at, 126, error.to_string()),
        }
    }
}

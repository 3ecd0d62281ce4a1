//! Starting a service, and finding out when it is ready and whether it stays so.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::listening::Watch;
use super::super::probe::{Outcome, attempt};
use super::super::program::new_mark;
use super::super::refused::refused;
use super::board::{Failure, Progress};
use super::companion::Companion;
use super::engine::{Engine, Message};
use super::filling::{By, Filled, Surroundings, fill};
use super::member::{Health, Running, State, Then};
use super::output::Tap;
use super::steering::DONE;
use crate::error::{Error, Result};
use crate::logs::LogWriter;
use crate::machine::children::{self, Spawn};
use crate::machine::process::Family;
use crate::machine::sockets;
use crate::model::{Health as Noted, LogStream, Signal, StackEventKind};

/// The first look after a start; the next ones come in growing steps.
const FIRST: Duration = Duration::from_millis(20);
const SLOWEST: Duration = Duration::from_secs(1);

/// How long a worker lives until it counts as ready.
const LIVES: Duration = Duration::from_secs(1);

impl Engine {
    /// Starts a service, for the first time or again.
    pub(super) fn start(&mut self, at: usize) {
        if let Err(error) = self.try_start(at) {
            let code = match error {
                Error::SpawnFailed { .. } => 127,
                _ => 126,
            };
            match self.members[at].seat.is_some() {
                true => self.lose_seat(at, code, error.to_string()),
                false => self.crash(at, code, error.to_string()),
            }
        }
    }

    fn try_start(&mut self, at: usize) -> Result<()> {
        if self.members[at].seat.is_some() {
            return self.start_at_terminal(at);
        }
        let hold = self.ledger.renewed(&self.members[at])?;
        let member = &mut self.members[at];
        if member.hold.as_ref().map(|known| known.port) != Some(hold.port) {
            member.sockets.clear();
        }
        member.hold = Some(hold.clone());
        if let Some(port) = hold.port {
            self.take_port(at, port)?;
        }
        let member = &self.members[at];
        // A tunnel that has stayed is found by its mark.
        let kept = member.tunnel.as_ref().and_then(Companion::mark);
        let mark = kept.map_or_else(new_mark, str::to_owned);
        let filled = {
            let lookup =
                |reference: &str| self.ledger.place_of(reference, &hold.identity, &self.members);
            let color = self.manner.color;
            fill(&member.spec, &hold, &Surroundings { color, mark: &mark, lookup: &lookup })?
        };
        // First noted, then started: whoever kills this process in between, the rest is found.
        self.ledger.starting(&hold, &mark, member.restarts, Some(Noted::Starting))?;
        self.open_log(at);
        self.spawn(at, filled, mark)
    }

    /// Makes sure that nobody else is on the port, and opens its sockets where they are handed down.
    fn take_port(&mut self, at: usize, port: u16) -> Result<()> {
        let member = &mut self.members[at];
        let listened = sockets::listening_on(port).is_ok_and(|sockets| !sockets.is_empty());
        if member.sockets.is_empty() && listened {
            return Err(self.ledger.in_use(port, &member.spec.identity));
        }
        if member.spec.inherits && member.sockets.is_empty() {
            let opened = sockets::listen(port, sockets::BACKLOG);
            member.sockets = opened.map_err(|_| self.ledger.in_use(port, &member.spec.identity))?;
        }
        Ok(())
    }

    fn open_log(&mut self, at: usize) {
        let Some(folder) = self.ledger.logs() else { return };
        let member = &mut self.members[at];
        if member.log.is_some() {
            return;
        }
        match LogWriter::open(&folder, &member.spec.identity, member.spec.bounds) {
            Ok(log) => member.log = Some(log),
            // A service runs without a log rather than not at all.
            Err(error) => {
                tracing::warn!(identity = %member.spec.identity, %error, "there is no log")
            }
        }
    }

    fn spawn(&mut self, at: usize, filled: Filled, mark: String) -> Result<()> {
        let member = &mut self.members[at];
        let spawn = Spawn {
            argv: &filled.argv,
            env: &filled.env,
            dir: Some(&member.spec.dir),
            sockets: &member.sockets,
            pty: self.manner.pty,
        };
        let spawned = children::spawn(&spawn)
            .map_err(|error| refused(&filled.argv, Some(&member.spec.dir), &error))?;
        let now = Instant::now();
        member.ready_by.get_or_insert(now + self.manner.timeout);
        let mut taps = vec![Tap::new(spawned.out, LogStream::Out)];
        taps.extend(spawned.err.map(|pipe| Tap::new(pipe, LogStream::Err)));
        member.run += 1;
        member.process = Some(Running {
            pid: spawned.pid,
            exit: spawned.exit,
            taps,
            // Orphans of all services come to one adopter: they are told apart by their mark.
            family: Family { group: Some(spawned.pid), mark: Some(mark.clone()), adopter: None },
            since: now,
            readiness: Arc::new(filled.readiness),
            probe_at: Some(now + FIRST),
            step: FIRST,
            failures: 0,
            watch: Watch::new(member.hold.as_ref().and_then(|hold| hold.port)),
        });
        let health = if member.told_late { Health::Late } else { Health::Starting };
        member.state = State::Running(health);
        let (name, pid) = (member.spec.identity.clone(), spawned.pid);
        let port = member.hold.as_ref().and_then(|hold| hold.port);
        if let Some(hold) = &member.hold {
            self.ledger.started(hold, &mark, pid);
        }
        self.board.tell(&name, StackEventKind::Started { pid, port });
        Ok(())
    }

    /// Looks after a running service: is it time for a probe?
    pub(super) fn watch(&mut self, at: usize, now: Instant) {
        let Some(running) = &mut self.members[at].process else { return };
        let due = running.probe_at.is_some_and(|at| at <= now);
        if due {
            match running.readiness.by {
                By::Probe(_) => self.probe(at),
                By::Line(_) => running.probe_at = None,
                By::Unasked => self.look_elsewhere(at),
                By::Living if running.since.elapsed() >= LIVES => {
                    running.probe_at = None;
                    self.ready(at);
                }
                By::Living => running.probe_at = Some(running.since + LIVES),
            }
        }
    }

    /// Tells that a service should be ready by now.
    pub(super) fn late(&mut self, at: usize) {
        let member = &self.members[at];
        let within = self.manner.timeout.as_secs_f64();
        let why = match member.state {
            State::Pausing(_) => ", and it ends again and again",
            _ => "",
        };
        let name = &member.spec.identity;
        let message =
            format!("{within} s have passed{why}; `portreg logs {name}` shows what it says");
        self.not_ready(at, message);
    }

    fn probe(&mut self, at: usize) {
        let member = &mut self.members[at];
        let run = member.run;
        let Some(running) = &mut member.process else { return };
        running.probe_at = None;
        let (readiness, family, pid) =
            (running.readiness.clone(), running.family.clone(), running.pid);
        let post = self.post.clone();
        let look = move || {
            let By::Probe(check) = &readiness.by else { return };
            let own = |other: u32| other == pid || family.includes(other);
            let outcome = attempt(check, readiness.timeout, &own);
            post.send(Message::Probed { member: at, run, outcome });
        };
        let thread = std::thread::Builder::new().name("portreg-probe".to_owned());
        if let Err(error) = thread.spawn(look) {
            tracing::warn!(%error, "a probe cannot be started");
            running.probe_at = Some(Instant::now() + SLOWEST);
        }
    }

    /// Hears what a probe has found.
    pub(super) fn probed(&mut self, at: usize, run: u64, outcome: Outcome) {
        let member = &mut self.members[at];
        let State::Running(health) = member.state else { return };
        let Some(running) = member.process.as_mut().filter(|_| member.run == run) else { return };
        let now = Instant::now();
        let settled = matches!(health, Health::Passing | Health::Failing);
        running.step = (running.step * 3 / 2).min(SLOWEST).min(running.readiness.interval);
        let pause = if settled { running.readiness.interval } else { running.step };
        running.probe_at = Some(now + pause);
        match outcome {
            Outcome::Passed => {
                running.failures = 0;
                running.probe_at = Some(now + running.readiness.interval);
                match health {
                    Health::Starting | Health::Late => self.ready(at),
                    Health::Failing => self.recovered(at),
                    Health::Passing => self.checked(at),
                }
            }
            Outcome::Failed(message) if settled => self.failed(at, health, message),
            Outcome::Failed(_) => self.look_elsewhere(at),
            Outcome::Stranger { port, .. } => {
                let message = self.ledger.in_use(port, &self.members[at].spec.identity).to_string();
                match settled {
                    true => self.failed(at, health, message),
                    // Nothing that it could still do makes the port its own.
                    false if health == Health::Starting => self.not_ready(at, message),
                    false => {}
                }
            }
        }
    }

    /// It can be used.
    pub(super) fn ready(&mut self, at: usize) {
        let member = &mut self.members[at];
        let State::Running(Health::Starting | Health::Late) = member.state else { return };
        member.state = State::Running(Health::Passing);
        (member.ready_by, member.told_late) = (None, false);
        let (Some(running), Some(hold)) = (&member.process, &member.hold) else { return };
        let after_ms = running.since.elapsed().as_millis() as u64;
        self.ledger.ready(hold, running.pid, after_ms);
        let what = StackEventKind::Ready { after_ms, url: hold.url.clone() };
        if let Some(tunnel) = &mut member.tunnel {
            tunnel.begin_anew();
        }
        // Told before: who waits until it is ready knows then whether there is a tunnel to come.
        self.open_tunnel(at);
        self.board.settle(self.members[at].name(), Progress::Ready, what);
        self.answer(at, DONE);
    }

    fn recovered(&mut self, at: usize) {
        let member = &mut self.members[at];
        member.state = State::Running(Health::Passing);
        if let Some(hold) = &member.hold {
            self.ledger.health(hold, Noted::Passing, "recovered", None);
        }
        self.board.tell(member.name(), StackEventKind::Recovered);
    }

    fn checked(&mut self, at: usize) {
        if let Some(hold) = &self.members[at].hold {
            self.ledger.checked(hold);
        }
    }

    /// A probe of what was ready has failed: after some in a row that is told, and mended if it may be.
    fn failed(&mut self, at: usize, health: Health, message: String) {
        let member = &mut self.members[at];
        let Some(running) = &mut member.process else { return };
        running.failures += 1;
        if running.failures < running.readiness.retries || health == Health::Failing {
            return;
        }
        member.state = State::Running(Health::Failing);
        if let Some(hold) = &member.hold {
            self.ledger.health(hold, Noted::Failing, "failing", Some(&message));
        }
        self.board.tell(member.name(), StackEventKind::Failing { message });
        if member.spec.restart != crate::model::RestartPolicy::Never {
            member.restarts += 1;
            self.end(at, Then::Start);
        }
    }

    /// It is not ready when it should be. It goes on running, and may still get ready.
    fn not_ready(&mut self, at: usize, message: String) {
        let member = &mut self.members[at];
        member.told_late = true;
        if member.state == State::Running(Health::Starting) {
            member.state = State::Running(Health::Late);
        }
        if let Some(hold) = &member.hold {
            self.ledger.happened(hold, "not_ready", Some(&message));
        }
        let last_lines = member.log.as_ref().map(|log| log.last_lines(20)).unwrap_or_default();
        let failure = Failure { message: message.clone(), exit_code: None, last_lines };
        let what = StackEventKind::NotReady { message: message.clone() };
        self.board.settle(member.name(), Progress::Failed(failure), what);
        self.answer(at, &message);
    }

    /// Tells once where a service listens on another port than its own.
    fn look_elsewhere(&mut self, at: usize) {
        let member = &mut self.members[at];
        let Some(running) = &mut member.process else { return };
        let (family, pid) = (&running.family, running.pid);
        let tunnel = member.tunnel.as_ref().and_then(Companion::family);
        let tree = || {
            let mut tree = family.members(&Vec::from_iter(crate::machine::process::key_of(pid)));
            tree.retain(|key| !tunnel.as_ref().is_some_and(|tunnel| tunnel.includes(key.pid)));
            tree
        };
        let elsewhere = running.watch.look(tree);
        if matches!(running.readiness.by, By::Unasked) {
            running.probe_at = running.watch.next;
        }
        let Some((port, instead_of)) = elsewhere else { return };
        if let Some(hold) = &member.hold {
            self.ledger.listens_elsewhere(hold, port);
        }
        let what = StackEventKind::ListeningElsewhere { port, instead_of };
        self.board.tell(member.name(), what);
    }

    /// The signal and the time with which a service is asked to end.
    pub(super) fn manner_of_end(&self, at: usize) -> (Signal, Duration) {
        let member = &self.members[at];
        (member.spec.stop_signal, member.grace.unwrap_or(member.spec.stops_within))
    }
}

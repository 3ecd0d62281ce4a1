//! The tunnel of a service: a program that runs beside it, from the time it is ready until it is stopped.
//!
//! It carries the mark of the service that it was opened for, so that whoever ends what is left of the
//! service ends it too. While the service starts again, with the same mark, the tunnel stays: its URL may be
//! another one when it is opened again.

use std::time::{Duration, Instant};

use super::super::backoff::{Again, Backoff};
use super::super::refused::refused;
use super::super::tunnel::{Ear, Plan};
use super::engine::{Engine, Message};
use super::member::{Member, State};
use super::output::{BUDGET, Flow, Tap};
use crate::machine::children::{self, Change, Spawn};
use crate::machine::process::{self, Family, MARK};
use crate::machine::waiting::OwnedWaitable;
use crate::model::{LogStream, RestartPolicy, Signal, StackEventKind};
use crate::time::now_ms;

/// How long a program may take to tell its URL until that is told as missing.
const OPENS_WITHIN: Duration = Duration::from_secs(30);

/// How long a program may take to end.
const CLOSES_WITHIN: Duration = Duration::from_secs(5);

/// A tunnel of a member.
pub(super) struct Companion {
    plan: Plan,
    stage: Stage,
    process: Option<Opened>,
    backoff: Backoff,
    /// Counts its processes, so that what is said of an earlier one is known as such.
    run: u64,
}

/// Where a tunnel is on its way.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stage {
    /// It is opened when its service is ready.
    Idle,
    /// It is opened again at this time.
    Pausing(Instant),
    Open,
    /// It is being ended; with its code where it had ended by itself.
    Ending(Option<i32>),
    /// It is not opened again while its service runs.
    GivenUp,
}

/// The program of a tunnel.
struct Opened {
    pid: u32,
    exit: OwnedWaitable,
    taps: Vec<Tap>,
    mark: String,
    port: u16,
    since: Instant,
    ear: Ear,
    url: Option<String>,
    told_late: bool,
}

impl Companion {
    pub(super) fn new(plan: Plan) -> Self {
        Self { plan, stage: Stage::Idle, process: None, backoff: Backoff::new(), run: 0 }
    }

    /// Whether its program runs or ends.
    pub(super) fn is_active(&self) -> bool {
        self.process.is_some()
    }

    /// The mark that its program carries.
    pub(super) fn mark(&self) -> Option<&str> {
        self.process.as_ref().map(|opened| opened.mark.as_str())
    }

    /// What belongs to its program, however many tunnels there are with the same mark.
    pub(super) fn family(&self) -> Option<Family> {
        let group = self.process.as_ref().map(|opened| opened.pid)?;
        Some(Family { group: Some(group), ..Family::default() })
    }

    /// What tells that its program has ended, where nobody ends it.
    pub(super) fn exit(&self) -> Option<&OwnedWaitable> {
        let opened = self.process.as_ref().filter(|_| self.stage == Stage::Open)?;
        Some(&opened.exit)
    }

    pub(super) fn taps(&self) -> &[Tap] {
        self.process.as_ref().map_or(&[], |opened| &opened.taps)
    }

    /// When something becomes due that nobody tells.
    pub(super) fn due(&self) -> Option<Instant> {
        match self.stage {
            Stage::Pausing(until) => Some(until),
            Stage::Open => self.process.as_ref().and_then(Opened::late_at),
            _ => None,
        }
    }

    /// Lets go of streams that nobody writes to any more.
    pub(super) fn drop_closed_taps(&mut self) {
        if let Some(opened) = &mut self.process {
            opened.taps.retain(|tap| !tap.is_closed());
        }
    }

    /// Forgets how it went so far: its service is started anew.
    pub(super) fn begin_anew(&mut self) {
        self.backoff = Backoff::new();
        if matches!(self.stage, Stage::Pausing(_) | Stage::GivenUp) {
            self.stage = Stage::Idle;
        }
    }
}

impl Opened {
    /// When it is to be told that there is no URL.
    fn late_at(&self) -> Option<Instant> {
        (self.url.is_none() && !self.told_late).then(|| self.since + OPENS_WITHIN)
    }
}

impl Engine {
    /// Opens, closes and opens again the tunnel of a member, as the member and the time say.
    pub(super) fn tend_tunnel(&mut self, at: usize, now: Instant) {
        let member = &mut self.members[at];
        let Some(tunnel) = &mut member.tunnel else { return };
        if matches!(tunnel.stage, Stage::Pausing(until) if until <= now) {
            tunnel.stage = Stage::Idle;
        }
        let (stage, is_due) = (tunnel.stage, tunnel.due().is_some_and(|at| at <= now));
        match stage {
            Stage::Idle => self.open_tunnel(at),
            Stage::Open if !member.needs_its_tunnel() => self.close_tunnel(at, None),
            Stage::Open if is_due => self.tunnel_is_late(at),
            _ => {}
        }
    }

    /// Opens the tunnel of a member that is ready for it.
    pub(super) fn open_tunnel(&mut self, at: usize) {
        let member = &mut self.members[at];
        let port = member.hold.as_ref().and_then(|hold| hold.port);
        let mark = member.process.as_ref().and_then(|running| running.family.mark.clone());
        let is_ready = member.wanted && member.is_ready();
        let (Some(tunnel), Some(port), Some(mark)) = (&mut member.tunnel, port, mark) else {
            return;
        };
        if !is_ready || tunnel.stage != Stage::Idle {
            return;
        }
        let provider = tunnel.plan.provider;
        let mut start = tunnel.plan.start(port);
        start.env.push((MARK.into(), mark.clone().into()));
        let spawn = Spawn {
            argv: &start.argv,
            env: &start.env,
            dir: Some(&member.spec.dir),
            sockets: &[],
            pty: false,
        };
        self.board.tell(&member.spec.identity, StackEventKind::TunnelOpening { provider });
        match children::spawn(&spawn) {
            Ok(spawned) => {
                let mut taps = vec![Tap::new(spawned.out, LogStream::Out)];
                taps.extend(spawned.err.map(|pipe| Tap::new(pipe, LogStream::Err)));
                tunnel.run += 1;
                tunnel.stage = Stage::Open;
                tunnel.process = Some(Opened {
                    pid: spawned.pid,
                    exit: spawned.exit,
                    taps,
                    mark,
                    port,
                    since: Instant::now(),
                    ear: tunnel.plan.ear(),
                    url: None,
                    told_late: false,
                });
            }
            Err(error) => {
                // What is not there now is not there in a second either.
                tunnel.stage = Stage::GivenUp;
                let message = refused(&start.argv, None, &error).to_string();
                self.tunnel_failed(at, message, None, Vec::new());
            }
        }
    }

    /// Reads what the program of a tunnel has printed.
    pub(super) fn read_tunnel(&mut self, at: usize, tap: usize) -> Flow {
        let Self { members, buffer, .. } = self;
        let Some(tunnel) = &mut members[at].tunnel else { return Flow::Closed };
        let Some(Opened { taps, ear, url, .. }) = &mut tunnel.process else { return Flow::Closed };
        let Some(tap) = taps.get_mut(tap) else { return Flow::Closed };
        let mut told = None;
        let mut line = |_: LogStream, text: &str| {
            let heard = ear.hear(text);
            // An older ngrok tells a plain one before the one that everybody wants.
            let better = |new: &String| {
                url.as_deref().is_none_or(|old| new != old) && new.starts_with("https:")
            };
            if let Some(new) = heard.filter(|new| url.is_none() || better(new)) {
                *url = Some(new.clone());
                told = Some(new);
            }
        };
        let flow = tap.read(&mut buffer[..BUDGET], now_ms(), None, Some(&mut line));
        if let Some(url) = told {
            self.tunnel_is_open(at, url);
        }
        flow
    }

    fn tunnel_is_open(&self, at: usize, url: String) {
        let member = &self.members[at];
        let (Some(tunnel), Some(hold)) = (&member.tunnel, &member.hold) else { return };
        if tunnel.stage == Stage::Open {
            self.ledger.tunnel_open(hold, tunnel.plan.provider, &url);
            self.board.tell(member.name(), StackEventKind::TunnelOpen { url });
        }
    }

    fn tunnel_is_late(&mut self, at: usize) {
        let Some(tunnel) = &mut self.members[at].tunnel else { return };
        let Some(opened) = &mut tunnel.process else { return };
        opened.told_late = true;
        let provider = tunnel.plan.provider;
        let said = opened.ear.complaint().map(|said| format!(": {said}")).unwrap_or_default();
        let message = format!("{provider} has told no URL in {} s{said}", OPENS_WITHIN.as_secs());
        let last_lines = opened.ear.last_lines();
        self.tunnel_failed(at, message, None, last_lines);
    }

    fn tunnel_failed(
        &self,
        at: usize,
        message: String,
        after: Option<Duration>,
        last_lines: Vec<String>,
    ) {
        let member = &self.members[at];
        let (Some(tunnel), Some(hold)) = (&member.tunnel, &member.hold) else { return };
        self.ledger.tunnel_failed(hold, tunnel.plan.provider, &message);
        let after_ms = after.map(|after| after.as_millis() as u64);
        let what = StackEventKind::TunnelFailed { message, after_ms, last_lines };
        self.board.tell(member.name(), what);
    }

    /// Sees that the program of a tunnel has ended by itself.
    pub(super) fn see_tunnel_end(&mut self, at: usize) {
        const UNHEARD: i32 = 255;
        let Some(opened) = self.members[at].tunnel.as_ref().and_then(|one| one.process.as_ref())
        else {
            return;
        };
        let code = match children::change_of(opened.pid) {
            Some(Change::Ended { code, .. }) => code,
            Some(Change::Suspended) => return,
            None => UNHEARD,
        };
        self.close_tunnel(at, Some(code));
    }

    /// Ends the program of a tunnel with all it has started, in a thread of its own.
    fn close_tunnel(&mut self, at: usize, code: Option<i32>) {
        let member = &mut self.members[at];
        let Some(tunnel) = &mut member.tunnel else { return };
        let (Some(family), Some(mark)) = (tunnel.family(), tunnel.mark()) else { return };
        // Nothing else has the mark where nothing of the service runs.
        let mark = member.process.is_none().then(|| mark.to_owned());
        let family = Family { mark, ..family };
        tunnel.stage = Stage::Ending(code);
        if let Some(hold) = &member.hold {
            self.ledger.tunnel_closed(hold);
        }
        let (run, pid) = (tunnel.run, family.group.unwrap_or_default());
        let post = self.post.clone();
        let work = move || {
            let roots: Vec<_> =
                process::key_of(pid).into_iter().chain(family.members(&[])).collect();
            let find = |known: &[crate::model::ProcessKey]| family.members(known);
            process::end_found(&roots, Signal::Term, CLOSES_WITHIN, |_| false, find);
            post.send(Message::TunnelOver { member: at, run });
        };
        let thread = std::thread::Builder::new().name("portreg-stop".to_owned());
        if let Err(error) = thread.spawn(work) {
            tracing::warn!(%error, "a tunnel cannot be ended yet");
            tunnel.stage = Stage::Open;
        }
    }

    /// Notes that the tunnel of a member is ended with its service.
    pub(super) fn end_tunnel_too(&mut self, at: usize) {
        if let Some(tunnel) = &mut self.members[at].tunnel
            && tunnel.is_active()
        {
            tunnel.stage = Stage::Ending(None);
        }
    }

    /// Hears that the program of a tunnel is gone.
    pub(super) fn tunnel_over(&mut self, at: usize, run: u64) {
        let Some(tunnel) = self.members[at].tunnel.as_ref().filter(|one| one.run == run) else {
            return;
        };
        if let Stage::Ending(code) = tunnel.stage {
            self.let_go_of_tunnel(at, code);
        }
    }

    /// Lets go of a program that is gone, and decides whether the tunnel is opened again.
    pub(super) fn let_go_of_tunnel(&mut self, at: usize, code: Option<i32>) {
        for tap in 0..self.members[at].tunnel.as_ref().map_or(0, |tunnel| tunnel.taps().len()) {
            while self.read_tunnel(at, tap) == Flow::More {}
        }
        let member = &mut self.members[at];
        let Some(tunnel) = &mut member.tunnel else { return };
        let Some(opened) = tunnel.process.take() else { return };
        children::reap(opened.pid);
        tunnel.stage = Stage::Idle;
        let Some(code) = code.filter(|_| member.wanted) else { return };
        let provider = tunnel.plan.provider;
        let said = opened.ear.complaint().map(|said| format!(": {said}")).unwrap_or_default();
        let message = format!("{provider} has ended with {code}{said}");
        let ran = opened.since.elapsed();
        let again = tunnel.backoff.after(RestartPolicy::Always, code, ran, &mut || fastrand::f64());
        let after = match again {
            Again::After(pause) => {
                tunnel.stage = Stage::Pausing(Instant::now() + pause);
                Some(pause)
            }
            Again::Never(_) => {
                tunnel.stage = Stage::GivenUp;
                None
            }
        };
        let last_lines = opened.ear.last_lines();
        self.tunnel_failed(at, message, after, last_lines);
    }
}

impl Member {
    /// Whether its tunnel leads to where it is, or will be again.
    fn needs_its_tunnel(&self) -> bool {
        let goes_on = match self.state {
            State::Running(_) | State::Ending(_) => true,
            State::Waiting | State::Pausing(_) => self.wanted,
            State::Stopped | State::Crashed | State::Used(_) => false,
        };
        let port = self.hold.as_ref().and_then(|hold| hold.port);
        let opened = self.tunnel.as_ref().and_then(|tunnel| tunnel.process.as_ref());
        goes_on && opened.map(|opened| opened.port) == port
    }
}

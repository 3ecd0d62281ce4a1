//! One program in the foreground: it has the terminal, gets the signals, and leaves nothing behind.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::listening::Watch;
use super::refused::refused;
use crate::error::{Error, Result};
use crate::machine::children::{self, Change, Start};
use crate::machine::process::{self, Family};
use crate::machine::sockets::{self, Probe};
use crate::machine::terminal::{Modes, Terminal, own_group, stop_own_group};
use crate::model::{Ended, Signal};

/// How long a port may take to become free after the last process that used it has ended.
const FREE_WITHIN: Duration = Duration::from_secs(2);

/// A program to run.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// The program and its arguments.
    pub argv: Vec<OsString>,
    /// What its environment has in addition to this process's.
    pub env: Vec<(OsString, OsString)>,
    /// Where it runs; the working folder where nothing is said.
    pub dir: Option<PathBuf>,
    /// The mark by which all it starts is found again; a random one where none is given. Note it
    /// somewhere before the start, and it is found even after this process was killed.
    pub mark: Option<String>,
}

/// How a program is run.
#[derive(Debug, Clone)]
pub struct ForegroundOptions {
    /// The port it should listen on; none where any will do.
    pub port: Option<u16>,
    /// Whether this process becomes the parent of all orphans below it, for the rest of its life.
    /// Only a process that exists for the program may want that.
    pub adopt_orphans: bool,
    /// How long what the program leaves behind may take to end before it is killed.
    pub grace: Duration,
    /// How long the program itself may take to end after SIGTERM or SIGHUP before it is killed.
    pub end_within: Duration,
}

impl Default for ForegroundOptions {
    fn default() -> Self {
        Self {
            port: None,
            adopt_orphans: false,
            grace: Duration::from_secs(5),
            end_within: Duration::from_secs(10),
        }
    }
}

/// What is seen of a program while it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RunEvent {
    /// It listens on the port it was given, or on its first one where it was given none.
    Listening {
        /// The port.
        port: u16,
        /// The process that listens.
        pid: u32,
    },
    /// It listens on another port than it was given, and has not come to that one for a while.
    ListeningElsewhere {
        /// The port it listens on.
        port: u16,
        /// The port it was given.
        instead_of: u16,
        /// The process that listens.
        pid: u32,
    },
}

/// Whether the program still runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunState {
    /// It runs: call again at a signal, or after this time where there is one.
    Running(Option<Duration>),
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

/// A running program, in a process group of its own.
///
/// The library installs no signal handler and starts no thread: the caller passes on the signals it
/// gets, SIGCHLD among them, to [`Foreground::step`]. The program dies with the thread that started
/// it. Dropping this ends nothing.
#[derive(Debug)]
pub struct Foreground {
    pid: u32,
    mark: String,
    family: Family,
    options: ForegroundOptions,
    terminal: Option<Terminal>,
    /// How the terminal was before the program had it.
    modes: Option<Modes>,
    watch: Watch,
    /// When it is killed, once it was asked to end.
    killed_at: Option<Instant>,
}

impl Foreground {
    /// Starts the program. It gets the terminal where this process has it.
    ///
    /// Its environment carries a mark in `PORTREG_RUN` by which all it starts is found again.
    ///
    /// # Errors
    ///
    /// `SPAWN_FAILED` with the reason and the way out.
    ///
    /// ```
    /// use portreg_core::{Foreground, ForegroundOptions, Program, RunState};
    ///
    /// let program = Program { argv: vec!["true".into()], ..Program::default() };
    /// let mut running = Foreground::start(program, ForegroundOptions::default())?;
    /// let end = loop {
    ///     match running.step(&[], |_| {}) {
    ///         RunState::Running(_) => std::thread::sleep(std::time::Duration::from_millis(5)),
    ///         RunState::Ended(end) => break end,
    ///     }
    /// };
    /// assert_eq!(end.exit_code, 0);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn start(mut program: Program, options: ForegroundOptions) -> Result<Self> {
        let mark = program.mark.take().unwrap_or_else(new_mark);
        program.env.push((process::MARK.into(), mark.clone().into()));
        let terminal = Terminal::open();
        let ours = terminal.as_ref().filter(|terminal| terminal.is_ours());
        let modes = ours.and_then(Terminal::modes);
        let watch = Watch::new(options.port);
        if options.adopt_orphans {
            children::adopt_orphans().map_err(|error| Error::Unsupported {
                what: format!("adopting orphans ({error})"),
            })?;
        }
        let dir = program.dir.as_deref();
        let start = Start { argv: &program.argv, env: &program.env, dir, terminal: ours };
        let pid = children::start(&start).map_err(|error| {
            // The child may have taken the terminal before it failed.
            ours.map(|terminal| terminal.give(own_group()));
            refused(&program.argv, dir, &error)
        })?;
        let adopter = options.adopt_orphans.then(std::process::id);
        let family = Family { group: Some(pid), mark: Some(mark.clone()), adopter };
        Ok(Self { pid, mark, family, options, terminal, modes, watch, killed_at: None })
    }

    /// The program's process, which is also its group.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// The mark that all it starts carries.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// Passes on the signals that came, and does what has become due.
    ///
    /// Signals go to the program's group; only SIGCHLD and SIGCONT are for this process itself. When
    /// the program is stopped by Ctrl-Z, so is this process's group, and `fg` lets both go on. Once
    /// the program has ended, this ends all that it has left and waits until its port can be bound.
    pub fn step(&mut self, signals: &[Signal], mut tell: impl FnMut(RunEvent)) -> RunState {
        for signal in signals {
            match signal {
                Signal::Chld => {}
                Signal::Cont => self.resume(None),
                signal => children::signal_group(self.pid, *signal),
            }
        }
        if signals.iter().any(|signal| matches!(signal, Signal::Term | Signal::Hup)) {
            let limit = Instant::now() + self.options.end_within;
            self.killed_at = self.killed_at.or(Some(limit));
        }
        if self.killed_at.is_some_and(|limit| Instant::now() >= limit) {
            children::signal_group(self.pid, Signal::Kill);
        }
        if self.options.adopt_orphans && signals.contains(&Signal::Chld) {
            children::reap_adopted();
        }
        match children::change_of(self.pid) {
            Some(Change::Ended { code, by_signal }) => {
                return RunState::Ended(self.finish(code, by_signal));
            }
            Some(Change::Suspended) => self.suspend(),
            None => {}
        }
        let (family, pid) = (&self.family, self.pid);
        let tree = || family.members(&Vec::from_iter(process::key_of(pid)));
        if let Some(event) = self.watch.look(tree) {
            tell(event);
        }
        let limit = self.killed_at.map(|limit| limit.saturating_duration_since(Instant::now()));
        RunState::Running(self.watch.due_in().into_iter().chain(limit).min())
    }

    /// Follows the program into the background, until a shell says to go on.
    fn suspend(&self) {
        let Some(terminal) = &self.terminal else { return };
        let modes = terminal.modes();
        if terminal.owner() == Some(self.pid) {
            self.take_back(terminal);
        }
        stop_own_group();
        self.resume(modes.as_ref());
    }

    /// Lets the program go on, with the terminal where this process has been given it.
    fn resume(&self, modes: Option<&Modes>) {
        if let Some(terminal) = self.terminal.as_ref().filter(|terminal| terminal.is_ours()) {
            modes.map(|modes| terminal.set_modes(modes));
            _ = terminal.give(self.pid);
        }
        children::signal_group(self.pid, Signal::Cont);
    }

    fn finish(&mut self, exit_code: i32, by_signal: bool) -> RunEnd {
        self.regain(by_signal);
        let family = &self.family;
        let members = family.members(&[]);
        let ending = process::end_found(
            &members,
            Signal::Term,
            self.options.grace,
            |_| false,
            |known| family.members(known),
        );
        if self.options.adopt_orphans {
            children::reap_adopted();
        }
        children::reap(self.pid);
        RunEnd {
            exit_code,
            ended: ending.ended,
            left: ending.left.iter().map(|key| key.pid).collect(),
            port_free: self.options.port.is_none_or(is_soon_free),
        }
    }

    /// Takes the terminal back from the program or what it has left, not from a shell that has it.
    fn regain(&self, by_signal: bool) {
        let Some(terminal) = &self.terminal else { return };
        let Some(owner) = terminal.owner().filter(|owner| *owner != own_group()) else { return };
        let heirs = process::members_of_group(owner);
        let own = self.family.members(&[]);
        if owner == self.pid || heirs.iter().all(|key| own.contains(key)) {
            self.take_back(terminal);
            // Who was ended by a signal had no chance to clean up after itself.
            self.modes.as_ref().filter(|_| by_signal).map(|modes| terminal.set_modes(modes));
        }
    }

    fn take_back(&self, terminal: &Terminal) {
        if let Err(error) = terminal.give(own_group()) {
            tracing::debug!(%error, "the terminal cannot be taken back");
        }
    }
}

/// A mark that no other start has.
///
/// ```
/// assert_ne!(portreg_core::new_mark(), portreg_core::new_mark());
/// ```
pub fn new_mark() -> String {
    format!("{:016x}", fastrand::u64(..))
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

//! `up -d`: a supervisor in a session of its own, and what it tells until all are ready.

use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use portreg_core::{
    DetachedReport, Error, Identity, Registry, Stack, StackEvent, StackEventKind, UpOptions,
};

use crate::args::KeepArgs;
use crate::failure::{Failure, Result};
use crate::render::{self, StackPrinter};
use crate::session::Session;
use crate::signals::Ears;

/// Starts a stack in the background, and returns when all is ready or something is not.
pub(super) fn start(session: &Session<'_>, registry: &Registry, options: UpOptions) -> Result<i32> {
    let mut detached = registry.up_detached(&options, session.program())?;
    let mut progress = Progress::new(session);
    while let Some(report) = detached.next_report() {
        match report {
            DetachedReport::Claimed { services } => progress.begin(services),
            DetachedReport::Event { event } => progress.show(&event),
            DetachedReport::Ready => return answer(session, registry, &progress.names),
            DetachedReport::NotReady { identity, message, exit_code, last_lines } => {
                progress.show_last(&identity, last_lines.clone());
                return Err(Error::NotReady { identity, message, exit_code, last_lines }.into());
            }
            DetachedReport::Failed { code, message, data } => {
                return Err(Failure::told(&code, message, data));
            }
        }
    }
    let message =
        "the supervisor has ended without a word; `portreg up` without -d shows why".to_owned();
    Err(Error::SpawnFailed { program: "portreg supervise".to_owned(), message }.into())
}

/// How far services are: on a terminal a line for each that changes, else a line for each event.
struct Progress<'s> {
    session: &'s Session<'s>,
    names: Vec<Identity>,
    printer: StackPrinter,
    /// On a terminal, the last that is known of each.
    lines: Option<Vec<String>>,
}

impl<'s> Progress<'s> {
    fn new(session: &'s Session<'s>) -> Self {
        let live = std::io::stderr().is_terminal() && session.out.is_coloured();
        let lines = live.then(Vec::new);
        Self { session, names: Vec::new(), printer: StackPrinter::new(&[]), lines }
    }

    fn is_shown(&self) -> bool {
        !self.session.out.is_json() && !self.session.out.is_quiet()
    }

    fn begin(&mut self, names: Vec<Identity>) {
        self.printer = StackPrinter::new(&names);
        if let Some(lines) = &mut self.lines {
            *lines = names.iter().map(|name| self.printer.line(name, "waiting")).collect();
            let text = lines.concat();
            if self.is_shown() {
                self.session.out.aside(&text);
            }
        }
        self.names = names;
    }

    fn show(&mut self, event: &StackEvent) {
        let text = self.printer.event(event);
        if !self.is_shown() {
            return;
        }
        let at = self.names.iter().position(|name| *name == event.identity);
        match (&mut self.lines, at) {
            (Some(lines), Some(at)) => {
                lines[at] = text;
                // Up to the first line, and each anew.
                let up = format!("\x1b[{}A", lines.len());
                let again: String = lines.iter().map(|line| format!("\x1b[2K{line}")).collect();
                self.session.out.aside(&format!("{up}{again}"));
            }
            _ => self.session.out.aside(&text),
        }
    }

    /// Shows what a service has printed last.
    fn show_last(&mut self, identity: &Identity, lines: Vec<String>) {
        if !self.is_shown() {
            return;
        }
        for line in lines {
            let what = StackEventKind::Output { error: false, line };
            let event = StackEvent { at_ms: 0, identity: identity.clone(), what };
            self.session.out.aside(&self.printer.event(&event));
        }
    }
}

fn answer(session: &Session<'_>, registry: &Registry, names: &[Identity]) -> Result<i32> {
    let services: Vec<portreg_core::Service> =
        names.iter().map(|name| registry.get(name.as_str())).collect::<Result<_, Error>>()?;
    let bare = || super::super::lines(names);
    session.out.answer(&services, bare, || render::stack(&services))?;
    Ok(0)
}

/// Runs a stack for `up -d`: reads what is asked for, tells how it goes, and stays.
pub(in crate::verbs) fn supervise(session: &Session<'_>) -> Result<i32> {
    let text = std::io::read_to_string(std::io::stdin())?;
    let asked: UpOptions = serde_json::from_str(&text).map_err(|error| Error::InvalidOption {
        option: "standard input".into(),
        message: error.to_string(),
    })?;
    let options =
        UpOptions { adopt_orphans: true, keeper: session.program().map(Into::into), ..asked };
    let stack = match session.open().and_then(|registry| registry.up(&options)) {
        Ok(stack) => stack,
        Err(error) => {
            tell(&DetachedReport::of(Err(error)));
            return Ok(1);
        }
    };
    tell(&DetachedReport::Claimed { services: stack.services().to_vec() });
    let asked = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let _ears = Ears::for_stack(scope, &stack, &asked)?;
        let mut caller = Some(Caller::default());
        loop {
            let event = stack.next_event(caller.as_ref().and_then(Caller::patience));
            if event.is_none() && stack.is_over() {
                break;
            }
            caller = caller.and_then(|caller| caller.report(&stack, event));
        }
        if caller.is_some() {
            tell(&DetachedReport::of(stack.wait_ready(None)));
        }
        Ok(0)
    })
}

/// How long who has asked for a stack waits for tunnels to services that are ready.
const TUNNELS_WITHIN: Duration = Duration::from_secs(10);

/// Who has asked for the stack and waits for word.
#[derive(Default)]
struct Caller {
    /// The services whose tunnels are being opened.
    tunnels: Vec<Identity>,
    /// When all services were ready.
    ready_at: Option<Instant>,
}

impl Caller {
    /// How long nothing may happen until it has waited long enough; none while services are to come.
    fn patience(&self) -> Option<Duration> {
        self.ready_at.map(|at| TUNNELS_WITHIN.saturating_sub(at.elapsed()))
    }

    /// Tells an event, and what came of the whole where that is known by now; none then.
    fn report(mut self, stack: &Stack, event: Option<StackEvent>) -> Option<Self> {
        event.into_iter().for_each(|event| self.pass_on(event));
        let settled = match stack.wait_ready(Some(Duration::ZERO)) {
            Err(Error::Timeout { .. }) => return Some(self),
            settled => settled,
        };
        // What led there is told first.
        while let Some(event) = stack.next_event(Some(Duration::ZERO)) {
            self.pass_on(event);
        }
        self.ready_at.get_or_insert_with(Instant::now);
        if settled.is_ok() && !self.tunnels.is_empty() && self.patience() > Some(Duration::ZERO) {
            return Some(self);
        }
        tell(&DetachedReport::of(settled));
        None
    }

    fn pass_on(&mut self, event: StackEvent) {
        match event.what {
            StackEventKind::TunnelOpening { .. } => self.tunnels.push(event.identity.clone()),
            StackEventKind::TunnelOpen { .. } | StackEventKind::TunnelFailed { .. } => {
                self.tunnels.retain(|name| *name != event.identity);
            }
            _ => {}
        }
        tell(&DetachedReport::Event { event });
    }
}

/// Tells who has asked for the stack; who does not listen any more needs no word.
fn tell(report: &DetachedReport) {
    if let Ok(line) = serde_json::to_string(report) {
        let mut out = std::io::stdout().lock();
        _ = writeln!(out, "{line}").and_then(|()| out.flush());
    }
}

/// Waits until a supervisor is gone, and ends what it has left.
pub(in crate::verbs) fn keep(session: &Session<'_>, args: &KeepArgs) -> Result<()> {
    _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
    session.open()?.end_orphans_of(args.supervisor)?;
    Ok(())
}

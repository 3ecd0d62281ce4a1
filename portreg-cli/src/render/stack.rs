//! Stacks: what services print and what happens to them, line by line, and tables of those that run.

use anstyle::{AnsiColor, Style};
use portreg_core::{
    Health, Identity, RunningService, Service, StackEvent, StackEventKind, Status, UpCheck,
    human_duration,
};

use super::style::{BOLD, CYAN, DIM, GREEN, PLAIN, RED, YELLOW, paint};
use super::table::{Cell, Table};
use crate::failure::one_line;

/// The colours of names, one after another.
const NAMES: [Style; 6] = [
    AnsiColor::Cyan.on_default(),
    AnsiColor::Magenta.on_default(),
    AnsiColor::Blue.on_default(),
    AnsiColor::Green.on_default(),
    AnsiColor::Yellow.on_default(),
    AnsiColor::BrightBlue.on_default(),
];

/// Shows what happens in a stack, each line with the name of its service before it.
#[derive(Debug, Default)]
pub struct StackPrinter {
    names: Vec<(Identity, String)>,
    width: usize,
}

impl StackPrinter {
    /// For these services; others get a place when they are first heard of.
    ///
    /// ```
    /// use portreg_cli::render::StackPrinter;
    /// use portreg_core::{StackEvent, StackEventKind};
    ///
    /// let api: portreg_core::Identity = "shop:api".parse()?;
    /// let mut printer = StackPrinter::new(&[api.clone(), "shop:web".parse()?]);
    /// let what = StackEventKind::Output { error: false, line: "GET / 200".into() };
    /// let line = printer.event(&StackEvent { at_ms: 0, identity: api, what });
    /// assert!(line.contains("api") && line.ends_with("GET / 200\n"));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn new(names: &[Identity]) -> Self {
        let mut printer = Self::default();
        for name in names {
            printer.add(name);
        }
        printer
    }

    fn add(&mut self, name: &Identity) {
        // The stack is enough where it is the only one of that name.
        let short = name.stack().unwrap_or(name.project());
        let taken = self.names.iter().any(|(_, known)| known == short);
        let shown = if taken { name.as_str() } else { short };
        self.width = self.width.max(shown.chars().count());
        self.names.push((name.clone(), shown.to_owned()));
    }

    /// An event as a line; some are none.
    pub fn event(&mut self, event: &StackEvent) -> String {
        let lines = lines(&event.what);
        lines.into_iter().map(|line| self.prefixed(&event.identity, &line)).collect()
    }

    /// A word about a service as a line.
    pub fn line(&mut self, identity: &Identity, word: &str) -> String {
        self.prefixed(identity, &paint(DIM, word))
    }

    fn prefixed(&mut self, identity: &Identity, line: &str) -> String {
        if !self.names.iter().any(|(name, _)| name == identity) {
            self.add(identity);
        }
        let at = self.names.iter().position(|(name, _)| name == identity).unwrap_or_default();
        let shown = format!("{:width$}", self.names[at].1, width = self.width);
        format!("{} {} {line}\n", paint(NAMES[at % NAMES.len()], &shown), paint(DIM, "|"))
    }
}

fn lines(what: &StackEventKind) -> Vec<String> {
    let say = |style: Style, text: String| vec![paint(style, &one_line(&text))];
    match what {
        StackEventKind::Output { line, .. } => vec![line.clone()],
        StackEventKind::OutputSkipped { lines } => {
            say(YELLOW, format!("({lines} lines not shown; `portreg logs` has them)"))
        }
        StackEventKind::Used => say(DIM, "runs already, and is used".to_owned()),
        StackEventKind::OtherPort { port, instead_of, why } => {
            let why = why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
            say(YELLOW, format!("Using port {port} instead of {instead_of}{why}"))
        }
        StackEventKind::Started { pid, port: Some(port) } => {
            say(DIM, format!("started on port {port} (pid {pid})"))
        }
        StackEventKind::Started { pid, port: None } => say(DIM, format!("started (pid {pid})")),
        StackEventKind::Ready { after_ms, url } => {
            let at = url.as_ref().map(|url| format!(" at {url}")).unwrap_or_default();
            say(GREEN, format!("ready{at} after {}", span(*after_ms)))
        }
        StackEventKind::TunnelOpening { provider } => {
            say(DIM, format!("opens a tunnel with {provider}"))
        }
        StackEventKind::TunnelOpen { url } => say(GREEN, format!("tunnel at {url}")),
        StackEventKind::TunnelFailed { message, after_ms, .. } => {
            let again = match after_ms {
                None => String::new(),
                Some(0) => "; it is opened again".to_owned(),
                Some(after_ms) => format!("; it is opened again in {}", span(*after_ms)),
            };
            say(YELLOW, format!("has no tunnel: {message}{again}"))
        }
        StackEventKind::ListeningElsewhere { port, instead_of } => say(
            YELLOW,
            format!(
                "listens on port {port} instead of {instead_of}: give it its port by {{port}} in its command, or by PORT"
            ),
        ),
        StackEventKind::Failing { message } => say(YELLOW, format!("fails its probe: {message}")),
        StackEventKind::Recovered => say(GREEN, "passes its probe again".to_owned()),
        StackEventKind::NotReady { message } => say(RED, format!("not ready: {message}")),
        StackEventKind::Exited { exit_code } => say(DIM, format!("has ended with {exit_code}")),
        StackEventKind::Restarting { after_ms: 0, attempt } => {
            say(YELLOW, format!("is started again (attempt {attempt})"))
        }
        StackEventKind::Restarting { after_ms, attempt } => {
            say(YELLOW, format!("is started again in {} (attempt {attempt})", span(*after_ms)))
        }
        StackEventKind::Crashed { message, .. } => say(RED, format!("crashed: {message}")),
        StackEventKind::Stopping => say(DIM, "is asked to end".to_owned()),
        StackEventKind::Stopped { .. } => say(DIM, "stopped".to_owned()),
        _ => Vec::new(),
    }
}

fn span(ms: u64) -> String {
    match ms {
        0..1000 => format!("{ms} ms"),
        1000..60_000 => format!("{:.1} s", ms as f64 / 1000.0),
        _ => human_duration(i64::try_from(ms).unwrap_or(i64::MAX)),
    }
}

/// What became of services, in a table.
pub fn stack(services: &[Service]) -> String {
    let mut table = Table::default();
    for service in services {
        table.row([
            Cell::new(BOLD, service.identity.as_str()),
            Cell::new(style_of(service.status), service.status.as_str()),
            Cell::plain(
                local(service).filter(|_| service.status == Status::Running).unwrap_or_default(),
            ),
            Cell::new(CYAN, service.endpoints.get("tunnel").map_or("", String::as_str)),
        ]);
    }
    table.render()
}

fn style_of(status: Status) -> Style {
    match status {
        Status::Running => GREEN,
        Status::Assigned => PLAIN,
        Status::Stopped => DIM,
        Status::Crashed => RED,
    }
}

fn local(service: &Service) -> Option<&str> {
    service.endpoints.get("local").map(String::as_str)
}

/// The services that run, with what they use.
pub fn processes(running: &[RunningService], now_ms: i64) -> String {
    if running.is_empty() {
        return "nothing runs; `portreg up` starts what .portreg.json describes\n".to_owned();
    }
    let head = ["NAME", "STATUS", "HEALTH", "PID", "UP", "RESTARTS", "CPU", "MEMORY", "URL"];
    let mut table = Table::with_head(&head);
    for one in running {
        let service = &one.service;
        let orphaned = !one.orphans.is_empty();
        let status = match (orphaned, service.status, service.exit_code) {
            (true, ..) => Cell::new(RED, "orphaned"),
            (false, Status::Crashed, Some(code)) => Cell::new(RED, format!("crashed ({code})")),
            (false, status, _) => Cell::new(style_of(status), status.as_str()),
        };
        let pids: Vec<String> = one.orphans.iter().map(u32::to_string).collect();
        let pid = if orphaned { pids.join(" ") } else { number(service.pid) };
        let up = one.uptime_ms.filter(|_| !orphaned).map(|ms| human_duration(ms.min(now_ms)));
        table.row([
            Cell::new(BOLD, service.identity.as_str()),
            status,
            health(service.health),
            Cell::plain(pid),
            Cell::new(DIM, up.unwrap_or_default()),
            Cell::plain(
                Some(service.restarts)
                    .filter(|count| *count > 0)
                    .map(|count| count.to_string())
                    .unwrap_or_default(),
            ),
            Cell::plain(
                one.cpu_percent.map(|percent| format!("{percent:.1} %")).unwrap_or_default(),
            ),
            Cell::plain(one.memory_bytes.map(bytes).unwrap_or_default()),
            Cell::new(CYAN, one.url.as_deref().unwrap_or_default()),
        ]);
    }
    table.render()
}

fn number(pid: Option<u32>) -> String {
    pid.map(|pid| pid.to_string()).unwrap_or_default()
}

fn health(health: Health) -> Cell {
    match health {
        Health::Unknown => Cell::plain(""),
        Health::Starting => Cell::new(DIM, "starting"),
        Health::Passing => Cell::new(GREEN, "passing"),
        Health::Failing => Cell::new(YELLOW, "failing"),
    }
}

fn bytes(bytes: u64) -> String {
    const MIB: f64 = 1024.0 * 1024.0;
    match bytes as f64 / MIB {
        mib if mib < 10.0 => format!("{mib:.1} MiB"),
        mib if mib < 1024.0 => format!("{mib:.0} MiB"),
        mib => format!("{:.1} GiB", mib / 1024.0),
    }
}

/// What `up` would start, and what stands in the way.
pub fn up_check(check: &UpCheck) -> String {
    let mut table = Table::with_head(&["ORDER", "NAME", "PORT", "NEEDS", "COMMAND"]);
    for (at, step) in check.order.iter().enumerate() {
        let needs: Vec<&str> = step.needs.iter().map(Identity::as_str).collect();
        table.row([
            Cell::new(DIM, (at + 1).to_string()),
            Cell::new(BOLD, step.identity.as_str()),
            Cell::new(CYAN, step.port.map(|port| port.to_string()).unwrap_or_default()),
            Cell::plain(needs.join(", ")),
            match step.runs {
                true => Cell::new(GREEN, "runs already"),
                false => Cell::plain(step.cmd.as_deref().unwrap_or_default()),
            },
        ]);
    }
    let mut text = table.render();
    for problem in &check.problems {
        let line = format!("{}: {}", problem.identity, problem.message);
        text.push_str(&format!("{} {}\n", paint(RED, "problem:"), one_line(&line)));
    }
    text
}

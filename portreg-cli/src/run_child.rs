//! The command that `run` stands around: its variables, its signals, and what is told of it.

use std::ffi::{OsStr, OsString};
use std::io::{ErrorKind, Read as _};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

use portreg_core::{
    Ended, Error, Foreground, ForegroundOptions, Program, Result, RunEnd, RunEvent, RunState,
    Signal, is_ignored, new_mark, read_env_file,
};
use signal_hook::iterator::Signals;
use signal_hook::low_level::pipe;

/// What runs, and on which port.
pub(crate) struct Child<'a> {
    /// The program and its arguments, with `{port}`, `{host}` and `{url}` still in them.
    pub(crate) command: &'a [OsString],
    /// Where it runs; the working folder where nothing is said.
    pub(crate) dir: Option<&'a Path>,
    /// Variables for it, with `{port}`, `{host}` and `{url}` still in them.
    pub(crate) env: &'a [(String, String)],
    /// A file with more of them.
    pub(crate) env_file: Option<&'a Path>,
    /// Its place in the registry or beside it; none leaves the program to its own default.
    pub(crate) place: Option<Place>,
    /// The command and the variables as they are, whatever stands in braces.
    pub(crate) verbatim: bool,
    /// The mark of all that it starts; a random one where none is given.
    pub(crate) mark: Option<String>,
    /// How long it may run before it is asked to end, and killed where it does not.
    pub(crate) time: Option<Duration>,
    /// Whether it is all that this process runs: orphans below this process are its own then.
    pub(crate) is_alone: bool,
}

/// Where a command runs.
pub(crate) struct Place {
    /// Its name; none without the registry.
    pub(crate) identity: Option<String>,
    pub(crate) port: u16,
    pub(crate) host: String,
    pub(crate) url: String,
}

/// Who is told what happens.
pub(crate) struct Ears<'a> {
    /// Gets the mark of the command before it starts.
    pub(crate) starting: &'a dyn Fn(&str),
    /// Gets the mark and the pid once the command runs.
    pub(crate) started: &'a dyn Fn(&str, u32),
    /// Gets the port on which the command listens instead of its own.
    pub(crate) elsewhere: &'a dyn Fn(u16),
    /// A line for people.
    pub(crate) note: &'a dyn Fn(&str),
    /// A line that must be seen.
    pub(crate) warn: &'a dyn Fn(&str),
}

/// Runs the command and gives its exit code, 128+n for a signal. When it returns, nothing of what
/// the command has started lives any more, as far as it can be ended.
pub(crate) fn run_child(child: &Child<'_>, ears: &Ears<'_>) -> Result<i32> {
    let begun = Instant::now();
    let program = program(child)?;
    let port = child.place.as_ref().map(|place| place.port);
    // Before the command starts, so that none of its signals is missed.
    let mut wakeups = Wakeups::new().map_err(|error| Error::SpawnFailed {
        program: program.argv[0].to_string_lossy().into_owned(),
        message: format!("signals cannot be caught: {error}"),
    })?;
    let options =
        ForegroundOptions { port, adopt_orphans: child.is_alone, ..ForegroundOptions::default() };
    // First noted, then started: whoever kills this process in between, the next run finds the rest.
    program.mark.as_deref().into_iter().for_each(ears.starting);
    let mut running = Foreground::start(program, options)?;
    (ears.started)(running.mark(), running.pid());
    let mut end_at = child.time.and_then(|time| begun.checked_add(time));
    let mut signals = Vec::new();
    let end = loop {
        if end_at.is_some_and(|at| Instant::now() >= at) {
            end_at = None;
            (ears.warn)("the time of the command is over, it is ended");
            signals.push(Signal::Term);
        }
        match running.step(&signals, |event| tell(event, ears)) {
            RunState::Running(at_most) => {
                let left = end_at.map(|at| at.saturating_duration_since(Instant::now()));
                signals = wakeups.wait(at_most.into_iter().chain(left).min());
            }
            RunState::Ended(end) => break end,
        }
    };
    report(&end, port, ears);
    Ok(end.exit_code)
}

fn tell(event: RunEvent, ears: &Ears<'_>) {
    if let RunEvent::ListeningElsewhere { port, instead_of, .. } = event {
        (ears.elsewhere)(port);
        (ears.warn)(&format!(
            "the command listens on port {port} instead of {instead_of}: give it its port by \
             {{port}} in its arguments, or by the variable it reads with --env NAME={{port}}"
        ));
    }
}

fn report(end: &RunEnd, port: Option<u16>, ears: &Ears<'_>) {
    if !end.ended.is_empty() {
        (ears.note)(&format!("Ended what the command has left: {}", list(&end.ended)));
    }
    if !end.left.is_empty() {
        let pids: Vec<String> = end.left.iter().map(u32::to_string).collect();
        (ears.warn)(&format!("still running after the command: pid {}", pids.join(", ")));
    }
    if let (Some(port), false) = (port, end.port_free) {
        (ears.warn)(&format!("port {port} is still in use by another process"));
    }
}

/// Processes that were ended, in words.
pub(crate) fn list(ended: &[Ended]) -> String {
    let names = ended.iter().map(|ended| match ended.name.as_str() {
        "" => format!("pid {}", ended.pid),
        name => format!("{name} (pid {})", ended.pid),
    });
    names.collect::<Vec<_>>().join(", ")
}

/// The program with its variables: the file's first, then the place's, then those given by name.
fn program(child: &Child<'_>) -> Result<Program> {
    let place = child.place.as_ref();
    let fill = |part: &OsStr| match child.verbatim {
        true => Ok(part.to_owned()),
        false => filled(part, place),
    };
    let argv = child.command.iter().map(|part| fill(part)).collect::<Result<_>>()?;
    let mut env: Vec<(OsString, OsString)> = Vec::new();
    for (name, value) in child.env_file.map(read_env_file).transpose()?.unwrap_or_default() {
        env.push((name.into(), value.into()));
    }
    if let Some(place) = place {
        env.push(("PORT".into(), place.port.to_string().into()));
        env.push(("HOST".into(), place.host.as_str().into()));
        env.push(("PORTREG_URL".into(), place.url.as_str().into()));
        env.extend(place.identity.iter().map(|name| ("PORTREG_IDENTITY".into(), name.into())));
    }
    for (name, value) in child.env {
        env.push((name.into(), fill(OsStr::new(value))?));
    }
    Ok(Program {
        argv,
        env,
        dir: child.dir.map(Path::to_owned),
        mark: child.mark.clone().or_else(|| Some(new_mark())),
    })
}

/// The text with `{port}`, `{host}` and `{url}` replaced, also where it is no Unicode.
fn filled(text: &OsStr, place: Option<&Place>) -> Result<OsString> {
    let mut filled = Vec::new();
    let mut rest = text.as_bytes();
    while let Some(first) = rest.first() {
        let name =
            ["{port}", "{host}", "{url}"].into_iter().find(|n| rest.starts_with(n.as_bytes()));
        let Some(name) = name else {
            filled.push(*first);
            rest = &rest[1..];
            continue;
        };
        let place = place.ok_or_else(|| Error::InvalidOption {
            option: text.to_string_lossy().into_owned(),
            message: format!("there is no port to put for {name}; give one with --port"),
        })?;
        match name {
            "{port}" => filled.extend(place.port.to_string().as_bytes()),
            "{host}" => filled.extend(place.host.as_bytes()),
            _ => filled.extend(place.url.as_bytes()),
        }
        rest = &rest[name.len()..];
    }
    Ok(OsString::from_vec(filled))
}

/// The signals of this process, waited for without a thread: a stop must stop all of it at once.
struct Wakeups {
    signals: Signals,
    bell: UnixStream,
}

impl Wakeups {
    /// What is caught; all but the last two are passed on.
    const CAUGHT: [Signal; 8] = [
        Signal::Int,
        Signal::Term,
        Signal::Hup,
        Signal::Quit,
        Signal::Usr1,
        Signal::Usr2,
        Signal::Cont,
        Signal::Chld,
    ];

    fn new() -> std::io::Result<Self> {
        let caught = Self::CAUGHT.into_iter().filter(|signal| !is_ignored(*signal));
        let numbers: Vec<i32> = caught.map(Signal::number).collect();
        // In this order: when the bell rings, the signal has been noted.
        let signals = Signals::new(&numbers)?;
        let (bell, ring) = UnixStream::pair()?;
        for number in numbers {
            pipe::register(number, ring.try_clone()?)?;
        }
        Ok(Self { signals, bell })
    }

    /// The signals that have come, waited for at most so long.
    fn wait(&mut self, at_most: Option<Duration>) -> Vec<Signal> {
        // Zero would mean for ever.
        let timeout = at_most.map(|time| time.max(Duration::from_millis(1)));
        let rung = self
            .bell
            .set_read_timeout(timeout)
            .and_then(|()| self.bell.read(&mut [0; 64]))
            .map_err(|error| error.kind());
        match rung {
            Ok(_) | Err(ErrorKind::Interrupted | ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            // The bell is this process's own; should it fail nevertheless, do not spin.
            Err(_) => std::thread::sleep(Duration::from_millis(20)),
        }
        self.signals.pending().filter_map(Signal::from_number).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        Place {
            identity: Some("shop:web".into()),
            port: 4700,
            host: "localhost".into(),
            url: "http://localhost:4700".into(),
        }
    }

    #[test]
    fn names_in_braces_are_replaced_and_all_else_is_kept() {
        let fill = |text: &str| filled(OsStr::new(text), Some(&place())).unwrap();
        assert_eq!(fill("--port={port}"), "--port=4700");
        assert_eq!(fill("{url}/{host}:{port}"), "http://localhost:4700/localhost:4700");
        assert_eq!(fill("{ports} {} {{port}} ${port"), "{ports} {} {4700} ${port");
        let bytes = OsStr::from_bytes(b"\xff{port}");
        assert_eq!(filled(bytes, Some(&place())).unwrap().as_bytes(), b"\xff4700");
    }

    #[test]
    fn without_a_port_what_needs_one_is_refused() {
        assert_eq!(filled(OsStr::new("a {b}"), None).unwrap(), "a {b}");
        let error = filled(OsStr::new("--port={port}"), None).unwrap_err();
        assert!(error.to_string().contains("give one with --port"), "{error}");
    }

    #[test]
    fn variables_given_by_name_come_last() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "PORT=1\nA=file\nB=file\n").unwrap();
        let child = Child {
            command: &["true".into()],
            dir: None,
            env: &[("A".into(), "{port}".into())],
            env_file: Some(file.path()),
            place: Some(place()),
            verbatim: false,
            mark: None,
            time: None,
            is_alone: true,
        };
        let env: std::collections::BTreeMap<_, _> =
            program(&child).unwrap().env.into_iter().collect();
        let of = |name: &str| env[OsStr::new(name)].to_str().unwrap().to_owned();
        assert_eq!((of("PORT"), of("A"), of("B")), ("4700".into(), "4700".into(), "file".into()));
        assert_eq!(of("PORTREG_IDENTITY"), "shop:web");
    }
}

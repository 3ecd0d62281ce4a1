//! Side by side: other programs that run a list of services.

use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use portreg_tests::stamp::{Kind, monotonic_ns};
use serde_json::json;

use super::start::times;
use super::{DEADLINE, Place, SERVICE, end, resident};
use crate::measure::Result;
use crate::processes::output;
use crate::report::Line;
use crate::wanted;

const START: &str = "command to a service's first instruction";
const AGAIN: &str = "its crash to the next one's";
const CASE: &str = "supervisors side by side";

const ROUNDS: usize = 5;

/// A program that is measured.
struct Peer {
    name: &'static str,
    /// Starts it in the foreground or background; it runs `bench_service stamp`.
    start: Box<dyn Fn() -> Command>,
    /// Where it writes the pid of what supervises, where that is not what was started.
    pid_file: Option<PathBuf>,
    /// What ends it where a signal does not.
    stop: Option<Box<dyn Fn() -> Command>>,
    restarts: bool,
}

/// All of them.
pub(super) fn run(folder: &Path) -> Result<Vec<Line>> {
    if !wanted(CASE) {
        return Ok(Vec::new());
    }
    let mut lines = Vec::new();
    for (name, install) in [
        ("portreg", portreg as fn(&Place) -> Result<Peer>),
        ("honcho (PyPI)", honcho),
        ("supervisord (PyPI)", supervisord),
        ("pm2 (npm)", pm2),
    ] {
        let mut place =
            Place::new(folder, &format!("peer-{}", name.split(' ').next().unwrap_or(name)))?;
        match install(&place) {
            Ok(peer) => lines.extend(measure(&mut place, &peer)?),
            Err(error) if std::env::var_os("CI").is_some_and(|ci| ci == "true") => {
                return Err(error);
            }
            Err(error) => lines.push(Line::skipped(&format!("{CASE}: {name}"), error)),
        }
    }
    Ok(lines)
}

fn measure(place: &mut Place, peer: &Peer) -> Result<Vec<Line>> {
    let crash = format!("{}.crash", place.fifo());
    let (mut starts, mut agains, mut memory) = (Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        if peer.restarts {
            fs::write(&crash, "")?;
        }
        let at = monotonic_ns();
        let mut command = (peer.start)();
        let child =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        starts.push((at, place.hearer.next(Kind::Begun, DEADLINE)?));
        if peer.restarts {
            let ended = place.hearer.next(Kind::Ends, DEADLINE)?;
            agains.push((ended, place.hearer.next(Kind::Begun, DEADLINE)?));
        }
        std::thread::sleep(Duration::from_millis(300));
        let pid = match &peer.pid_file {
            Some(file) => fs::read_to_string(file)?.trim().parse()?,
            None => child.id(),
        };
        memory = resident(pid)?;
        if let Some(stop) = &peer.stop {
            output(stop().stdin(Stdio::null()).stdout(Stdio::null()))?;
        }
        end(child)?;
    }
    let mut start = Line::plain(&format!("{CASE}: {START}: {}", peer.name), &times(starts));
    start.rss_bytes = Some(memory);
    let again = format!("{CASE}: {AGAIN}: {}", peer.name);
    let again = match peer.restarts {
        true => Line::plain(&again, &times(agains)),
        false => Line { case: again, said: Some("never".into()), ..Line::default() },
    };
    Ok(vec![start, again])
}

fn by_signal(name: &'static str, restarts: bool, start: impl Fn() -> Command + 'static) -> Peer {
    Peer { name, start: Box::new(start), pid_file: None, stop: None, restarts }
}

fn portreg(place: &Place) -> Result<Peer> {
    place.configure(&json!({
        "project": "bench",
        "bench:one": { "cmd": [SERVICE, "stamp", place.fifo()], "restart": "always" },
    }))?;
    let (registry, dir) = (place.registry_path(), place.dir.clone());
    Ok(by_signal("portreg", true, move || {
        let mut command = Command::new(super::PORTREG);
        command.arg("--registry").arg(&registry).arg("up").current_dir(&dir);
        command
    }))
}

/// An environment of Python with this package.
fn python(place: &Place, package: &str) -> Result<PathBuf> {
    let folder = place.dir.join("venv");
    output(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let install = ["-m", "pip", "install", "--quiet", package];
    output(Command::new(folder.join("bin/python")).args(install))?;
    Ok(folder.join("bin"))
}

fn honcho(place: &Place) -> Result<Peer> {
    let program = python(place, "honcho==2.0.0")?.join("honcho");
    fs::write(place.dir.join("Procfile"), format!("one: exec {SERVICE} stamp {}\n", place.fifo()))?;
    let dir = place.dir.clone();
    Ok(by_signal("honcho", false, move || {
        let mut command = Command::new(&program);
        command.arg("start").current_dir(&dir);
        command
    }))
}

fn supervisord(place: &Place) -> Result<Peer> {
    let program = python(place, "supervisor==4.3.0")?.join("supervisord");
    let config = place.dir.join("supervisord.conf");
    let text = format!(
        "[supervisord]\nnodaemon=true\nlogfile=/dev/null\nlogfile_maxbytes=0\npidfile={}\n\
         [program:one]\ncommand={SERVICE} stamp {}\nautorestart=true\nstartsecs=0\n",
        place.dir.join("supervisord.pid").display(),
        place.fifo(),
    );
    fs::write(&config, text)?;
    Ok(by_signal("supervisord", true, move || {
        let mut command = Command::new(&program);
        command.arg("-c").arg(&config);
        command
    }))
}

fn pm2(place: &Place) -> Result<Peer> {
    let dir = place.dir.clone();
    fs::write(dir.join("package.json"), "{\"private\": true}\n")?;
    let install = ["install", "--silent", "--no-audit", "--no-fund", "pm2@6"];
    output(Command::new("npm").args(install).current_dir(&dir))?;
    let app = json!({ "apps": [{
        "name": "one", "script": SERVICE, "args": ["stamp", place.fifo()], "interpreter": "none",
    }] });
    fs::write(dir.join("one.json"), app.to_string())?;
    let run = move |words: &[&str]| {
        let mut command = Command::new(dir.join("node_modules/.bin/pm2"));
        // Its daemon lives in a folder of its own, and goes with it.
        command.args(words).current_dir(&dir).env("PM2_HOME", dir.join("home")).process_group(0);
        command
    };
    let (stop, home) = (run.clone(), place.dir.join("home"));
    Ok(Peer {
        name: "pm2",
        start: Box::new(move || run(&["start", "one.json"])),
        pid_file: Some(home.join("pm2.pid")),
        stop: Some(Box::new(move || stop(&["kill"]))),
        restarts: true,
    })
}

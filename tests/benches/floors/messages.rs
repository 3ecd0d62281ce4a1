//! Cases of messages: what publishing costs, how soon they arrive elsewhere, what waiting costs.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use portreg_core::{PublishOptions, Registry};
use portreg_tests::bare;
use portreg_tests::stamp::{Hearer, Kind, monotonic_ns, processor_ns};
use rusqlite::Connection;

use super::fill;
use super::measure::{Result, Times, in_turns, timed};
use super::report::Line;
use super::wanted;

const CORE: &str = env!("CARGO_BIN_EXE_bench_core");
const BARE: &str = env!("CARGO_BIN_EXE_bench_bare");

const PUBLISH: &str = "publish";
const RINGING: &str = "publish, 8 processes are rung";
const ARRIVING: &str = "message, commit to received in another process";
const IDLE: &str = "messages, 100 idle subscribers";

const INSERT: &str = "IMMEDIATE insert of the message's row";

/// How long anything may take that should happen.
const DEADLINE: Duration = Duration::from_secs(20);

/// How long one who was given something has to fall asleep again.
const REST: Duration = Duration::from_millis(1);

const WATCHED: Duration = Duration::from_secs(20);

/// All of them.
pub(crate) fn run(folder: &Path) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    if wanted(PUBLISH) {
        lines.push(publish(folder)?);
    }
    if wanted(RINGING) {
        lines.push(ringing(folder)?);
    }
    if wanted(ARRIVING) {
        lines.extend(arriving(folder)?);
    }
    if wanted(IDLE) {
        lines.push(idle(folder)?);
    }
    Ok(lines)
}

/// A registry, and the bare file beside it.
struct Pair {
    registry: Registry,
    bare: Connection,
}

impl Pair {
    fn new(folder: &Path, name: &str) -> Result<Self> {
        let floor = fill::empty(folder, &format!("{name}-floor.db"))?;
        Ok(Self { registry: Registry::open_at(folder.join(name))?, bare: bare::open(&floor)? })
    }

    fn publish(&self) -> Result<()> {
        self.registry.publish("bench", "{\"ok\":true}", &PublishOptions::default())?;
        Ok(())
    }

    fn insert(&self) -> Result<()> {
        bare::insert_message(&self.bare, "bench", "{\"ok\":true}")?;
        Ok(())
    }
}

/// How long it takes, where it is done at all.
fn time(work: impl FnOnce() -> Result<()>) -> Result<Duration> {
    let (time, done) = timed(work);
    done.map(|()| time)
}

fn publish(folder: &Path) -> Result<Line> {
    let pair = Pair::new(folder, "publish.db")?;
    let (cases, floors) =
        in_turns(40, 50, |_| time(|| pair.publish()), |_| time(|| pair.insert()))?;
    Ok(Line::ratio(PUBLISH, &cases, INSERT, &floors, 2.0))
}

/// Processes that tell by a FIFO when they were given a message. They end with this value.
struct Receivers {
    children: Vec<Child>,
    hearer: Hearer,
}

impl Receivers {
    fn start(hearer: PathBuf, commands: Vec<Command>) -> Result<Self> {
        let mut started = Self { children: Vec::new(), hearer: Hearer::new(hearer)? };
        for mut command in commands {
            command.arg(started.hearer.path()).stdin(Stdio::null());
            started.children.push(command.spawn()?);
        }
        for _ in 0..started.children.len() {
            started.hearer.next(Kind::Begun, DEADLINE)?;
        }
        Ok(started)
    }

    /// Processes that subscribe, and wait by now.
    fn subscribe(folder: &Path, name: &str, pair: &Pair, count: usize) -> Result<Self> {
        let command = |_| {
            let mut command = Command::new(CORE);
            command.arg("receive").arg(pair.registry.path()).arg("bench");
            command
        };
        let mut receivers = Self::start(folder.join(name), (0..count).map(command).collect())?;
        // The first one is what they hang their bells for.
        pair.publish()?;
        receivers.all()?;
        Ok(receivers)
    }

    /// Waits until each was given one message; says when the last one was.
    fn all(&mut self) -> Result<u64> {
        let mut last = 0;
        for _ in 0..self.children.len() {
            last = last.max(self.hearer.next(Kind::Took, DEADLINE)?);
        }
        std::thread::sleep(REST);
        Ok(last)
    }

    fn used(&self) -> Result<Duration> {
        let each = self.children.iter().map(|child| processor_ns(child.id()));
        Ok(Duration::from_nanos(each.sum::<std::io::Result<u64>>()?))
    }

    /// How much of a core they use while nothing happens, in per cent.
    fn idle(&self, time: Duration) -> Result<f64> {
        let before = self.used()?;
        std::thread::sleep(time);
        Ok((self.used()? - before).as_secs_f64() * 100.0 / time.as_secs_f64())
    }
}

impl Drop for Receivers {
    fn drop(&mut self) {
        for child in &mut self.children {
            // It may be gone already.
            _ = child.kill();
            _ = child.wait();
        }
    }
}

fn ringing(folder: &Path) -> Result<Line> {
    const COUNT: usize = 8;
    let pair = Pair::new(folder, "ringing.db")?;
    let mut receivers = Receivers::subscribe(folder, "ringing.fifo", &pair, COUNT)?;
    let quiet = Pair::new(folder, "quiet.db")?;
    // On few cores those who were woken run in the publisher's place: what it uses itself is told as well.
    let own = || Ok::<_, Box<dyn std::error::Error>>(processor_ns(std::process::id())?);
    let (mut rings, mut rests) = (Vec::new(), Vec::new());
    let (cases, floors) = in_turns(
        20,
        20,
        |_| {
            let before = own()?;
            let time = time(|| pair.publish())?;
            rings.push(Duration::from_nanos(own()? - before));
            receivers.all()?;
            Ok(time)
        },
        |_| {
            // As cold as the case, which slept before.
            std::thread::sleep(REST);
            let before = own()?;
            let time = time(|| quiet.publish())?;
            rests.push(Duration::from_nanos(own()? - before));
            Ok(time)
        },
    )?;
    let each = |more: f64| more / COUNT as f64;
    let used = each(Times::new(rings).p50() - Times::new(rests).p50());
    let mut line = Line::plain(RINGING, &cases).with_bar("10 us used for each", used <= 10.0);
    line.floor = Some("publish".into());
    line.floor_p50_us = Some(floors.p50());
    let later = each(cases.p50() - floors.p50());
    line.said = Some(format!("for each {used:.1} us used, {later:.1} us later"));
    Ok(line)
}

/// The time from `before`, on the clock of all processes, to `after`, less `part` microseconds of it.
fn since(before: u64, after: u64, part: f64) -> Duration {
    let part = Duration::from_secs_f64(part / 1e6);
    Duration::from_nanos(after.saturating_sub(before)).saturating_sub(part)
}

fn arriving(folder: &Path) -> Result<Vec<Line>> {
    let pair = Pair::new(folder, "arriving.db")?;
    let mut receivers = Receivers::subscribe(folder, "arriving.fifo", &pair, 1)?;
    let floor_path = folder.join("arriving.db-floor.db");
    let (bell, mut woken) = bare_receiver(folder, &floor_path)?;
    let mut bell: File = bell;
    // What comes before the commit: how long it takes after a rest to publish where nobody waits.
    let quiet = Pair::new(folder, "arriving-quiet.db")?;
    let commits = (0..400).map(|_| {
        std::thread::sleep(REST);
        time(|| quiet.publish())
    });
    let commits = Times::new(commits.collect::<Result<_>>()?);
    let (cases, floors) = in_turns(
        40,
        20,
        |_| {
            let before = monotonic_ns();
            pair.publish()?;
            Ok(since(before, receivers.all()?, commits.p50()))
        },
        |_| {
            pair.insert()?;
            let before = monotonic_ns();
            bell.write_all(&[1])?;
            Ok(since(before, woken.all()?, 0.0))
        },
    )?;
    drop((receivers, woken));
    let mut line = Line::ratio(ARRIVING, &cases, "bare wake by a FIFO + point read", &floors, 3.0);
    line.said = Some(format!("{:.1} us before it for the commit", commits.p50()));
    Ok(vec![line, polling(folder, &pair, &floor_path)?])
}

/// A process that waits for a bare FIFO, and the end to write to.
fn bare_receiver(folder: &Path, path: &Path) -> Result<(File, Receivers)> {
    let bell = Hearer::new(folder.join("bare.bell"))?;
    let mut command = Command::new(BARE);
    command.arg("wake").arg(path).arg(bell.path());
    let woken = Receivers::start(folder.join("bare.fifo"), vec![command])?;
    Ok((OpenOptions::new().write(true).open(bell.path())?, woken))
}

/// What looking every millisecond gives instead.
fn polling(folder: &Path, pair: &Pair, path: &Path) -> Result<Line> {
    let mut command = Command::new(BARE);
    command.arg("poll").arg(path);
    let mut polling = Receivers::start(folder.join("poll.fifo"), vec![command])?;
    let times = (0..400).map(|_| {
        pair.insert()?;
        let before = monotonic_ns();
        Ok(since(before, polling.all()?, 0.0))
    });
    let mut line =
        Line::plain("  looking every millisecond", &Times::new(times.collect::<Result<_>>()?));
    line.said = Some(format!("{:.2} % of a core", polling.idle(Duration::from_secs(5))?));
    Ok(line)
}

fn idle(folder: &Path) -> Result<Line> {
    let pair = Pair::new(folder, "idle.db")?;
    let receivers = Receivers::subscribe(folder, "idle.fifo", &pair, 100)?;
    std::thread::sleep(Duration::from_secs(2));
    let percent = receivers.idle(WATCHED)?;
    let mut line = Line { case: IDLE.into(), ..Line::default() };
    line.said = Some(format!("{percent:.3} % of a core in all"));
    Ok(line.with_bar("< 0.1 % of a core", percent < 0.1))
}

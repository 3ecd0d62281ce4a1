//! Messages between processes: who receives what, in which order, and whom the dead and the slow hurt.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::helper::{Helper, Reply};
use super::world::{PORTREG, World, answer, torture, wait_for};

/// A `portreg sub`, or another verb that follows, that runs; it ends with this value.
pub(crate) struct Sub {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Sub {
    pub(crate) fn new(world: &World, args: &[&str]) -> Self {
        Self::of("sub", world, args)
    }

    pub(crate) fn of(verb: &str, world: &World, args: &[&str]) -> Self {
        let mut command = world.command(PORTREG);
        command.arg(verb).args(args).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// The same, once it sleeps and can be woken.
    pub(crate) fn waiting(world: &World, args: &[&str]) -> Self {
        Self::waiting_of("sub", world, args)
    }

    pub(crate) fn waiting_of(verb: &str, world: &World, args: &[&str]) -> Self {
        let before = bells(world);
        let sub = Self::of(verb, world, args);
        wait_for("the bell to be hung", || (bells(world) > before).then_some(()));
        let pid = sub.child.id();
        let (mut last, mut same) = (0, 0);
        wait_for("it to sleep", || {
            let now = switches(pid);
            same = if state(pid) == 'S' && now == last { same + 1 } else { 0 };
            last = now;
            (same == 20).then_some(())
        });
        sub
    }

    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        line
    }

    pub(crate) fn json(&mut self) -> Value {
        serde_json::from_str(&self.line()).unwrap()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
    }
}

impl Drop for Sub {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

pub(crate) fn bells(world: &World) -> i64 {
    world.ok(&["channels"]);
    world.sql().query_row("SELECT count(*) FROM bell", [], |row| row.get(0)).unwrap()
}

fn stat(pid: u32) -> Vec<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let rest = stat.rsplit_once(')').unwrap().1;
    rest.split_whitespace().map(str::to_owned).collect()
}

fn state(pid: u32) -> char {
    stat(pid)[0].chars().next().unwrap()
}

/// How often the process has slept so far.
pub(crate) fn switches(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn received(helper: &mut Helper) -> Vec<Value> {
    match helper.receive() {
        Reply::Ok(Value::Array(all)) => all,
        reply => panic!("{reply:?}"),
    }
}

fn ids(messages: &[Value]) -> Vec<i64> {
    messages.iter().map(|message| message["id"].as_i64().unwrap()).collect()
}

/// Four publishers send to three overlapping subscribers: each gets all that fits, once, in the
/// order of ids, and what one publisher sends in the order in which it was sent.
#[test]
fn every_subscriber_gets_everything_once_and_in_order() {
    let world = World::new();
    let each = torture(200) / 2 * 2;
    let patterns = ["*", "build:*", "build:web"];
    let mut subscribers: Vec<Helper> = patterns.iter().map(|_| world.helper()).collect();
    for (subscriber, pattern) in subscribers.iter_mut().zip(patterns) {
        subscriber.ok("subscribe", &json!({ "pattern": pattern }));
    }
    let counts = [each * 4, each * 4, each * 2];
    for (subscriber, count) in subscribers.iter_mut().zip(counts) {
        subscriber.send("receive", &json!({ "count": count }));
    }
    let mut publishers: Vec<Helper> = (0..4).map(|_| world.helper()).collect();
    for (number, publisher) in publishers.iter_mut().enumerate() {
        let sender = format!("p{number}");
        let channels = ["build:web", "build:api/main"];
        publisher
            .send("publish", &json!({ "channels": channels, "count": each, "sender": sender }));
    }
    let mut published = Vec::new();
    for publisher in &mut publishers {
        published.extend(received(publisher).iter().map(|id| id.as_i64().unwrap()));
    }
    published.sort_unstable();
    for (number, subscriber) in subscribers.iter_mut().enumerate() {
        let messages = received(subscriber);
        let ids = ids(&messages);
        assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
        if number < 2 {
            assert_eq!(ids, published);
        } else {
            assert_eq!(ids.len() as u64, each * 2);
        }
        let mut last: BTreeMap<String, u64> = BTreeMap::new();
        for message in &messages {
            let (from, n) = (message["sender"].to_string(), message["payload"]["n"].as_u64());
            let before = last.insert(from, n.unwrap());
            assert!(before < n, "what one sends stays in order: {message}");
        }
    }
}

/// A subscriber that is stopped or killed costs a publisher nothing, and one that goes on later has
/// lost nothing.
#[test]
fn the_stopped_and_the_killed_hurt_nobody() {
    let world = World::new();
    let mut stopped = Sub::waiting(&world, &["-q", "build:*"]);
    let killed = Sub::waiting(&world, &["-q", "build:*"]);
    let mut alive = Sub::waiting(&world, &["-q", "build:*"]);
    stopped.signal("-STOP");
    wait_for("it to stop", || (state(stopped.child.id()) == 'T').then_some(()));
    killed.kill();
    let mut publisher = world.helper();
    let begun = Instant::now();
    publisher.ok("publish", &json!({ "channels": ["build:web"], "count": 500 }));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    stopped.signal("-CONT");
    for n in 0..500 {
        let line = format!("{{\"from\":null,\"n\":{n}}}\n");
        assert_eq!((alive.line(), stopped.line()), (line.clone(), line));
    }
    assert_eq!(bells(&world), 2, "the bell of the dead was swept");
}

/// Whoever waits uses no processor: it looks by itself every five seconds, and else only when rung.
#[track_caller]
pub(crate) fn assert_idle(pid: u32) {
    let ticks = || -> u64 { stat(pid)[11..13].iter().map(|n| n.parse::<u64>().unwrap()).sum() };
    let (before, used) = (switches(pid), ticks());
    let begun = Instant::now();
    wait_for("two seconds to pass", || (begun.elapsed() > Duration::from_secs(2)).then_some(()));
    // One look by itself may fall into the time, and a tick of 10 ms upon it.
    assert!(ticks() - used <= 1);
    assert!(switches(pid) - before <= 1);
}

#[test]
fn waiting_uses_no_processor() {
    let world = World::new();
    let mut sub = Sub::waiting(&world, &["-q", "build:web"]);
    let pid = sub.child.id();
    let before = switches(pid);
    assert_idle(pid);
    // What does not fit does not wake it either.
    world.ok(&["pub", "other", "x"]);
    assert!(switches(pid) - before <= 1);
    world.ok(&["pub", "build:web", "done"]);
    assert_eq!(sub.line(), "done\n");
}

#[test]
fn payloads_arrive_as_they_were_sent() {
    let world = World::new();
    let mut sub = Sub::waiting(&world, &["--json", "*"]);
    let cases = [
        ("done", json!("done")),
        ("it's \"done\"\n", json!("it's \"done\"\n")),
        ("größer 日本", json!("größer 日本")),
        ("", json!("")),
        ("42", json!(42)),
        ("-1", json!(-1)),
        ("null", Value::Null),
        ("\"42\"", json!("42")),
        ("{\"b\": [1, 2], \"a\": null}", json!({ "b": [1, 2], "a": null })),
        ("{broken", json!("{broken")),
    ];
    for (number, (text, payload)) in cases.iter().enumerate() {
        let id = world.json(&["pub", "build:web", text, "--sender", "ci"])["id"].clone();
        assert_eq!(id, number as i64 + 1);
        let message = sub.json();
        assert_eq!((&message["payload"], &message["id"]), (payload, &id));
        assert_eq!((&message["channel"], &message["sender"]), (&json!("build:web"), &json!("ci")));
        assert_eq!(message.as_object().unwrap().len(), 5, "{message}");
    }
}

fn publish_input(world: &World, input: &[u8]) -> super::world::Answer {
    let mut command = world.command(PORTREG);
    command.args(["pub", "-q", "big", "-"]).stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // What is too large is not read to its end.
    _ = child.stdin.take().unwrap().write_all(input);
    answer(child.wait_with_output().unwrap())
}

#[test]
fn a_payload_has_up_to_a_mebibyte() {
    let world = World::new();
    let largest = vec![b'x'; 1024 * 1024];
    assert_eq!(publish_input(&world, &largest).out, "1\n");
    assert_eq!(publish_input(&world, &[&largest[..], b"\n"].concat()).out, "2\n");
    let message = world.json(&["poll", "big", "--after", "1"]);
    assert_eq!(message["payload"].as_str().unwrap().len(), 1024 * 1024);
    for more in [1, 1024 * 1024] {
        let answer = publish_input(&world, &vec![b'x'; 1024 * 1024 + more]);
        assert_eq!((answer.code, answer.out.as_str()), (2, ""));
        assert!(answer.err.contains("1 MiB"), "{answer:?}");
    }
    assert_eq!(publish_input(&world, b"\xff").code, 2);
    assert_eq!(world.json(&["channels"])[0]["messages"], 2);
}

#[test]
fn what_is_wrong_is_named() {
    let world = World::new();
    let long = "x".repeat(129);
    let cases: &[(&[&str], &str, &str)] = &[
        (&["pub", "build web", "x"], "INVALID_OPTION", "' ' at position 6"),
        (&["pub", "", "x"], "INVALID_OPTION", "is empty"),
        (&["pub", "build:*", "x"], "INVALID_OPTION", "names no single one"),
        (&["pub", &long, "x"], "INVALID_OPTION", "129 characters"),
        (&["pub", "a", "x", "--ttl", "0s"], "INVALID_OPTION", "ttl"),
        (&["pub", "a", "x", "--sender", ""], "INVALID_OPTION", "sender"),
        (&["sub", "größe"], "INVALID_PATTERN", "'ö' at position 3"),
        (&["sub", "a", "--cursor", "a b"], "INVALID_OPTION", "cursor"),
        (&["sub", "a", "--since", "soon"], "INVALID_OPTION", "start"),
        (&["poll", "*"], "INVALID_OPTION", "names no single one"),
        (&["clear", "*"], "INVALID_OPTION", "names no single one"),
    ];
    for (args, code, part) in cases {
        let answer = world.portreg(&[&["--json"], *args].concat());
        let error: Value = serde_json::from_str(&answer.err).unwrap();
        assert_eq!((answer.code, &error["error"]["code"]), (2, &json!(code)), "{args:?}");
        assert!(error["error"]["message"].as_str().unwrap().contains(part), "{args:?}: {error}");
    }
}

#[test]
fn a_wait_that_is_over_is_a_timeout() {
    let world = World::new();
    let id = world.ok(&["pub", "-q", "build:web", "one"]);
    let sub = |args: &[&str]| world.portreg(&[&["sub", "-q", "build:*"], args].concat());
    assert_eq!(sub(&["--timeout", "0s"]).code, 5, "what was before is not now");
    let some = sub(&["--since", "start", "--timeout", "10ms"]);
    assert_eq!((some.code, some.out.as_str()), (0, "one\n"));
    let few = sub(&["--since", "start", "--count", "2", "--timeout", "10ms"]);
    assert_eq!((few.code, few.out.as_str()), (5, "one\n"));
    assert!(few.err.contains("only 1 of 2 messages"), "{few:?}");
    let enough = sub(&["--since", "0", "--count", "1"]);
    assert_eq!((enough.code, enough.out.as_str()), (0, "one\n"));
    assert_eq!(world.portreg(&["poll", "build:web", "--timeout", "10ms"]).code, 5);
    assert_eq!(world.portreg(&["poll", "build:web", "--after", &id, "--timeout", "0"]).code, 5);
    assert_eq!(world.ok(&["poll", "-q", "build:web", "--after", "0"]), "one");
}

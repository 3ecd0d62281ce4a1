//! Calls that wait are ended from another thread, whatever they wait for.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::helper::{Helper, Reply};
use super::stage::{Stage, actor, server, signal};
use super::world::wait_for;

/// What is looked at by the clock, in case nobody rings, is looked at every 5 s.
const WOKEN: Duration = Duration::from_secs(4);

/// Has a process wait, cancels that once it `waits`, and gives how it ended.
#[track_caller]
fn cancelled(
    stage: &Stage,
    helper: &mut Helper,
    request: Value,
    waits: impl Fn() -> bool,
) -> Reply {
    let file = stage.path().join(format!("cancel-{}", fastrand::u32(..)));
    helper.send("cancelled_by", &json!({ "file": file, "request": request }));
    wait_for("the process to wait", || waits().then_some(()));
    let begun = Instant::now();
    std::fs::write(file, "").unwrap();
    let reply = helper.receive();
    assert!(begun.elapsed() < WOKEN, "{request} was ended by the clock");
    reply
}

#[track_caller]
fn is_cancelled(reply: &Reply, what: &str) {
    let Reply::Error(error) = reply else { panic!("it should be cancelled: {reply:?}") };
    assert_eq!(error["code"], "CANCELLED", "{error}");
    assert!(
        error["message"].as_str().unwrap().starts_with(&format!("cancelled: {what}")),
        "{error}"
    );
}

/// Whether somebody listens for a topic.
fn has_bell(stage: &Stage, topic: &str) -> bool {
    let sql = "SELECT count(*) FROM bell WHERE topic = ?1";
    stage.sql().query_row(sql, [topic], |row| row.get::<_, i64>(0)).unwrap() > 0
}

/// A lock: the place in the line is given back, and the process may wait again.
#[test]
fn waiting_for_a_lock() {
    let stage = Stage::new(json!({}));
    let (mut holder, mut waiter, mut last) = (stage.helper(), stage.helper(), stage.helper());
    let build = json!({ "name": "build" });
    holder.ok("lock", &build);
    let lock = json!({ "do": "lock", "name": "build" });
    let waiting = || stage.json(&["locks"])[0]["waiting"].clone();
    let reply = cancelled(&stage, &mut waiter, lock, || waiting() == 1);
    is_cancelled(&reply, "waiting for lock build, held by claimer");
    assert_eq!(waiting(), 0);
    last.send("lock", &build);
    wait_for("the line", || (waiting() == 1).then_some(()));
    waiter.send("lock", &build);
    wait_for("the line", || (waiting() == 2).then_some(()));
    holder.ok("unlock", &build);
    assert!(matches!(last.receive(), Reply::Ok(_)));
    last.ok("unlock", &build);
    assert!(matches!(waiter.receive(), Reply::Ok(_)));
}

/// Messages: the subscription goes on where it was.
#[test]
fn waiting_for_messages() {
    let stage = Stage::new(json!({}));
    let mut reader = stage.helper();
    reader.ok("subscribe", &json!({ "pattern": "build:*" }));
    let receive = json!({ "do": "receive", "count": 1 });
    let waits = || has_bell(&stage, "messages:build:*");
    is_cancelled(&cancelled(&stage, &mut reader, receive.clone(), waits), "waiting for messages");
    stage.ok(&["pub", "build:web", "done"]);
    assert_eq!(reader.ok("receive", &receive)[0]["payload"], "done");
}

/// Services that are not ready, here and elsewhere, lines of their logs, and what may happen to them.
#[test]
fn waiting_for_services() {
    let stage = Stage::new(json!({ "web": { "cmd": actor("until go serve") } }));
    let (mut host, mut other) = (stage.host(), stage.helper());
    host.up(&[]);
    host.until("web", "started");
    let wait = json!({ "do": "wait_ready", "targets": ["shop:web"] });
    let reply = cancelled(&stage, &mut other, wait, || has_bell(&stage, "services"));
    is_cancelled(&reply, "waiting for services");
    let line = json!({ "do": "new_line", "target": "shop:web" });
    is_cancelled(&cancelled(&stage, &mut other, line, || true), "waiting for a line");
    let ready = json!({ "do": "stack_ready" });
    is_cancelled(
        &cancelled(&stage, &mut host.helper, ready, || true),
        "waiting until shop:web is ready",
    );
    let event = json!({ "do": "next_event" });
    let reply = cancelled(&stage, &mut host.helper, event, || true);
    assert!(matches!(reply, Reply::Ok(Value::Null)), "{reply:?}");
    stage.touch("go");
    host.ready();
}

/// A supervisor that does not answer, and a `run` that does not end.
#[test]
fn waiting_for_the_end_of_services() {
    let stage = Stage::new(json!({ "web": server() }));
    let (mut host, mut other) = (stage.host(), stage.helper());
    host.up(&[]);
    host.ready();
    signal(host.helper.pid, "STOP");
    let down = |name: &str| json!({ "do": "down", "target": name });
    let waits = || has_bell(&stage, "services");
    let reply = cancelled(&stage, &mut other, down("shop:web"), waits);
    is_cancelled(&reply, "waiting for services");
    signal(host.helper.pid, "CONT");
    host.until("web", "stopped");

    let run = stage.noted_run(&["shop:files"]);
    signal(run.started(), "STOP");
    let reply = cancelled(&stage, &mut other, down("shop:files"), || true);
    is_cancelled(&reply, "waiting for services");
    signal(run.started(), "CONT");
}

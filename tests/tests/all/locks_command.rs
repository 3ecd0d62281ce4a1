//! `portreg lock`: a command while nobody else has the lock, from its start to the end of all it left.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::helper::{Helper, Reply, is_dead};
use super::world::{CLAIMER, PORTREG, World, wait_for};

/// `portreg lock` with a helper as the command: the pid is the helper's, the status the wrapper's.
fn locked(world: &World, args: &[&str]) -> Helper {
    let mut command = world.command(PORTREG);
    command.arg("lock").args(args).arg("--").arg(CLAIMER).arg(world.socket_path());
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    Helper::new(world.accept(), Some(child), world.socket_path())
}

/// The same, started while the lock is held: it stands in the line when this returns.
fn queued(world: &World, args: &[&str]) -> Child {
    let before = waiting(world);
    let mut command = world.command(PORTREG);
    command.arg("lock").args(args).arg("--").arg(CLAIMER).arg(world.socket_path());
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    wait_for("a process in the line", || (waiting(world) > before).then_some(()));
    child
}

fn waiting(world: &World) -> u64 {
    world.json(&["locks"])[0]["waiting"].as_u64().unwrap()
}

fn generation(helper: &mut Helper) -> i64 {
    let value = helper.ok("env", &json!({ "name": "PORTREG_LOCK_GENERATION" }));
    value.as_str().unwrap().parse().unwrap()
}

/// The command's standard output and exit code are its own, also what stands in braces.
#[test]
fn a_command_under_a_lock() {
    let world = World::new();
    let answer = world.portreg(&[
        "lock",
        "build",
        "--",
        "sh",
        "-c",
        "echo \"$0 $1\"; exit 7",
        "{port}",
        "{",
    ]);
    assert_eq!((answer.code, answer.out.as_str()), (7, "{port} {\n"), "{answer:?}");
    assert_eq!(world.portreg(&["lock", "build", "--", "sh", "-c", "kill -9 $$"]).code, 128 + 9);
    let missing = world.portreg(&["lock", "build", "--", "no-such-program"]);
    assert_eq!(missing.code, 1, "{missing:?}");
    assert_eq!(world.json(&["locks"]), json!([]));
    assert_eq!(world.ok(&["locks"]), "no lock is held");
}

/// Who holds it is told, by table, in JSON and in the error of who does not get it.
#[test]
fn who_holds_it() {
    let world = World::new();
    let mut holder = locked(&world, &["build", "--ttl", "1h"]);
    let lock = world.json(&["locks"])[0].clone();
    assert_eq!((&lock["name"], &lock["waiting"]), (&json!("build"), &json!(0)));
    assert_eq!(lock["owner"]["pid"], holder.started());
    assert_eq!(lock["generation"], generation(&mut holder));
    let table = world.ok(&["locks"]);
    assert!(table.contains("build") && table.contains("in 1 h"), "{table}");
    assert_eq!(world.ok(&["locks", "-q"]), "build");
    for wait in ["0s", "50ms"] {
        let late = world.portreg(&["lock", "build", "--wait", wait, "--", "true"]);
        assert_eq!((late.code, late.out.as_str()), (5, ""), "{late:?}");
        assert!(late.err.contains(&format!("(pid {})", holder.started())), "{late:?}");
    }
    assert_eq!(world.portreg(&["lock", "a b", "--", "true"]).code, 2);
    assert_eq!(world.portreg(&["lock", "build", "--wait", "soon", "--", "true"]).code, 2);
}

/// A command that takes the lock it runs under is told so at once: exit 4.
#[test]
fn a_lock_in_a_lock() {
    let world = World::new();
    let nested = |inner: &str| {
        world.portreg(&["lock", "build", "--", PORTREG, "lock", inner, "--", "echo", "done"])
    };
    let same = nested("build");
    assert_eq!((same.code, same.out.as_str()), (4, ""), "{same:?}");
    assert!(same.err.contains("not re-entrant"), "{same:?}");
    assert_eq!(nested("another").out, "done\n");
}

/// The wrapper is killed: the command dies with it, and who is next has the lock at once.
#[test]
fn the_command_dies_with_its_wrapper() {
    let world = World::new();
    let mut holder = locked(&world, &["build"]);
    let first = generation(&mut holder);
    let next = queued(&world, &["build"]);
    let killed = Instant::now();
    holder.strike();
    let mut next = Helper::new(world.accept(), Some(next), world.socket_path());
    assert!(killed.elapsed() < Duration::from_secs(4), "nobody waited for a look by the clock");
    assert!(is_dead(holder.pid), "the command is gone before the next one starts");
    assert!(generation(&mut next) > first);
}

/// What the command of a killed wrapper has left is ended before the lock passes on.
#[test]
fn what_a_killed_wrapper_leaves_is_ended() {
    let world = World::new();
    let mut holder = locked(&world, &["build"]);
    holder.open();
    let mut left = holder.spawn(&world);
    left.ok("setsid", &Value::Null);
    holder.strike();
    holder.status();
    wait_for("the command to be dead", || is_dead(holder.pid).then_some(()));
    assert!(!is_dead(left.pid));
    let lock = world.json(&["locks"])[0].clone();
    assert_eq!(lock["owner"]["pid"], left.pid, "held by what is left");
    assert_eq!(world.ok(&["lock", "build", "--wait", "0s", "--", "echo", "done"]), "done");
    assert!(is_dead(left.pid));
    assert!(matches!(left.ask("env", &json!({ "name": "HOME" })), Reply::Gone));
}

/// `cleanup` ends it as well, and the history says whose it was.
#[test]
fn what_a_killed_wrapper_leaves_is_cleaned_up() {
    let world = World::new();
    let mut holder = locked(&world, &["build"]);
    let first = generation(&mut holder);
    holder.open();
    let mut left = holder.spawn(&world);
    left.ok("setsid", &Value::Null);
    let wrapper = holder.started();
    holder.strike();
    holder.status();
    wait_for("the command to be dead", || is_dead(holder.pid).then_some(()));
    assert_eq!(world.json(&["cleanup", "--dry-run"]), json!([]));
    assert!(!is_dead(left.pid));
    world.json(&["cleanup"]);
    assert!(is_dead(left.pid));
    assert_eq!(world.json(&["locks"]), json!([]));
    let events = world.json(&["history"]);
    let told: Vec<&Value> = events.as_array().unwrap().iter().map(|one| &one["details"]).collect();
    assert_eq!(told.len(), 1, "{events}");
    assert_eq!(events[0]["action"], "lock_broken");
    assert_eq!((&told[0]["lock"], &told[0]["reason"]), (&json!("build"), &json!("owner_gone")));
    assert_eq!(
        (&told[0]["generation"], &told[0]["holder"]["pid"]),
        (&json!(first), &json!(wrapper))
    );
}

/// A command is ended with its time, whole, before the lock passes on.
#[test]
fn the_command_dies_with_its_time() {
    let world = World::new();
    let mut holder = locked(&world, &["build", "--ttl", "400ms"]);
    holder.open();
    let left = holder.spawn(&world);
    let next = queued(&world, &["build"]);
    let next = Helper::new(world.accept(), Some(next), world.socket_path());
    assert!(is_dead(holder.pid) && is_dead(left.pid), "all of it is gone");
    assert_eq!(holder.status().code(), Some(128 + 15));
    drop(next);
    let over = world.portreg(&["lock", "other", "--ttl", "50ms", "--", "sleep", "60"]);
    assert_eq!(over.code, 128 + 15, "{over:?}");
    assert!(over.err.contains("the time of the command is over"), "{over:?}");
}

/// Ctrl-C of who waits leaves the line.
#[test]
fn a_waiter_that_is_interrupted() {
    let world = World::new();
    let mut holder = locked(&world, &["build"]);
    let mut hasty = queued(&world, &["build"]);
    let patient = queued(&world, &["build"]);
    let pid = hasty.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert!(!hasty.wait().unwrap().success());
    assert!(matches!(holder.ask("exit", &json!({ "code": 0 })), Reply::Gone));
    let mut last = Helper::new(world.accept(), Some(patient), world.socket_path());
    assert!(generation(&mut last) > 0);
}

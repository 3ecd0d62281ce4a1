//! Locks in the library: one process at a time, in order of arrival, whoever is killed.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::helper::{Helper, Reply};
use super::world::{World, torture, wait_for};

/// Asks for the lock without waiting for the answer, and returns when the process stands in the line.
pub(crate) fn queue(observer: &mut Helper, helper: &mut Helper, fields: Value) {
    let before = waiting(observer);
    helper.send("lock", &with_name(fields));
    wait_for("a process in the line", || (waiting(observer) > before).then_some(()));
}

pub(crate) fn with_name(mut fields: Value) -> Value {
    fields["name"] = json!("build");
    fields
}

fn waiting(observer: &mut Helper) -> u64 {
    let locks = observer.ok("locks", &Value::Null);
    locks[0]["waiting"].as_u64().unwrap()
}

pub(crate) fn lock(helper: &mut Helper) -> i64 {
    helper.ok("lock", &with_name(json!({}))).as_i64().unwrap()
}

pub(crate) fn unlock(helper: &mut Helper) {
    helper.ok("unlock", &with_name(json!({})));
}

/// What a process that stood in the line has got.
#[track_caller]
pub(crate) fn got(helper: &mut Helper) -> i64 {
    match helper.receive() {
        Reply::Ok(generation) => generation.as_i64().unwrap(),
        reply => panic!("it should have the lock: {reply:?}"),
    }
}

fn signal(pid: u32, name: &str) {
    let status = std::process::Command::new("kill").args([name, &pid.to_string()]).status();
    assert!(status.unwrap().success());
}

/// Eight processes add up in one file: nothing is lost, no two turns overlap, and the fencing numbers
/// are in the order of the turns.
#[test]
fn one_process_at_a_time() {
    let world = World::new();
    let file = world.path().join("count");
    std::fs::write(&file, "0").unwrap();
    let count = torture(50);
    let mut helpers: Vec<Helper> = (0..8).map(|_| world.helper()).collect();
    for helper in &mut helpers {
        helper.send("count_up", &json!({ "name": "build", "file": file, "count": count }));
    }
    let mut turns: Vec<[i64; 3]> = Vec::new();
    for helper in &mut helpers {
        match helper.receive() {
            Reply::Ok(own) => turns.extend(serde_json::from_value::<Vec<[i64; 3]>>(own).unwrap()),
            reply => panic!("{reply:?}"),
        }
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), (8 * count).to_string());
    turns.sort_unstable();
    assert!(turns.windows(2).all(|pair| pair[0][0] < pair[1][0]), "numbers grow");
    assert!(turns.windows(2).all(|pair| pair[0][2] <= pair[1][1]), "turns do not overlap");
    let mut gaps: Vec<i64> = turns.windows(2).map(|pair| pair[1][1] - pair[0][2]).collect();
    gaps.sort_unstable();
    let us = |share: usize| gaps[gaps.len() * share / 100] / 1000;
    eprintln!("handed over in {} us (p50), {} us (p99)", us(50), us(99));
    assert_eq!(helpers[0].ok("locks", &Value::Null), json!([]));
    world.check();
}

/// Sixteen wait behind a holder: each is served in its turn, by the numbers too.
#[test]
fn in_order_of_arrival() {
    let world = World::new();
    let (mut holder, mut observer) = (world.helper(), world.helper());
    let mut last = lock(&mut holder);
    let mut line: Vec<Helper> = (0..16).map(|_| world.helper()).collect();
    for helper in &mut line {
        queue(&mut observer, helper, json!({}));
    }
    unlock(&mut holder);
    for helper in &mut line {
        let generation = got(helper);
        assert!(generation > last, "the fencing number grows");
        let locks = observer.ok("locks", &Value::Null);
        assert_eq!(locks[0]["owner"]["pid"], helper.pid);
        assert_eq!(locks[0]["generation"], generation);
        last = generation;
        unlock(helper);
    }
    assert_eq!(observer.ok("locks", &Value::Null), json!([]));
}

/// The holder is killed: who is next has the lock at once, long before anybody would look again.
#[test]
fn a_killed_holder_frees_it_at_once() {
    let world = World::new();
    let (mut holder, mut next, mut observer) = (world.helper(), world.helper(), world.helper());
    let first = lock(&mut holder);
    queue(&mut observer, &mut next, json!({}));
    let killed = Instant::now();
    holder.kill();
    assert!(got(&mut next) > first);
    let took = killed.elapsed();
    eprintln!("after SIGKILL of the holder: {took:?}");
    assert!(took < Duration::from_secs(2), "{took:?} is as late as polling");
    // Who sees the end of the doorbell before that of the process leaves its place to the next who looks.
    assert_eq!(observer.ok("locks", &Value::Null)[0]["owner"]["pid"], next.pid);
    let bells = std::fs::read_dir(world.registry().with_file_name("bells")).unwrap();
    assert_eq!(bells.count(), 1, "the doorbell of the dead is gone");
}

/// Waiters are killed in the middle of the line, one of them stopped before: nobody loses the place.
#[test]
fn killed_waiters_lose_nobodys_place() {
    let world = World::new();
    let (mut holder, mut observer) = (world.helper(), world.helper());
    lock(&mut holder);
    let mut line: Vec<Helper> = (0..6).map(|_| world.helper()).collect();
    for helper in &mut line {
        queue(&mut observer, helper, json!({}));
    }
    signal(line[3].pid, "-STOP");
    for at in [4, 3, 1] {
        line[at].strike();
        line[at].status();
        line.remove(at);
    }
    assert_eq!(waiting(&mut observer), 3);
    unlock(&mut holder);
    for helper in &mut line {
        got(helper);
        let owner = observer.ok("locks", &Value::Null)[0]["owner"]["pid"].clone();
        assert_eq!(owner, helper.pid);
        unlock(helper);
    }
}

/// The first in the line is stopped when its turn comes: it lives and is first, and has the lock when it
/// goes on.
#[test]
fn a_stopped_waiter_keeps_its_place() {
    let world = World::new();
    let (mut holder, mut observer) = (world.helper(), world.helper());
    let (mut first, mut second) = (world.helper(), world.helper());
    lock(&mut holder);
    queue(&mut observer, &mut first, json!({}));
    queue(&mut observer, &mut second, json!({}));
    signal(first.pid, "-STOP");
    unlock(&mut holder);
    assert_eq!(observer.ok("locks", &Value::Null)[0]["owner"]["pid"], first.pid);
    assert_eq!(waiting(&mut observer), 1);
    signal(first.pid, "-CONT");
    got(&mut first);
    unlock(&mut first);
    got(&mut second);
}

/// The one before gives up: who is behind is told, and is the next.
#[test]
fn who_gives_up_leaves_the_line_whole() {
    let world = World::new();
    let (mut holder, mut observer) = (world.helper(), world.helper());
    lock(&mut holder);
    let (mut hasty, mut patient) = (world.helper(), world.helper());
    queue(&mut observer, &mut hasty, json!({ "wait_ms": 150 }));
    queue(&mut observer, &mut patient, json!({}));
    let begun = Instant::now();
    let Reply::Error(error) = hasty.receive() else { panic!("it is held") };
    assert_eq!(error["code"], "TIMEOUT");
    assert!(error["waited_ms"].as_u64().unwrap() >= 150, "{error}");
    assert!(error["message"].as_str().unwrap().contains(&format!("(pid {})", holder.pid)));
    unlock(&mut holder);
    got(&mut patient);
    assert!(begun.elapsed() < Duration::from_secs(4), "nobody waited for a look by the clock");
}

/// `wait` of zero tries once; without a holder it has the lock.
#[test]
fn one_try() {
    let world = World::new();
    let (mut one, mut other) = (world.helper(), world.helper());
    let once = with_name(json!({ "wait_ms": 0 }));
    one.ok("lock", &once);
    other.err("lock", &once, "TIMEOUT");
    unlock(&mut one);
    other.ok("lock", &once);
    assert_eq!(
        one.err("lock", &once, "TIMEOUT")["waited_ms"].as_u64().map(|ms| ms < 2000),
        Some(true)
    );
}

/// A caller that holds it, or whose ancestor does, would wait for ever: it is told at once.
#[test]
fn not_re_entrant() {
    let world = World::new();
    let mut outer = world.helper();
    lock(&mut outer);
    let any = with_name(json!({}));
    let error = outer.err("lock", &any, "IDENTITY_HELD");
    assert!(error["message"].as_str().unwrap().contains("this very process"), "{error}");
    let mut inner = outer.spawn(&world);
    let error = inner.err("lock", &any, "IDENTITY_HELD");
    assert_eq!(error["holder"]["pid"], outer.pid);
    inner.ok("lock", &json!({ "name": "another" }));
    assert_eq!(
        outer.ok("locks", &Value::Null).as_array().unwrap().len(),
        2,
        "nobody stands in line"
    );
    unlock(&mut outer);
    inner.ok("lock", &any);
    // A descendant's lock is no obstacle but somebody else's.
    outer.err("lock", &with_name(json!({ "wait_ms": 0 })), "TIMEOUT");
}

/// A holder that hangs beyond its time loses the lock: the next one has a greater number, and what the
/// old guard does means nothing.
#[test]
fn the_time_of_a_lock() {
    let world = World::new();
    let (mut slow, mut next) = (world.helper(), world.helper());
    let begun = Instant::now();
    let first = slow.ok("lock", &with_name(json!({ "ttl_ms": 300 }))).as_i64().unwrap();
    let locks = next.ok("locks", &Value::Null);
    assert!(locks[0]["expires_at_ms"].as_i64().is_some(), "{locks}");
    let second = lock(&mut next);
    assert!(begun.elapsed() >= Duration::from_millis(300));
    assert!(begun.elapsed() < Duration::from_secs(4), "it was not waited for a look by the clock");
    assert!(second > first);
    let name = with_name(json!({}));
    assert_eq!(slow.ok("is_held", &name), false);
    let lost = slow.err("runs", &with_name(json!({ "mark": "abc" })), "NOT_OWNER");
    assert_eq!(lost["generation"], first);
    unlock(&mut slow);
    assert_eq!(next.ok("is_held", &name), true, "a late release takes it from nobody");
    slow.err("lock", &with_name(json!({ "ttl_ms": 0 })), "INVALID_OPTION");
}

/// A child that was forked while its parent held the lock holds nothing, and ends nothing.
#[test]
fn a_forked_child_holds_nothing() {
    let world = World::new();
    let mut parent = world.helper();
    lock(&mut parent);
    let mut child = parent.fork(&world, "fork");
    assert_eq!(child.ok("is_held", &with_name(json!({}))), false);
    child.ok("drop_locks", &Value::Null);
    let locks = child.ok("locks", &Value::Null);
    assert_eq!(locks[0]["owner"]["pid"], parent.pid);
    let mut other = world.helper();
    other.err("lock", &with_name(json!({ "wait_ms": 0 })), "TIMEOUT");
    let pid = child.pid;
    drop(child);
    parent.reap(pid);
    other.err("lock", &with_name(json!({ "wait_ms": 0 })), "TIMEOUT");
    unlock(&mut parent);
    lock(&mut other);
}

/// A process whose pid was used again is another process: its lock is free.
#[test]
fn a_pid_that_is_used_again_holds_nothing() {
    let world = World::new();
    let (mut holder, mut other) = (world.helper(), world.helper());
    lock(&mut holder);
    let changed = world.sql().execute("UPDATE ticket SET owner_start = owner_start - 1", []);
    assert_eq!(changed.unwrap(), 1);
    other.ok("lock", &with_name(json!({ "wait_ms": 0 })));
    assert_eq!(holder.ok("is_held", &with_name(json!({}))), false);
}

/// A holder that cannot be seen from here, as in another pid namespace, holds as long as it lives:
/// its doorbell tells.
#[test]
fn a_holder_that_cannot_be_seen() {
    let world = World::new();
    let (mut holder, mut other) = (world.helper(), world.helper());
    lock(&mut holder);
    let changed =
        world.sql().execute("UPDATE ticket SET owner_namespace = owner_namespace + 1", []);
    assert_eq!(changed.unwrap(), 1);
    other.err("lock", &with_name(json!({ "wait_ms": 0 })), "TIMEOUT");
    other.send("lock", &with_name(json!({})));
    let mut observer = world.helper();
    wait_for("the line", || (waiting(&mut observer) == 1).then_some(()));
    holder.kill();
    got(&mut other);
}

/// Who waits uses no processor.
#[test]
fn waiting_costs_nothing() {
    let world = World::new();
    let (mut holder, mut observer) = (world.helper(), world.helper());
    lock(&mut holder);
    let mut waiter = world.helper();
    queue(&mut observer, &mut waiter, json!({}));
    let ticks = |pid: u32| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        let rest = stat.rsplit_once(')').unwrap().1;
        let fields: Vec<&str> = rest.split_ascii_whitespace().collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    };
    let before = ticks(waiter.pid);
    // What is measured is time itself.
    std::thread::sleep(Duration::from_secs(2));
    assert!(ticks(waiter.pid) - before <= 1, "at most one tick of 10 ms");
    unlock(&mut holder);
    got(&mut waiter);
}

/// What is no name is refused with the reason.
#[test]
fn names() {
    let world = World::new();
    let mut helper = world.helper();
    for (name, why) in [("", "is empty"), ("a b", "' ' at position 2")] {
        let error = helper.err("lock", &json!({ "name": name }), "INVALID_OPTION");
        assert!(error["message"].as_str().unwrap().contains(why), "{error}");
    }
}

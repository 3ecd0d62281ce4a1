//! How a lock passes on: by the doorbell of who had it, by the table, and what the history tells of it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::locks::{got, lock, queue, unlock, with_name};
use super::world::World;

/// Who lets go closes its doorbell, which a forked child keeps open: the table passes the lock on then, as soon.
#[test]
fn a_forked_child_keeps_nobody_waiting() {
    let world = World::new();
    let (mut holder, mut next, mut observer) = (world.helper(), world.helper(), world.helper());
    lock(&mut holder);
    let child = holder.fork(&world, "fork");
    queue(&mut observer, &mut next, json!({}));
    let begun = Instant::now();
    unlock(&mut holder);
    got(&mut next);
    assert!(begun.elapsed() < Duration::from_secs(4), "nobody waited for a look by the clock");
    let pid = child.pid;
    drop(child);
    holder.reap(pid);
}

/// Doorbells are files that somebody may remove: that takes a lock from nobody, and keeps it from nobody.
#[test]
fn a_removed_doorbell_means_nothing() {
    let world = World::new();
    let (mut holder, mut next, mut observer) = (world.helper(), world.helper(), world.helper());
    lock(&mut holder);
    let bells = world.registry().with_file_name("bells");
    for bell in std::fs::read_dir(&bells).unwrap() {
        std::fs::remove_file(bell.unwrap().path()).unwrap();
    }
    next.err("lock", &with_name(json!({ "wait_ms": 0 })), "TIMEOUT");
    queue(&mut observer, &mut next, json!({}));
    let begun = Instant::now();
    unlock(&mut holder);
    got(&mut next);
    assert!(begun.elapsed() < Duration::from_secs(4), "nobody waited for a look by the clock");
}

/// Who lost a lock, and who did not get one, is in the history, once, whoever saw it first. What goes as it
/// should leaves no trace.
#[test]
fn what_the_history_tells() {
    let world = World::new();
    let (mut killed, mut slow, mut next) = (world.helper(), world.helper(), world.helper());
    let first = lock(&mut killed);
    queue(&mut next, &mut slow, json!({ "ttl_ms": 100 }));
    killed.kill();
    let second = got(&mut slow);
    let third = lock(&mut next);
    unlock(&mut slow);
    slow.err("lock", &with_name(json!({ "wait_ms": 0 })), "TIMEOUT");
    unlock(&mut next);
    let events = next.ok("history", &Value::Null);
    let told: Vec<(&str, &str, i64)> = events
        .as_array()
        .unwrap()
        .iter()
        .map(|event| {
            let details = &event["details"];
            let why = details["reason"].as_str().or(details["code"].as_str()).unwrap();
            assert_eq!(details["lock"], "build");
            (event["action"].as_str().unwrap(), why, details["generation"].as_i64().unwrap_or(0))
        })
        .collect();
    assert!(third > second);
    assert_eq!(
        told,
        [
            ("lock_broken", "owner_gone", first),
            ("lock_broken", "expired", second),
            ("refused", "TIMEOUT", 0)
        ]
    );
}

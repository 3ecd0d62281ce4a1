//! What is kept of messages: cursors over crashes, retention and the gaps it leaves, TTL, clearing.

use std::time::Duration;

use serde_json::{Value, json};

use super::helper::Reply;
use super::messages::Sub;
use super::world::{World, torture};

pub(crate) fn retain(world: &World, retention: &Value) {
    let folder = world.path().join("portreg");
    std::fs::create_dir_all(&folder).unwrap();
    let config = json!({ "retention": retention });
    std::fs::write(folder.join("config.json"), config.to_string()).unwrap();
}

fn publish(world: &World, channel: &str, count: u64) {
    let mut helper = world.helper();
    helper.ok("publish", &json!({ "channels": [channel], "count": count }));
}

fn ids(list: &Value) -> Vec<i64> {
    list.as_array().unwrap().iter().map(|message| message["id"].as_i64().unwrap()).collect()
}

/// A worker is killed again and again, at a place nobody chose: whoever comes next goes on, and what
/// was not confirmed comes again. Nothing is left out.
#[test]
fn a_cursor_gives_everything_at_least_once_over_kills() {
    let world = World::new();
    let count = torture(60);
    let options = json!({ "pattern": "build:*", "cursor": "deploy" });
    world.helper().ok("subscribe", &options);
    publish(&world, "build:web", count);
    let mut seen = Vec::new();
    while seen.last() != Some(&(count as i64)) {
        let mut worker = world.helper();
        worker.ok("subscribe", &options);
        seen.extend(ids(&worker.ok("receive", &json!({ "count": 7 }))));
        worker.kill();
    }
    let repeated = seen.windows(2).filter(|pair| pair[1] <= pair[0]).count();
    assert!(repeated > 0, "what was given last was not confirmed: {seen:?}");
    assert!(seen.windows(2).all(|pair| pair[1] == pair[0] || pair[1] == pair[0] + 1), "{seen:?}");
    assert_eq!(seen[0], 1);
}

/// The command confirms what it has printed: killed then, the next one goes on behind it.
#[test]
fn the_command_confirms_the_line_that_is_out() {
    let world = World::new();
    let args = ["-q", "build:*", "--cursor", "deploy"];
    let first = Sub::waiting(&world, &args);
    first.kill();
    for text in ["one", "two", "three"] {
        world.ok(&["pub", "build:web", text]);
    }
    let once = |args: &[&str]| world.ok(&[&["sub"], args, &["--count", "1"]].concat());
    assert_eq!(once(&args), "one", "the cursor is there since its first use");
    let mut second = Sub::new(&world, &args);
    assert_eq!(second.line(), "two\n");
    assert_eq!(second.line(), "three\n");
    second.kill();
    let rest = world.portreg(&[&["sub"], &args[..], &["--timeout", "0"]].concat());
    // The last line was out; that it was confirmed as well cannot be seen from outside.
    assert!(rest.code == 5 || rest.out == "three\n", "{rest:?}");
}

#[test]
fn one_live_subscription_reads_by_a_cursor() {
    let world = World::new();
    let options = json!({ "pattern": "build:*", "cursor": "deploy" });
    let mut holder = world.helper();
    holder.ok("subscribe", &options);
    let answer = world.portreg(&["--json", "sub", "build:*", "--cursor", "deploy"]);
    let error: Value = serde_json::from_str(&answer.err).unwrap();
    let error = &error["error"];
    assert_eq!((answer.code, &error["code"]), (4, &json!("IDENTITY_HELD")), "{answer:?}");
    assert_eq!(error["holder"]["pid"], holder.pid);
    assert!(error["message"].as_str().unwrap().contains("deploy"), "{error}");
    let mut other = world.helper();
    other.err("subscribe", &options, "IDENTITY_HELD");
    other.ok("subscribe", &json!({ "pattern": "build:*", "cursor": "another" }));
    holder.ok("unsubscribe", &Value::Null);
    other.ok("subscribe", &options);
    other.kill();
    holder.ok("subscribe", &options);
}

/// A channel keeps so many messages as the user says, and who comes too late is told.
#[test]
fn retention_by_number_leaves_a_gap() {
    let world = World::new();
    retain(&world, &json!({ "channel": 10 }));
    let by_cursor = json!({ "pattern": "*", "cursor": "late" });
    world.helper().ok("subscribe", &by_cursor);
    publish(&world, "other", 2);
    publish(&world, "build:web", 50);
    let channels = world.json(&["channels"]);
    assert_eq!(channels[0]["channel"], "build:web");
    assert_eq!((&channels[0]["messages"], &channels[0]["first_id"]), (&json!(10), &json!(43)));
    assert_eq!((&channels[0]["last_id"], &channels[1]["messages"]), (&json!(52), &json!(2)));

    let mut late = world.helper();
    late.ok("subscribe", &by_cursor);
    let gap = json!([{ "missed_from": 1, "missed_to": 42 }]);
    assert_eq!(late.ok("receive", &json!({ "count": 1 })), gap);
    let rest = late.ok("receive", &json!({ "count": 12, "confirm": true }));
    assert_eq!(ids(&rest), [vec![1, 2], (43..=52).collect()].concat());
    assert_eq!(late.ok("receive", &json!({ "within_ms": 0 })), json!([]), "the gap is told once");

    let mut after = world.helper();
    after.ok("subscribe", &json!({ "pattern": "build:web", "since": 20 }));
    let gap = json!([{ "missed_from": 21, "missed_to": 42 }]);
    assert_eq!(after.ok("receive", &json!({ "count": 1 })), gap);
    let mut start = world.helper();
    start.ok("subscribe", &json!({ "pattern": "build:web", "since": "start" }));
    let all = start.ok("receive", &json!({ "within_ms": 0 }));
    assert_eq!(ids(&all), (43..=52).collect::<Vec<_>>(), "what was gone before is no gap");
}

/// Killed between the gap and its confirmation the next one is told again; after that, no more.
#[test]
fn a_gap_is_confirmed_like_a_message() {
    let world = World::new();
    retain(&world, &json!({ "channel": 3 }));
    let options = json!({ "pattern": "build:*", "cursor": "late" });
    world.helper().ok("subscribe", &options);
    publish(&world, "build:web", 9);
    let gap = json!([{ "missed_from": 1, "missed_to": 6 }]);
    for confirm in [false, true] {
        let mut late = world.helper();
        late.ok("subscribe", &options);
        assert_eq!(late.ok("receive", &json!({ "count": 1, "confirm": confirm })), gap);
        late.kill();
    }
    let mut late = world.helper();
    late.ok("subscribe", &options);
    assert_eq!(ids(&late.ok("receive", &json!({ "count": 3 }))), [7, 8, 9]);
}

/// A live subscriber that is slower than retention is told as well.
#[test]
fn the_slow_are_told_what_they_missed() {
    let world = World::new();
    retain(&world, &json!({ "channel": 5 }));
    let mut slow = world.helper();
    slow.ok("subscribe", &json!({ "pattern": "build:*" }));
    publish(&world, "build:web", 8);
    let all = slow.ok("receive", &json!({ "count": 6 }));
    assert_eq!(all[0], json!({ "missed_from": 1, "missed_to": 3 }));
    assert_eq!(ids(&json!(all.as_array().unwrap()[1..])), (4..=8).collect::<Vec<_>>());
    let sub = ["sub", "-q", "build:*", "--since", "0", "--count", "5"];
    let answer = world.portreg(&sub);
    assert_eq!((answer.code, answer.out.lines().count()), (0, 5));
    assert!(answer.err.contains("between 1 and 3"), "{answer:?}");
}

#[test]
fn retention_by_age_leaves_a_gap() {
    let world = World::new();
    world.helper().ok("subscribe", &json!({ "pattern": "*", "cursor": "late" }));
    publish(&world, "build:web", 3);
    publish(&world, "other", 1);
    world.advance(Duration::from_secs(7 * 24 * 3600 + 60));
    world.ok(&["pub", "build:web", "new"]);
    assert_eq!(world.json(&["channels"]).as_array().unwrap().len(), 1);
    let lines = world.ok(&["sub", "--json", "*", "--cursor", "late", "--timeout", "0"]);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0], json!({ "missed_from": 1, "missed_to": 4 }));
    assert_eq!((&lines[1]["id"], lines.len()), (&json!(5), 2));

    world.advance(Duration::from_secs(15 * 24 * 3600));
    world.ok(&["cleanup"]);
    assert_eq!(world.json(&["channels"]), json!([]));
    assert_eq!(world.json(&["pub", "build:web", "x"])["id"], 6, "no id comes twice");
}

#[test]
fn what_has_expired_or_was_cleared_is_no_gap() {
    let world = World::new();
    let mut before = world.helper();
    before.ok("subscribe", &json!({ "pattern": "*" }));
    world.ok(&["pub", "build:web", "short", "--ttl", "1h"]);
    world.ok(&["pub", "build:web", "long"]);
    assert_eq!(ids(&before.ok("receive", &json!({ "count": 2 }))), [1, 2]);
    world.advance(Duration::from_secs(3601));
    let since = ["sub", "--json", "*", "--since", "0", "--timeout", "0"];
    let message: Value = serde_json::from_str(&world.ok(&since)).unwrap();
    assert_eq!(message["payload"], "long");
    let channels = world.json(&["channels"]);
    assert_eq!((&channels[0]["messages"], &channels[0]["first_id"]), (&json!(1), &json!(2)));
    world.ok(&["pub", "build:web", "more"]);
    assert_eq!(
        world.json(&["clear", "build:web"]),
        json!({ "channel": "build:web", "cleared": 2 })
    );
    assert_eq!(world.json(&["channels"]), json!([]));
    assert_eq!(world.portreg(&since).code, 5);
    assert_eq!(world.json(&["clear", "build:web"])["cleared"], 0);
    let rows: i64 =
        world.sql().query_row("SELECT count(*) FROM channel", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 0, "a channel leaves nothing behind");
    let mut helper = world.helper();
    helper.ok("subscribe", &json!({ "pattern": "*", "since": 0 }));
    assert!(matches!(
        helper.ask("receive", &json!({ "within_ms": 0 })),
        Reply::Ok(Value::Array(none)) if none.is_empty()
    ));
}

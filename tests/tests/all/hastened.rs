//! Services that do not end when they are asked to: a second request, for a shorter time, counts.

use std::process::{Child, Command, Stdio};
use std::time::Instant;

use serde_json::json;

use super::helper::in_own_session;
use super::world::{DEADLINE, PORTREG, World, wait_for};

/// A stack in the foreground whose service is deaf, and would be given a minute.
fn deaf(world: &World) -> Child {
    world.configure(&json!({
        "project": "shop",
        "shop:deaf": {
            "port": false,
            "cmd": "trap '' TERM; while :; do sleep 0.1; done",
            "stop": { "timeout": "60s" },
        },
    }));
    let mut up = world.command(PORTREG);
    let mut up = in_own_session(up.arg("up"));
    let up = up.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    world.ok(&["wait", "shop:deaf", "--timeout", "20s"]);
    up
}

/// Waits until it has been asked to end.
fn asked(world: &World) {
    wait_for("it to be asked", || {
        let events = world.json(&["history", "shop:deaf"]);
        let events = events.as_array().unwrap().clone();
        events.iter().any(|event| event["action"] == "ask").then_some(())
    });
}

fn signal(up: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &up.id().to_string()]).status().unwrap().success());
}

/// The second Ctrl-C does not wait for what the first one has asked for. It once did: the time of an ending
/// was settled when it began.
#[test]
fn a_second_ctrl_c() {
    let world = World::new();
    let mut up = deaf(&world);
    signal(&up, "-INT");
    wait_for("the first to be heard", || {
        signal(&up, "-INT");
        up.try_wait().unwrap()
    });
    assert_eq!(world.json(&["ps", "shop:deaf"]), json!([]));
}

/// `down` with a time of its own, while another one gives it a minute.
#[test]
fn a_second_down() {
    let world = World::new();
    let mut up = deaf(&world);
    let begun = Instant::now();
    let mut first = world.command(PORTREG);
    let mut first = first.args(["-q", "down", "shop:deaf"]).stdout(Stdio::null()).spawn().unwrap();
    asked(&world);
    world.ok(&["down", "shop:deaf", "--timeout", "0s"]);
    assert!(first.wait().unwrap().success());
    assert!(begun.elapsed() < DEADLINE);
    up.wait().unwrap();
}

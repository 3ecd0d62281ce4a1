//! Fork: a handle opened before it works in parent and child, and damages nothing.

use serde_json::{Value, json};

use super::helper::Helper;
use super::world::World;

/// A third process comes and goes: where nobody held a lock, it would take the log away.
fn somebody_passes_by(world: &World) {
    let mut passer = world.helper();
    passer.claim("shop:passer");
    passer.ok("close", &Value::Null);
    // The plain command-line tool checkpoints and removes the log where it believes to be alone.
    let plain = world.sql();
    let _: i64 = plain.query_row("SELECT count(*) FROM service", [], |row| row.get(0)).unwrap();
    drop(plain);
}

/// Many different names, so that pages of the file and of the log really move.
fn claim_some(helper: &mut Helper, prefix: &str) {
    for number in 0..8 {
        helper.claim(&format!("{prefix}:n{number}"));
    }
    for number in 0..8 {
        helper.ok("release", &json!({ "target": format!("{prefix}:n{number}") }));
    }
}

/// A server opens the registry and forks a worker; both claim, the worker ends, the server goes on.
#[test]
fn parent_and_child_both_claim() {
    let world = World::new();
    let mut parent = world.helper();
    let mine = parent.claim("shop:web").port;
    let mut child = parent.fork(&world, "fork");
    assert_eq!(child.claim("shop:web").port, mine, "an ancestor's claim is shared");
    claim_some(&mut child, "shop:child");
    claim_some(&mut parent, "shop:parent");
    let pid = child.pid;
    drop(child);
    parent.reap(pid);
    somebody_passes_by(&world);
    claim_some(&mut parent, "shop:after");
    drop(parent);
    world.check();
}

/// The parent ends first and the child goes on, while others open and close the registry: a child
/// that only believed to hold locks would lose the log under its feet.
#[test]
fn the_child_outlives_the_parent() {
    let world = World::new();
    let mut parent = world.helper();
    claim_some(&mut parent, "shop:parent");
    let mut child = parent.fork(&world, "fork");
    child.claim("shop:early");
    parent.kill();
    for round in 0..5 {
        somebody_passes_by(&world);
        child.claim(&format!("shop:round{round}"));
        claim_some(&mut child, "shop:child");
    }
    let kept = world.json(&["find", "shop"]);
    assert_eq!(kept.as_array().unwrap().len(), 7, "{kept}");
    drop(child);
    world.check();
}

/// A server forks while its threads are in the middle of claiming, again and again.
#[test]
fn fork_while_threads_are_claiming() {
    let world = World::new();
    let mut parent = world.helper();
    parent.ok("churn", &json!({ "prefix": "shop:busy", "threads": 4 }));
    for round in 0..25 {
        let mut child = parent.fork(&world, "fork");
        child.claim(&format!("shop:child{round}"));
        let pid = child.pid;
        drop(child);
        parent.reap(pid);
    }
    assert!(parent.ok("churn_stop", &Value::Null).as_u64().unwrap() > 0);
    drop(parent);
    world.check();
}

/// Fifty workers forked from one master all claim names of their own at once.
#[test]
fn fifty_prefork_workers() {
    let world = World::with_ports(128);
    let mut master = world.helper();
    master.claim("shop:web");
    let mut workers: Vec<Helper> = (0..50).map(|_| master.fork(&world, "fork")).collect();
    for (number, worker) in workers.iter_mut().enumerate() {
        worker.send("claim", &json!({ "identity": format!("shop:worker:n{number}") }));
    }
    let mut ports: Vec<u64> = workers
        .iter_mut()
        .map(|worker| match worker.receive() {
            super::helper::Reply::Ok(claim) => claim["port"].as_u64().unwrap(),
            reply => panic!("{reply:?}"),
        })
        .collect();
    ports.sort_unstable();
    ports.dedup();
    assert_eq!(ports.len(), 50);
    master.claim("shop:again");
    world.check();
}

/// A grandchild of a forked child, each with the handle of its parent.
#[test]
fn forks_of_forks() {
    let world = World::new();
    let mut first = world.helper();
    first.claim("shop:first");
    let mut second = first.fork(&world, "fork");
    second.claim("shop:second");
    let mut third = second.fork(&world, "fork");
    third.claim("shop:third");
    for helper in [&mut first, &mut second, &mut third] {
        claim_some(helper, "shop:all");
    }
    first.kill();
    somebody_passes_by(&world);
    claim_some(&mut third, "shop:all");
    second.claim("shop:later");
    drop((second, third));
    world.check();
}

/// A process made past the C library (clone by hand): SQLite in it believes in its parent's locks, and
/// would write into a log that others take away. It is told, the parent is not harmed, and what it
/// starts works.
#[test]
fn a_child_past_the_c_library_is_refused() {
    let world = World::new();
    let mut parent = world.helper();
    claim_some(&mut parent, "shop:parent");
    let mut child = parent.fork(&world, "raw");
    let error = child.claim_err("shop:child", json!({}), "REGISTRY_UNAVAILABLE");
    assert!(error["message"].as_str().unwrap().contains("make it by fork"), "{error}");
    child.err("open", &Value::Null, "REGISTRY_UNAVAILABLE");
    // Not even a fork of it by the book is at home.
    let mut grandchild = child.fork(&world, "fork");
    grandchild.claim_err("shop:grandchild", json!({}), "REGISTRY_UNAVAILABLE");
    let mut program = child.spawn(&world);
    claim_some(&mut program, "shop:program");
    claim_some(&mut parent, "shop:parent");
    somebody_passes_by(&world);
    drop((program, grandchild));
    let pid = child.pid;
    drop(child);
    parent.reap(pid);
    somebody_passes_by(&world);
    claim_some(&mut parent, "shop:parent");
    parent.claim("shop:kept");
    drop(parent);
    assert_eq!(world.json(&["find", "shop:kept"]).as_array().unwrap().len(), 1);
    world.check();
}

/// A process made past the C library before the registry was opened is a process like any other.
#[test]
fn a_child_past_the_c_library_opens_its_own() {
    let world = World::new();
    let mut parent = world.closed_helper();
    let mut child = parent.fork(&world, "raw");
    child.open();
    claim_some(&mut child, "shop:child");
    parent.open();
    claim_some(&mut parent, "shop:parent");
    parent.kill();
    somebody_passes_by(&world);
    child.claim("shop:kept");
    drop(child);
    assert_eq!(world.json(&["find", "shop:kept"]).as_array().unwrap().len(), 1);
    world.check();
}

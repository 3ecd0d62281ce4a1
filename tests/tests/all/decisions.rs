//! The decision table, row by row, through the public API with real listeners.

use portreg_core::{Outcome, ReasonCode};
use serde_json::{Value, json};

use super::helper::Helper;
use super::world::World;

/// A program of somebody else's that listens: in another session and folder.
fn stranger(world: &World, port: u16) -> Helper {
    let mut stranger = world.helper();
    stranger.chdir(&world.path().join("elsewhere"));
    stranger.listen(port);
    stranger
}

/// Row 1: nothing is there. The asked port, else another one, and why.
#[test]
fn row_1_nothing_is_there() {
    let world = World::new();
    let mut helper = world.helper();
    let (asked, busy) = (world.port(7), world.port(8));
    let _stranger = stranger(&world, busy);
    let claim = helper.claim_with("shop:a", json!({ "port": asked }));
    assert_eq!((claim.port, claim.outcome, claim.reason), (asked, Outcome::New, None));
    let claim = helper.claim_with("shop:b", json!({ "port": busy }));
    assert_eq!((claim.outcome, claim.requested_port), (Outcome::New, Some(busy)));
    assert_eq!((claim.reason, claim.moved_from), (Some(ReasonCode::Listening), None));
    let claim = helper.claim_with("shop:c", json!({ "port": [busy, asked, world.port(9)] }));
    assert_eq!(claim.port, world.port(9), "a list is tried in order");
    let claim = helper.claim_with("shop:d", json!({ "port": asked }));
    assert_eq!((claim.reason, claim.outcome), (Some(ReasonCode::Claimed), Outcome::New));
    helper.claim_err("shop:e", json!({ "port": busy, "strict": true }), "PORT_IN_USE");
    helper.claim_err("shop:e", json!({ "port": asked, "strict": true }), "PORT_IN_USE");
    helper.err("get", &json!({ "target": "shop:e" }), "NOT_FOUND");
}

/// Row 2: held by the caller itself.
#[test]
fn row_2_held_by_the_caller() {
    let world = World::new();
    let mut helper = world.helper();
    let first = helper.claim("shop:web");
    helper.listen(first.port);
    let again = helper.claim("shop:web");
    assert_eq!((again.port, again.outcome), (first.port, Outcome::Renewed));
    assert_eq!(again.generation, first.generation);
    let busy = world.port(20);
    let _stranger = stranger(&world, busy);
    let kept = helper.claim_with("shop:web", json!({ "port": busy }));
    assert_eq!((kept.port, kept.outcome), (first.port, Outcome::Renewed));
    helper.claim_err("shop:web", json!({ "port": busy, "strict": true }), "PORT_IN_USE");
    let moved = helper.claim_with("shop:web", json!({ "port": world.port(21) }));
    assert_eq!((moved.port, moved.outcome), (world.port(21), Outcome::Moved));
}

/// Row 4: held by another process; `share` is what happens unless something else is said.
#[test]
fn row_4_held_by_another() {
    let world = World::new();
    let mut holder = world.helper();
    let port = holder.claim("shop:web").port;
    let mut other = world.helper();
    let claim = other.claim_with("shop:web", json!({ "port": world.port(30) }));
    assert_eq!((claim.port, claim.outcome), (port, Outcome::Shared));
    assert_eq!(claim.requested_port, Some(world.port(30)), "what was not given is said");
    assert_eq!(claim.holder.unwrap().pid, holder.pid);
    let strict = json!({ "port": world.port(30), "strict": true });
    other.claim_err("shop:web", strict, "IDENTITY_HELD");
    let strict = json!({ "port": port, "strict": true });
    assert_eq!(other.claim_with("shop:web", strict).outcome, Outcome::Shared);
}

/// Row 5: no owner, not ended.
#[test]
fn row_5_without_owner() {
    let world = World::new();
    let mut helper = world.helper();
    let nobody = |extra: Value| {
        let mut options = json!({ "owner": "none" });
        for (name, value) in extra.as_object().unwrap() {
            options[name] = value.clone();
        }
        options
    };
    let port = helper.claim_with("shop:web", nobody(json!({}))).port;
    let again = helper.claim_with("shop:web", nobody(json!({})));
    assert_eq!((again.port, again.outcome), (port, Outcome::Renewed));
    let wish = world.port(40);
    let moved = helper.claim_with("shop:web", nobody(json!({ "port": wish })));
    assert_eq!((moved.port, moved.outcome, moved.moved_from), (wish, Outcome::Moved, Some(port)));
    let guest = stranger(&world, wish);
    let away = helper.claim_with("shop:web", nobody(json!({})));
    assert_eq!((away.outcome, away.moved_from), (Outcome::Moved, Some(wish)));
    assert_eq!(away.holder.unwrap().pid, guest.pid);
    let strict = nobody(json!({ "port": wish, "strict": true }));
    helper.claim_err("shop:web", strict, "PORT_IN_USE");
    let taken = helper.claim("shop:web");
    assert_eq!((taken.port, taken.outcome), (away.port, Outcome::TookOver));
    world.check();
}

/// Row 6: ended. The same port; with a stranger on it another one; the asked one if it can be had.
#[test]
fn row_6_ended() {
    let world = World::new();
    let dead = |name: &str| world.helper().claim(name).port;
    let (a, b, c) = (dead("shop:a"), dead("shop:b"), dead("shop:c"));
    let mut helper = world.helper();
    let claim = helper.claim("shop:a");
    assert_eq!((claim.port, claim.outcome), (a, Outcome::TookOver));
    let guest = stranger(&world, b);
    let claim = helper.claim("shop:b");
    assert_eq!((claim.outcome, claim.moved_from), (Outcome::Moved, Some(b)));
    assert_eq!(claim.holder.unwrap().pid, guest.pid);
    let claim = helper.claim_with("shop:c", json!({ "port": world.port(50) }));
    assert_eq!((claim.port, claim.moved_from), (world.port(50), Some(c)));
    helper.claim("shop:d");
    world.check();
}

/// A dead owner's server goes on in the worktree's folder: it is the service's own, and holds it.
#[test]
fn an_own_listener_in_the_worktrees_folder() {
    let world = World::new();
    let port = world.helper().claim("shop:web").port;
    let mut server = world.helper();
    server.listen(port);
    let mut other = world.helper();
    let error = other.claim_err("shop:web", json!({ "on_conflict": "fail" }), "IDENTITY_HELD");
    assert_eq!(error["holder"]["pid"], server.pid);
    assert_eq!(other.claim("shop:web").outcome, Outcome::Shared);
    // The server itself is the holder, whoever claimed for it.
    let claim = server.claim("shop:web");
    assert_eq!((claim.port, claim.outcome), (port, Outcome::Renewed));
}

/// A port on which only the caller's own tree listens can be had: that is `adopt`.
#[test]
fn the_callers_own_tree_on_the_asked_port() {
    let world = World::new();
    let mut helper = world.helper();
    let mut child = helper.spawn(&world);
    child.listen(world.port(11));
    let asked = json!({ "port": world.port(11), "strict": true });
    assert_eq!(helper.claim_with("shop:web", asked).port, world.port(11));
    let mut other = world.helper();
    other.listen(world.port(12));
    let asked = json!({ "port": world.port(12), "strict": true });
    helper.claim_err("shop:api", asked.clone(), "PORT_IN_USE");
    // For that process, by whoever asks.
    let adopted = json!({ "port": world.port(12), "strict": true, "owner": other.pid });
    let claim = helper.claim_with("shop:api", adopted);
    assert_eq!((claim.port, claim.outcome), (world.port(12), Outcome::New));
    assert_eq!(helper.get("shop:api").owner.unwrap().pid, other.pid);
}

/// Ports that are kept out of use, and how many a project may have.
#[test]
fn reserved_ports_and_limits() {
    let world = World::new();
    let mut helper = world.helper();
    let reserved = world.port(3);
    helper.ok("reserve", &json!({ "ports": format!("{}-{}", reserved, world.port(6)) }));
    helper.claim_err("shop:a", json!({ "port": reserved, "strict": true }), "PORT_RESERVED");
    let claim = helper.claim_with("shop:a", json!({ "port": reserved }));
    assert_eq!((claim.reason, claim.requested_port), (Some(ReasonCode::Reserved), Some(reserved)));
    helper.claim_err("shop:b", json!({ "port": 6000, "strict": true }), "PORT_RESERVED");
    for number in 0..12 {
        let port = helper.claim(&format!("shop:n{number}")).port;
        assert!(!(reserved..=world.port(6)).contains(&port));
    }
    let folder = world.path().join("portreg");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.json"), r#"{ "maxPortsPerProject": 2 }"#).unwrap();
    let mut limited = world.helper();
    limited.claim("store:a");
    limited.claim("store:b");
    let error = limited.claim_err("store:c", json!({}), "LIMIT_REACHED");
    assert_eq!((&error["limit"], &error["claimed"]), (&json!(2), &json!(2)));
    limited.claim("store:a");
    limited.ok("release", &json!({ "target": "store:a" }));
    limited.claim("store:c");
    limited.claim("bank:a");
}

/// A committed port of the project config is what a claim asks for.
#[test]
fn the_configured_port_is_asked_for() {
    let world = World::new();
    world.configure(
        &json!({ "shop:web:*": { "port": world.port(33) }, "shop:job": { "port": false } }),
    );
    let mut helper = world.helper();
    assert_eq!(helper.claim("shop:web:main").port, world.port(33));
    let other = helper.claim("shop:web:feature");
    assert_ne!(other.port, world.port(33));
    assert_eq!(other.requested_port, Some(world.port(33)));
    helper.claim_err("shop:job", json!({}), "INVALID_OPTION");
}

//! Services that outlive who claimed for them, and claims that outlive everybody.

use std::time::Duration;

use portreg_core::{Outcome, Status};
use serde_json::{Value, json};

use super::world::{World, is_free, wait_for};

/// A server daemonises itself: the one that claimed forks twice, leaves its session and ends. The
/// claim is held by what listens.
#[test]
fn a_daemon_holds_what_its_starter_claimed() {
    let world = World::new();
    let mut starter = world.helper();
    let port = starter.claim("shop:web").port;
    let mut daemon = starter.fork(&world, "daemon");
    daemon.listen(port);
    starter.kill();
    let mut other = world.helper();
    let error = other.claim_err("shop:web", json!({ "on_conflict": "fail" }), "IDENTITY_HELD");
    assert_eq!(error["holder"]["pid"], daemon.pid);
    let shared = other.claim("shop:web");
    assert_eq!((shared.port, shared.outcome), (port, Outcome::Shared));
    assert_eq!(shared.holder.unwrap().pid, daemon.pid);
    let service = other.get("shop:web");
    assert_eq!((service.status, service.pid), (Status::Running, Some(daemon.pid)));
    assert_eq!(other.ok("cleanup", &Value::Null), json!([]));
    // The daemon itself holds it.
    assert_eq!(daemon.claim("shop:web").port, port);
    daemon.kill();
    wait_for("the port to be free", || is_free(port).then_some(()));
    let claim = other.claim("shop:web");
    assert_eq!((claim.port, claim.outcome), (port, Outcome::TookOver));
    world.check();
}

/// A child that listens outlives its parent without daemonising: it shares its session.
#[test]
fn a_listening_child_outlives_its_parent() {
    let world = World::new();
    let mut parent = world.helper();
    let port = parent.claim("shop:web").port;
    let mut child = parent.fork(&world, "fork");
    child.chdir(std::path::Path::new("/"));
    child.listen(port);
    parent.kill();
    let mut other = world.helper();
    other.claim_err("shop:web", json!({ "on_conflict": "fail" }), "IDENTITY_HELD");
    assert_eq!(other.ok("cleanup", &Value::Null), json!([]));
}

/// A child that listens nowhere holds nothing.
#[test]
fn a_silent_child_holds_nothing() {
    let world = World::new();
    let mut parent = world.helper();
    let port = parent.claim("shop:web").port;
    let child = parent.fork(&world, "fork");
    parent.kill();
    let claim = world.helper().claim("shop:web");
    assert_eq!((claim.port, claim.outcome), (port, Outcome::TookOver));
    drop(child);
}

/// A database with a fixed place: the owner ends, years go by, the claim stays, without owner, and is
/// never cleaned; the next start gets the same port.
#[test]
fn a_persistent_claim_with_an_owner() {
    let world = World::new();
    let mut owner = world.helper();
    let port = owner.claim_with("shop:db", json!({ "persistent": true })).port;
    let mut other = world.helper();
    other.claim_err("shop:db", json!({ "on_conflict": "fail" }), "IDENTITY_HELD");
    owner.kill();
    world.advance(Duration::from_secs(3 * 365 * 24 * 3600));
    let mut later = world.helper();
    assert_eq!(later.ok("cleanup", &Value::Null), json!([]));
    let service = later.get("shop:db");
    assert_eq!((service.port, service.persistent), (Some(port), true));
    // Nobody else gets the port, not even by number.
    let wanted = json!({ "port": port, "strict": true });
    later.claim_err("shop:other", wanted, "PORT_IN_USE");
    let claim = later.claim("shop:db");
    assert_eq!((claim.port, claim.outcome, claim.expires_at_ms), (port, Outcome::TookOver, None));
    world.check();
}

/// The machine was started again: every owner of before is gone, whatever its pid does now. Names
/// keep their ports.
#[test]
fn a_reboot() {
    let world = World::new();
    let mut owner = world.helper();
    let web = owner.claim("shop:web").port;
    let db = owner.claim_with("shop:db", json!({ "persistent": true })).port;
    // The owner still runs: as after a reboot some process has its pid, and even its start time.
    let changed =
        world.sql().execute("UPDATE service SET owner_boot = owner_boot + 1", []).unwrap();
    assert_eq!(changed, 2);
    let mut next = world.helper();
    assert_eq!(next.get("shop:web").status, Status::Stopped);
    let claim = next.claim_with("shop:web", json!({ "on_conflict": "fail" }));
    assert_eq!((claim.port, claim.outcome), (web, Outcome::TookOver));
    let ended = next.ok("cleanup", &Value::Null);
    assert_eq!(ended, json!([]), "the web is taken over, the database persistent");
    assert_eq!(next.claim("shop:db").port, db);
    world.check();
}

/// After a reboot a stranger listens on the port: the name moves, and says so.
#[test]
fn a_reboot_and_a_stranger_on_the_port() {
    let world = World::new();
    let mut owner = world.helper();
    let web = owner.claim("shop:web").port;
    owner.kill();
    world.sql().execute("UPDATE service SET owner_boot = owner_boot + 1", []).unwrap();
    let mut stranger = world.helper();
    stranger.chdir(&world.path().join("elsewhere"));
    stranger.listen(web);
    let claim = world.helper().claim("shop:web");
    assert_eq!((claim.outcome, claim.moved_from), (Outcome::Moved, Some(web)));
    assert_eq!(claim.holder.unwrap().pid, stranger.pid);
}

/// Another process got the pid of a dead owner: it is told apart by its start.
#[test]
fn a_pid_that_is_used_again() {
    let world = World::new();
    let mut owner = world.helper();
    let port = owner.claim("shop:web").port;
    world.sql().execute("UPDATE service SET owner_start = owner_start - 1", []).unwrap();
    let mut next = world.helper();
    let claim = next.claim_with("shop:web", json!({ "on_conflict": "fail" }));
    assert_eq!((claim.port, claim.outcome), (port, Outcome::TookOver));
    // The old claim object cannot touch the new claim.
    owner.claim_err("shop:web", json!({ "on_conflict": "fail" }), "IDENTITY_HELD");
}

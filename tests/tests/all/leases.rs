//! Time: clocks that jump, claims that expire, and what time never ends.

use std::time::Duration;

use portreg_core::Outcome;
use serde_json::{Value, json};

use super::world::World;

const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);
const HOUR: Duration = Duration::from_secs(3600);

/// The clock was wrong by a year and is set: what a process owns stays, what nobody owns expires.
#[test]
fn the_clock_is_set_forward_a_year() {
    let world = World::new();
    let mut owner = world.helper();
    let web = owner.claim("shop:web").port;
    owner.claim_with("shop:script", json!({ "owner": "none" }));
    world.advance(YEAR);
    let mut later = world.helper();
    later.claim_err("shop:web", json!({ "on_conflict": "fail" }), "IDENTITY_HELD");
    let ended = later.ok("cleanup", &Value::Null);
    assert_eq!(ended.as_array().unwrap().len(), 1);
    assert_eq!(
        (&ended[0]["identity"], &ended[0]["reason"]),
        (&json!("shop:script"), &json!("expired"))
    );
    assert_eq!(later.claim("shop:web").port, web);
    assert_eq!(owner.claim("shop:web").outcome, Outcome::Renewed);
    world.check();
}

/// And set back again: nothing ends, and what was renewed in the future is still somebody's.
#[test]
fn the_clock_is_set_back() {
    let world = World::new();
    world.advance(YEAR);
    let mut owner = world.helper();
    let web = owner.claim("shop:web").port;
    let script = owner.claim_with("shop:script", json!({ "owner": "none" })).port;
    world.advance(Duration::ZERO);
    let mut now = world.helper();
    assert_eq!(now.ok("cleanup", &Value::Null), json!([]));
    now.claim_err("shop:web", json!({ "on_conflict": "fail" }), "IDENTITY_HELD");
    assert_eq!(now.claim("shop:web").port, web);
    assert_eq!(now.claim_with("shop:script", json!({ "owner": "none" })).port, script);
    world.check();
}

/// A claim without owner lasts 8 h from its last use.
#[test]
fn a_claim_without_owner_lasts_eight_hours() {
    let world = World::new();
    let port = world.claim_q("shop:web");
    for hours in [7, 14, 21] {
        world.advance(HOUR * hours);
        assert_eq!(world.ok(&["cleanup", "-q"]), "");
        let claim = world.json(&["claim", "shop:web"]);
        assert_eq!((&claim["port"], &claim["outcome"]), (&json!(port), &json!("renewed")));
    }
    world.advance(HOUR * 30);
    let claim = world.json(&["claim", "shop:web"]);
    assert_eq!((&claim["port"], &claim["outcome"]), (&json!(port), &json!("took_over")));
    world.advance(HOUR * 39);
    assert_eq!(world.json(&["cleanup"])[0]["reason"], "expired");
    world.check();
}

/// A claim whose time is over and on whose port something listens has not ended: not for the
/// cleanup, not for who asks for the port, and not for the name.
#[test]
fn time_ends_nothing_that_listens() {
    let world = World::new();
    let port = world.claim_q("shop:web");
    let mut server = world.helper();
    server.chdir(&world.path().join("elsewhere"));
    server.listen(port);
    world.advance(YEAR);
    let mut other = world.helper();
    assert_eq!(other.ok("cleanup", &Value::Null), json!([]));
    other.claim_err("shop:other", json!({ "port": port, "strict": true }), "PORT_IN_USE");
    assert_eq!(other.get("shop:web").port, Some(port));
    drop(server);
    let ended = super::world::wait_for("the claim to end", || {
        let ended = other.ok("cleanup", &Value::Null);
        (ended != json!([])).then_some(ended)
    });
    assert_eq!(ended[0]["reason"], "expired");
    world.check();
}

/// A time with an owner: whichever ends first.
#[test]
fn a_time_with_an_owner() {
    let world = World::new();
    let mut owner = world.helper();
    let port = owner.claim_with("shop:web", json!({ "expires_ms": 3_600_000 })).port;
    world.advance(HOUR / 2);
    let mut other = world.helper();
    other.claim_err("shop:web", json!({ "on_conflict": "fail" }), "IDENTITY_HELD");
    world.advance(HOUR * 2);
    let mut other = world.helper();
    let claim = other.claim_with("shop:web", json!({ "on_conflict": "fail" }));
    assert_eq!((claim.port, claim.outcome), (port, Outcome::TookOver));
    // Dead before its time is over.
    other.claim_with("shop:api", json!({ "expires_ms": 3_600_000 }));
    other.kill();
    let claim = world.helper().claim_with("shop:api", json!({ "on_conflict": "fail" }));
    assert_eq!(claim.outcome, Outcome::TookOver);
}

/// A name has its port back after its claim expired and was cleaned away: memory outlives it.
#[test]
fn memory_outlives_a_claim() {
    let world = World::new();
    let first = world.claim_q("shop:a");
    let second = world.claim_q("shop:b");
    world.advance(HOUR * 9);
    world.ok(&["cleanup"]);
    assert_ne!(world.claim_q("shop:c"), first);
    assert_eq!(world.claim_q("shop:b"), second);
    assert_eq!(world.claim_q("shop:a"), first);
}

/// 180 days later the name is forgotten.
#[test]
fn memory_ends_after_180_days() {
    let world = World::new();
    world.claim_q("shop:a");
    world.ok(&["release", "shop:a"]);
    let memories = || world.json(&["export"])["memory"].as_array().unwrap().len();
    world.advance(HOUR * 24 * 179);
    world.ok(&["cleanup"]);
    assert_eq!(memories(), 1);
    world.advance(HOUR * 24 * 181);
    world.ok(&["cleanup"]);
    assert_eq!(memories(), 0);
}

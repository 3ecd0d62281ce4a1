//! Whose a claim is: NOT_OWNER, --force, generations, and what is written down about it.

use portreg_core::Outcome;
use serde_json::{Value, json};

use super::world::World;

/// A held claim is given up, moved or renamed only by its owner's line; by others by force, and the
/// history says so.
#[test]
fn only_the_owners_line_may_touch_a_held_claim() {
    let world = World::new();
    let mut owner = world.helper();
    let port = owner.claim("shop:web").port;
    let mut other = world.helper();
    for (act, fields) in [
        ("release", json!({ "target": "shop:web" })),
        ("release_matching", json!({ "pattern": "shop", "under": true })),
        ("reassign", json!({ "target": "shop:web" })),
        ("rename", json!({ "old": "shop:web", "new": "shop:site" })),
    ] {
        let error = other.err(act, &fields, "NOT_OWNER");
        assert_eq!(error["holder"]["pid"], owner.pid);
        assert!(error["holder"]["started_at_ms"].as_i64().unwrap() > 0);
        assert!(error["message"].as_str().unwrap().contains("--force"), "{error}");
    }
    let answer = world.portreg(&["release", "shop:web"]);
    assert_eq!(answer.code, 4, "{answer:?}");
    assert!(answer.err.contains(&owner.pid.to_string()), "{answer:?}");
    assert_eq!(owner.claim("shop:web").port, port);

    world.ok(&["release", "shop:web", "--force"]);
    let history = world.json(&["history", "shop:web"]);
    let last = history.as_array().unwrap().last().unwrap();
    assert_eq!((&last["action"], &last["port"]), (&json!("release"), &json!(port)));
    assert!(last["details"].to_string().contains("force"), "{last}");
    assert!(last["actor"].as_str().unwrap().contains("pid"), "{last}");
    // The owner, which does not know of it, claims again and goes on.
    let again = owner.claim("shop:web");
    assert_eq!((again.port, again.outcome), (port, Outcome::New));
}

/// A move and a rename by force are written down too.
#[test]
fn a_move_by_force_is_audited() {
    let world = World::new();
    let mut owner = world.helper();
    owner.claim("shop:web");
    owner.claim("shop:api");
    world.ok(&["reassign", "shop:web", "--next", "--force"]);
    world.ok(&["rename", "shop:api", "shop:backend", "--force"]);
    for name in ["shop:web", "shop:backend"] {
        let history = world.json(&["history", name]);
        let last = history.as_array().unwrap().last().unwrap().clone();
        assert!(last["details"].to_string().contains("force"), "{last}");
    }
}

/// Ancestors and descendants of the owner are of its line.
#[test]
fn ancestors_and_descendants_may() {
    let world = World::new();
    let mut parent = world.helper();
    let mut child = parent.spawn(&world);
    child.claim("shop:a");
    parent.ok("release", &json!({ "target": "shop:a" }));
    parent.claim("shop:b");
    child.ok("reassign", &json!({ "target": "shop:b" }));
    child.ok("release", &json!({ "target": "shop:b" }));
    parent.err("get", &json!({ "target": "shop:b" }), "NOT_FOUND");
    // A sibling is not.
    let mut sibling = parent.spawn(&world);
    child.claim("shop:c");
    sibling.err("release", &json!({ "target": "shop:c" }), "NOT_OWNER");
}

/// What nobody holds may be given up by everybody.
#[test]
fn an_ended_claim_is_anybodys() {
    let world = World::new();
    world.helper().claim("shop:web");
    world.ok(&["release", "shop:web"]);
    world.ok(&["claim", "shop:api"]);
    world.ok(&["release", "shop", "--under"]);
    assert_eq!(world.portreg(&["release", "shop:api"]).code, 3);
}

/// A claim object of before: its generation has moved on, so it can neither renew nor release what
/// belongs to another process now.
#[test]
fn an_old_claim_object_is_fenced_off() {
    let world = World::new();
    let mut first = world.helper();
    let old = first.claim_with("shop:web", json!({ "expires_ms": 60_000 }));
    world.advance(std::time::Duration::from_secs(3600));
    let mut second = world.helper();
    let new = second.claim("shop:web");
    assert_eq!((new.port, new.outcome), (old.port, Outcome::TookOver));
    assert!(new.generation > old.generation);
    let fields = json!({ "claim": old });
    let error = first.err("renew", &fields, "NOT_OWNER");
    assert_eq!(
        (&error["expected"], &error["found"]),
        (&json!(old.generation), &json!(new.generation))
    );
    first.err("release_claim", &fields, "NOT_OWNER");
    assert_eq!(second.claim("shop:web").generation, new.generation);
    second.ok("release_claim", &json!({ "claim": new }));
    first.err("renew", &fields, "NOT_OWNER");
}

/// A generation is never given twice, not even after a release.
#[test]
fn generations_grow_over_releases() {
    let world = World::new();
    let mut helper = world.helper();
    let mut last = 0;
    for _ in 0..5 {
        let claim = helper.claim("shop:web");
        assert!(claim.generation > last);
        last = claim.generation;
        helper.ok("release", &json!({ "target": "shop:web" }));
        helper.err("renew", &json!({ "claim": claim }), "NOT_OWNER");
    }
}

/// `claim --pid`: the claim is that process's and ends with it.
#[test]
fn a_claim_for_another_process() {
    let world = World::new();
    let server = world.helper();
    let pid = server.pid.to_string();
    let claim = world.json(&["claim", "shop:web", "--pid", &pid]);
    let error = world.portreg(&["claim", "shop:web", "--on-conflict", "fail"]);
    assert_eq!(error.code, 4, "{error:?}");
    assert!(error.err.contains(&pid), "{error:?}");
    server.kill();
    assert_eq!(world.json(&["cleanup"])[0]["reason"], "owner_gone");
    assert_eq!(world.claim_q("shop:web"), claim["port"].as_u64().unwrap() as u16);
    assert_eq!(world.portreg(&["claim", "shop:web", "--pid", &pid]).code, 2, "it is gone");
    world.check();
}

/// Many ask for one free name at the same moment: one of them has it, all get the same port.
#[test]
fn one_name_and_many_claimers() {
    let world = World::new();
    let mut helpers: Vec<_> = (0..12).map(|_| world.helper()).collect();
    for round in 0..5 {
        let fields = json!({ "identity": format!("shop:r{round}") });
        helpers.iter_mut().for_each(|helper| helper.send("claim", &fields));
        let claims: Vec<Value> = helpers
            .iter_mut()
            .map(|helper| match helper.receive() {
                super::helper::Reply::Ok(claim) => claim,
                reply => panic!("{reply:?}"),
            })
            .collect();
        assert!(claims.iter().all(|claim| claim["port"] == claims[0]["port"]), "{claims:?}");
        let new = claims.iter().filter(|claim| claim["outcome"] == "new").count();
        assert_eq!(new, 1, "{claims:?}");
    }
    world.check();
}

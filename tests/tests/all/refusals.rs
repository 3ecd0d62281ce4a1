//! What is refused: options that mean nothing, ports that are kept aside, what has passed on.

use serde_json::{Value, json};

use super::server::Server;
use super::world::World;

/// A mistake is named by its option, and nothing is claimed by half.
#[test]
fn options_that_mean_nothing() {
    let world = World::new();
    let mut helper = world.helper();
    for (option, options) in [
        ("port", json!({ "port": 0 })),
        ("port", json!({ "port": [world.port(1), 0] })),
        ("range", json!({ "range": "0-9" })),
        ("pool", json!({ "range": "4000-4099", "pool": "dev" })),
        ("expires", json!({ "expires_ms": 0 })),
        ("expires", json!({ "expires_ms": 1000, "persistent": true })),
        ("pid", json!({ "owner": 0 })),
        ("pair", json!({ "pair": "no name" })),
        ("ready", json!({ "launch": { "ready": { "telepathy": true } } })),
        ("dir", json!({ "dir": "" })),
    ] {
        let error = helper.claim_err("shop:web", options.clone(), "INVALID_OPTION");
        assert_eq!(error["option"], option, "{options}: {error}");
    }
    assert_eq!(helper.ok("find", &json!({})), json!([]));
}

/// A port that the configuration keeps out of use cannot be freed by `unreserve`: that is said.
#[test]
fn ports_that_the_configuration_keeps_out_of_use() {
    let world = World::new();
    let port = world.port(5);
    world.set("PORTREG_RESERVED", port);
    let mut helper = world.helper();
    let error =
        helper.claim_err("shop:web", json!({ "port": port, "strict": true }), "PORT_RESERVED");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("configuration") && !message.contains("unreserve"), "{message}");
    let claim = helper.claim_with("shop:web", json!({ "port": port }));
    assert_ne!(claim.port, port);
    world.unset("PORTREG_RESERVED");
    world.ok(&["reserve", &port.to_string(), "--reason", "the printer"]);
    let error =
        helper.claim_err("shop:api", json!({ "port": port, "strict": true }), "PORT_RESERVED");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains(&format!("portreg unreserve {port}")), "{message}");
}

/// All siblings of a name are held: no endless search, and no hundredth one.
#[test]
fn more_copies_than_siblings() {
    let world = World::with_ports(128);
    let mut holder = world.helper();
    holder.claim("shop:web");
    for number in 2..=99 {
        holder.claim(&format!("shop:web.{number}"));
    }
    let next = json!({ "on_conflict": "next" });
    let mut other = world.helper();
    let error = other.claim_err("shop:web", next.clone(), "IDENTITY_HELD");
    assert!(error["message"].as_str().unwrap().contains(".2 to .99"), "{error}");
    holder.ok("release", &json!({ "target": "shop:web.98" }));
    assert_eq!(other.claim_with("shop:web", next).identity.as_str(), "shop:web.98");
}

/// `replace` ends what `run` has started for the name, also where that does not listen yet, and `run`
/// with it; the port is taken over when it is free.
#[test]
fn replace_ends_what_run_has_started() {
    let world = World::new();
    let mut old = world.noted_run(&["shop:web"]);
    let port = world.json(&["find", "shop:web"])[0]["port"].clone();
    let mut new = world.helper();
    let claim = new.claim_with("shop:web", json!({ "on_conflict": "replace" }));
    // The old `run` may be faster and release it: then it is new again, on the same port.
    assert_eq!(port, claim.port);
    assert!(super::helper::is_dead(old.pid));
    old.status();
    let history = world.ok(&["history", "shop:web"]);
    assert!(history.contains(&format!("ended claimer (pid {})", old.pid)), "{history}");
    new.listen(claim.port);
    assert_eq!(new.get("shop:web").owner.unwrap().pid, new.pid);
    world.check();
}

/// Listens on a port that others may listen on too, and says so.
const SIDE_BY_SIDE: &str = r#"
import socket, sys
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen()
print("ready", flush=True)
sys.stdin.read()
"#;

/// The holder was ended, and a stranger is on its port: the port is not given as if it were free.
#[test]
fn replace_does_not_give_a_port_that_a_stranger_has() {
    let world = World::new();
    let port = world.port(9).to_string();
    let mut old = Server::python(&world, SIDE_BY_SIDE, &[&port]);
    world.ok(&["adopt", "shop:web", &format!(":{port}"), "-q"]);
    let stranger = Server::elsewhere(&world, SIDE_BY_SIDE, &[&port]);
    let mut new = world.helper();
    let replace = json!({ "on_conflict": "replace" });
    let error = new.claim_err("shop:web", replace, "IDENTITY_HELD");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("another process has the port by now"), "{message}");
    old.wait();
    assert!(!super::helper::is_dead(stranger.pid));
    let claim = new.claim("shop:web");
    assert_ne!(claim.port.to_string(), port);
}

/// A claim object that was overtaken ends and renews nothing.
#[test]
fn what_has_passed_on() {
    let world = World::new();
    let mut helper = world.helper();
    let claim = helper.ok("claim", &json!({ "identity": "shop:web", "options": Value::Null }));
    helper.ok("reassign", &json!({ "target": "shop:web" }));
    for act in ["renew", "release_claim"] {
        helper.err(act, &json!({ "claim": claim }), "NOT_OWNER");
    }
    assert!(helper.get("shop:web").port.is_some());
}

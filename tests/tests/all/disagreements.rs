//! `conflicts`: every kind, made with real servers, and what the history tells of them.

use std::time::Duration;

use serde_json::{Value, json};

use super::listeners::SERVER;
use super::server::Server;
use super::world::World;

/// The only conflict there is.
#[track_caller]
fn only(world: &World) -> Value {
    let all = world.json(&["conflicts"]);
    assert_eq!(all.as_array().unwrap().len(), 1, "{all}");
    all[0].clone()
}

#[test]
fn a_stranger_on_a_registered_port() {
    let world = World::new();
    let port = world.claim_q("shop:web");
    assert_eq!(world.json(&["conflicts"]), json!([]));
    let mut stranger = Server::elsewhere(&world, SERVER, &[&port.to_string()]);
    let conflict = only(&world);
    assert_eq!(conflict["kind"], "foreign_listener");
    assert_eq!((&conflict["identity"], &conflict["port"]), (&json!("shop:web"), &json!(port)));
    assert_eq!(conflict["found"]["pid"], stranger.pid);
    let hint = conflict["hint"].as_str().unwrap();
    assert!(hint.contains(&format!("portreg kill :{port}")), "{hint}");
    assert!(conflict["expected"].as_str().unwrap().contains("shop:web"));

    // The history knows it once, and again only when it is somebody else.
    let mismatches = || {
        let history = world.json(&["history", "shop:web"]);
        let all = history.as_array().unwrap();
        all.iter().filter(|event| event["action"] == "mismatch").count()
    };
    assert_eq!(mismatches(), 1);
    only(&world);
    world.json(&["status"]);
    assert_eq!(mismatches(), 1);
    drop(stranger.input.take());
    stranger.wait();
    let _other = Server::elsewhere(&world, SERVER, &[&port.to_string()]);
    only(&world);
    assert_eq!(mismatches(), 2);

    // What the hint says does it.
    world.ok(&["kill", &format!(":{port}")]);
    assert_eq!(world.json(&["conflicts"]), json!([]));
}

#[test]
fn nobody_listens_where_a_service_runs() {
    let world = World::new();
    let mut run = world.noted_run(&["shop:web"]);
    let conflict = only(&world);
    assert_eq!((&conflict["kind"], conflict.get("found")), (&json!("not_listening"), None));
    let port = conflict["port"].as_u64().unwrap() as u16;
    let other = world.port(30);
    run.listen(other);
    let conflict = only(&world);
    assert_eq!(
        (&conflict["kind"], &conflict["found"]["port"]),
        (&json!("not_listening"), &json!(other))
    );
    assert!(conflict["hint"].as_str().unwrap().contains(&format!("{other} instead of {port}")));
    run.listen(port);
    assert_eq!(world.json(&["conflicts"]), json!([]));
}

#[test]
fn a_server_that_clients_of_ipv4_do_not_reach() {
    const V6: &str = r#"
import socket, sys
kept = socket.create_server(("::1", int(sys.argv[1])), family=socket.AF_INET6)
print("ready", flush=True)
sys.stdin.read()
"#;
    let world = World::new();
    let port = world.claim_q("shop:web");
    let _server = Server::python(&world, V6, &[&port.to_string()]);
    let conflict = only(&world);
    assert_eq!(conflict["kind"], "wrong_address");
    assert_eq!(conflict["expected"], format!("127.0.0.1:{port}"));
    assert!(conflict["hint"].as_str().unwrap().contains("127.0.0.1"), "{conflict}");
}

#[test]
fn a_server_that_others_can_reach_where_the_config_says_loopback() {
    const OPEN: &str = r#"
import socket, sys
kept = socket.create_server(("0.0.0.0", int(sys.argv[1])))
print("ready", flush=True)
sys.stdin.read()
"#;
    let world = World::new();
    let port = world.claim_q("shop:api");
    let _server = Server::python(&world, OPEN, &[&port.to_string()]);
    assert_eq!(world.json(&["conflicts"]), json!([]), "nobody said that it must not");
    world.configure(&json!({ "shop:api": { "host": "localhost" } }));
    assert_eq!(world.claim_q("shop:api"), port);
    let conflict = only(&world);
    assert_eq!(conflict["kind"], "wrong_address");
    assert!(conflict["hint"].as_str().unwrap().contains("other machines"), "{conflict}");
}

#[test]
fn two_servers_on_one_port() {
    const ON: &str = r#"
import socket, sys
family = socket.AF_INET6 if ":" in sys.argv[2] else socket.AF_INET
kept = socket.create_server((sys.argv[2], int(sys.argv[1])), family=family)
print("ready", flush=True)
sys.stdin.read()
"#;
    let world = World::new();
    let port = world.claim_q("shop:web");
    let one = Server::python(&world, ON, &[&port.to_string(), "127.0.0.1"]);
    assert_eq!(world.json(&["conflicts"]), json!([]));
    let two = Server::python(&world, ON, &[&port.to_string(), "::1"]);
    let conflict = only(&world);
    assert_eq!(conflict["kind"], "duplicate_owner");
    let hint = conflict["hint"].as_str().unwrap();
    for server in [&one, &two] {
        assert!(hint.contains(&server.pid.to_string()), "{hint}");
    }
    drop(two);
    let _stranger = Server::elsewhere(&world, ON, &[&port.to_string(), "::1"]);
    assert_eq!(only(&world)["kind"], "duplicate_owner");
}

#[test]
fn a_claim_whose_time_is_over_and_that_still_listens() {
    let world = World::new();
    let mut owner = world.helper();
    let port = owner.claim_with("shop:web", json!({ "expires_ms": 60_000 })).port;
    owner.listen(port);
    assert_eq!(world.json(&["conflicts"]), json!([]));
    world.advance(Duration::from_secs(3600));
    let conflict = only(&world);
    assert_eq!(
        (&conflict["kind"], &conflict["found"]["pid"]),
        (&json!("expired_but_live"), &json!(owner.pid))
    );
    assert_eq!(world.json(&["cleanup"]), json!([]), "what listens is never cleaned away");
}

/// Refusals are in the history, with the verb and the code.
#[test]
fn refusals_are_noted() {
    let world = World::new();
    let port = world.port(0);
    let _stranger = Server::elsewhere(&world, SERVER, &[&port.to_string()]);
    let answer = world.portreg(&["claim", "shop:web", "--port", &port.to_string(), "--strict"]);
    assert_eq!(answer.code, 4);
    let mut holder = world.helper();
    holder.claim("shop:api");
    assert_eq!(world.portreg(&["release", "shop:api"]).code, 4);
    let history = world.json(&["history"]);
    let refused: Vec<(&Value, &Value)> = history
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["action"] == "refused")
        .map(|event| (&event["details"]["verb"], &event["details"]["code"]))
        .collect();
    let expected =
        [(&json!("claim"), &json!("PORT_IN_USE")), (&json!("release"), &json!("NOT_OWNER"))];
    assert_eq!(refused, expected);
    world.check();
}

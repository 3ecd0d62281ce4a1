//! `ports`, `find` and `status`: who listens where, and which service that is.

use std::time::Duration;

use serde_json::{Value, json};

use super::server::Server;
use super::world::World;

/// Listens on the ports of its arguments.
pub(crate) const SERVER: &str = r#"
import socket, sys
kept = [socket.create_server(("127.0.0.1", int(port))) for port in sys.argv[1:]]
print("ready", flush=True)
sys.stdin.read()
"#;

/// The listeners of one port.
pub(crate) fn on(world: &World, port: u16) -> Value {
    world.json(&["ports", "--port", &port.to_string()])
}

/// Claimed by the command, started by hand: nobody told the registry, and it knows.
#[test]
fn a_server_started_by_hand_is_its_service() {
    let world = World::new();
    let port = world.claim_q("shop:web");
    let before = world.json(&["find", "shop:web"])[0].clone();
    assert_eq!(before["status"], "assigned");
    let mut command = world.command("python3");
    command.args(["-u", "-m", "http.server", "--bind", "127.0.0.1", &port.to_string()]);
    let server = Server::start(command);

    let listed = on(&world, port);
    let listener = &listed[0];
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(listener["pid"], server.pid);
    assert_eq!(
        (&listener["identity"], &listener["label"]),
        (&json!("shop:web"), &json!("Python http.server"))
    );
    assert_eq!(
        (&listener["protocol"], &listener["addresses"]),
        (&json!("tcp"), &json!(["127.0.0.1"]))
    );
    assert!(listener["process"].as_str().unwrap().starts_with("python"));
    assert!(listener["cmd"].as_str().unwrap().contains("http.server"));
    assert!(listener["started_at_ms"].as_i64().unwrap() > 0);

    // Hours later it is seen, and its time goes on from then.
    world.advance(Duration::from_secs(7 * 3600));
    let found = world.json(&["find", "shop:web"])[0].clone();
    assert_eq!((&found["status"], &found["pid"]), (&json!("running"), &json!(server.pid)));
    let later = |name: &str| found[name].as_i64().unwrap() - before[name].as_i64().unwrap();
    assert!(later("last_seen_ms") >= 7 * 3_600_000 && later("expires_at_ms") >= 7 * 3_600_000);
    drop(server);
    world.advance(Duration::from_secs(14 * 3600));
    let found = world.json(&["find", "shop:web"])[0].clone();
    assert_eq!(found["status"], "assigned");
    assert_eq!(
        world.json(&["cleanup", "--dry-run"]),
        json!([]),
        "seen 7 h ago, it has an hour left"
    );
    world.advance(Duration::from_secs(16 * 3600));
    assert_eq!(world.json(&["cleanup"])[0]["reason"], "expired");
    world.check();
}

/// A stranger in the same folder is no service where the owner of that lives.
#[test]
fn the_folder_explains_nobody_while_the_owner_lives() {
    let world = World::new();
    let mut owner = world.helper();
    let port = owner.claim("shop:web").port;
    let stranger = Server::python(&world, SERVER, &[&port.to_string()]);
    assert!(on(&world, port)[0].get("identity").is_none());
    owner.kill();
    assert_eq!(on(&world, port)[0]["identity"], "shop:web");
    assert_eq!(on(&world, port)[0]["pid"], stranger.pid);
}

/// A server that something else starts is known by the program that the configuration expects.
#[test]
fn the_expected_program_is_its_service() {
    let world = World::new();
    let port = world.port(9);
    world.configure(&json!({ "shop:db": { "port": port, "process": "python3" } }));
    assert_eq!(world.claim_q("shop:db"), port);
    let mut command = world.command("python3");
    command.args(["-c", SERVER, &port.to_string()]).current_dir(world.path().join("elsewhere"));
    let _server = Server::start(command);
    assert_eq!(on(&world, port)[0]["identity"], "shop:db");
    assert_eq!(world.json(&["conflicts"]), json!([]));
    world.configure(&json!({ "shop:db": { "port": port, "process": "postgres" } }));
    assert!(on(&world, port)[0].get("identity").is_none());
    assert_eq!(world.json(&["conflicts"])[0]["kind"], "foreign_listener");
}

/// One row a process, with all its addresses; datagrams where they are asked for.
#[test]
fn sockets_of_one_process_are_one_row() {
    const BOTH: &str = r#"
import socket, sys
port = int(sys.argv[1])
kept = [socket.create_server((a, port), family=f) for a, f in (("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6))]
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", port))
print("ready", flush=True)
sys.stdin.read()
"#;
    let world = World::new();
    // The UDP port of the world's first number is how the world keeps its ports to itself.
    let port = world.port(1);
    let server = Server::python(&world, BOTH, &[&port.to_string()]);
    let listed = on(&world, port);
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(listed[0]["addresses"], json!(["127.0.0.1", "::1"]));
    let all = world.json(&["ports", "--port", &port.to_string(), "--all"]);
    let protocols: Vec<&Value> =
        all.as_array().unwrap().iter().map(|one| &one["protocol"]).collect();
    assert_eq!(protocols, [&json!("tcp"), &json!("udp")]);
    assert_eq!(all[1]["pid"], server.pid);
    assert_eq!(world.ok(&["ports", "--port", &port.to_string(), "-q"]), port.to_string());
}

/// Where another pid namespace hides the process there is still the socket and its user.
#[test]
fn a_hidden_process_is_a_listener_without_pid() {
    let world = World::new();
    let port = world.port(0);
    let _server = Server::python(&world, SERVER, &[&port.to_string()]);
    let mut command = world.command("unshare");
    command.args(["--pid", "--fork", "--mount-proc", super::world::PORTREG, "--json", "ports"]);
    command.args(["--port", &port.to_string()]);
    let answer = super::world::answer(command.output().unwrap());
    let listed: Value = serde_json::from_str(&answer.out).unwrap();
    assert!(listed[0].get("pid").is_none() && listed[0].get("process").is_none(), "{listed}");
    assert_eq!((&listed[0]["port"], &listed[0]["user"]), (&json!(port), &json!("root")));
}

/// Everything in one answer, and it agrees with the verbs that give the parts.
#[test]
fn status_has_all_of_it() {
    let world = World::new();
    let port = world.claim_q("shop:web");
    let other = world.port(20);
    let _servers = [port, other].map(|port| Server::python(&world, SERVER, &[&port.to_string()]));
    let status = world.json(&["status"]);
    let keys: Vec<&String> = status.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["services", "listeners", "conflicts", "pools", "start_order", "stop_order"]);
    assert_eq!(status["services"][0]["status"], "running");
    // Being seen is noted anew with each look.
    let without_times = |services: &Value| {
        let mut service = services[0].as_object().unwrap().clone();
        service.retain(|name, _| name != "last_seen_ms" && name != "expires_at_ms");
        service
    };
    assert_eq!(without_times(&status["services"]), without_times(&world.json(&["find"])));
    let on = |port: u16| {
        let all = status["listeners"].as_array().unwrap();
        all.iter().find(|one| one["port"] == port).unwrap()["identity"].clone()
    };
    assert_eq!((on(port), on(other)), (json!("shop:web"), Value::Null));
    world.configure(&json!({
        "shop:web": { "needs": ["api"], "port": port },
        "shop:api": { "needs": ["db"] },
        "shop:db": {},
        "shop:old": { "enabled": false },
    }));
    let ordered = world.json(&["status"]);
    assert_eq!(ordered["start_order"], json!(["shop:db", "shop:api", "shop:web"]));
    assert_eq!(ordered["stop_order"], json!(["shop:web", "shop:api", "shop:db"]));
    let text = world.ok(&["status"]);
    assert!(text.contains("shop:web") && text.contains(&other.to_string()), "{text}");
}

/// A configuration with errors says nothing of the machine: looking, and giving up, go on.
#[test]
fn a_broken_configuration_hides_nothing() {
    let world = World::new();
    let port = world.claim_q("shop:web");
    let server = Server::python(&world, SERVER, &[&port.to_string()]);
    std::fs::write(world.work().join(".portreg.json"), "{ \"project\": \"x\", \"bad").unwrap();
    assert_eq!(world.json(&["explain", &port.to_string()])["listener"]["pid"], server.pid);
    assert_eq!(world.json(&["status"])["services"][0]["status"], "running");
    world.ok(&["ports"]);
    world.ok(&["conflicts"]);
    world.ok(&["kill", &format!(":{port}")]);
    world.ok(&["release", "shop:web"]);
    assert_eq!(world.portreg(&["claim", "shop:web"]).code, 2, "a claim goes by the configuration");
}

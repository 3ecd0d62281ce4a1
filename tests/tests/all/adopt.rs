//! `adopt`: a server that runs already becomes a service, without restart.

use serde_json::{Value, json};

use super::helper::is_dead;
use super::listeners::SERVER;
use super::server::Server;
use super::world::{PORTREG, World, answer};

#[test]
fn a_listener_becomes_a_service_by_its_port_or_by_its_pid() {
    let world = World::new();
    for (place, name) in [(0, "shop:web"), (1, "shop:api")] {
        let port = world.port(place);
        let server = Server::elsewhere(&world, SERVER, &[&port.to_string()]);
        let pid = server.pid.to_string();
        let claim = match place {
            0 => world.json(&["adopt", name, &format!(":{port}")]),
            _ => world.json(&["adopt", name, "--pid", &pid]),
        };
        assert_eq!((&claim["port"], &claim["outcome"]), (&json!(port), &json!("new")));
        let service = world.json(&["find", name])[0].clone();
        assert_eq!((&service["status"], &service["pid"]), (&json!("running"), &json!(server.pid)));
        assert_eq!(service["owner"]["pid"], server.pid);
        assert!(service.get("expires_at_ms").is_none(), "it lasts as long as its owner");
        assert!(service["dir"].as_str().unwrap().ends_with("elsewhere"), "{service}");
        assert!(!is_dead(server.pid));
        // The same a second time is no error.
        assert_eq!(world.ok(&["adopt", name, &format!(":{port}"), "-q"]), port.to_string());
        assert_eq!(world.json(&["conflicts"]), json!([]));
        drop(server);
        assert_eq!(world.json(&["find", name])[0]["status"], "stopped");
    }
    world.check();
}

/// `claim --pid` with the port that the process has is the same.
#[test]
fn a_claim_for_a_process_that_listens_adopts_it() {
    let world = World::new();
    let port = world.port(0).to_string();
    let server = Server::elsewhere(&world, SERVER, &[&port]);
    let pid = server.pid.to_string();
    let claim = world.json(&["claim", "shop:web", "--port", &port, "--strict", "--pid", &pid]);
    assert_eq!(claim["port"].to_string(), port);
}

/// Two processes that serve one port together, as a container's proxies do, are one service.
#[test]
fn all_who_listen_on_a_port_are_adopted_together() {
    const SHARED: &str = r#"
import socket, sys
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
s.bind(("127.0.0.1", int(sys.argv[1]))); s.listen()
print("ready", flush=True)
sys.stdin.read()
"#;
    let world = World::new();
    let port = world.port(0);
    let servers = [(); 2].map(|()| Server::elsewhere(&world, SHARED, &[&port.to_string()]));
    let claim = world.json(&["adopt", "shop:web", &format!(":{port}")]);
    assert_eq!(claim["port"], port);
    let owner = world.json(&["find", "shop:web"])[0]["owner"]["pid"].clone();
    assert!(servers.iter().any(|server| owner == server.pid), "{owner}");
    let history = world.json(&["history", "shop:web"]);
    assert!(
        history.as_array().unwrap().iter().any(|event| event["action"] == "adopt"),
        "{history}"
    );
}

/// The port that a name has already, with a stranger on it: the stranger becomes the service.
#[test]
fn a_stranger_on_a_services_port_can_become_it() {
    let world = World::new();
    let port = world.claim_q("shop:web");
    let server = Server::elsewhere(&world, SERVER, &[&port.to_string()]);
    assert_eq!(world.json(&["conflicts"])[0]["kind"], "foreign_listener");
    let claim = world.json(&["adopt", "shop:web", &format!(":{port}")]);
    assert_eq!((&claim["port"], &claim["outcome"]), (&json!(port), &json!("took_over")));
    assert_eq!(world.json(&["find", "shop:web"])[0]["pid"], server.pid);
    assert_eq!(world.json(&["conflicts"]), json!([]));
}

#[test]
fn what_cannot_be_adopted_says_why() {
    let world = World::new();
    let (one, two) = (world.port(0), world.port(1));
    let code = |args: &[&str]| {
        let answer = world.portreg(&[&["--json"], args].concat());
        let error: Value = serde_json::from_str(&answer.err).unwrap();
        (answer.code, error["error"]["code"].clone(), error["error"]["message"].to_string())
    };
    let (exit, name, _) = code(&["adopt", "shop:web", &format!(":{one}")]);
    assert_eq!((exit, name), (3, json!("NOT_FOUND")));
    let server = Server::elsewhere(&world, SERVER, &[&one.to_string(), &two.to_string()]);
    let (exit, name, message) = code(&["adopt", "shop:web", "--pid", &server.pid.to_string()]);
    assert_eq!((exit, name), (2, json!("INVALID_OPTION")));
    assert!(message.contains(&format!(":{one}, :{two}")), "{message}");
    let idle = std::process::id().to_string();
    let (exit, _, message) = code(&["adopt", "shop:web", "--pid", &idle]);
    assert!(exit == 2 && message.contains("listens on no port"), "{message}");
    assert_eq!(code(&["adopt", "shop web", &format!(":{one}")]).0, 2);

    // The port is another service's, or the name another process's.
    world.ok(&["adopt", "shop:web", &format!(":{one}")]);
    let (exit, name, _) = code(&["adopt", "shop:api", &format!(":{one}")]);
    assert_eq!((exit, name), (4, json!("PORT_IN_USE")));
    let mut holder = world.helper();
    holder.claim("shop:db");
    let (exit, name, _) = code(&["adopt", "shop:db", &format!(":{two}")]);
    assert_eq!((exit, name), (4, json!("IDENTITY_HELD")));
    world.check();
}

/// A process that cannot be seen: the service has no owner, is persistent, and is never killed.
#[test]
fn a_listener_that_cannot_be_seen_is_adopted_for_good() {
    let world = World::new();
    let port = world.port(0);
    let server = Server::elsewhere(&world, SERVER, &[&port.to_string()]);
    let hidden = |args: &[&str]| {
        let mut command = world.command("unshare");
        command.args(["--pid", "--fork", "--mount-proc", PORTREG, "--json"]).args(args);
        answer(command.output().unwrap())
    };
    let adopted = hidden(&["adopt", "shop:db", &format!(":{port}")]);
    assert_eq!(adopted.code, 0, "{adopted:?}");
    let service: Value =
        serde_json::from_str::<Value>(&hidden(&["find", "shop:db"]).out).unwrap()[0].clone();
    assert!(service.get("owner").is_none(), "{service}");
    assert_eq!((&service["persistent"], &service["port"]), (&json!(true), &json!(port)));
    assert_eq!((&service["status"], service.get("pid")), (&json!("running"), None));
    assert_eq!(hidden(&["conflicts"]).out.trim(), "[]");
    for target in [format!(":{port}"), "shop:db".to_owned()] {
        let refused = hidden(&["kill", &target]);
        assert_eq!(refused.code, 4, "{refused:?}");
    }
    // Seen from outside of the namespace it is never ended either.
    assert_eq!(world.portreg(&["kill", "shop:db"]).code, 4);
    assert!(!is_dead(server.pid));
}

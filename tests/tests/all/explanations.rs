//! The truth table of ports: whatever sits on one, `explain`, `ports` and `claim --strict` agree with
//! what bind(2) does.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use serde_json::{Value, json};
use socket2::{Domain, Socket, Type};

use super::server::Server;
use super::world::World;

/// Makes the sockets that its arguments name, says so, and waits for the end of its input.
const SOCKETS: &str = r#"
import socket, sys
def make(kind, port):
    family = socket.AF_INET if "." in kind else socket.AF_INET6
    s = socket.socket(family, socket.SOCK_STREAM)
    flags = kind.split("+")
    # Two sockets that are only bound may share a port where both say that they would.
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int("bound" not in flags))
    if family == socket.AF_INET6:
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int("only" in flags))
    if "reuseport" in flags:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    s.bind((flags[0], port))
    if "bound" not in flags:
        s.listen()
    return s
port = int(sys.argv[1])
kept = [make(kind, port) for kind in sys.argv[2:]]
print("ready", flush=True)
sys.stdin.read()
"#;

/// Whether a server that listens on all addresses, as most do, could start.
fn can_bind(port: u16) -> bool {
    let socket = Socket::new(Domain::IPV6, Type::STREAM, None).unwrap();
    socket.set_reuse_address(true).unwrap();
    socket.set_only_v6(false).unwrap();
    socket.bind(&SocketAddr::from((Ipv6Addr::UNSPECIFIED, port)).into()).is_ok()
}

fn can_bind_on(address: impl Into<IpAddr>, port: u16) -> bool {
    TcpListener::bind(SocketAddr::new(address.into(), port)).is_ok()
}

fn codes(report: &Value) -> Vec<&str> {
    let reasons = report["reasons"].as_array().unwrap();
    reasons.iter().map(|reason| reason["code"].as_str().unwrap()).collect()
}

/// What is said of a port, once all agree on whether it can be bound.
#[track_caller]
fn explained(world: &World, port: u16) -> Value {
    let report = world.json(&["explain", &port.to_string()]);
    let free = can_bind(port);
    let strict = world.portreg(&["claim", "any:try", "--port", &port.to_string(), "--strict"]);
    assert_eq!(strict.code == 0, free, "{report} {strict:?}");
    if free {
        world.ok(&["release", "any:try"]);
    } else {
        // The error and the explanation use the same words, but for the addresses and the second.
        let sentence = report["reasons"][0]["sentence"].as_str().unwrap();
        let head = sentence.split(" on ").next().unwrap();
        let said = head.split(", since ").next().unwrap();
        assert!(strict.err.contains(said), "{strict:?} {sentence}");
        assert_eq!(head.contains(", since "), strict.err.contains(", since "), "{strict:?} {head}");
    }
    let listed = world.json(&["ports", "--port", &port.to_string()]);
    let listening = report["state"] == "listening" && report.get("listener").is_some();
    assert_eq!(!listed.as_array().unwrap().is_empty(), listening, "{report} {listed}");
    assert_ne!(report["state"] == "free", !free, "{report}");
    report
}

#[test]
fn listeners_on_every_address_are_told_apart() {
    let half_v4 = Some("in use on 127.0.0.1 and not on ::1");
    let half_v6 = Some("in use on ::1 and not on 127.0.0.1");
    let world = World::new();
    for (place, (kinds, addresses, half)) in [
        (&["127.0.0.1"][..], json!(["127.0.0.1"]), half_v4),
        (&["0.0.0.0"], json!(["0.0.0.0"]), half_v4),
        (&["::1+only"], json!(["::1"]), half_v6),
        (&["::+only"], json!(["::"]), half_v6),
        (&["::"], json!(["::"]), None),
        (&["127.0.0.1", "::1"], json!(["127.0.0.1", "::1"]), None),
    ]
    .into_iter()
    .enumerate()
    {
        let port = world.port(place as u16);
        let port_text = port.to_string();
        let server = Server::python(&world, SOCKETS, &[&[port_text.as_str()], kinds].concat());
        let report = explained(&world, port);
        assert_eq!(report["state"], "listening", "{kinds:?}");
        let listener = &report["listener"];
        assert_eq!((&listener["addresses"], &listener["pid"]), (&addresses, &json!(server.pid)));
        let one_family = codes(&report).contains(&"one_family");
        assert_eq!(one_family, half.is_some(), "{kinds:?} {report}");
        if let Some(half) = half {
            assert!(report.to_string().contains(half), "{report}");
        }
        let (v4, v6) =
            (can_bind_on(Ipv4Addr::LOCALHOST, port), can_bind_on(Ipv6Addr::LOCALHOST, port));
        assert_eq!(one_family, v4 != v6, "{kinds:?}");
    }
}

#[test]
fn two_processes_that_share_a_port_are_both_listed() {
    let world = World::new();
    let port = world.port(0);
    let args = [port.to_string(), "127.0.0.1+reuseport".to_owned()];
    let args = args.each_ref().map(String::as_str);
    let servers = [(); 2].map(|()| Server::python(&world, SOCKETS, &args));
    let report = explained(&world, port);
    assert_eq!(codes(&report)[..2], ["listening", "listening"]);
    let listed = world.json(&["ports", "--port", args[0]]);
    let pids: Vec<u64> =
        listed.as_array().unwrap().iter().map(|one| one["pid"].as_u64().unwrap()).collect();
    let mut expected = servers.each_ref().map(|server| u64::from(server.pid));
    expected.sort_unstable();
    assert_eq!(pids, expected);
}

#[test]
fn a_socket_that_is_only_bound_is_no_listener_and_not_free() {
    let world = World::new();
    let port = world.port(0);
    let _server = Server::python(&world, SOCKETS, &[&port.to_string(), "127.0.0.1+bound"]);
    let report = explained(&world, port);
    assert_eq!(codes(&report), ["bound"]);
    assert!(report.get("listener").is_none());
}

/// The client's own port of a connection, and the server's after it has closed first.
#[test]
fn connections_and_what_they_leave_are_told_apart() {
    const CONNECTION: &str = r#"
import socket, sys
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
client = socket.socket()
client.bind(("127.0.0.1", int(sys.argv[2])))
client.connect(server.getsockname())
accepted, _ = server.accept()
print("ready", flush=True)
sys.stdin.readline()
accepted.close(); server.close(); client.recv(1); client.close()
print("closed", flush=True)
sys.stdin.read()
"#;
    let world = World::new();
    let (port, source) = (world.port(0), world.port(1));
    let mut server = Server::python(&world, CONNECTION, &[&port.to_string(), &source.to_string()]);
    let report = explained(&world, source);
    assert_eq!(codes(&report), ["outgoing"]);
    let sentence = report["reasons"][0]["sentence"].as_str().unwrap();
    assert!(sentence.contains(&format!("127.0.0.1:{port}")), "{sentence}");
    assert!(sentence.contains(&server.pid.to_string()), "{sentence}");

    std::io::Write::write_all(server.input.as_mut().unwrap(), b"\n").unwrap();
    super::world::wait_for("the server to close", || {
        let report = world.json(&["explain", &port.to_string()]);
        (report["state"] == "time_wait").then_some(())
    });
    let report = explained_in_time_wait(&world, port);
    assert_eq!(codes(&report), ["time_wait"]);
}

/// A port in TIME_WAIT can be bound by servers that set SO_REUSEADDR, and so it can be claimed.
fn explained_in_time_wait(world: &World, port: u16) -> Value {
    let report = world.json(&["explain", &port.to_string()]);
    assert!(can_bind(port));
    let strict = world.portreg(&["claim", "any:try", "--port", &port.to_string(), "--strict"]);
    assert_eq!(strict.code, 0, "{strict:?}");
    world.ok(&["release", "any:try"]);
    report
}

/// Another user's listener is shown with what may be known, and is not ours to end.
#[test]
fn another_users_listener_is_named_and_left_alone() {
    const AS_NOBODY: &str = r#"
import os, socket, sys
os.setgid(65534); os.setuid(65534)
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("ready", flush=True)
sys.stdin.read()
"#;
    let world = World::new();
    let port = world.port(0);
    // Only root can become somebody else; where the tests are run by others this fails and says so.
    let mut server = Server::python(&world, AS_NOBODY, &[&port.to_string()]);
    let report = explained(&world, port);
    assert_eq!(codes(&report)[..2], ["other_user", "listening"]);
    assert_eq!(report["listener"]["user"], "nobody");
    let answer = world.portreg(&["kill", &format!(":{port}")]);
    assert_eq!(answer.code, 4, "{answer:?}");
    assert!(answer.err.contains("belongs to another user"), "{answer:?}");
    assert!(!super::helper::is_dead(server.pid));
    drop(server.input.take());
    server.wait();
}

/// What is left of a server's parent is a zombie: its child has the socket, and is shown.
#[test]
fn the_child_of_a_zombie_is_the_listener() {
    const ZOMBIE: &str = r#"
import os, socket, sys
inner = os.fork()
if inner == 0:
    server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
    child = os.fork()
    if child:
        print("ready", child, flush=True)
        os._exit(0)
sys.stdin.read()
"#;
    let world = World::new();
    let port = world.port(0);
    let server = Server::python(&world, ZOMBIE, &[&port.to_string()]);
    let child = server.number(1);
    super::world::wait_for("the parent to be a zombie", || {
        let report = world.json(&["explain", &port.to_string()]);
        (report["listener"]["pid"] == child).then_some(())
    });
    assert_eq!(explained(&world, port)["state"], "listening");
}

/// What the number alone says.
#[test]
fn reserved_claimed_and_special_ports_are_explained() {
    let world = World::new();
    let reserved = world.port(3);
    world.ok(&["reserve", &reserved.to_string(), "--reason", "the printer"]);
    let report = world.json(&["explain", &reserved.to_string()]);
    assert_eq!((&report["state"], codes(&report)), (&json!("reserved"), vec!["reserved"]));
    assert!(report.to_string().contains("the printer"), "{report}");
    let port = world.claim_q("shop:web");
    let report = world.json(&["explain", &format!(":{port}")]);
    assert_eq!((&report["state"], codes(&report)), (&json!("claimed"), vec!["claimed"]));
    assert_eq!(report["service"]["identity"], "shop:web");
    world.ok(&["release", "shop:web"]);
    let report = world.json(&["explain", &port.to_string()]);
    assert_eq!((&report["state"], codes(&report)), (&json!("free"), vec!["remembered", "free"]));
    let report = world.json(&["explain", "6000"]);
    assert!(codes(&report).contains(&"browser_unsafe"), "{report}");
    let report = world.json(&["explain", "27017"]);
    assert!(report.to_string().contains("the usual port of MongoDB"), "{report}");
    let report = world.json(&["explain", "60000"]);
    assert!(codes(&report).contains(&"ephemeral"), "{report}");
    for bad in ["0", "65536", "web", ""] {
        assert_eq!(world.portreg(&["explain", bad]).code, 2, "{bad}");
    }
}

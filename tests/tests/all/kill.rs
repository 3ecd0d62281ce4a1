//! `kill`: the port gets free, its tree is gone, and nobody else is touched.

use serde_json::{Value, json};

use super::helper::is_dead;
use super::listeners::SERVER;
use super::server::Server;
use super::world::{World, is_free};

fn colon(port: u16) -> String {
    format!(":{port}")
}

fn pids(list: &Value) -> Vec<u64> {
    list.as_array().unwrap().iter().map(|one| one["pid"].as_u64().unwrap()).collect()
}

/// A server whose grandchildren are in a process group of their own, that ignores SIGTERM and has a
/// client: the tree is gone, the client lives, the port can be bound, the history names all.
#[test]
fn a_stubborn_tree_is_ended_and_its_client_is_not() {
    const TREE: &str = r#"
import os, signal, socket, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
report, told = os.pipe()
child = os.fork()
if child == 0:
    os.setpgid(0, 0)
    grandchild = os.fork()
    if grandchild == 0:
        os.setpgid(0, 0)
        os.write(told, b"%d\n" % os.getpid())
    while True: time.sleep(1000)
grandchild = int(os.read(report, 20))
print("ready", child, grandchild, flush=True)
while True:
    server.accept()
"#;
    const CLIENT: &str = r#"
import socket, sys
client = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
print("ready", flush=True)
sys.stdin.read()
"#;
    let world = World::new();
    let port = world.port(0);
    let tree = Server::elsewhere(&world, TREE, &[&port.to_string()]);
    let (child, grandchild) = (tree.number(1), tree.number(2));
    let client = Server::elsewhere(&world, CLIENT, &[&port.to_string()]);

    let shown = world.json(&["kill", &colon(port), "--dry-run"]);
    assert!(!is_dead(tree.pid) && !is_dead(grandchild));
    let killed = world.json(&["kill", &colon(port)]);
    for pid in [tree.pid, child, grandchild] {
        assert!(is_dead(pid), "{pid}");
        assert!(pids(&killed["ended"]).contains(&u64::from(pid)), "{killed}");
        assert!(pids(&shown["ended"]).contains(&u64::from(pid)), "{shown}");
    }
    assert_eq!((&killed["port"], &killed["spared"]), (&json!(port), &json!([])));
    assert_eq!(killed["ended"][0]["signal"], "SIGKILL");
    assert!(!is_dead(client.pid));
    assert!(is_free(port));
    let history = world.json(&["history"]);
    let event = history.as_array().unwrap().iter().find(|event| event["action"] == "kill").unwrap();
    assert_eq!(pids(&event["details"]["ended"]), pids(&killed["ended"]));
}

/// A browser that a server has opened inherited its socket: it is named, and goes on.
#[test]
fn who_merely_inherited_the_socket_is_spared() {
    const OPENS: &str = r#"
import os, socket, sys, time
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
report, told = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    os.setpgid(0, 0)
    os.write(told, b"%d\n" % os.getpid())
    while True: time.sleep(1000)
print("ready", int(os.read(report, 20)), flush=True)
sys.stdin.read()
"#;
    let world = World::new();
    let port = world.port(0);
    let server = Server::elsewhere(&world, OPENS, &[&port.to_string()]);
    let browser = server.number(1);
    let answer = world.portreg(&["--json", "kill", &colon(port)]);
    let killed: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(pids(&killed["ended"]), [u64::from(server.pid)]);
    assert_eq!(pids(&killed["spared"]), [u64::from(browser)]);
    assert!(is_dead(server.pid) && !is_dead(browser));
    // Half of the job is no success: the port is not free.
    assert_eq!(answer.code, 4, "{answer:?}");
    assert!(answer.err.contains("PORT_IN_USE"), "{answer:?}");
    std::process::Command::new("kill").arg(browser.to_string()).status().unwrap();
}

/// By its name only what is the service's own; a stranger there is told of, with the way out.
#[test]
fn a_name_ends_its_own_listeners_alone() {
    let world = World::new();
    let port = world.claim_q("shop:web");
    assert_eq!(world.portreg(&["kill", "shop:web"]).code, 3, "nobody listens");
    assert_eq!(world.portreg(&["kill", "shop:nobody"]).code, 3);
    assert_eq!(world.portreg(&["kill", &colon(port)]).code, 3);
    let stranger = Server::elsewhere(&world, SERVER, &[&port.to_string()]);
    let answer = world.portreg(&["kill", "shop:web"]);
    assert_eq!(answer.code, 4, "{answer:?}");
    assert!(answer.err.contains(&format!("portreg kill :{port}")), "{answer:?}");
    assert!(!is_dead(stranger.pid));
    drop(stranger);

    let own = Server::python(&world, SERVER, &[&port.to_string()]);
    let killed = world.json(&["kill", "shop:web"]);
    assert_eq!(pids(&killed["ended"]), [u64::from(own.pid)]);
    assert_eq!(killed["ended"][0]["signal"], "SIGTERM");
    assert!(is_free(port));
    let web = world.json(&["find", "shop:web"]);
    assert_eq!(web[0]["port"], port, "the claim stays");
}

/// What another owner has registered is ended by its name, or by force.
#[test]
fn a_port_of_another_owner_is_refused_without_force() {
    let world = World::new();
    let mut owner = world.helper();
    let port = owner.claim("shop:web").port;
    owner.listen(port);
    let answer = world.portreg(&["--json", "kill", &colon(port)]);
    let error: Value = serde_json::from_str(&answer.err).unwrap();
    assert_eq!((answer.code, &error["error"]["code"]), (4, &json!("NOT_OWNER")), "{answer:?}");
    assert!(error["error"]["message"].as_str().unwrap().contains("portreg kill shop:web"));
    assert!(!is_dead(owner.pid));
    let shown = world.json(&["kill", &colon(port), "--force", "--dry-run"]);
    assert_eq!(pids(&shown["ended"]), [u64::from(owner.pid)]);
    world.ok(&["kill", &colon(port), "--force"]);
    assert!(is_dead(owner.pid) && is_free(port));
}

/// A stranger on another address of the service's port is no part of it.
#[test]
fn a_stranger_beside_the_own_listener_is_left_alone() {
    const V6: &str = r#"
import socket, sys
kept = socket.create_server(("::1", int(sys.argv[1])), family=socket.AF_INET6)
print("ready", flush=True)
sys.stdin.read()
"#;
    let world = World::new();
    let mut owner = world.helper();
    let port = owner.claim("shop:web").port;
    let mut server = owner.spawn(&world);
    server.listen(port);
    let stranger = Server::elsewhere(&world, V6, &[&port.to_string()]);
    let listed = world.json(&["ports", "--port", &port.to_string()]);
    let of = |pid: u32| {
        let all = listed.as_array().unwrap();
        all.iter().find(|one| one["pid"] == pid).unwrap()["identity"].clone()
    };
    assert_eq!((of(server.pid), of(stranger.pid)), (json!("shop:web"), Value::Null));
    let killed = world.portreg(&["--json", "kill", "shop:web"]);
    let killed: Value = serde_json::from_str(&killed.out).unwrap();
    assert_eq!(pids(&killed["ended"]), [u64::from(server.pid)]);
    assert!(!is_dead(stranger.pid));
}

/// A claim without owner is of whoever works in its folder.
#[test]
fn a_service_of_another_folder_is_refused_without_force() {
    let world = World::new();
    let port = world.claim_q("shop:web");
    let server = Server::python(&world, SERVER, &[&port.to_string()]);
    let there = world.path().join("elsewhere");
    let there = there.to_str().unwrap();
    let answer = world.portreg(&["-C", there, "kill", &colon(port)]);
    assert_eq!(answer.code, 4, "{answer:?}");
    assert!(!is_dead(server.pid));
    world.ok(&["kill", &colon(port)]);
    assert!(is_dead(server.pid));
}

/// Never the asking process's own line: a shell that listens is not ended by what it has started.
#[test]
fn ancestors_are_never_ended() {
    const SHELL: &str = r#"
import socket, subprocess, sys
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
done = subprocess.run([sys.argv[2], "kill", ":" + sys.argv[1]], capture_output=True, text=True)
print(done.returncode, done.stderr.replace("\n", " "), flush=True)
sys.stdin.read()
"#;
    let world = World::new();
    let port = world.port(0);
    let shell = Server::elsewhere(&world, SHELL, &[&port.to_string(), super::world::PORTREG]);
    assert_eq!(shell.said[0], "4");
    assert!(shell.said.join(" ").contains("ancestor of this process"), "{:?}", shell.said);
    let pid = shell.pid.to_string();
    world.ok(&["adopt", "shop:shell", "--pid", &pid]);
    assert!(!is_dead(shell.pid));
}

/// A container's port is its container's: the proxy is named and lives.
#[test]
fn a_containers_proxy_is_never_ended() {
    let world = World::new();
    let port = world.port(0);
    let folder = world.path().join("bin");
    std::fs::create_dir(&folder).unwrap();
    let proxy = folder.join("docker-proxy");
    let python = super::world::answer(
        world
            .command("python3")
            .args(["-c", "import sys; print(sys.executable)"])
            .output()
            .unwrap(),
    );
    std::os::unix::fs::symlink(python.out.trim(), &proxy).unwrap();
    let mut command = world.command(&proxy);
    command.args(["-c", SERVER.replace("sys.argv[1:]", "[sys.argv[4]]").as_str()]);
    command.args(["-proto", "tcp", "-host-port", &port.to_string()]);
    command.args(["-container-ip", "172.17.0.2", "-container-port", "80"]);
    let server = Server::start(command);
    let answer = world.portreg(&["kill", &colon(port)]);
    assert_eq!(answer.code, 4, "{answer:?}");
    assert!(answer.err.contains("container 172.17.0.2:80"), "{answer:?}");
    assert!(answer.err.contains("docker stop"), "{answer:?}");
    let strict = world.portreg(&["claim", "shop:x", "--port", &port.to_string(), "--strict"]);
    assert!(
        strict.err.contains("container 172.17.0.2:80") && !strict.err.contains("kill"),
        "{strict:?}"
    );
    // Also by the name of the service that it is.
    world.ok(&["adopt", "shop:db", &colon(port)]);
    let answer = world.portreg(&["kill", "shop:db"]);
    assert!(answer.code == 4 && answer.err.contains("docker stop"), "{answer:?}");
    let report = world.json(&["explain", &port.to_string()]);
    assert!(report.to_string().contains(r#""code":"container""#), "{report}");
    assert_eq!(report["listener"]["container"], "172.17.0.2:80");
    assert!(!is_dead(server.pid));
}

//! `portreg run`: one command on the port of its name, from its start to the end of its whole tree.

use std::process::Command;

use portreg_core::Status;
use serde_json::{Value, json};

use super::helper::{Helper, Reply, is_dead};
use super::world::{World, answer, is_free, wait_for};

fn env(helper: &mut Helper, name: &str) -> String {
    let value = helper.ok("env", &json!({ "name": name }));
    value.as_str().unwrap_or_default().to_owned()
}

fn port_of(helper: &mut Helper) -> u16 {
    env(helper, "PORT").parse().unwrap()
}

/// Tells the command to end with this code, and gives the wrapper's.
fn end(mut helper: Helper, code: i32) -> Option<i32> {
    assert!(matches!(helper.ask("exit", &json!({ "code": code })), Reply::Gone));
    helper.status().code()
}

/// The command gets its port, its name and its URL; its code is passed on, and the claim is released.
#[test]
fn a_command_gets_its_place() {
    let world = World::new();
    let mut server = world.run(&["shop:web"]);
    let port = port_of(&mut server);
    assert!(world.ports().contains(&port));
    assert_eq!(env(&mut server, "PORTREG_IDENTITY"), "shop:web");
    assert_eq!(env(&mut server, "PORTREG_URL"), format!("http://localhost:{port}"));
    assert_ne!(env(&mut server, "PORTREG_RUN"), "", "all that it starts is marked");
    server.listen(port);
    let service: Value = world.json(&["find", "shop:web"])[0].clone();
    assert_eq!((&service["status"], &service["pid"]), (&json!("running"), &json!(server.pid)));
    assert_eq!(service["owner"]["pid"], server.started());
    assert_eq!(end(server, 7), Some(7));
    assert!(is_free(port));
    assert_eq!(world.portreg(&["release", "shop:web"]).code, 3);
    let mut again = world.run(&["shop:web"]);
    assert_eq!(port_of(&mut again), port, "the same port tomorrow");
    world.check();
}

/// A command that a signal ends gives 128 and its number.
#[test]
fn a_killed_command() {
    let world = World::new();
    let mut server = world.run(&["shop:web"]);
    assert!(matches!(server.ask("die", &Value::Null), Reply::Gone));
    assert_eq!(server.status().code(), Some(128 + 9));
}

/// A second `run` of a name that runs: exit 4, and who has it since when and where.
#[test]
fn a_second_run_of_a_name() {
    let world = World::new();
    let mut first = world.run(&["shop:web"]);
    let port = port_of(&mut first);
    let second = world.portreg(&["run", "shop:web", "--", "true"]);
    assert_eq!((second.code, second.out.as_str()), (4, ""), "{second:?}");
    assert!(second.err.contains(&format!("(pid {})", first.started())), "{second:?}");
    assert!(second.err.contains(&format!(":{port}")), "{second:?}");
    let mut next = world.run(&["shop:web", "--on-conflict", "next"]);
    assert_eq!(env(&mut next, "PORTREG_IDENTITY"), "shop:web.2");
    assert_ne!(port_of(&mut next), port);
}

/// npm runs a script that is `portreg run` again: the inner one shares the outer one's claim, and does
/// not release it; under another name it has its own.
#[test]
fn run_in_run() {
    let world = World::new();
    let mut outer = world.run(&["shop:web"]);
    let port = port_of(&mut outer);
    let inner = |outer: &mut Helper, name: &str| {
        let argv = json!([
            super::world::PORTREG,
            "run",
            name,
            "--",
            super::world::CLAIMER,
            world.socket_path()
        ]);
        outer.ok("spawn", &json!({ "argv": argv }));
        world.accepted()
    };
    let mut same = inner(&mut outer, "shop:web");
    assert_eq!(port_of(&mut same), port);
    let mut other = inner(&mut outer, "shop:api");
    let others = port_of(&mut other);
    assert_ne!(others, port);
    same.ask("exit", &json!({}));
    other.ask("exit", &json!({}));
    wait_for("the inner claim to be released", || {
        (world.portreg(&["--json", "find", "shop:api"]).out.trim() == "[]").then_some(())
    });
    outer.open();
    assert_eq!(outer.get("shop:web").port, Some(port), "the outer one keeps its claim");
    assert_eq!(end(outer, 0), Some(0));
}

/// What the command leaves behind goes with it: children, grandchildren, and a daemon that left its
/// session; then the port is free.
#[test]
fn the_whole_tree_ends() {
    let world = World::new();
    let mut server = world.run(&["shop:web"]);
    let port = port_of(&mut server);
    let child = server.spawn(&world);
    let mut daemon = server.fork(&world, "daemon");
    daemon.listen(port);
    assert_eq!(end(server, 0), Some(0));
    assert!(is_dead(child.pid), "the child is left");
    assert!(is_dead(daemon.pid), "the daemon is left");
    assert!(is_free(port));
}

/// SIGTERM to the wrapper reaches the command; the wrapper ends with the code of that.
#[test]
fn a_signal_to_the_wrapper() {
    let world = World::new();
    let mut server = world.run(&["shop:web"]);
    let child = server.spawn(&world);
    let pid = server.started().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert_eq!(server.status().code(), Some(128 + 15));
    assert!(is_dead(server.pid) && is_dead(child.pid));
    assert_eq!(world.portreg(&["release", "shop:web"]).code, 3, "it is released");
}

/// The wrapper is killed: what listens still holds the name, and the next `run` ends the leftovers with
/// its own mark and names them.
#[test]
fn the_wrapper_is_killed() {
    let world = World::new();
    let mut server = world.run(&["shop:web"]);
    let port = port_of(&mut server);
    let mut daemon = server.fork(&world, "daemon");
    daemon.listen(port);
    server.strike();
    server.status();
    wait_for("the command to die with its wrapper", || is_dead(server.pid).then_some(()));
    let mut looking = world.helper();
    let service = looking.get("shop:web");
    assert_eq!((service.status, service.pid), (Status::Running, Some(daemon.pid)));
    let mut command = world.command(super::world::PORTREG);
    command.args(["run", "shop:web", "--", "sh", "-c", "echo port=$PORT"]);
    let next = answer(command.output().unwrap());
    assert_eq!((next.code, next.out), (0, format!("port={port}\n")), "{}", next.err);
    assert!(next.err.contains(&daemon.pid.to_string()), "it is named: {}", next.err);
    assert!(is_dead(daemon.pid));
}

/// `down` from elsewhere: the whole tree ends, `run` too, and the claim stays, as stopped.
#[test]
fn a_run_that_is_ended_from_elsewhere() {
    let world = World::new();
    let mut server = world.run(&["shop:web"]);
    let port = port_of(&mut server);
    let mut daemon = server.fork(&world, "daemon");
    daemon.listen(port);
    let down = world.json(&["down", "shop:web"]);
    assert_eq!((&down[0]["status"], &down[0]["port"]), (&json!("stopped"), &json!(port)), "{down}");
    assert!(is_dead(server.pid) && is_dead(daemon.pid) && is_free(port));
    assert_eq!(server.status().code(), Some(128 + 15));
    let service = &world.json(&["find", "shop:web"])[0];
    assert_eq!((&service["status"], &service["exit_code"]), (&json!("stopped"), &json!(143)));
    let mut next = world.run(&["shop:web"]);
    assert_eq!(port_of(&mut next), port);
    world.check();
}

/// What is configured for the name says by which signal `down` asks a `run` to end.
#[test]
fn a_run_is_ended_by_its_configured_signal() {
    let world = World::new();
    world.configure(&json!({ "shop:web": { "stop": { "signal": "INT" } } }));
    let mut server = world.run(&["shop:web"]);
    server.ok("env", &json!({ "name": "PORT" }));
    world.ok(&["down", "shop:web"]);
    assert_eq!(server.status().code(), Some(128 + 2));
}

/// `restart` from elsewhere: another process on the same port, below the same `run`, which ends with it.
#[test]
fn a_run_that_is_started_again_from_elsewhere() {
    let world = World::new();
    let mut first = world.run(&["shop:web"]);
    let port = port_of(&mut first);
    first.listen(port);
    let restarted = world.json(&["restart", "shop:web"]);
    let mut second = world.accepted();
    assert!(is_dead(first.pid) && second.pid != first.pid);
    assert_eq!((port_of(&mut second), &restarted[0]["pid"]), (port, &json!(second.pid)));
    assert_eq!(restarted[0]["owner"]["pid"], first.started());
    // Also to another port, which is put in where the command names it.
    let moved = world.ok(&["-q", "reassign", "shop:web", "--next", "--restart"]);
    let mut third = world.accepted();
    assert_eq!(port_of(&mut third).to_string(), moved.trim());
    assert!(matches!(third.ask("exit", &json!({ "code": 5 })), Reply::Gone));
    assert_eq!(first.status().code(), Some(5));
    assert_eq!(world.portreg(&["release", "shop:web"]).code, 3, "it is released");
    world.check();
}

/// The history says how a run began and how it ended.
#[test]
fn the_history_of_a_run() {
    let world = World::new();
    let code = world.portreg(&["run", "shop:web", "--", "sh", "-c", "exit 3"]).code;
    let events = world.json(&["history", "shop:web"]);
    let actions: Vec<&str> =
        events.as_array().unwrap().iter().map(|event| event["action"].as_str().unwrap()).collect();
    assert_eq!((code, &actions[..]), (3, &["claim", "start", "exit", "release"][..]), "{events}");
    assert_eq!(events[2]["details"]["exit_code"], 3);
}

/// Placeholders in the command and in --env are replaced.
#[test]
fn placeholders_are_replaced() {
    let world = World::new();
    let script = "echo {port} {host} {url} $VITE_PORT";
    let args = ["run", "shop:web", "--env", "VITE_PORT={port}", "--", "sh", "-c", script];
    let out = world.ok(&args);
    let port = out.split(' ').next().unwrap();
    assert_eq!(out, format!("{port} localhost http://localhost:{port} {port}"));
}

/// A command that listens on another port than it got: said in one line.
#[test]
fn a_command_on_another_port() {
    let world = World::new();
    let other = world.port(9);
    let script = format!(
        "import socket, time; s = socket.create_server(('127.0.0.1', {other})); time.sleep(60)"
    );
    let mut command = world.command(super::world::PORTREG);
    command.args(["run", "shop:web", "--", "python3", "-c", &script]);
    let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    let stderr = std::io::BufReader::new(child.stderr.take().unwrap());
    let pid = child.id().to_string();
    let (sender, lines) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for line in std::io::BufRead::lines(stderr).map_while(Result::ok) {
            _ = sender.send(line);
        }
    });
    let line = lines.recv_timeout(super::world::DEADLINE).unwrap();
    assert!(line.contains(&other.to_string()), "{line}");
    Command::new("kill").args(["-TERM", &pid]).status().unwrap();
    child.wait().unwrap();
}

/// Without a usable registry the command runs all the same, after one warning; with --strict it does not.
#[test]
fn a_registry_that_cannot_be_used() {
    let world = World::new();
    std::fs::create_dir_all(world.registry()).unwrap();
    let run = |extra: &[&str]| {
        let args =
            [&["run", "shop:web", "--port", "4567"], extra, &["--", "sh", "-c", "echo $PORT"]];
        world.portreg(&args.concat())
    };
    let answer = run(&[]);
    assert_eq!((answer.code, answer.out.as_str()), (0, "4567\n"), "{answer:?}");
    assert_eq!(answer.err.lines().count(), 1, "{answer:?}");
    let strict = run(&["--strict"]);
    assert_eq!((strict.code, strict.out.as_str()), (1, ""), "{strict:?}");
}

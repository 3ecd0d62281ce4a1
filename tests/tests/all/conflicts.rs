//! `on_conflict`: share, fail, next and replace, with real servers and real terminals.

use portreg_core::Outcome;
use serde_json::{Value, json};

use super::helper::is_dead;
use super::world::{CLAIMER, World, is_free, wait_for};

fn on(conflict: &str) -> Value {
    json!({ "on_conflict": conflict })
}

/// `fail` says who holds the name, since when and where it answers.
#[test]
fn fail_says_who() {
    let world = World::new();
    let mut holder = world.helper();
    let claim = holder.claim("shop:web");
    let error = world.helper().claim_err("shop:web", on("fail"), "IDENTITY_HELD");
    assert_eq!((&error["holder"]["pid"], &error["url"]), (&json!(holder.pid), &json!(claim.url)));
    assert_eq!(error["holder"]["name"], "claimer");
    assert!(error["holder"]["started_at_ms"].as_i64().unwrap() > 0);
}

/// `next`: a second copy of an app gets a sibling, the same one when it claims again; a third one
/// gets the next; a free one is used again.
#[test]
fn next_takes_a_sibling() {
    let world = World::new();
    let mut first = world.helper();
    let port = first.claim("shop:web:main").port;
    let mut second = world.helper();
    let sibling = second.claim_with("shop:web:main", on("next"));
    assert_eq!((sibling.identity.as_str(), sibling.outcome), ("shop:web:main.2", Outcome::New));
    assert_ne!(sibling.port, port);
    let again = second.claim_with("shop:web:main", on("next"));
    assert_eq!((again.identity, again.port), (sibling.identity.clone(), sibling.port));
    let mut third = world.helper();
    let claim = third.claim_with("shop:web:main", on("next"));
    assert_eq!(claim.identity.as_str(), "shop:web:main.3");
    second.kill();
    let mut fourth = world.helper();
    let claim = fourth.claim_with("shop:web:main", on("next"));
    assert_eq!((claim.identity.as_str(), claim.port), ("shop:web:main.2", sibling.port));
    first.kill();
    let mut fifth = world.helper();
    let claim = fifth.claim_with("shop:web:main", on("next"));
    assert_eq!((claim.identity.as_str(), claim.port), ("shop:web:main", port));
    world.check();
}

/// `replace`: the old server of this name, which listens, is ended and its port taken over.
#[test]
fn replace_ends_a_server() {
    let world = World::new();
    let mut old = world.helper();
    let port = old.claim("shop:web").port;
    old.listen(port);
    let mut new = world.helper();
    let claim = new.claim_with("shop:web", on("replace"));
    assert_eq!((claim.port, claim.outcome), (port, Outcome::TookOver));
    assert!(is_dead(old.pid));
    assert!(is_free(port));
    let history = new.ok("history", &json!({ "pattern": "shop:web" }));
    let event = history.as_array().unwrap().iter().find(|event| event["action"] == "replace");
    assert!(event.unwrap()["details"].to_string().contains(&old.pid.to_string()), "{history}");
    world.check();
}

/// The server is a child of the owner: both the child is ended, and its port is free.
#[test]
fn replace_ends_what_listens_for_the_owner() {
    let world = World::new();
    let mut owner = world.helper();
    let port = owner.claim("shop:web").port;
    let mut server = owner.spawn(&world);
    server.listen(port);
    let claim = world.helper().claim_with("shop:web", on("replace"));
    assert_eq!((claim.port, claim.outcome), (port, Outcome::TookOver));
    assert!(is_dead(server.pid));
    assert!(!is_dead(owner.pid), "it did not listen");
}

/// A daemon that an owner of before left in this folder is ended too.
#[test]
fn replace_ends_an_old_listener_of_this_folder() {
    let world = World::new();
    let mut starter = world.helper();
    let port = starter.claim("shop:web").port;
    let mut daemon = starter.fork(&world, "daemon");
    daemon.listen(port);
    starter.kill();
    let claim = world.helper().claim_with("shop:web", on("replace"));
    assert_eq!((claim.port, claim.outcome), (port, Outcome::TookOver));
    wait_for("the daemon to be dead", || is_dead(daemon.pid).then_some(()));
}

/// A holder that listens nowhere is a program at work on something else: it is not ended.
#[test]
fn replace_refuses_a_holder_that_does_not_listen() {
    let world = World::new();
    let mut holder = world.helper();
    holder.claim("shop:web");
    let error = world.helper().claim_err("shop:web", on("replace"), "IDENTITY_HELD");
    assert!(error["why"].as_str().unwrap().contains("nothing of it listens"), "{error}");
    assert!(!is_dead(holder.pid));
}

/// A stranger listens on the held name's port: it is not of the service, so it is not ended.
#[test]
fn replace_refuses_a_stranger() {
    let world = World::new();
    let mut holder = world.helper();
    let port = holder.claim("shop:web").port;
    let mut stranger = world.helper();
    stranger.chdir(&world.path().join("elsewhere"));
    stranger.listen(port);
    world.helper().claim_err("shop:web", on("replace"), "IDENTITY_HELD");
    assert!(!is_dead(stranger.pid) && !is_dead(holder.pid));
}

/// A shell with a terminal: `portreg claim --pid $$` in one, and something typed there listens. It
/// leads its session, so it is never ended.
#[test]
fn replace_refuses_a_shell_with_a_terminal() {
    let world = World::new();
    // A session leader with a terminal of its own, as a terminal emulator starts one.
    let mut command = world.command("python3");
    let script = "import os, pty, sys; pty.spawn(sys.argv[1:], lambda fd: os.read(fd, 1024))";
    command.args(["-c", script, CLAIMER]);
    let mut terminal = world.start(command);
    terminal.open();
    let port = terminal.claim("shop:web").port;
    terminal.listen(port);
    let mut other = world.helper();
    let error = other.claim_err("shop:web", on("replace"), "IDENTITY_HELD");
    assert!(error["why"].as_str().unwrap().contains("terminal"), "{error}");
    assert!(!is_dead(terminal.pid));
    assert_eq!(terminal.claim("shop:web").outcome, Outcome::Renewed);
}

/// An ancestor is shared whatever is said, also one that holds by listening.
#[test]
fn replace_never_ends_an_ancestor() {
    let world = World::new();
    let mut ancestor = world.helper();
    let port = ancestor.claim("shop:web").port;
    ancestor.listen(port);
    let mut child = ancestor.spawn(&world);
    assert_eq!(child.claim_with("shop:web", on("replace")).outcome, Outcome::Shared);
    // The claim is another process's, and the server that would be ended is an ancestor.
    let mut other = world.helper();
    let port = other.claim("shop:api").port;
    ancestor.listen(port);
    let error = child.claim_err("shop:api", on("replace"), "IDENTITY_HELD");
    assert!(error["why"].as_str().unwrap().contains("ancestor"), "{error}");
    assert!(!is_dead(ancestor.pid) && !is_dead(other.pid));
}

/// All that shares the socket goes: its children, and the daemon that has it by inheritance.
#[test]
fn replace_ends_a_server_with_all_its_children() {
    let world = World::new();
    let mut old = world.helper();
    let port = old.claim("shop:web").port;
    old.listen(port);
    let child = old.spawn(&world);
    let daemon = old.fork(&world, "daemon");
    let claim = world.helper().claim_with("shop:web", on("replace"));
    assert_eq!(claim.port, port);
    assert!(is_dead(old.pid) && is_dead(child.pid) && is_dead(daemon.pid));
    world.check();
}

/// The command says it in one line, and in JSON.
#[test]
fn the_command_says_who_holds_a_name() {
    let world = World::new();
    let mut holder = world.helper();
    holder.claim("shop:web");
    let answer = world.portreg(&["claim", "shop:web", "--on-conflict", "fail"]);
    assert_eq!((answer.code, answer.out.as_str()), (4, ""));
    assert_eq!(answer.err.lines().count(), 1, "{answer:?}");
    assert!(answer.err.contains(&format!("claimer (pid {})", holder.pid)), "{answer:?}");
    let answer = world.portreg(&["--json", "claim", "shop:web", "--on-conflict", "fail"]);
    let error: Value = serde_json::from_str(&answer.err).unwrap();
    assert_eq!(error["error"]["code"], "IDENTITY_HELD");
    assert_eq!(error["error"]["holder"]["pid"], holder.pid);
}

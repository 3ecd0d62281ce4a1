//! Stories of use: a script, a dev server that restarts, a reloader, a prefork server.

use portreg_core::Outcome;
use serde_json::{Value, json};

use super::world::{World, wait_for};

/// A script asks for its port with `claim -q`, today and tomorrow, and uses what it prints.
#[test]
fn a_script_gets_its_port() {
    let world = World::new();
    let script = "PORT=$(\"$PORTREG\" claim -q shop:web) && echo \"port=$PORT\"";
    let mut command = world.command("sh");
    command.args(["-c", script]).env("PORTREG", super::world::PORTREG);
    let first = super::world::answer(command.output().unwrap());
    let second = super::world::answer(command.output().unwrap());
    assert!(world.ports().any(|port| first.out == format!("port={port}\n")), "{first:?}");
    assert_eq!((first.out, first.err), (second.out, second.err));
}

/// Vite restarts its server inside the same process when its config changes: it closes the socket,
/// claims again, and gets the same port, also when it had fallen back from the one it asked for.
#[test]
fn a_dev_server_restarts_in_one_process() {
    let world = World::new();
    let asked = world.port(5);
    let mut stranger = world.helper();
    stranger.chdir(&world.path().join("elsewhere"));
    stranger.listen(asked);
    let mut vite = world.helper();
    let options = json!({ "port": asked, "on_conflict": "next" });
    let first = vite.claim_with("shop:web", options.clone());
    assert_ne!(first.port, asked);
    assert_eq!((first.outcome, first.requested_port), (Outcome::New, Some(asked)));
    vite.listen(first.port);
    for _ in 0..3 {
        vite.ok("unlisten", &Value::Null);
        let again = vite.claim_with("shop:web", options.clone());
        assert_eq!((again.port, again.outcome), (first.port, Outcome::Renewed));
        vite.listen(again.port);
    }
    // Even now that the asked port is free: a page that is open must find its server again.
    stranger.ok("unlisten", &Value::Null);
    vite.ok("unlisten", &Value::Null);
    let again = vite.claim_with("shop:web", options);
    assert_eq!((again.port, again.outcome), (first.port, Outcome::Renewed));
    // Another port than last time is a wish.
    let other = vite.claim_with("shop:web", json!({ "port": world.port(9) }));
    assert_eq!((other.port, other.outcome), (world.port(9), Outcome::Moved));
    assert_eq!(other.moved_from, Some(first.port));
}

/// Django's runserver claims in the reloader, and again in the child that serves; the child dies at
/// each change, and the next one gets the same port.
#[test]
fn a_reloader_whose_child_claims_again() {
    let world = World::new();
    let mut reloader = world.helper();
    let mine = reloader.claim("shop:web");
    for _ in 0..3 {
        let mut child = reloader.spawn(&world);
        for on_conflict in ["share", "fail", "next", "replace"] {
            let options = json!({ "on_conflict": on_conflict });
            let claim = child.claim_with("shop:web", options);
            assert_eq!((claim.port, claim.outcome), (mine.port, Outcome::Shared));
            assert_eq!(claim.holder.unwrap().pid, reloader.pid);
        }
        child.listen(mine.port);
        assert_eq!(reloader.get("shop:web").pid, Some(child.pid));
        child.kill();
        wait_for("the port to be free", || super::world::is_free(mine.port).then_some(()));
    }
    assert_eq!(reloader.claim("shop:web").outcome, Outcome::Renewed);
    world.check();
}

/// A reloader that claims nothing itself: each child takes over what the one before had.
#[test]
fn a_reloader_whose_children_take_over() {
    let world = World::new();
    let mut reloader = world.helper();
    let mut child = reloader.spawn(&world);
    let port = child.claim("shop:web").port;
    for _ in 0..3 {
        child.listen(port);
        child.kill();
        child = reloader.spawn(&world);
        let claim = child.claim("shop:web");
        assert_eq!((claim.port, claim.outcome), (port, Outcome::TookOver));
    }
}

/// gunicorn: the master listens and forks; a worker claims, is recycled, and the next one gets the
/// same port, because the master still listens on it, and so does the worker by inheritance.
#[test]
fn a_prefork_server_whose_worker_is_recycled() {
    let world = World::new();
    let mut master = world.helper();
    let mut worker = master.fork(&world, "fork");
    let claim = worker.claim("shop:web");
    master.listen(claim.port);
    let mut stranger = world.helper();
    for _ in 0..3 {
        let pid = worker.pid;
        worker.kill();
        master.reap(pid);
        stranger.claim_err("shop:web", json!({ "on_conflict": "fail" }), "IDENTITY_HELD");
        worker = master.fork(&world, "fork");
        let again = worker.claim("shop:web");
        assert_eq!((again.port, again.outcome), (claim.port, Outcome::Renewed));
    }
    assert_eq!(master.claim("shop:web").port, claim.port);
    world.check();
}

/// Everything of a project in one call: all names or none, side by side.
#[test]
fn a_stack_claims_its_ports_side_by_side() {
    let world = World::new();
    let mut helper = world.helper();
    let names = json!({ "identities": ["shop:a", "shop:b", "shop:c"], "contiguous": true });
    let claims = helper.ok("claim_many", &names);
    let port = |index: usize| claims[index]["port"].as_u64().unwrap();
    assert_eq!((port(1), port(2)), (port(0) + 1, port(0) + 2));
    let mut other = world.helper();
    let some = json!({ "identities": ["shop:x", "shop:a"], "options": { "on_conflict": "fail" } });
    other.err("claim_many", &some, "IDENTITY_HELD");
    other.err("get", &json!({ "target": "shop:x" }), "NOT_FOUND");
}

/// Tests take ports under no name: unique, gone with their process, and nothing is remembered.
#[test]
fn anonymous_claims_leave_no_memory() {
    let world = World::with_ports(8);
    for _ in 0..5 {
        let mut helper = world.helper();
        let mut ports: Vec<u64> =
            (0..8).map(|_| helper.ok("claim_any", &json!({}))["port"].as_u64().unwrap()).collect();
        ports.sort_unstable();
        ports.dedup();
        assert_eq!(ports.len(), 8);
        helper.err("claim_any", &json!({}), "RANGE_EXHAUSTED");
    }
    let mut helper = world.helper();
    helper.ok("cleanup", &Value::Null);
    let export = helper.ok("export", &Value::Null);
    assert_eq!((&export["services"], &export["memory"]), (&json!([]), &json!([])));
    world.check();
}

/// `claim.listen()` gives sockets on both loopbacks, and nobody can come between.
#[test]
fn a_claim_listens_on_both_loopbacks() {
    let world = World::new();
    let mut helper = world.helper();
    let claim = helper.claim("shop:web");
    let count = helper.ok("listen_claim", &json!({ "claim": claim })).as_u64().unwrap();
    std::net::TcpStream::connect(("127.0.0.1", claim.port)).unwrap();
    if count == 2 {
        std::net::TcpStream::connect(("::1", claim.port)).unwrap();
    }
    helper.err("listen_claim", &json!({ "claim": claim }), "PORT_IN_USE");
    assert_eq!(helper.get("shop:web").pid, Some(helper.pid));
}

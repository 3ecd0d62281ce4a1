//! Containers: a pid namespace of their own, the registry shared. Owners over there cannot be seen.

use std::os::unix::process::CommandExt as _;
use std::time::Duration;

use portreg_core::Outcome;
use serde_json::{Value, json};

use super::helper::Helper;
use super::tools::not_tested;
use super::world::{CLAIMER, World};

/// A process in a pid namespace of its own, where this user may make one.
fn contained(world: &World) -> Option<Helper> {
    let unshare = ["--pid", "--fork", "--kill-child", "--mount-proc"];
    let may = world.command("unshare").args(unshare).arg("true").output();
    if !may.is_ok_and(|output| output.status.success()) {
        return not_tested("no pid namespace can be made with unshare, or not by this user");
    }
    let mut command = world.command("unshare");
    command.args(unshare).arg(CLAIMER);
    let mut helper = world.start(command);
    assert!(helper.pid < 10, "it sees its own pids");
    helper.open();
    Some(helper)
}

fn fail() -> Value {
    json!({ "on_conflict": "fail" })
}

/// A container claims: the host believes it for 60 s after it was last seen, and takes over then.
/// While the container goes on using its claim, it stays.
#[test]
fn the_host_believes_a_container_for_a_minute() {
    let world = World::new();
    let Some(mut inside) = contained(&world) else { return };
    let port = inside.claim("shop:web").port;
    world.advance(Duration::from_secs(50));
    let mut host = world.helper();
    host.claim_err("shop:web", fail(), "IDENTITY_HELD");
    assert_eq!(host.claim("shop:web").port, port);
    assert_eq!(host.ok("cleanup", &Value::Null), json!([]));
    world.advance(Duration::from_secs(70));
    let mut later = world.helper();
    let claim = later.claim_with("shop:web", fail());
    assert_eq!((claim.port, claim.outcome), (port, Outcome::TookOver));
    world.check();
}

/// Using the claim renews the lease.
#[test]
fn a_container_that_goes_on_keeps_its_claim() {
    let world = World::new();
    let Some(mut inside) = contained(&world) else { return };
    let claim = inside.claim("shop:web");
    drop(inside);
    // The same owner at 40 s: a process of the container cannot be moved in time, so its row is.
    let renewed = 40_000;
    let sql = "UPDATE service SET last_seen_ms = last_seen_ms + ?1";
    world.sql().execute(sql, [renewed]).unwrap();
    world.advance(Duration::from_secs(90));
    world.helper().claim_err("shop:web", fail(), "IDENTITY_HELD");
    world.advance(Duration::from_secs(101));
    assert_eq!(world.helper().claim_with("shop:web", fail()).port, claim.port);
}

/// Renewing in the middle of the lease is written down, so that the other side sees it.
#[test]
fn a_renewal_in_a_container_is_seen_by_the_host() {
    let world = World::new();
    let Some(mut inside) = contained(&world) else { return };
    inside.claim("shop:web");
    let seen = |world: &World| -> i64 {
        world.sql().query_row("SELECT last_seen_ms FROM service", [], |row| row.get(0)).unwrap()
    };
    // As if the claim were made 40 s ago.
    world.sql().execute("UPDATE service SET last_seen_ms = last_seen_ms - 40000", []).unwrap();
    let before = seen(&world);
    assert_eq!(inside.claim("shop:web").outcome, Outcome::Renewed);
    assert!(seen(&world) - before >= 40_000);
    world.helper().claim_err("shop:web", fail(), "IDENTITY_HELD");
}

/// And the other way round: the container cannot see the host's processes.
#[test]
fn a_container_believes_the_host_for_a_minute() {
    let world = World::new();
    let mut host = world.helper();
    let port = host.claim("shop:web").port;
    let Some(mut inside) = contained(&world) else { return };
    inside.claim_err("shop:web", fail(), "IDENTITY_HELD");
    inside.err("release", &json!({ "target": "shop:web" }), "NOT_OWNER");
    world.advance(Duration::from_secs(70));
    let mut later = contained(&world).unwrap();
    let claim = later.claim_with("shop:web", fail());
    assert_eq!((claim.port, claim.outcome), (port, Outcome::TookOver));
    // The host's process finds itself superseded, and shares.
    assert_eq!(host.claim("shop:web").outcome, Outcome::Shared);
}

/// The host's server listens: however long it was not seen to claim, its port says that it lives.
#[test]
fn a_listening_server_is_not_taken_over_from_a_container() {
    let world = World::new();
    let mut host = world.helper();
    let port = host.claim("shop:web").port;
    host.listen(port);
    world.advance(Duration::from_secs(3600));
    let Some(mut inside) = contained(&world) else { return };
    assert_eq!(inside.ok("cleanup", &Value::Null), json!([]));
    let claim = inside.claim("shop:web");
    assert!(claim.port != port || claim.outcome == Outcome::Shared, "{claim:?}");
    // Whatever the container took, the port on which the host listens was not given twice.
    let other = inside.claim_with("shop:other", json!({ "port": port }));
    assert_ne!(other.port, port);
}

/// A container had claimed an hour ago and its proxy listened on the host: `running`. Each look at that
/// was noted, which renewed the lease of an owner that nobody had heard of, so that the next look
/// showed `assigned`, for a minute.
#[test]
fn a_look_does_not_renew_the_lease_of_a_container() {
    let world = World::new();
    let Some(mut inside) = contained(&world) else { return };
    let port = inside.claim("shop:web").port;
    world.advance(Duration::from_secs(3600));
    let mut command = world.command(CLAIMER);
    command.arg0("rootlessport");
    let mut proxy = world.start(command);
    proxy.listen(port);
    let found = || world.json(&["find", "shop:web"])[0].clone();
    let shown = json!(["running", proxy.pid]);
    for _ in 0..2 {
        let found = found();
        assert_eq!(json!([found["status"], found["pid"]]), shown, "{found}");
    }
    // Who shares the port looks as well.
    let claim = world.helper().claim("shop:web");
    assert_eq!(claim.holder.map(|holder| holder.pid), Some(proxy.pid));
    assert_eq!(found()["status"], "running");
    drop(proxy);
    super::world::wait_for("the proxy to be gone", || {
        (found()["status"] == "stopped").then_some(())
    });
    assert_eq!(world.helper().claim_with("shop:web", fail()).outcome, Outcome::TookOver);
}

/// Two containers and a host claim names at once: no port is given twice.
#[test]
fn ports_are_unique_across_namespaces() {
    let world = World::new();
    let Some(one) = contained(&world) else { return };
    let mut helpers = vec![one, contained(&world).unwrap(), world.helper()];
    for (number, helper) in helpers.iter_mut().enumerate() {
        helper.send("burst", &json!({ "prefix": format!("shop:s{number}"), "count": 15 }));
    }
    let mut ports: Vec<Value> = Vec::new();
    for helper in &mut helpers {
        match helper.receive() {
            super::helper::Reply::Ok(Value::Array(some)) => ports.extend(some),
            reply => panic!("{reply:?}"),
        }
    }
    let mut numbers: Vec<u64> = ports.iter().filter_map(Value::as_u64).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 45);
    world.check();
}

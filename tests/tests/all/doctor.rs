//! `doctor`: what it finds wrong, what mends it, and that `--fix` mends no more than it can.

use std::time::Duration;

use serde_json::{Value, json};

use super::world::{PORTREG, World, answer};

/// The checks of this name.
fn checks(world: &World, name: &str, args: &[&str]) -> Vec<Value> {
    let answer = world.portreg(&[&["--json", "doctor"], args].concat());
    let report: Value = serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{answer:?}"));
    let checks = report["checks"].as_array().unwrap().iter();
    let failed = checks.clone().any(|check| check["state"] == "failed");
    assert_eq!((&report["ok"], answer.code), (&json!(!failed), i32::from(failed)), "{report}");
    checks.filter(|check| check["name"] == name).cloned().collect()
}

/// The one check of this name.
#[track_caller]
fn check(world: &World, name: &str, args: &[&str]) -> Value {
    let [check] = checks(world, name, args).try_into().unwrap();
    check
}

#[track_caller]
fn is(check: &Value, state: &str, message: &str) {
    let said = check["message"].as_str().unwrap();
    assert!(check["state"] == state && said.contains(message), "{state}: {message}: {check}");
}

fn change(world: &World, sql: &str) {
    world.sql().execute_batch(sql).unwrap();
}

/// Ports that something took out of all lists would be given to nobody any more.
#[test]
fn lost_ports_are_found_again() {
    let world = World::with_ports(8);
    world.ok(&["claim", "-q", "--persistent", "shop:a", "shop:b"]);
    world.ok(&["release", "shop:b", "-q"]);
    change(&world, "DELETE FROM idle; DELETE FROM fresh");
    let found = check(&world, "integrity", &[]);
    is(&found, "failed", "ports are in no list");
    assert!(found["fix"].as_str().unwrap().contains("doctor --fix"), "{found}");
    let answer = world.portreg(&["--json", "claim", "shop:c"]);
    assert!(answer.err.contains("RANGE_EXHAUSTED"), "{answer:?}");
    is(&check(&world, "integrity", &["--fix"]), "fixed", "65534 ports found again");
    is(&check(&world, "integrity", &[]), "ok", "");
    world.claim_q("shop:c");
    world.check();
}

/// Each rule of the file, broken by hand: named, and nothing is written that could make it worse.
#[test]
fn broken_rules_are_named_and_left_as_they_are() {
    let idle = "INSERT INTO idle (port, since_ms) SELECT port, 0 FROM service";
    let whole = "DELETE FROM fresh; INSERT INTO fresh (first, last) VALUES (1, 65535)";
    let rest = "INSERT OR IGNORE INTO idle (port, since_ms) SELECT first, 0 FROM fresh";
    let more = "INSERT INTO fresh (first, last) SELECT first + 1, last - 1 FROM fresh ORDER BY 1 DESC LIMIT 1";
    for (sql, sentence) in [
        (idle, "a port is claimed and idle at once"),
        (whole, "a claimed port counts as never had"),
        (rest, "an idle port counts as never had"),
        (more, "runs of ports that nobody has had overlap"),
        ("UPDATE service SET generation = 9999", "a generation is newer than the newest event"),
        (
            "UPDATE service SET owner_pid = NULL, persistent = 0, expires_at_ms = NULL",
            "a claim without owner never ends and is not persistent",
        ),
    ] {
        let world = World::new();
        world.ok(&["claim", "-q", "--persistent", "shop:web"]);
        change(&world, sql);
        let found = check(&world, "integrity", &[]);
        is(&found, "failed", sentence);
        assert!(found["fix"].as_str().unwrap().contains("doctor --restore"), "{found}");
        let dump = || -> Vec<(i64, i64)> {
            let sql = world.sql();
            let mut rows = sql.prepare("SELECT port, since_ms FROM idle ORDER BY 1").unwrap();
            let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            rows.map(Result::unwrap).collect()
        };
        let before = dump();
        is(&check(&world, "integrity", &["--fix"]), "failed", sentence);
        assert_eq!(dump(), before, "{sentence}");
    }
}

/// The log of a program that kept reading for long; what is beyond its end means nothing to SQLite.
#[test]
fn a_long_log_is_emptied() {
    let world = World::new();
    let port = world.helper().claim_with("shop:web", json!({ "persistent": true })).port;
    let log = world.path().join("home/registry.db-wal");
    let file = std::fs::OpenOptions::new().write(true).open(&log).unwrap();
    file.set_len(65 << 20).unwrap();
    let found = check(&world, "log", &[]);
    is(&found, "warning", "65 MB");
    assert!(found["fix"].as_str().unwrap().contains("portreg cleanup"), "{found}");
    is(&check(&world, "log", &["--fix"]), "fixed", "was emptied");
    assert_eq!(log.metadata().map_or(0, |it| it.len()), 0);
    is(&check(&world, "log", &[]), "ok", "");
    assert_eq!(world.claim_q("shop:web"), port);
}

#[test]
fn claims_that_have_ended_are_cleaned() {
    let world = World::new();
    for name in ["shop:a", "shop:b"] {
        world.ok(&["claim", "-q", name, "--expires", "1m"]);
    }
    is(&check(&world, "leftovers", &[]), "ok", "no dead");
    world.advance(Duration::from_secs(120));
    is(&check(&world, "leftovers", &[]), "warning", "2 claims have ended: shop:a, shop:b");
    is(&check(&world, "leftovers", &["--fix"]), "fixed", "now 2 cleaned");
    assert_eq!(world.json(&["find"]), json!([]));
}

#[test]
fn a_clock_that_was_set_back_is_told_of() {
    let world = World::new();
    let ahead = Duration::from_secs(3 * 24 * 3600 + 60);
    world.advance(ahead);
    world.claim_q("shop:web");
    world.unset("PORTREG_TEST_CLOCK_MS");
    is(&check(&world, "clock", &[]), "warning", "the newest event is 3 d in the future");
    world.advance(ahead);
    is(&check(&world, "clock", &[]), "ok", "");
}

/// A file and folder that were opened to others, say by an unpacked archive.
#[test]
fn permissions_are_mended() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    world.claim_q("shop:web");
    let paths = [(world.registry(), 0o644, 0o600), (world.path().join("home"), 0o755, 0o700)];
    for (path, mode, _) in &paths {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(*mode)).unwrap();
    }
    for (found, (path, mode, wanted)) in checks(&world, "permissions", &[]).iter().zip(&paths) {
        is(found, "warning", &format!("mode {mode:o}"));
        assert_eq!(found["fix"], format!("chmod {wanted:o} {}", path.display()));
    }
    assert_eq!(checks(&world, "permissions", &["--fix"]).len(), 2);
    for (path, _, wanted) in &paths {
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, *wanted);
    }
    is(&check(&world, "permissions", &[]), "ok", "");
}

/// What is wrong with the configuration is a finding among others, not the end of the report.
#[test]
fn a_configuration_that_is_wrong_or_unwise() {
    let world = World::new();
    world.claim_q("shop:web");
    world.configure(&json!({ "shop:web": { "port": "eighty" } }));
    is(&check(&world, "config", &[]), "failed", ".portreg.json");
    std::fs::remove_file(world.work().join(".portreg.json")).unwrap();
    let older = world.work().join(".port-daddy.json");
    std::fs::write(&older, r#"{ "shop:web:*": { "port": 3000, "dns": true } }"#).unwrap();
    is(&check(&world, "config", &[]), "warning", "shop:web:*.dns means nothing to portreg");
    std::fs::remove_file(older).unwrap();
    is(&check(&world, "config", &[]), "ok", "understood");
    let system = std::fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").unwrap();
    let first: u16 = system.split_whitespace().next().unwrap().parse().unwrap();
    world.set("PORTREG_RANGE", format!("{first}-{}", first + 99));
    is(&check(&world, "ports", &[]), "warning", "outgoing connections");
    let unlucky = format!("{}-{}", first + 10, first + 19);
    world.ok(&["pool", "set", "late", &unlucky]);
    let found = checks(&world, "ports", &[]);
    assert_eq!(found.len(), 2, "{found:?}");
    is(&found[1], "warning", &format!("pool late {unlucky}"));
}

/// `doctor` sees the limits of the shell that it is called from.
#[test]
fn few_open_files_are_told_of() {
    let world = World::new();
    let script = "ulimit -n 200; exec \"$0\" --json doctor";
    let answer = answer(world.command("sh").args(["-c", script, PORTREG]).output().unwrap());
    let report: Value = serde_json::from_str(&answer.out).unwrap();
    let checks = report["checks"].as_array().unwrap();
    let limits = checks.iter().find(|check| check["name"] == "limits").unwrap();
    assert_eq!((&limits["state"], &limits["fix"]), (&json!("warning"), &json!("ulimit -n 4096")));
    assert!(limits["message"].as_str().unwrap().contains("open files 200"), "{limits}");
}

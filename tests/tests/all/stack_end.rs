//! `down` from another process: whole trees, signals and times of the configuration, what is left behind.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::helper::is_dead;
use super::stage::{Stage, actor, server, signal, wait_dead};
use super::world::{is_free, wait_for};

/// The number of processes that the services have, once it is this.
#[track_caller]
fn processes(stage: &Stage, count: usize) -> Vec<u32> {
    wait_for("all processes of the services to be there", || {
        let all = stage.of_services();
        (all.len() == count).then_some(all)
    })
}

/// A child in a group of its own, a daemon in a session of its own and what ignores SIGTERM: all are gone
/// when `down` returns, the port can be bound, the claim stays.
#[test]
fn a_whole_tree() {
    let web = json!({
        "cmd": actor("ignore-term child ignore-term,hang daemon ignore-term,hang serve"),
        "stop": { "timeout": "300ms" },
    });
    let stage = Stage::new(json!({ "web": web }));
    stage.cli_json(&["up", "-d"]);
    let port = stage.port_of("web");
    let all = processes(&stage, 3);
    let down = stage.cli_json(&["down"]);
    assert_eq!((&down[0]["identity"], &down[0]["status"]), (&json!("shop:web"), &json!("stopped")));
    assert_eq!(down[0]["pid"], Value::Null);
    assert!(all.iter().all(|pid| is_dead(*pid)), "{all:?}");
    assert!(is_free(port));
    let service = stage.service("web");
    assert_eq!((&service["port"], &service["owner"]), (&json!(port), &Value::Null));
    assert!(service["ended_at_ms"].is_i64() && service["expires_at_ms"].is_i64(), "{service}");
    let rows = stage.json(&["history", "shop:web"]);
    let stop = rows.as_array().unwrap().iter().find(|row| row["action"] == "stop").unwrap();
    let ended = stop["details"]["ended"].as_array().unwrap();
    let mut pids: Vec<u64> = ended.iter().map(|one| one["pid"].as_u64().unwrap()).collect();
    let mut known: Vec<u64> = all.iter().map(|pid| u64::from(*pid)).collect();
    pids.sort();
    known.sort();
    assert_eq!(pids, known, "the history says what was ended: {stop}");
    assert!(ended.iter().any(|one| one["signal"] == "SIGKILL"), "{stop}");
    // Its supervisor goes with the last service.
    wait_for("the supervisor to be gone", || stage.processes().is_empty().then_some(()));
    stage.check();
}

/// The configured signal is the one that is sent; who obeys it is not killed.
#[test]
fn signals_of_the_configuration() {
    let script = "trap 'echo interrupted >>heard; exit 0' INT; trap '' TERM; echo up; \
                  while :; do sleep 0.02; done";
    let web = json!({
        "cmd": ["sh", "-c", script], "port": false, "ready": { "log": "^up$" },
        "stop": { "signal": "INT", "timeout": "20s" },
    });
    let stage = Stage::new(json!({ "web": web }));
    stage.cli_json(&["up", "-d"]);
    stage.cli_json(&["down"]);
    let heard = std::fs::read_to_string(stage.work().join("heard")).unwrap();
    assert_eq!(heard, "interrupted\n", "once");
    assert_eq!(stage.service("web")["exit_code"], 0);
}

/// `--timeout` is more than what the configuration says.
#[test]
fn less_time_than_configured() {
    let web = json!({ "cmd": actor("ignore-term serve"), "stop": { "timeout": "1h" } });
    let stage = Stage::new(json!({ "web": web }));
    stage.cli_json(&["up", "-d"]);
    let pid = stage.pid_of("web");
    let begun = Instant::now();
    stage.cli_json(&["down", "shop:web", "--timeout", "100ms"]);
    assert!(is_dead(pid) && begun.elapsed() < Duration::from_secs(20));
}

/// One of several, then the rest, in reverse order; again is fine; the ports are the same tomorrow.
#[test]
fn some_and_again() {
    let mut web = server();
    web["needs"] = json!(["api"]);
    let stage = Stage::new(json!({ "api": server(), "web": web, "db": server() }));
    stage.cli_json(&["up", "-d"]);
    let ports: Vec<u16> = ["api", "web", "db"].map(|name| stage.port_of(name)).into();
    stage.cli_json(&["down", "shop:db"]);
    assert_eq!(stage.service("db")["status"], "stopped");
    assert_eq!(stage.service("web")["status"], "running");
    assert_eq!(stage.cli_json(&["down", "shop", "--under"]).as_array().unwrap().len(), 3);
    let stops: Vec<String> = stage.history(&["stop"]).into_iter().map(|(_, name)| name).collect();
    assert_eq!(stops, ["db", "web", "api"], "{:#?}", stage.json(&["history"]));
    let again = stage.cli_json(&["down"]);
    assert!(again.as_array().unwrap().iter().all(|one| one["status"] == "stopped"), "{again}");
    assert_eq!(
        stage.history(&["stop"]).len(),
        3,
        "nothing more has happened: {:#?}",
        stage.json(&["history"])
    );
    stage.cli_json(&["up", "-d"]);
    let after: Vec<u16> = ["api", "web", "db"].map(|name| stage.port_of(name)).into();
    assert_eq!(after, ports);
    stage.cli_json(&["down"]);
    stage.check();
}

/// `down` is for what `up` or `run` have started: else exit 3, and the way out.
#[test]
fn what_portreg_has_not_started() {
    let stage = Stage::new(json!({ "web": server() }));
    let mut holder = stage.helper();
    let claim = holder.claim("shop:api");
    holder.listen(claim.port);
    let error = stage.cli_error(&["down", "shop:api"], 3, "NOT_FOUND");
    assert!(error["message"].as_str().unwrap().contains("portreg kill shop:api"), "{error}");
    assert!(!is_dead(holder.pid));
    stage.cli_error(&["down", "shop:web"], 3, "NOT_FOUND");
    stage.cli_error(&["restart", "shop:api"], 3, "NOT_FOUND");
    stage.cli_error(&["down", "*"], 2, "INVALID_PATTERN");
}

/// `down` of what `run` runs: the wrapper ends it, and what it left.
#[test]
fn what_run_runs() {
    let stage = Stage::new(json!({}));
    let mut server = stage.noted_run(&["shop:web"]);
    let child = server.spawn(&stage);
    let port: u16 = server.ok("env", &json!({ "name": "PORT" })).as_str().unwrap().parse().unwrap();
    server.listen(port);
    let down = stage.cli(&["down", "shop:web"]);
    assert_eq!(down.code, 0, "{down:?}");
    assert!(is_dead(server.pid) && is_dead(child.pid) && is_free(port));
    assert_eq!(server.status().code(), Some(128 + 15));
}

/// SIGTERM, SIGINT and SIGHUP to the supervisor end the stack in order; the second signal does not ask.
#[test]
fn signals_to_the_supervisor() {
    for name in ["TERM", "INT", "HUP"] {
        let mut web = server();
        web["needs"] = json!(["api"]);
        let stage = Stage::new(json!({ "api": server(), "web": web }));
        let mut up = stage.foreground(&["up"]);
        wait_ready(&stage, &["web"]);
        signal(up.pid(), name);
        assert_eq!(up.code(), 0, "{name}: {}", up.said());
        let stops = stage.history(&["stop"]);
        assert_eq!(stops.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["web", "api"]);
        assert!(stage.processes().is_empty(), "{name}");
    }
    let web = json!({ "cmd": actor("ignore-term serve"), "stop": { "timeout": "1h" } });
    let stage = Stage::new(json!({ "web": web }));
    let mut up = stage.foreground(&["up"]);
    wait_ready(&stage, &["web"]);
    let pid = stage.pid_of("web");
    signal(up.pid(), "TERM");
    wait_for("the service to be asked", || up.said().contains("is asked to end").then_some(()));
    signal(up.pid(), "TERM");
    up.code();
    wait_dead(pid);
    assert_eq!(stage.service("web")["status"], "stopped");
}

/// Waits by the command until these are ready.
#[track_caller]
fn wait_ready(stage: &Stage, names: &[&str]) {
    let names: Vec<String> = names.iter().map(|name| format!("shop:{name}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    stage.cli_json(&[&["wait"], &names[..], &["--timeout", "20s"]].concat());
}

/// What has ended by itself and left others behind: they go with it.
#[test]
fn what_a_crash_leaves_behind() {
    let web = json!({
        "cmd": actor("daemon ignore-term,hang serve-for 300 exit 4"), "restart": "never",
    });
    let stage = Stage::new(json!({ "web": web }));
    let mut host = stage.host();
    host.up(&[]);
    assert_eq!(host.until("web", "crashed")["exit_code"], 4);
    wait_for("what it left to be ended", || stage.of_services().is_empty().then_some(()));
    host.all_events();
    let service = stage.service("web");
    assert_eq!((&service["status"], &service["exit_code"]), (&json!("crashed"), &json!(4)));
    stage.check();
}

/// What waits for another, and what pauses between two starts, is ended as well: nothing starts any more.
#[test]
fn what_has_not_started_yet() {
    let stage = Stage::new(json!({
        "api": { "cmd": actor("until go serve") },
        "web": { "cmd": actor("serve"), "needs": ["api"] },
        "again": { "cmd": actor("exit 1"), "restart": "always", "port": false },
    }));
    let mut host = stage.host();
    host.up(&[]);
    while host.count("again restarting") < 3 {
        host.until("again", "restarting");
    }
    stage.cli_json(&["down", "shop:again"]);
    stage.cli_json(&["down", "shop:web"]);
    assert_eq!(stage.service("web")["status"], "stopped");
    stage.touch("go");
    host.until("api", "ready");
    stage.cli_json(&["down"]);
    host.all_events();
    assert_eq!(host.count("web started"), 0);
    let last = host.shown().iter().rposition(|one| one == "again started").unwrap();
    assert!(last < host.place("again stopped"), "{:?}", host.shown());
    stage.check();
}

//! Services that end by themselves: policies, the last words, probes that fail, strangers on ports.

use serde_json::{Value, json};

use super::server::Server;
use super::stage::{Stage, actor, server};
use super::world::is_free;

/// A loop of crashes comes to an end, which says how often, with what and the last twenty lines.
#[test]
fn a_loop_of_crashes() {
    // Ten restarts take minutes of growing pauses: the cap has its test where it is decided.
    let stage = Stage::new(json!({
        "web": { "cmd": actor("count-to 30 exit 7"), "restart": "never", "port": false },
        "again": { "cmd": actor("exit 9"), "restart": "on-failure", "port": false },
    }));
    let mut host = stage.host();
    host.up(&[]);
    let crashed = host.until("web", "crashed");
    assert_eq!(crashed["exit_code"], 7);
    let last: Vec<String> = (11..=30).map(|n| format!("line {n}")).collect();
    assert_eq!(crashed["last_lines"], json!(last));
    let web = stage.service("web");
    assert_eq!((&web["status"], &web["exit_code"]), (&json!("crashed"), &json!(7)));
    while host.count("again restarting") < 3 {
        host.until("again", "restarting");
    }
    let restarting = host.seen.iter().filter(|event| event["event"] == "restarting");
    let pauses: Vec<u64> = restarting.map(|event| event["after_ms"].as_u64().unwrap()).collect();
    assert!(pauses[0] == 0 && pauses[1] >= 375 && pauses[2] > pauses[1], "{pauses:?}");
    host.until("again", "exited");
    let again = stage.service("again");
    assert!(again["restarts"].as_u64() >= Some(3), "{again}");
    let logs = stage.ok(&["logs", "shop:web", "-n", "100"]);
    assert!(logs.contains("line 1\n") && logs.contains("line 30"), "{logs}");
    // An intended stop ends the loop while it pauses.
    stage.cli_json(&["down", "shop:again"]);
    host.until("again", "stopped");
    host.all_events();
    assert_eq!(stage.service("again")["status"], "stopped");
}

/// `on-failure` takes 0 for an end; `always` does not.
#[test]
fn policies() {
    let stage = Stage::new(json!({
        "once": { "cmd": actor("say done exit 0"), "restart": "on-failure", "port": false },
        "ever": { "cmd": actor("until go exit 0"), "restart": "always", "port": false },
    }));
    let mut host = stage.host();
    host.up(&[]);
    assert_eq!(host.until("once", "crashed")["exit_code"], 0);
    let before = stage.pid_of("ever");
    stage.touch("go");
    let restarting = host.until("ever", "restarting");
    assert_eq!((&restarting["after_ms"], &restarting["attempt"]), (&json!(0), &json!(1)));
    let started = host.until("ever", "started");
    assert_ne!(started["pid"], before);
    assert_eq!(host.count("once restarting"), 0);
    stage.cli_json(&["down", "shop:ever"]);
    host.all_events();
    assert_eq!(stage.service("ever")["status"], "stopped", "an intended stop is none to mend");
}

/// What closes its port after it was ready fails its probes: told, and started again unless its policy
/// says never.
#[test]
fn probes_that_fail() {
    let service = |policy: &str| {
        json!({
            "cmd": actor("exit-unless 1 serving serve-for 400 hang"), "restart": policy,
            "ready": { "tcp": "localhost:{port}", "interval": "50ms", "retries": 2 },
        })
    };
    let stage = Stage::new(json!({ "mended": service("on-failure"), "left": service("never") }));
    stage.touch("serving");
    let mut host = stage.host();
    host.up(&[]);
    host.until("mended", "failing");
    host.until("mended", "stopping");
    host.until("mended", "started");
    host.until("mended", "ready");
    if host.count("left failing") == 0 {
        host.until("left", "failing");
    }
    assert_eq!(stage.service("left")["health"], "failing");
    assert_eq!(host.count("left started"), 1);
    assert!(stage.service("mended")["restarts"].as_u64() >= Some(1));
    let failing = stage.history(&["failing"]);
    assert!(failing.contains(&("failing".into(), "left".into())), "{failing:?}");
}

/// A stranger on the port: nothing is started there, and who it is is said in explain's words at once.
#[test]
fn a_stranger_on_the_port() {
    let stage = Stage::new(json!({}));
    let port = stage.port(3);
    stage.services(&json!({ "web": { "cmd": actor("serve"), "port": port }, "api": server() }));
    stage.cli_json(&["up", "-d", "web"]);
    stage.cli_json(&["down"]);
    let script = "import socket,sys,time\ns=socket.create_server(('127.0.0.1',int(sys.argv[1])))\n\
                  print('up',flush=True)\ntime.sleep(60)";
    let stranger = Server::elsewhere(&stage, script, &[&port.to_string()]);
    let check = stage.cli(&["--json", "up", "--check"]);
    assert_eq!(check.code, 1, "{check:?}");
    let check: Value = serde_json::from_str(&check.out).unwrap();
    let problem = &check["problems"][0];
    assert!(problem["message"].as_str().unwrap().contains(&stranger.pid.to_string()), "{check}");
    // It can do with another port where nobody insists on this one.
    let up = stage.cli(&["up", "-d"]);
    let own = stage.port_of("web");
    assert!(up.code == 0 && own != port, "{up:?}");
    assert!(up.err.contains(&format!("Using port {own} instead of {port}")), "{up:?}");
    assert!(up.err.contains(&stranger.pid.to_string()), "{up:?}");
    stage.cli_json(&["down"]);
    let strict = json!({ "cmd": actor("serve"), "port": port, "strict": true });
    stage.services(&json!({ "web": strict, "api": server() }));
    let starts = stage.history(&["start"]).len();
    let error = stage.cli_error(&["up", "-d"], 4, "PORT_IN_USE");
    assert!(error["message"].as_str().unwrap().contains(&stranger.pid.to_string()), "{error}");
    assert_eq!(stage.history(&["start"]).len(), starts, "nothing half done");
    assert!(stage.of_services().is_empty());
    stage.cli_json(&["down"]);
    drop(stranger);
    assert!(is_free(port));
    stage.check();
}

/// A stranger that comes while a service starts is no health of that service.
#[test]
fn a_stranger_that_comes_in_between() {
    let mut web = json!({ "cmd": actor("until never serve") });
    web["ready"] = json!({ "http": "http://localhost:{port}/", "interval": "50ms" });
    let stage = Stage::new(json!({ "web": web }));
    let mut host = stage.host();
    host.up(&[]);
    let port = host.until("web", "started")["port"].as_u64().unwrap();
    let script = "import http.server,socketserver,sys\n\
        class S(socketserver.ThreadingMixIn, http.server.HTTPServer): pass\n\
        s=S(('127.0.0.1',int(sys.argv[1])), http.server.SimpleHTTPRequestHandler)\n\
        print('up',flush=True)\ns.serve_forever()";
    let stranger = Server::elsewhere(&stage, script, &[&port.to_string()]);
    let told = host.until("web", "not_ready");
    let message = told["message"].as_str().unwrap();
    assert!(message.contains(&stranger.pid.to_string()), "explain's words: {message}");
    assert_eq!(host.count("web ready"), 0);
    let error = host.helper.err("stack_ready", &json!({ "at_most_ms": 9000 }), "NOT_READY");
    assert!(error["message"].as_str().unwrap().contains(&port.to_string()), "{error}");
}

/// A service that listens elsewhere: an event and a row of history say where.
#[test]
fn a_service_that_listens_elsewhere() {
    let stage = Stage::new(json!({}));
    let other = stage.port(9);
    let words = format!("serve-on {other} hang");
    stage.services(&json!({ "web": { "cmd": actor(&words) } }));
    let mut host = stage.host();
    host.up(&[]);
    let told = host.until("web", "listening_elsewhere");
    let own = stage.port_of("web");
    assert_eq!((&told["port"], &told["instead_of"]), (&json!(other), &json!(own)));
    let rows = stage.json(&["history", "shop:web"]);
    let row = rows.as_array().unwrap().iter().find(|row| row["action"] == "listening_elsewhere");
    assert_eq!(row.unwrap()["details"]["port"], other, "{rows}");
    assert_eq!(stage.service("web")["health"], "starting");
}

/// What ends again and again is late also while it waits for its next start: who waits is told in time.
#[test]
fn a_loop_of_crashes_is_late_in_time() {
    let mut web = server();
    web["needs"] = json!(["api"]);
    let api = json!({ "cmd": actor("exit 1"), "restart": "always" });
    let stage = Stage::new(json!({ "api": api, "web": web }));
    let mut host = stage.host();
    host.up_with(json!({ "timeout": { "secs": 2, "nanos": 0 } }));
    let late = host.until("api", "not_ready");
    // 0, 0.5, 1 and 2 s of pauses, each a quarter longer or shorter: it is told in the third or fourth.
    assert!(host.count("api restarting") <= 4, "{:?}", host.shown());
    let started = host.seen[0]["at_ms"].as_i64().unwrap();
    let after = late["at_ms"].as_i64().unwrap() - started;
    assert!((1900..3000).contains(&after), "{after} ms: {:?}", host.shown());
    host.until("web", "not_ready");
    assert_eq!(host.count("api not_ready"), 1, "once");
    host.until("api", "exited");
    assert_eq!(host.count("api not_ready"), 1, "once");
}

/// What has crashed is started by the next `up`, as it is configured by then, and with it what has waited
/// for it in vain; what runs is left alone.
#[test]
fn up_again_after_a_crash() {
    let stage = Stage::new(json!({
        "api": server(),
        "web": { "cmd": actor("exit 4"), "needs": ["api"] },
        "work": { "cmd": actor("hang"), "port": false, "needs": ["web"] },
    }));
    stage.cli_error(&["up", "-d"], 5, "NOT_READY");
    let api = stage.pid_of("api");
    assert_eq!(stage.service("web")["status"], "crashed");
    stage.services(&json!({
        "api": server(),
        "web": { "cmd": actor("serve"), "needs": ["api"] },
        "work": { "cmd": actor("hang"), "port": false, "needs": ["web"] },
    }));
    stage.cli_json(&["up", "-d"]);
    for name in ["web", "work"] {
        assert_eq!(stage.service(name)["status"], "running", "{name}");
    }
    assert_eq!(stage.pid_of("api"), api);
    stage.cli_json(&["down"]);
}

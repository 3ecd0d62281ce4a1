//! `wait`, `with`, `up -d`, `up --check` and `ps`: what they say to scripts.

use serde_json::{Value, json};

use super::helper::{Reply, is_dead};
use super::stage::{Stage, actor, server};
use super::world::is_free;

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

/// `wait` comes back when it is ready, not before; `--gone` when nothing of it runs; both in time or with 5.
#[test]
fn ready_and_gone() {
    let web = json!({ "cmd": actor("until go serve") });
    let stage = Stage::new(json!({ "web": web, "api": server() }));
    stage.cli_error(&["wait", "shop:web", "--timeout", "50ms"], 5, "TIMEOUT");
    let mut waiting = stage.helper();
    waiting.send("wait_ready", &json!({ "targets": ["shop:web", "shop:api"] }));
    let mut host = stage.host();
    host.up(&[]);
    host.until("web", "started");
    let early = stage.cli_error(&["wait", "shop:web", "--timeout", "50ms"], 5, "TIMEOUT");
    assert!(early["message"].as_str().unwrap().contains("shop:web"), "{early}");
    stage.touch("go");
    let Reply::Ok(ready) = waiting.receive() else { panic!("it did not get ready") };
    let health: Vec<&Value> = list(&ready).iter().map(|one| &one["health"]).collect();
    assert_eq!(health, ["passing", "passing"]);
    let quick = stage.cli_json(&["wait", "shop:web", "shop:api", "--ready", "--timeout", "9s"]);
    assert_eq!(list(&quick).len(), 2);
    stage.cli_error(&["wait", "shop:api", "--gone", "--timeout", "50ms"], 5, "TIMEOUT");
    waiting.send("wait_ready", &json!({ "targets": ["shop:api"], "gone": true }));
    stage.cli_json(&["down", "shop:api"]);
    let Reply::Ok(gone) = waiting.receive() else { panic!("it is not gone") };
    assert_eq!(gone[0]["status"], "stopped");
    stage.cli_json(&["wait", "shop:nobody", "--gone"]);
}

/// `with`: the command finds all ready, its output and exit code are passed on, and nothing is left.
#[test]
fn services_for_one_command() {
    let mut web = server();
    web["needs"] = json!(["api"]);
    let stage = Stage::new(json!({ "api": server(), "web": web }));
    let asks = "import json,subprocess,sys,urllib.request\n\
        found=json.loads(subprocess.check_output([sys.argv[1],'--json','ps']))\n\
        print([urllib.request.urlopen(one['url']).read().decode()==str(one['pid']) for one in found])\n\
        sys.exit(7)";
    let args = ["with", "--", "python3", "-c", asks, super::world::PORTREG];
    let answer = stage.cli(&args);
    assert_eq!((answer.code, answer.out.as_str()), (7, "[True, True]\n"), "{answer:?}");
    assert!(stage.of_services().is_empty());
    assert!(["api", "web"].iter().all(|name| is_free(stage.port_of(name))));
    let stops = stage.history(&["stop"]);
    assert_eq!(stops, [("stop".into(), "web".into()), ("stop".into(), "api".into())]);
    let killed = stage.cli(&["with", "api", "--", "sh", "-c", "kill -TERM $$"]);
    assert_eq!(killed.code, 128 + 15, "{killed:?}");
    let missing = stage.cli(&["with", "api", "--", "no-such-program"]);
    assert_eq!(missing.code, 1, "{missing:?}");
    assert!(missing.err.contains("no-such-program"), "{missing:?}");
    assert_eq!(stage.cli(&["with", "api", "--", "true"]).code, 0);
    assert!(stage.of_services().is_empty());
    stage.check();
}

/// `with` does not run the command where a service does not get ready; what started is gone again.
#[test]
fn a_command_without_its_services() {
    let api = json!({ "cmd": actor("say no-disk exit 3"), "restart": "never" });
    let stage = Stage::new(json!({ "api": api, "web": server() }));
    let error = stage.cli_error(&["with", "--", "touch", "ran"], 5, "NOT_READY");
    assert_eq!((&error["identity"], &error["exit_code"]), (&json!("shop:api"), &json!(3)));
    assert!(!stage.work().join("ran").exists());
    assert!(stage.of_services().is_empty());
}

/// `with` uses what runs already, and leaves it.
#[test]
fn a_command_with_what_runs() {
    let stage = Stage::new(json!({ "api": server(), "web": server() }));
    stage.cli_json(&["up", "-d", "api"]);
    let api = stage.pid_of("api");
    assert_eq!(stage.cli(&["with", "--", "true"]).code, 0);
    assert!(!is_dead(api));
    assert_eq!(stage.of_services(), [api]);
}

/// `up -d`: 0 and the services when all are ready; 5 with the first that is not and its last words, while the
/// rest keeps running.
#[test]
fn in_the_background() {
    let stage = Stage::new(json!({ "api": server(), "web": server() }));
    let up = stage.cli_json(&["up", "-d"]);
    for service in list(&up) {
        assert_eq!(
            (&service["status"], &service["health"]),
            (&json!("running"), &json!("passing"))
        );
        assert!(service["port"].is_u64() && service["started_at_ms"].is_i64(), "{service}");
    }
    let pids: Vec<u32> = ["api", "web"].map(|name| stage.pid_of(name)).into();
    let again = stage.cli_json(&["up", "-d"]);
    assert_eq!(list(&again).len(), 2);
    assert_eq!(["api", "web"].map(|name| stage.pid_of(name)).to_vec(), pids, "idempotent");
    stage.cli_json(&["down"]);
    let bad = json!({ "cmd": actor("count-to 30 exit 4"), "restart": "never" });
    stage.services(&json!({ "api": server(), "web": bad }));
    let error = stage.cli_error(&["up", "-d"], 5, "NOT_READY");
    assert_eq!((&error["identity"], &error["exit_code"]), (&json!("shop:web"), &json!(4)));
    assert_eq!(list(&error["last_lines"]).len(), 20, "{error}");
    assert_eq!(error["last_lines"][19], "line 30");
    assert_eq!(stage.service("api")["health"], "passing", "the rest keeps running");
    let slow = json!({ "cmd": actor("hang") });
    stage.services(&json!({ "api": server(), "slow": slow }));
    let late = stage.cli_error(&["up", "-d", "--timeout", "300ms"], 5, "NOT_READY");
    assert_eq!(late["identity"], "shop:slow");
    let people = stage.cli(&["up", "-d", "--timeout", "300ms", "slow"]);
    assert_eq!(people.code, 5, "{people:?}");
    assert!(people.err.contains("shop:slow"), "{people:?}");
    assert_eq!(stage.service("slow")["health"], "starting", "it may still get ready");
    stage.cli_json(&["down"]);
    stage.check();
}

/// `up --check` names all that stands in the way, and starts and claims nothing.
#[test]
fn looking_before() {
    let mut web = server();
    web["needs"] = json!(["api"]);
    web["env_file"] = json!("missing.env");
    let api = json!({ "cmd": "no-such-program --port {port}" });
    let worker = json!({ "cmd": actor("hang"), "port": false, "dir": "nowhere" });
    let stage = Stage::new(json!({ "web": web, "api": api, "worker": worker }));
    let answer = stage.cli(&["--json", "up", "--check"]);
    assert_eq!(answer.code, 1, "{answer:?}");
    let check: Value = serde_json::from_str(&answer.out).unwrap();
    let order: Vec<&Value> = list(&check["order"]).iter().map(|one| &one["identity"]).collect();
    assert_eq!(order, ["shop:api", "shop:web", "shop:worker"]);
    assert_eq!(check["order"][1]["needs"], json!(["shop:api"]));
    let problem = |name: &str| -> String {
        let mut all = list(&check["problems"]).iter();
        let one = all.find(|one| one["identity"] == format!("shop:{name}"));
        one.unwrap_or_else(|| panic!("{check}"))["message"].as_str().unwrap().to_owned()
    };
    assert!(problem("api").contains("no-such-program"));
    assert!(problem("web").contains("missing.env"));
    assert!(problem("worker").contains("nowhere"));
    assert_eq!(stage.json(&["find"]), json!([]));
    assert!(stage.of_services().is_empty());
    stage.services(&json!({ "api": server() }));
    let fine = stage.cli_json(&["up", "--check"]);
    assert_eq!(fine["problems"], json!([]));
    stage.cli_json(&["up", "-d"]);
    let runs = stage.cli_json(&["up", "--check"]);
    assert_eq!((&runs["order"][0]["runs"], &runs["problems"]), (&json!(true), &json!([])));
}

/// `ps`: a Service, and what it and its tree use.
#[test]
fn what_runs() {
    let web = json!({ "cmd": actor("child hang serve"), "restart": "on-failure" });
    let stage =
        Stage::new(json!({ "web": web, "worker": { "cmd": actor("hang"), "port": false } }));
    stage.cli_json(&["up", "-d"]);
    let ps = stage.cli_json(&["ps"]);
    let web = list(&ps).iter().find(|one| one["identity"] == "shop:web").unwrap();
    let port = stage.port_of("web");
    let fields = [
        ("status", json!("running")),
        ("health", json!("passing")),
        ("restart", json!("on-failure")),
        ("restarts", json!(0)),
        ("port", json!(port)),
        ("pid", json!(stage.pid_of("web"))),
        ("url", json!(format!("http://localhost:{port}"))),
        ("enabled", json!(true)),
        ("persistent", json!(false)),
        ("needs", json!([])),
    ];
    for (name, value) in fields {
        assert_eq!(web[name], value, "{name} of {web}");
    }
    for name in ["uptime_ms", "memory_bytes", "started_at_ms", "generation", "last_seen_ms"] {
        assert!(web[name].is_u64() || web[name].is_i64(), "{name} of {web}");
    }
    assert!(web["cpu_percent"].is_number() && web["cmd"].is_string(), "{web}");
    assert!(web["owner"]["pid"].is_u64(), "{web}");
    assert_eq!(list(&stage.cli_json(&["ps", "shop:web"])).len(), 1);
    stage.cli_json(&["down", "shop:worker"]);
    assert_eq!(list(&stage.cli_json(&["ps"])).len(), 1);
    assert_eq!(list(&stage.cli_json(&["ps", "--all"])).len(), 2);
    // Two pids of one tree: it is ended whole, so it is counted whole.
    assert_eq!(stage.of_services().len(), 2);
}

/// One service without configuration, by what the command line says; later by its name alone.
#[test]
fn one_without_configuration() {
    let stage = Stage::new(json!({}));
    let cmd = format!("exec {} say hello=$HELLO serve", super::stage::ACTOR);
    let args = ["up", "-d", "shop:api", "--cmd", &cmd, "--env", "HELLO=you", "--restart", "never"];
    let ready = ["--ready", "http://localhost:{port}/"];
    let up = stage.cli_json(&[&args[..], &ready].concat());
    assert_eq!((&up[0]["identity"], &up[0]["health"]), (&json!("shop:api"), &json!("passing")));
    let logs = stage.ok(&["logs", "shop:api", "-n", "5"]);
    assert!(logs.contains("hello=you"), "{logs}");
    let port = stage.port_of("api");
    stage.cli_json(&["down", "shop:api"]);
    let again = stage.cli_json(&["up", "-d", "shop:api"]);
    assert_eq!((&again[0]["port"], &again[0]["health"]), (&json!(port), &json!("passing")));
    stage.cli_error(&["up", "-d", "shop:nobody"], 3, "NOT_FOUND");
}

/// Two stacks side by side: `down` in one folder leaves the other's alone.
#[test]
fn two_stacks_side_by_side() {
    let stage = Stage::new(json!({ "api": server() }));
    let other = stage.path().join("elsewhere");
    let config = json!({ "project": "blog", "blog:api": server() });
    std::fs::write(other.join(".portreg.json"), config.to_string()).unwrap();
    stage.cli_json(&["up", "-d"]);
    let there = ["-C", other.to_str().unwrap()];
    stage.cli_json(&[&there[..], &["up", "-d"]].concat());
    assert_eq!(stage.of_services().len(), 2);
    stage.cli_json(&["down"]);
    assert_eq!(stage.of_services().len(), 1);
    assert_eq!(stage.json(&["find", "blog:api"])[0]["status"], "running");
    stage.cli_json(&[&there[..], &["down"]].concat());
    assert!(stage.of_services().is_empty());
}

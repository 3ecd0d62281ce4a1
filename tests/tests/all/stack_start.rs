//! Stacks that start: who waits for whom, who runs beside whom, told by events and not by time.

use serde_json::{Value, json};

use super::helper::is_dead;
use super::stage::{Stage, actor, server};
use super::world::is_free;

/// A server that is ready when the test says so, by a file of this name.
fn gated(file: &str, needs: &[&str]) -> Value {
    let ready = json!({ "cmd": format!("test -e {file}"), "interval": "20ms" });
    json!({ "cmd": actor("serve"), "needs": needs, "ready": ready })
}

/// base <- left, right <- top: each starts after what it needs is ready, and ends before it.
#[test]
fn a_diamond() {
    let mut top = server();
    top["needs"] = json!(["left", "right"]);
    let stage = Stage::new(json!({
        "top": top,
        "left": gated("left", &["base"]),
        "right": gated("right", &["base"]),
        "base": gated("base", &[]),
    }));
    let mut host = stage.host();
    let order = host.up(&[]);
    assert_eq!((order[0].as_str(), order[3].as_str()), ("base", "top"));
    host.until("base", "started");
    assert_eq!(host.seen.len(), 1, "{:?}", host.shown());
    stage.touch("base");
    // Both are started although neither can be ready yet.
    host.until("left", "started");
    if host.count("right started") == 0 {
        host.until("right", "started");
    }
    assert_eq!(host.count("left ready") + host.count("right ready"), 0);
    stage.touch("left");
    host.until("left", "ready");
    assert_eq!(host.count("top started"), 0, "it needs both");
    stage.touch("right");
    host.until("top", "ready");
    host.ready();
    assert!(host.place("base ready") < host.place("left started"));
    assert!(host.place("right ready") < host.place("top started"));
    host.helper.ok("stack_close", &json!({}));
    host.all_events();
    for (first, then) in [("top", "left"), ("top", "right"), ("left", "base"), ("right", "base")] {
        let (gone, asked) = (format!("{first} stopped"), format!("{then} stopping"));
        assert!(host.place(&gone) < host.place(&asked), "{:?}", host.shown());
    }
    // The history says the same to those who were not there.
    let history = stage.history(&["start", "ready", "stop"]);
    let place = |action: &str, name: &str| {
        let wanted = (action.to_owned(), name.to_owned());
        history.iter().position(|row| *row == wanted).unwrap_or_else(|| panic!("{history:?}"))
    };
    assert!(place("ready", "base") < place("start", "left"));
    assert!(place("ready", "right") < place("start", "top"));
    assert!(place("stop", "top") < place("stop", "left"));
    assert!(place("stop", "right") < place("stop", "base"));
    assert_eq!(history.len(), 12);
    stage.check();
}

/// `up api` brings what it needs, but nobody else; `--no-deps` not even that. Short names do.
#[test]
fn one_with_what_it_needs() {
    let mut api = server();
    api["needs"] = json!(["db"]);
    let stage = Stage::new(json!({ "api": api, "db": server(), "web": server() }));
    let mut host = stage.host();
    assert_eq!(host.up(&["api"]), ["db", "api"]);
    host.ready();
    host.helper.ok("stack_down", &json!({}));
    assert_eq!(host.up_with(json!({ "patterns": ["shop:api"], "no_deps": true })), ["api"]);
    host.ready();
    host.helper.ok("stack_down", &json!({}));
    assert_eq!(stage.history(&["start"]).len(), 3);
    assert_eq!(host.up(&["shop:*"]), ["db", "api", "web"], "a pattern means all it covers");
    host.ready();
}

/// Who needs one that crashes is told so and not started; the others run.
#[test]
fn a_need_that_crashes() {
    let mut api = server();
    api["needs"] = json!(["db"]);
    let db = json!({ "cmd": actor("say no-disk exit 3"), "restart": "never" });
    let stage = Stage::new(json!({ "api": api, "db": db, "web": server() }));
    let mut host = stage.host();
    host.up(&[]);
    let crashed = host.until("db", "crashed");
    assert_eq!(crashed["exit_code"], 3);
    assert_eq!(crashed["last_lines"], json!(["no-disk"]));
    let refused = match host.seen.iter().find(|event| event["event"] == "not_ready") {
        Some(event) => event.clone(),
        None => host.until("api", "not_ready"),
    };
    assert_eq!(refused["identity"], "shop:api");
    assert!(refused["message"].as_str().unwrap().contains("shop:db"), "{refused}");
    let error = host.helper.err("stack_ready", &json!({ "at_most_ms": 18_000 }), "NOT_READY");
    assert_eq!((&error["identity"], &error["exit_code"]), (&json!("shop:db"), &json!(3)));
    assert_eq!(stage.service("web")["health"], "passing", "the others run");
    assert_eq!(stage.service("db")["status"], "crashed");
    assert_eq!(host.count("api started"), 0);
    let named = stage.cli_error(&["wait", "shop:db"], 5, "NOT_READY");
    assert_eq!(named["exit_code"], 3);
}

/// A disabled service starts only when it is named; a pair comes along, a worker has no port.
#[test]
fn who_is_meant() {
    let mut rare = server();
    rare["enabled"] = json!(false);
    let worker = json!({ "cmd": actor("hang"), "port": false });
    let mut web = server();
    web["pair"] = json!("api");
    let stage = Stage::new(json!({ "rare": rare, "worker": worker, "web": web, "api": server() }));
    let mut host = stage.host();
    let mut all = host.up(&[]);
    all.sort();
    assert_eq!(all, ["api", "web", "worker"]);
    host.ready();
    let worker = stage.service("worker");
    assert_eq!((&worker["port"], &worker["status"]), (&Value::Null, &json!("running")));
    assert_eq!(worker["health"], "passing");
    let ps = stage.cli_json(&["ps", "shop:worker"]);
    assert!(ps[0]["memory_bytes"].as_u64().unwrap() > 0, "{ps}");
    assert!(ps[0].get("url").is_none() && ps[0]["uptime_ms"].is_i64(), "{ps}");
    host.helper.ok("stack_down", &json!({}));
    assert_eq!(host.up(&["rare"]), ["rare"]);
    host.ready();
    host.helper.ok("stack_down", &json!({}));
    let mut both = host.up(&["web"]);
    both.sort();
    assert_eq!(both, ["api", "web"]);
    host.ready();
    stage.check();
}

/// A circle or a need that nobody describes is refused by name; nothing was started or claimed.
#[test]
fn files_that_cannot_be_followed() {
    let needing = |needs: &str| json!({ "cmd": actor("serve"), "needs": [needs] });
    let stage = Stage::new(json!({ "a": needing("b"), "b": needing("c"), "c": needing("a") }));
    let circle = stage.cli_error(&["up"], 2, "INVALID_CONFIG");
    let message = circle["message"].as_str().unwrap().to_owned();
    assert!(["a", "b", "c"].iter().all(|name| message.contains(name)), "{message}");
    stage.services(&json!({ "web": server(), "a": needing("nobody") }));
    let unknown = stage.cli_error(&["up", "-d"], 2, "INVALID_CONFIG");
    assert!(unknown["message"].as_str().unwrap().contains("nobody"), "{unknown}");
    assert_eq!(stage.json(&["find"]), json!([]));
    assert!(stage.of_services().is_empty());
    let check = stage.cli_error(&["up", "--check"], 2, "INVALID_CONFIG");
    assert!(check["message"].as_str().unwrap().contains("nobody"), "{check}");
}

/// What a second `up` finds running it uses: it neither starts it nor ends it.
#[test]
fn what_runs_is_used() {
    let mut web = server();
    web["needs"] = json!(["api"]);
    let stage = Stage::new(json!({ "api": server(), "web": web }));
    let mut first = stage.host();
    assert_eq!(first.up(&["api"]), ["api"]);
    first.ready();
    let api = stage.pid_of("api");
    let mut second = stage.host();
    assert_eq!(second.up(&[]), ["api", "web"]);
    second.ready();
    second.until("web", "ready");
    assert!(second.place("api used") < second.place("web started"), "{:?}", second.shown());
    assert_eq!(stage.pid_of("api"), api);
    second.helper.ok("stack_down", &json!({}));
    assert_eq!(stage.service("web")["status"], "stopped");
    assert_eq!((stage.pid_of("api"), is_dead(api)), (api, false), "it was not the second's");
    let starts = stage.history(&["start"]);
    assert_eq!(starts.iter().filter(|(_, name)| name == "api").count(), 1);
    // The same by the command, in the background: idempotent, and quick to say so.
    let used = stage.cli_json(&["up", "-d", "api"]);
    assert_eq!(used[0]["pid"], api, "{used}");
    stage.check();
}

/// A name that a living process holds which does not serve: who it is, and nothing half done.
#[test]
fn a_name_that_is_held() {
    let mut web = server();
    web["needs"] = json!(["api"]);
    let stage = Stage::new(json!({ "api": server(), "web": web, "db": server() }));
    let mut holder = stage.helper();
    holder.claim("shop:web");
    let mut host = stage.host();
    let error = host.up_error(json!({}), "IDENTITY_HELD");
    assert!(error["message"].as_str().unwrap().contains(&holder.pid.to_string()), "{error}");
    let names: Vec<Value> = stage.json(&["find"]).as_array().unwrap().clone();
    let names: Vec<&Value> = names.iter().map(|one| &one["identity"]).collect();
    assert_eq!(names, [&json!("shop:web")], "what was claimed for it is given back");
    assert_eq!(stage.history(&["start"]), []);
    assert!(stage.of_services().is_empty());
    let told = stage.cli_error(&["up", "-d"], 4, "IDENTITY_HELD");
    assert!(told["message"].as_str().unwrap().contains(&holder.pid.to_string()), "{told}");
    holder.ok("release", &json!({ "target": "shop:web" }));
    let up = stage.cli_json(&["up", "-d"]);
    assert_eq!(up.as_array().unwrap().len(), 3);
    stage.cli_json(&["down"]);
    assert!(is_free(stage.port_of("web")));
    stage.check();
}

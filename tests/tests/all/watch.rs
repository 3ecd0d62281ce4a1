//! The change feed: what watchers in other processes see, in which order, and what it costs them.

use serde_json::{Value, json};

use super::listeners::SERVER;
use super::messages::{Sub, assert_idle, bells, switches};
use super::messages_kept::retain;
use super::server::Server;
use super::stage::{Stage, actor, server};
use super::world::{World, torture};

fn watch(world: &World, args: &[&str]) -> Sub {
    Sub::waiting_of("watch", world, &[&["--json"], args].concat())
}

fn id(event: &Value) -> i64 {
    event["id"].as_i64().unwrap_or_else(|| panic!("{event}"))
}

/// The next so many events.
fn take(sub: &mut Sub, count: usize) -> Vec<Value> {
    (0..count).map(|_| sub.json()).collect()
}

fn actions(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["action"].as_str().unwrap()).collect()
}

#[test]
fn a_watcher_sees_all_that_is_written_of_a_name_in_order() {
    let world = World::new();
    let mut all = watch(&world, &[]);
    let mut shop = watch(&world, &["shop"]);
    world.ok(&["claim", "shop:api", "--port", &world.port(1).to_string()]);
    world.ok(&["claim", "bank:web"]);
    world.ok(&["reassign", "shop:api", &world.port(2).to_string()]);
    let url = ["endpoint", "set", "shop:api", "prod", "https://me:secret@shop.example.com"];
    world.ok(&url);
    world.ok(&url);
    world.ok(&["endpoint", "rm", "shop:api", "prod"]);
    let strict = ["claim", "shop:web", "--strict", "--port", &world.port(2).to_string()];
    assert_eq!(world.portreg(&strict).code, 4);
    world.ok(&["rename", "shop:api", "mall:api"]);
    world.ok(&["release", "mall:api"]);
    world.ok(&["reserve", &world.port(9).to_string()]);
    world.ok(&["unreserve", &world.port(9).to_string()]);

    let seen = take(&mut shop, 6);
    let expected = ["claim", "move", "endpoint_set", "endpoint_removed", "refused", "rename"];
    assert_eq!(actions(&seen), expected, "{seen:#?}");
    let places = [&seen[1]["port"], &seen[1]["details"]["moved_from"]];
    assert_eq!(json!(places), json!([world.port(2), world.port(1)]));
    assert_eq!(seen[2]["details"]["url"], "https://***@shop.example.com");
    assert_eq!(seen[4]["details"], json!({ "verb": "claim", "code": "PORT_IN_USE" }));
    let names = [&seen[5]["identity"], &seen[5]["details"]["renamed_from"]];
    assert_eq!(json!(names), json!(["mall:api", "shop:api"]));
    let seen = take(&mut all, 10);
    let ids: Vec<i64> = seen.iter().map(id).collect();
    assert_eq!(ids, (1..=10).collect::<Vec<_>>());
    assert_eq!(actions(&seen[6..]), ["rename", "release", "reserve", "unreserve"]);
    let fields = ["id", "at_ms", "action", "identity", "port", "actor", "request_id", "details"];
    assert_eq!(seen[0].as_object().unwrap().keys().collect::<Vec<_>>(), fields);
    assert_eq!(world.json(&["history"])[9], seen[9], "the history says the same");
    // Events of the old name are the new one's by now.
    let again = Sub::of("watch", &world, &["--json", "mall", "--since", "start"]).json();
    assert_eq!((&again["id"], &again["identity"]), (&json!(1), &json!("mall:api")));
}

/// What a supervisor does to services, to somebody who has no part in it.
#[test]
fn a_watcher_sees_how_services_fare() {
    let stage = Stage::new(json!({
        "api": server(),
        "job": { "cmd": actor("until go exit 7"), "restart": "never", "port": false },
    }));
    let mut api = watch(&stage, &["shop:api"]);
    let mut job = watch(&stage, &["shop:job"]);
    let mut host = stage.host();
    host.up(&[]);
    host.ready();
    let seen = take(&mut api, 3);
    assert_eq!(actions(&seen), ["claim", "start", "ready"]);
    assert_eq!(seen[1]["pid"], stage.pid_of("api"));
    stage.touch("go");
    let seen = take(&mut job, 5);
    assert_eq!(actions(&seen), ["claim", "start", "ready", "exit", "crash"]);
    assert_eq!(seen[4]["details"]["exit_code"], 7);
    stage.cli_json(&["down", "shop:api"]);
    assert_eq!(actions(&take(&mut api, 2)), ["ask", "stop"]);
}

#[test]
fn a_watcher_sees_a_run_and_a_stranger() {
    let world = World::new();
    let mut sub = watch(&world, &["shop"]);
    let mut run = world.run(&["shop:web"]);
    let seen = take(&mut sub, 2);
    assert_eq!(actions(&seen), ["claim", "start"]);
    assert_eq!(seen[1]["pid"], run.pid);
    run.ask("exit", &json!({ "code": 0 }));
    assert_eq!(actions(&take(&mut sub, 2)), ["exit", "release"]);

    let port = world.claim_q("shop:api");
    assert_eq!(sub.json()["action"], "claim");
    let _stranger = Server::elsewhere(&world, SERVER, &[&port.to_string()]);
    world.portreg(&["conflicts"]);
    let mismatch = sub.json();
    assert_eq!((&mismatch["action"], &mismatch["port"]), (&json!("mismatch"), &json!(port)));
}

/// A watcher is killed again and again while others claim: who goes on after the last id that it saw
/// has seen everything at the end, once and in order.
#[test]
fn nothing_is_lost_or_seen_twice_over_kills() {
    let world = World::new();
    let count = torture(1200) as i64;
    let mut claimer = world.helper();
    let writer = std::thread::spawn(move || {
        for _ in 0..count / 2 {
            claimer.claim("shop:web");
            claimer.ok("release", &json!({ "target": "shop:web" }));
        }
        claimer
    });
    let mut seen: Vec<i64> = Vec::new();
    let last = count / 2 * 2;
    while seen.last() != Some(&last) {
        let since = seen.last().copied().unwrap_or(0).to_string();
        let mut sub = Sub::of("watch", &world, &["--json", "shop", "--since", &since]);
        for _ in 0..fastrand::i64(1..=100).min(last - seen.last().copied().unwrap_or(0)) {
            seen.push(id(&sub.json()));
        }
        sub.kill();
    }
    assert_eq!(seen, (1..=last).collect::<Vec<_>>());
    // The same in one go, more than is read at a time.
    let mut sub = Sub::of("watch", &world, &["--json", "--since", "start"]);
    assert_eq!(take(&mut sub, last as usize).iter().map(id).collect::<Vec<_>>(), seen);
    writer.join().unwrap().kill();
}

/// Who waits for events costs nothing, and is woken by those that fit.
#[test]
fn watching_uses_no_processor() {
    let world = World::new();
    let mut sub = watch(&world, &["shop"]);
    assert_idle(sub.pid());
    let before = switches(sub.pid());
    world.ok(&["pub", "build:web", "done"]);
    assert!(switches(sub.pid()) - before <= 1, "messages wake nobody who waits for events");
    world.ok(&["claim", "bank:web"]);
    world.ok(&["claim", "shop:web"]);
    assert_eq!(sub.json()["identity"], "shop:web");
}

/// The bell of a watcher that was killed is swept by whoever claims next, and hurts nobody.
#[test]
fn a_dead_watcher_is_swept() {
    let world = World::new();
    let killed = watch(&world, &[]);
    let mut alive = watch(&world, &[]);
    assert_eq!(bells(&world), 2);
    killed.kill();
    world.ok(&["claim", "shop:web"]);
    assert_eq!(bells(&world), 1);
    assert_eq!(alive.json()["action"], "claim");
    drop(alive);
}

/// What retention has taken away unseen is told, and what comes after it is given.
#[test]
fn what_is_gone_is_a_gap() {
    let world = World::new();
    retain(&world, &json!({ "history": 3 }));
    for n in 0..6 {
        world.ok(&["claim", &format!("shop:w{n}")]);
    }
    world.ok(&["cleanup"]);
    let since = |since: &str, count| {
        take(&mut Sub::of("watch", &world, &["--json", "shop", "--since", since]), count)
    };
    let lines = since("1", 4);
    assert_eq!(lines[0], json!({ "missed_from": 2, "missed_to": 3 }));
    assert_eq!(lines[1..].iter().map(id).collect::<Vec<_>>(), [4, 5, 6]);
    assert_eq!(id(&since("3", 1)[0]), 4);
    assert_eq!(id(&since("start", 1)[0]), 4, "what was gone before is no gap");
    // An older backup was restored: the ids that somebody has seen are given again.
    let mut ahead = Sub::waiting_of("watch", &world, &["--json", "--since", "9"]);
    assert_eq!(ahead.json(), json!({ "missed_from": 7, "missed_to": 9 }));
    world.ok(&["claim", "shop:w6"]);
    assert_eq!(id(&ahead.json()), 7);

    let mut command = world.command(super::world::PORTREG);
    command.args(["watch", "--since", "0"]).stdout(std::process::Stdio::null());
    let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    let mut stderr = std::io::BufReader::new(child.stderr.take().unwrap());
    std::io::BufRead::read_line(&mut stderr, &mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.contains("the events 1 to 3 are gone"), "{line}");
}

#[test]
fn lines_for_people_keep_their_columns() {
    let world = World::new();
    let mut sub = Sub::waiting_of("watch", &world, &[]);
    let port = world.claim_q("shop:web");
    world.ok(&["endpoint", "set", "shop:web", "prod", "https://shop.example.com"]);
    let (claim, endpoint) = (sub.line(), sub.line());
    let place = |line: &str| line.find("shop:web").unwrap();
    assert!(claim.contains(&port.to_string()) && claim.contains("by portreg"), "{claim}");
    assert_eq!(&claim[2..3], ":", "the time begins the line: {claim}");
    assert!(place(&endpoint) >= place(&claim), "{claim}{endpoint}");
    assert!(endpoint.contains("endpoint set") && endpoint.contains("https://shop.example.com"));
    world.ok(&["release", "shop:web"]);
    let release = sub.line();
    assert_eq!(place(&release), place(&endpoint), "{endpoint}{release}");

    let wrong = world.portreg(&["watch", "--since", "soon"]);
    assert!(wrong.code == 2 && wrong.err.contains("no id of an event"), "{wrong:?}");
    assert_eq!(world.portreg(&["watch", "sh op"]).code, 2);
    assert_eq!(world.portreg(&["watch", &format!(":{port}")]).code, 3);
}

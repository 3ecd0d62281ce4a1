//! Twelve services that misbehave, four clients that steer them, and a supervisor that is killed five times:
//! what is left at the end is nothing, and the history says why.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::stage::{Stage, actor, server, signal};
use super::world::{is_free, wait_for};

const KILLS: u32 = 5;
const CLIENTS: usize = 4;

fn services() -> Value {
    let with = |words: &str, more: Value| {
        let mut service = json!({ "cmd": actor(words), "stop": { "timeout": "300ms" } });
        for (name, value) in more.as_object().unwrap() {
            service[name] = value.clone();
        }
        service
    };
    let always = json!({ "restart": "always" });
    let worker = json!({ "port": false, "restart": "on-failure" });
    let probed = json!({
        "restart": "on-failure",
        "ready": { "tcp": "localhost:{port}", "interval": "100ms", "retries": 2 },
    });
    json!({
        "steady": server(),
        "above": with("serve", json!({ "needs": ["steady", "handed"] })),
        "handed": with("serve-inherited", json!({ "listen": "inherit", "restart": "always" })),
        "crashing": with("serve-for 400 exit 3", always.clone()),
        "broken": with("say it-cannot exit 1", worker.clone()),
        "hanging": with("hang", json!({})),
        "forking": with("child hang child ignore-term,hang daemon hang serve", json!({})),
        "stubborn": with("ignore-term daemon ignore-term,hang serve", always.clone()),
        "flooding": with("flood serve", json!({})),
        "moving": with("move-after 500 hang", probed),
        "leaving": with("daemon ignore-term,hang serve-for 700 exit 2", always),
        "working": with("pause 500 exit 0", json!({ "port": false, "restart": "always" })),
    })
}

/// How long it goes on: 45 s, or PORTREG_TORTURE_SECONDS.
fn seconds() -> Duration {
    let said = std::env::var("PORTREG_TORTURE_SECONDS").ok().and_then(|text| text.parse().ok());
    Duration::from_secs(said.unwrap_or(45))
}

/// Calls the command again and again. Whatever it is asked, it ends, and by an exit code of its own.
fn steer(stage: &Stage, names: &[&str], over: &AtomicBool, calls: &AtomicUsize, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    while !over.load(Ordering::Relaxed) {
        let name = format!("shop:{}", random.choice(names).unwrap());
        let name = name.as_str();
        let answer = match random.u8(..12) {
            0..4 => stage.cli(&["restart", name]),
            4..7 => stage.cli(&["down", name, "--timeout", "500ms"]),
            7..10 => stage.cli(&["up", "-d", name, "--timeout", "3s"]),
            10 => stage.cli(&["up", "-d", "--timeout", "3s"]),
            _ => stage.cli(&["ps", "--json"]),
        };
        assert!((0..=5).contains(&answer.code), "{name}: {answer:?}");
        calls.fetch_add(1, Ordering::Relaxed);
    }
}

/// The supervisors that run.
fn supervisors(stage: &Stage) -> Vec<u32> {
    let is_one = |pid: &u32| {
        let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        line.split(|byte| *byte == 0).any(|word| word == b"supervise")
    };
    stage.processes().into_iter().filter(is_one).collect()
}

/// Kills supervisors, one after another over the time, at no moment of their choice.
fn strike(stage: &Stage, time: Duration) {
    let begun = Instant::now();
    for number in 1..=KILLS {
        let at = begun + time * number / (KILLS + 1);
        std::thread::sleep(at.saturating_duration_since(Instant::now()));
        let pid = wait_for("a supervisor to kill", || {
            let answer = supervisors(stage);
            if answer.is_empty() {
                stage.cli(&["up", "-d", "shop:steady"]);
            }
            answer.first().copied()
        });
        signal(pid, "KILL");
    }
    std::thread::sleep((begun + time).saturating_duration_since(Instant::now()));
}

/// After each start comes its end, by itself, by somebody's wish, or because its supervisor was killed.
fn every_start_has_its_end(rows: &[Value], name: &str) {
    let name = format!("shop:{name}");
    let mut open: Option<&Value> = None;
    for row in rows.iter().filter(|row| row["identity"] == name) {
        match row["action"].as_str().unwrap() {
            "start" => {
                assert!(open.is_none(), "{name} was started twice: {open:?} and {row}");
                open = Some(row);
            }
            "exit" | "stop" | "crash" | "restart" | "take_over" | "claim" => open = None,
            _ => {}
        }
    }
    assert!(open.is_none(), "{name} has no end: {open:?}");
}

#[test]
fn nothing_is_left_of_twelve_services() {
    let seed = fastrand::u64(..);
    eprintln!("seed {seed}");
    let stage = Stage::new(services());
    let names = services();
    let names: Vec<&str> = names.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names.len(), 12);
    // Some never get ready: the rest runs.
    assert_eq!(stage.cli(&["up", "-d", "--timeout", "3s"]).code, 5);
    let (over, calls) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for number in 0..CLIENTS {
            let (stage, names, over, calls) = (&stage, &names, &over, &calls);
            scope.spawn(move || steer(stage, names, over, calls, seed + number as u64));
        }
        // They end also where this fails.
        let struck = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            strike(&stage, seconds());
        }));
        over.store(true, Ordering::Relaxed);
        struck.unwrap();
    });
    eprintln!("{} calls", calls.load(Ordering::Relaxed));
    let down = stage.cli(&["--json", "down"]);
    assert_eq!(down.code, 0, "{down:?}");
    let left = stage.of_services();
    assert!(left.is_empty(), "{}", left.iter().map(|pid| stage.portrait(*pid)).collect::<String>());
    let busy: Vec<u16> = stage.ports().filter(|port| !is_free(*port)).collect();
    assert!(busy.is_empty(), "{busy:?}");
    wait_for("the supervisors to go", || stage.processes().is_empty().then_some(()));
    assert!(stage.of_services().is_empty(), "something was started after all");
    stage.check();
    let services = stage.json(&["find"]);
    for service in services.as_array().unwrap() {
        assert!(service["status"] != "running" && service["pid"].is_null(), "{service}");
    }
    let rows = stage.json(&["history", "-n", "1000000"]);
    let rows = rows.as_array().unwrap();
    assert!(rows.len() > 100, "{} rows", rows.len());
    names.iter().for_each(|name| every_start_has_its_end(rows, name));
}

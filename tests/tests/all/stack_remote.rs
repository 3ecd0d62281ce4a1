//! Supervisors that are killed, and what runs without them: found, shown, ended, started again.

use serde_json::{Value, json};

use super::helper::is_dead;
use super::stage::{Stage, actor, server, signal, wait_dead};
use super::world::{is_free, wait_for};

/// A service whose daemon has left its session and ignores SIGTERM.
fn leaving() -> Value {
    json!({ "cmd": actor("daemon ignore-term,hang serve"), "stop": { "timeout": "300ms" } })
}

fn supervisor_of(stage: &Stage, name: &str) -> u32 {
    stage.service(name)["owner"]["pid"].as_u64().unwrap() as u32
}

/// `up -d` is killed: its keeper ends all it had, and the next `up` starts it again on the same ports.
#[test]
fn a_killed_supervisor_in_the_background() {
    let stage = Stage::new(json!({ "web": leaving(), "api": server() }));
    stage.cli_json(&["up", "-d"]);
    let ports = [stage.port_of("web"), stage.port_of("api")];
    signal(supervisor_of(&stage, "web"), "KILL");
    wait_for("the keeper to end what is left", || stage.of_services().is_empty().then_some(()));
    wait_for("all to be noted", || {
        ["web", "api"].iter().all(|name| stage.service(name)["status"] == "stopped").then_some(())
    });
    assert!(ports.iter().all(|port| is_free(*port)));
    let up = stage.cli_json(&["up", "-d"]);
    assert!(up.as_array().unwrap().iter().all(|one| one["health"] == "passing"), "{up}");
    assert_eq!([stage.port_of("web"), stage.port_of("api")], ports);
    stage.cli_json(&["down"]);
    assert!(stage.of_services().is_empty());
    stage.check();
}

/// The same in the foreground.
#[test]
fn a_killed_supervisor_in_the_foreground() {
    let stage = Stage::new(json!({ "web": leaving() }));
    let mut up = stage.foreground(&["up"]);
    stage.cli_json(&["wait", "shop:web", "--timeout", "20s"]);
    signal(up.pid(), "KILL");
    up.code();
    wait_for("the keeper to end what is left", || stage.processes().is_empty().then_some(()));
    stage.cli_json(&["wait", "shop:web", "--gone", "--timeout", "20s"]);
}

/// A library's process is killed: nobody keeps watch there. What runs on is shown as orphaned, and ended by
/// `down`, by `up` or by `cleanup`.
#[test]
fn a_killed_library() {
    for ending in ["down", "up", "cleanup"] {
        let stage = Stage::new(json!({ "web": leaving() }));
        let mut host = stage.host();
        host.up(&[]);
        host.ready();
        let (web, port) = (stage.pid_of("web"), stage.port_of("web"));
        let daemon =
            wait_for("the daemon", || stage.of_services().into_iter().find(|pid| *pid != web));
        host.helper.kill();
        // What it has started itself dies with it.
        wait_dead(web);
        assert!(!is_dead(daemon));
        let ps = stage.cli_json(&["ps"]);
        assert_eq!(ps[0]["orphans"], json!([daemon]), "{ending}: {ps}");
        assert_ne!(ps[0]["status"], "running", "{ps}");
        match ending {
            "down" => {
                let down = stage.cli_json(&["down"]);
                assert_eq!(down[0]["status"], "stopped", "{down}");
            }
            "up" => {
                let up = stage.cli_json(&["up", "-d"]);
                assert_eq!((&up[0]["port"], &up[0]["status"]), (&json!(port), &json!("running")));
            }
            _ => _ = stage.cli_json(&["cleanup"]),
        }
        assert!(is_dead(daemon), "{ending} has left it");
        if ending == "up" {
            stage.cli_json(&["down"]);
        }
        assert!(stage.of_services().is_empty() && is_free(port), "{ending}");
        assert_eq!(stage.cli_json(&["ps"]), json!([]), "{ending}");
        stage.check();
    }
}

/// A supervisor that is killed while it waits for a service to get ready leaves a name that can be taken.
#[test]
fn killed_before_anything_was_ready() {
    let web = json!({ "cmd": actor("until go serve") });
    let stage =
        Stage::new(json!({ "web": web, "api": { "cmd": actor("serve"), "needs": ["web"] } }));
    let mut host = stage.host();
    host.up(&[]);
    host.until("web", "started");
    host.helper.kill();
    stage.touch("go");
    let up = stage.cli_json(&["up", "-d"]);
    assert_eq!(up.as_array().unwrap().len(), 2);
    assert!(up.as_array().unwrap().iter().all(|one| one["status"] == "running"), "{up}");
    stage.cli_json(&["down"]);
    stage.check();
}

/// While a supervisor is stopped nobody is lied to; when it goes on, what was asked is done.
#[test]
fn a_supervisor_that_is_suspended() {
    let stage = Stage::new(json!({ "web": server() }));
    stage.cli_json(&["up", "-d"]);
    let (web, supervisor) = (stage.pid_of("web"), supervisor_of(&stage, "web"));
    signal(supervisor, "STOP");
    let mut asking = stage.helper();
    asking.send("down", &json!({ "target": "shop:web" }));
    assert_eq!(stage.service("web")["status"], "running");
    assert!(!is_dead(web));
    signal(supervisor, "CONT");
    let super::helper::Reply::Ok(down) = asking.receive() else { panic!("it was not ended") };
    assert_eq!(down[0]["status"], "stopped");
    assert!(is_dead(web));
}

/// Four processes restart and end the same service at once: every call gets an answer, one process runs.
#[test]
fn many_ask_at_once() {
    let stage = Stage::new(json!({ "web": server(), "api": server() }));
    stage.cli_json(&["up", "-d"]);
    let mut askers: Vec<_> = (0..4).map(|_| stage.helper()).collect();
    for asker in &mut askers {
        asker.send("restart", &json!({ "target": "shop:web" }));
    }
    for asker in &mut askers {
        assert!(matches!(asker.receive(), super::helper::Reply::Ok(_)));
    }
    assert_eq!(stage.of_services().len(), 2);
    for asker in &mut askers {
        asker.send("down", &json!({ "target": "shop", "under": true }));
    }
    for asker in &mut askers {
        assert!(matches!(asker.receive(), super::helper::Reply::Ok(_)));
    }
    assert!(stage.of_services().is_empty());
    stage.check();
}

/// The supervisor and its keeper are killed together: what they had dies with them, the rest is found.
#[test]
fn a_keeper_that_is_killed_too() {
    let stage = Stage::new(json!({ "web": leaving(), "api": server() }));
    stage.cli_json(&["up", "-d"]);
    let (web, api) = (stage.pid_of("web"), stage.pid_of("api"));
    let services = stage.of_services();
    let daemon = *services.iter().find(|pid| ![web, api].contains(pid)).unwrap();
    let others: Vec<u32> =
        stage.processes().into_iter().filter(|pid| !services.contains(pid)).collect();
    assert_eq!(others.len(), 2, "the supervisor and its keeper");
    // Both are stopped first, so that neither sees the other go.
    others.iter().for_each(|pid| signal(*pid, "STOP"));
    others.iter().for_each(|pid| signal(*pid, "KILL"));
    wait_dead(web);
    wait_dead(api);
    let ps = stage.cli_json(&["ps"]);
    assert_eq!((&ps[0]["identity"], &ps[0]["orphans"]), (&json!("shop:web"), &json!([daemon])));
    stage.cli_json(&["down"]);
    assert!(is_dead(daemon));
    assert!(is_free(stage.port_of("web")) && is_free(stage.port_of("api")));
    assert_eq!(stage.service("api")["status"], "stopped");
    stage.check();
}

//! `ports`, `conflicts`, `explain`, `status`, `kill`, `adopt` and `doctor` from outside: forms, codes, hints.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use super::Home;

/// A listener of this test, outside of the range from which homes get their ports.
fn listening() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    (listener, port)
}

#[test]
fn ports_lists_this_process() {
    let home = Home::new();
    let (_listener, port) = listening();
    let listed = home.json(&["ports", "--port", &port]);
    assert_eq!(listed[0]["pid"], std::process::id());
    assert_eq!(listed[0]["addresses"], json!(["127.0.0.1"]));
    assert_eq!(home.ok(&["ports", "--port", &port, "-q"]).trim(), port);
    assert!(home.ok(&["ports"]).starts_with("PORT "));
    let nobody = home.run(&["ports", "--port", "1"]);
    assert_eq!((nobody.code, nobody.out.as_str()), (0, ""));
    assert!(nobody.err.contains("portreg explain 1"), "{nobody:?}");
    assert_eq!(home.json(&["ports", "--port", "1"]), json!([]));
}

#[test]
fn explain_takes_a_port_with_and_without_a_colon() {
    let home = Home::new();
    let (_listener, port) = listening();
    let report = home.json(&["explain", &port]);
    let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["port", "state", "reasons", "listener", "resolutions"]);
    assert_eq!(home.json(&["explain", &format!(":{port}")])["state"], "listening");
    assert_eq!(home.ok(&["explain", &port, "-q"]), "listening\n");
    let text = home.ok(&["explain", &port]);
    assert!(text.starts_with(&format!("{port}  listening\n")) && text.contains("kill"), "{text}");
    assert_eq!(home.error(&["explain", "70000"], 2)["code"], "INVALID_OPTION");
}

#[test]
fn kill_says_what_it_looked_for() {
    let home = Home::new();
    let error = home.error(&["kill", "3000"], 3);
    assert!(error["message"].as_str().unwrap().contains("did you mean :3000"), "{error}");
    let error = home.error(&["kill", ":1"], 3);
    assert_eq!((&error["kind"], &error["port"]), (&json!("listener"), &json!(1)));
    // The listener is this test, which is an ancestor of the command.
    let (_listener, port) = listening();
    let error = home.error(&["kill", &format!(":{port}")], 4);
    assert_eq!((&error["code"], &error["reason"]), (&json!("PORT_IN_USE"), &json!("listening")));
    assert_eq!(error["holder"]["pid"], std::process::id());
    let history = home.json(&["history"]);
    assert_eq!(history[0]["details"], json!({ "verb": "kill", "code": "PORT_IN_USE" }));
}

#[test]
fn adopt_gives_this_process_a_name() {
    let home = Home::new();
    let (_listener, port) = listening();
    assert_eq!(home.ok(&["adopt", "shop:test", &format!(":{port}"), "-q"]).trim(), port);
    let status = home.json(&["status", "shop"]);
    assert_eq!(status["services"][0]["owner"]["pid"], std::process::id());
    assert_eq!(status["conflicts"], json!([]));
    assert_eq!(home.ok(&["status", "-q"]), "");
    let quiet = home.run(&["conflicts"]);
    assert!(quiet.err.contains("no conflicts"), "{quiet:?}");
    assert_eq!(home.error(&["adopt", "shop:test"], 2)["code"], "INVALID_OPTION");
}

#[test]
fn doctor_finds_tokens_that_others_can_read() {
    let home = Home::new();
    let folder = home.path().join("portreg");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("config.json");
    std::fs::write(&file, r#"{ "tunnelProviders": { "ngrok": { "authtoken": "t" } } }"#).unwrap();
    let mode = || file.metadata().unwrap().permissions().mode() & 0o777;
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).unwrap();
    let of = |report: &serde_json::Value, name: &str| {
        let checks = report["checks"].as_array().unwrap().clone();
        checks.into_iter().find(|check| check["name"] == name).unwrap()
    };
    let report = home.json(&["doctor"]);
    let found = of(&report, "secrets");
    assert_eq!((&found["state"], mode()), (&json!("warning"), 0o644), "{found}");
    assert!(found["fix"].as_str().unwrap().starts_with("chmod 600"), "{found}");
    for name in ["limits", "integrations", "registry", "clock"] {
        assert!(of(&report, name)["message"].is_string());
    }
    let fixed = of(&home.json(&["doctor", "--fix"]), "secrets");
    assert_eq!((&fixed["state"], mode()), (&json!("fixed"), 0o600), "{fixed}");
    assert!(fixed["message"].as_str().unwrap().starts_with("before: "), "{fixed}");
    assert_eq!(of(&home.json(&["doctor"]), "secrets")["state"], "ok");
}

#[test]
fn doctor_tells_of_a_registry_that_is_too_new() {
    let home = Home::new();
    home.ok(&["claim", "shop:web"]);
    let python = format!(
        "import sqlite3; c = sqlite3.connect({:?}); c.execute('PRAGMA user_version=9001'); c.commit()",
        home.path().join("registry.db").display().to_string()
    );
    let made = std::process::Command::new("python3").args(["-c", &python]).status().unwrap();
    assert!(made.success());
    let answer = home.run(&["doctor"]);
    assert_eq!(answer.code, 1, "{answer:?}");
    assert!(answer.out.contains("update portreg"), "{answer:?}");
}

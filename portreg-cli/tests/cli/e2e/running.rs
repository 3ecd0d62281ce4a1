//! `run`: its claim, its streams, its exit code, and what it does without a registry.
#![cfg(unix)]

use std::net::TcpListener;

use serde_json::{Value, json};

use super::{Home, answer};

#[test]
fn run_gives_the_port_to_the_command_and_releases_it() {
    let home = Home::new();
    let out = home.ok(&[
        "run",
        "shop:web",
        "--",
        "sh",
        "-c",
        "echo $PORT $HOST $PORTREG_IDENTITY $PORTREG_URL",
    ]);
    let words: Vec<&str> = out.split_whitespace().collect();
    let port: u16 = words[0].parse().unwrap();
    assert_eq!(words[1..], ["localhost", "shop:web", &format!("http://localhost:{port}")]);
    assert_eq!(home.json(&["find"]), json!([]), "it released what it claimed");
}

#[test]
fn run_replaces_the_port_in_arguments_and_env() {
    let home = Home::new();
    let line = [
        "run",
        "shop:web",
        "--env",
        "VITE_PORT={port}",
        "--",
        "sh",
        "-c",
        "test $VITE_PORT = {port} && test $PORT = {port}",
    ];
    home.ok(&line);
}

#[test]
fn run_passes_on_the_exit_code() {
    let home = Home::new();
    assert_eq!(home.run(&["run", "shop:web", "--", "sh", "-c", "exit 7"]).code, 7);
    assert_eq!(home.run(&["run", "shop:web", "--", "sh", "-c", "kill -TERM $$"]).code, 143);
}

#[test]
fn run_without_a_name_uses_the_one_of_the_folder() {
    let home = Home::new();
    let name = home.ok(&["whoami", "-q"]);
    assert_eq!(home.ok(&["run", "--", "sh", "-c", "echo $PORTREG_IDENTITY"]), name);
}

#[test]
fn run_names_a_program_that_is_not_there() {
    let home = Home::new();
    let error = home.error(&["run", "shop:web", "--", "no-such-program"], 1);
    assert_eq!(
        (&error["code"], &error["program"]),
        (&json!("SPAWN_FAILED"), &json!("no-such-program"))
    );
    assert_eq!(home.json(&["find"]), json!([]));
}

#[test]
fn run_is_refused_where_the_name_is_held() {
    let home = Home::new();
    let mut holder = std::process::Command::new("sleep").arg("1000").spawn().unwrap();
    home.ok(&["claim", "shop:web", "--pid", &holder.id().to_string()]);
    let refused = home.run(&["--json", "run", "shop:web", "--port", "4700", "--", "true"]);
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert_eq!(refused.code, 4, "{refused:?}");
    assert!(refused.err.contains("IDENTITY_HELD"), "{refused:?}");
}

#[test]
fn run_shares_what_an_ancestor_holds() {
    let home = Home::new();
    home.ok(&["claim", "shop:web", "--port", "4702", "--pid", &std::process::id().to_string()]);
    assert_eq!(home.ok(&["run", "shop:web", "--", "sh", "-c", "echo $PORT"]), "4702\n");
    assert_eq!(home.json(&["find", "shop:web"])[0]["port"], 4702);
}

#[test]
fn run_goes_on_without_a_registry() {
    let home = Home::new();
    // A folder where the file should be: it cannot be opened, whoever tries.
    std::fs::create_dir(home.path().join("registry.db")).unwrap();
    let told =
        home.run(&["run", "shop:web", "--port", "4701", "--", "sh", "-c", "echo ${PORT-none}"]);
    assert_eq!((told.code, told.out.as_str()), (0, "4701\n"), "{told:?}");
    assert!(told.err.starts_with("warning: ") && told.err.lines().count() == 1, "{told:?}");
    let bare = home.run(&["run", "shop:web", "--", "sh", "-c", "echo ${PORT-none}"]);
    assert_eq!((bare.code, bare.out.as_str()), (0, "none\n"), "{bare:?}");
    let json = home.run(&["--json", "run", "shop:web", "--port", "4701", "--", "true"]);
    let said: Value = serde_json::from_str(&json.err).unwrap_or_else(|_| panic!("{json:?}"));
    let warning = &said["warning"];
    assert_eq!(
        (&warning["code"], &warning["port"]),
        (&json!("REGISTRY_UNAVAILABLE"), &json!(4701))
    );
    assert!(warning["message"].as_str().unwrap().ends_with("unregistered"), "{said}");
    let error = home.error(&["run", "shop:web", "--strict", "--", "true"], 1);
    assert_eq!(error["code"], "REGISTRY_UNAVAILABLE");
}

#[test]
fn portreg_off_leaves_the_registry_out() {
    let home = Home::new();
    let off = answer(
        home.command(&["run", "shop:web", "--", "sh", "-c", "echo ${PORT-none}"])
            .env("PORTREG", "off"),
    );
    assert_eq!((off.code, off.out.as_str(), off.err.as_str()), (0, "none\n", ""));
    assert!(!home.path().join("registry.db").exists());
}

#[test]
fn run_tells_of_another_port_than_the_asked_one() {
    let home = Home::new();
    let busy = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = busy.local_addr().unwrap().port().to_string();
    let told = home.run(&["run", "shop:web", "--port", &port, "--", "true"]);
    assert_eq!(told.code, 0, "{told:?}");
    assert!(told.err.contains(&format!(" instead of {port}: ")), "{told:?}");
    let json = home.run(&["run", "--json", "shop:api", "--port", &port, "--", "echo", "its own"]);
    assert_eq!((json.code, json.out.as_str()), (0, "its own\n"), "{json:?}");
    let said: Value = serde_json::from_str(&json.err).unwrap_or_else(|_| panic!("{json:?}"));
    assert!(said["note"]["message"].as_str().unwrap().starts_with("Using port "), "{said}");
    assert_eq!(home.run(&["run", "-q", "shop:db", "--port", &port, "--", "true"]).err, "");
    let error = home.error(&["run", "shop:x", "--port", &port, "--", "no-such-program"], 1);
    assert!(error["notes"][0].as_str().unwrap().starts_with("Using port "), "{error}");
}

#[test]
fn what_run_starts_sees_itself_running() {
    let home = Home::new();
    let portreg = assert_cmd::cargo::cargo_bin("portreg");
    let portreg = portreg.to_str().unwrap();
    let registry = home.path().join("registry.db").display().to_string();
    // Its first instruction is to ask, before the wrapper may have noted that it runs.
    for _ in 0..20 {
        let asked = ["--registry", &registry, "find", "shop:web", "--status", "running", "-q"];
        let line = [&["run", "shop:web", "--", portreg][..], &asked].concat();
        assert_eq!(home.ok(&line), "shop:web\n");
    }
}

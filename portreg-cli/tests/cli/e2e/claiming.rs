//! `claim`, `release`, `find`, `reassign`, `rename`.

use std::net::TcpListener;

use serde_json::json;

use super::{Home, names};

#[test]
fn claim_gives_the_same_port_every_time() {
    let home = Home::new();
    let first = home.ok(&["claim", "-q", "shop:web"]);
    assert_eq!(first, format!("{}\n", first.trim().parse::<u16>().unwrap()));
    assert_eq!(home.ok(&["claim", "shop:web", "--quiet"]), first);
    home.ok(&["release", "shop:web"]);
    assert_eq!(home.ok(&["-q", "claim", "shop:web"]), first, "the name remembers its port");
}

#[test]
fn claim_in_json_is_an_object_for_one_name_and_an_array_for_several() {
    let home = Home::new();
    let one =
        home.json(&["claim", "shop:web", "--description", "window", "--meta", r#"{"team":"web"}"#]);
    assert_eq!((&one["identity"], &one["outcome"]), (&json!("shop:web"), &json!("new")));
    assert_eq!(one["url"], format!("http://localhost:{}", one["port"]));
    assert!(
        one["generation"].is_i64() && one["expires_at_ms"].is_i64() && one.get("notes").is_none()
    );
    assert_eq!(home.json(&["claim", "shop:web"])["outcome"], "renewed");

    let several = home.json(&["claim", "shop:api", "shop:db", "--contiguous"]);
    assert_eq!(names(&several), ["shop:api", "shop:db"]);
    assert_eq!(several[0]["port"].as_u64().unwrap() + 1, several[1]["port"].as_u64().unwrap());
    assert_eq!(home.ok(&["claim", "-q", "shop:api", "shop:db"]).lines().count(), 2);
}

#[test]
fn claim_tells_of_another_port_than_the_asked_one() {
    let home = Home::new();
    let busy = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = busy.local_addr().unwrap().port().to_string();
    let answer = home.run(&["claim", "shop:web", "--port", &port]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(
        answer.err.contains(&format!(" instead of {port}: {port} is in use by ")),
        "{answer:?}"
    );
    assert_eq!(answer.err.lines().count(), 1);

    let claim = home.json(&["claim", "shop:api", "--port", &port]);
    assert_eq!(
        (claim["requested_port"].to_string(), &claim["reason"]),
        (port.clone(), &json!("listening"))
    );
    assert!(claim["notes"][0].as_str().unwrap().starts_with("Using port "));
    assert_eq!(
        home.run(&["claim", "-q", "shop:db", "--port", &port]).err,
        "",
        "-q is the bare answer"
    );

    let error = home.error(&["claim", "shop:x", "--port", &port, "--strict"], 4);
    assert_eq!((&error["code"], error["port"].to_string()), (&json!("PORT_IN_USE"), port));
}

#[test]
fn claim_without_a_name_infers_it() {
    let home = Home::new();
    std::fs::write(home.path().join("package.json"), r#"{"name":"shop"}"#).unwrap();
    let whoami = home.json(&["whoami"]);
    assert_eq!((&whoami["project"], &whoami["stack"]), (&json!("shop"), &json!("app")));
    let name = home.ok(&["whoami", "-q"]);
    assert_eq!(home.json(&["claim"])["identity"], name.trim());
    assert!(home.ok(&["whoami"]).starts_with(&name));
}

#[test]
fn whoami_needs_no_registry() {
    let home = Home::new();
    std::fs::write(home.path().join("package.json"), r#"{"name":"shop"}"#).unwrap();
    // A folder where the file should be: it cannot be opened, whoever tries.
    std::fs::create_dir(home.path().join("registry.db")).unwrap();
    let whoami = home.json(&["whoami"]);
    assert_eq!((&whoami["identity"], &whoami["project"]), (&json!("shop:app"), &json!("shop")));
    assert!(whoami["notes"][0].as_str().unwrap().contains("it is a folder"), "{whoami}");
    assert_eq!(home.ok(&["whoami", "-q"]), "shop:app\n");
    assert_eq!(home.error(&["claim"], 1)["code"], "REGISTRY_UNAVAILABLE");
}

#[test]
fn claim_any_needs_no_name() {
    let home = Home::new();
    let pid = std::process::id().to_string();
    let first = home.ok(&["claim", "--any", "-q", "--pid", &pid]);
    assert_ne!(home.ok(&["claim", "--any", "-q", "--pid", &pid]), first);
}

#[test]
fn wrong_names_are_refused() {
    let home = Home::new();
    let error = home.error(&["claim", "shop:we b"], 2);
    assert_eq!(
        (&error["code"], &error["input"]),
        (&json!("INVALID_IDENTITY"), &json!("shop:we b"))
    );
    let answer = home.run(&["claim", "shop:we/b"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.starts_with("error: ") && answer.err.lines().count() == 1, "{answer:?}");
}

#[test]
fn release_frees_exactly_what_it_is_told() {
    let home = Home::new();
    home.ok(&["claim", "shop", "shop:web", "shop:api", "blog"]);
    assert_eq!(names(&home.json(&["release", "shop", "--dry-run"])), ["shop"]);
    let human = home.ok(&["release", "shop"]);
    assert!(human.contains("freed  shop"), "{human}");
    assert_eq!(home.error(&["release", "shop"], 3)["code"], "NOT_FOUND");
    assert_eq!(home.json(&["release", "shop", "--under"]).as_array().unwrap().len(), 2);

    let error = home.error(&["release", "*"], 2);
    assert_eq!(error["code"], "INVALID_PATTERN");
    assert!(error["message"].as_str().unwrap().contains("--all"));
    assert_eq!(names(&home.json(&["release", "--all"])), ["blog"]);
}

#[test]
fn a_persistent_claim_stays_without_owner_until_that_is_ended() {
    let home = Home::new();
    let mut owner = std::process::Command::new("sleep").arg("1000").spawn().unwrap();
    let pid = owner.id().to_string();
    let claim = home.json(&["claim", "shop:web", "--persistent", "--pid", &pid]);
    assert!(claim.get("expires_at_ms").is_none(), "{claim}");
    assert_eq!(home.json(&["find"])[0]["owner"]["pid"], owner.id());
    owner.kill().unwrap();
    owner.wait().unwrap();
    assert!(home.json(&["find"])[0]["owner"].is_null(), "it outlives its owner, without one");

    // A time does not end what is persistent, and that is said; both at once make no sense.
    let claim = home.json(&["claim", "shop:web", "--expires", "2h"]);
    assert!(claim["notes"][0].as_str().unwrap().contains("--persistent=false"), "{claim}");
    let error = home.error(&["claim", "shop:web", "--persistent", "--expires", "2h"], 2);
    assert_eq!((&error["code"], &error["option"]), (&json!("INVALID_OPTION"), &json!("expires")));

    // The time that was kept counts from now, not from the owner's death.
    let claim = home.json(&["claim", "shop:web", "--persistent=false"]);
    let left = claim["expires_at_ms"].as_i64().unwrap() - portreg_now();
    assert!((7_000_000..=7_200_000).contains(&left), "{left}");
    assert_eq!(home.json(&["cleanup"]), json!([]));
    assert_eq!(home.json(&["find"])[0]["persistent"], false);
}

fn portreg_now() -> i64 {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    since.as_millis().try_into().unwrap()
}

#[test]
fn refusals_say_what_is_the_case() {
    let home = Home::new();
    home.ok(&["claim", "shop:web", "shop:api"]);
    // Nobody holds the name: it is merely there.
    let error = home.error(&["rename", "shop:web", "shop:api"], 4);
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with("shop:api is taken at http://localhost:"), "{error}");
    for (args, said) in [
        (&["release", "blog", "--under"][..], "no service is blog or under it"),
        (&["release", "shop:web", "--worktree", "/"], ""),
        (&["release", "shop:w*", "--worktree", "/proc"], "no service matches shop:w* in /proc"),
        (&["release", "--all", "--worktree", "/proc"], "there is no service in /proc"),
        (&["release", "3000", "--under"], "no service 3000; did you mean :3000"),
    ] {
        let answer = home.run(args);
        assert_eq!(answer.code, if said.is_empty() { 0 } else { 3 }, "{answer:?}");
        assert!(answer.err.contains(said), "{answer:?}");
    }
    let answer = home.run(&["history", "blog"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.err.contains("nothing is known of blog"), "{answer:?}");
    // A name that gets its own port again has moved from nowhere.
    home.ok(&["claim", "shop:web"]);
    let event = &home.json(&["history", "shop:web", "-n", "1"])[0];
    assert_eq!((&event["action"], &event["details"]), (&json!("claim"), &json!({})));
}

#[test]
fn what_is_not_there_is_told_as_data() {
    let home = Home::new();
    let cases: [(&[&str], serde_json::Value); 6] = [
        (&["release", "shop:web"], json!({ "kind": "service", "identity": "shop:web" })),
        (&["release", ":4711"], json!({ "kind": "service", "port": 4711 })),
        (&["release", "shop:*"], json!({ "kind": "service", "pattern": "shop:*" })),
        (&["unreserve", "4000-4009"], json!({ "kind": "reservation", "ports": "4000-4009" })),
        (&["pool", "rm", "e2e"], json!({ "kind": "pool", "name": "e2e" })),
        (&["doctor", "--restore", "2026-01-31"], json!({ "kind": "backup", "date": "2026-01-31" })),
    ];
    for (args, data) in cases {
        let mut error = home.error(args, 3);
        let fields = error.as_object_mut().unwrap();
        assert_eq!(fields.remove("code"), Some(json!("NOT_FOUND")), "{args:?}");
        assert!(fields.remove("message").is_some(), "{args:?}");
        assert_eq!(error, data, "{args:?}");
    }
}

#[test]
fn a_service_is_named_by_its_port_too() {
    let home = Home::new();
    let port = home.ok(&["claim", "-q", "shop:web"]);
    let target = format!(":{}", port.trim());
    assert_eq!(names(&home.json(&["find", &target])), ["shop:web"]);
    let error = home.error(&["release", port.trim()], 3);
    assert!(
        error["message"].as_str().unwrap().contains(&format!("did you mean {target}")),
        "{error}"
    );
    assert_eq!(home.json(&["rename", &target, "shop:front"])["identity"], "shop:front");
    assert_eq!(names(&home.json(&["release", &target])), ["shop:front"]);
    assert_eq!(home.error(&["release", ":1"], 3)["code"], "NOT_FOUND");
    assert_eq!(home.error(&["release", ":0"], 2)["code"], "INVALID_OPTION");
}

#[test]
fn find_lists_services() {
    let home = Home::new();
    assert_eq!(home.json(&["find"]), json!([]));
    let empty = home.run(&["find"]);
    assert_eq!((empty.code, empty.out.as_str()), (0, ""));
    assert!(empty.err.contains("claim one with `portreg claim shop:web`"), "{empty:?}");

    home.ok(&["claim", "shop:web", "shop:api", "blog"]);
    assert_eq!(home.json(&["find", "shop"]).as_array().unwrap().len(), 2);
    assert_eq!(
        home.json(&["find", "shop:w*", "--status", "assigned"]).as_array().unwrap().len(),
        1
    );
    assert_eq!(home.json(&["find", "--limit", "1"]).as_array().unwrap().len(), 1);
    assert_eq!(home.ok(&["find", "blog", "-q"]), "blog\n");
    assert!(home.ok(&["find"]).starts_with("NAME "));
    assert!(home.ok(&["find", "--format", "markdown"]).starts_with("| Name | Port |"));
    let list: serde_json::Value =
        serde_json::from_str(&home.ok(&["find", "--format", "json"])).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 3);
}

#[test]
fn reassign_moves_and_rename_keeps_the_port() {
    let home = Home::new();
    home.ok(&["claim", "shop:web"]);
    let free = home.ok(&["available"]);
    assert_eq!(home.ok(&["reassign", "shop:web", free.trim(), "-q"]), free);
    let renamed = home.json(&["rename", "shop:web", "shop:front"]);
    assert_eq!(renamed["port"].to_string(), free.trim());
    assert_eq!(home.error(&["reassign", "shop:web", "--next"], 3)["code"], "NOT_FOUND");
    assert_eq!(home.json(&["reassign", "shop:front", "--next"])["outcome"], "moved");
}

#[test]
fn a_reader_that_leaves_is_no_panic() {
    let home = Home::new();
    home.ok(&["claim", "shop:web"]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = std::process::Command::new(assert_cmd::cargo::cargo_bin("portreg"))
        .args(["find", "--registry"])
        .arg(home.path().join("registry.db"))
        .env("HOME", home.path())
        .stdout(writer)
        .output()
        .unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn a_lost_port_is_told_with_its_reason() {
    let home = Home::new();
    let port = home.ok(&["claim", "-q", "shop:web"]).trim().to_owned();
    home.ok(&["release", "shop:web"]);
    home.ok(&["reserve", &port, "--reason", "the printer"]);
    let claim = home.json(&["claim", "shop:web"]);
    assert_eq!(
        (claim["moved_from"].to_string(), &claim["reason"]),
        (port.clone(), &json!("reserved"))
    );
    let note = claim["notes"][0].as_str().unwrap();
    assert!(note.ends_with(&format!("instead of {port}: {port} is reserved")), "{note}");
}

#[test]
fn secrets_of_a_command_are_not_shown() {
    let home = Home::new();
    home.ok(&["claim", "shop:web", "--cmd", "srv --password hunter2 --port {port}"]);
    for args in [&["find", "shop:web"][..], &["export"]] {
        let text = home.json(args).to_string();
        assert!(!text.contains("hunter2") && text.contains("srv --password ***"), "{text}");
    }
    let config = r#"{ "shop:api": { "cmd": "srv --token s3cret" } }"#;
    std::fs::write(home.path().join(".portreg.json"), config).unwrap();
    assert!(!home.json(&["config"]).to_string().contains("s3cret"));
}

#[test]
fn a_policy_of_the_configuration_is_not_blamed_on_an_option() {
    let home = Home::new();
    let config = r#"{ "shop:web": { "on_conflict": "fail" } }"#;
    std::fs::write(home.path().join(".portreg.json"), config).unwrap();
    let mut holder = std::process::Command::new("sleep").arg("1000").spawn().unwrap();
    home.ok(&["claim", "shop:web", "--pid", &holder.id().to_string()]);
    let answer = home.run(&["--json", "claim", "shop:web"]);
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert_eq!(answer.code, 4, "{answer:?}");
    let error: serde_json::Value = serde_json::from_str(&answer.err).unwrap();
    let error = &error["error"];
    assert_eq!(error["code"], "IDENTITY_HELD");
    assert!(!error["message"].as_str().unwrap().contains("--strict"), "{error}");
}

//! Ports out of use, pools, history, export and import, config, doctor.

use std::fs;
use std::net::TcpListener;

use serde_json::{Value, json};

use super::{Home, names};

#[test]
fn available_is_a_list_and_an_exit_code() {
    let home = Home::new();
    let port = home.ok(&["available", "-q"]).trim().parse::<u16>().unwrap();
    assert_eq!(home.json(&["available", &port.to_string()]), json!([port]));
    assert_eq!(home.json(&["available", "4100-4199", "-n", "3"]).as_array().unwrap().len(), 3);

    let busy = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = busy.local_addr().unwrap().port().to_string();
    assert_eq!(home.error(&["available", &port], 4)["code"], "PORT_IN_USE");
}

#[test]
fn reserved_ports_are_given_to_nobody() {
    let home = Home::new();
    assert_eq!(home.json(&["reserve"]), json!([]));
    let one = home.json(&["reserve", "4200-4201", "--reason", "the house"]);
    assert_eq!(one, json!({ "ports": "4200-4201", "reason": "the house" }));
    assert_eq!(home.json(&["reserve"]).as_array().unwrap().len(), 1);
    assert_eq!(home.json(&["reserve", "4200-4201"]), one, "what is not given keeps its value");
    assert_eq!(home.json(&["reserve"])[0], one);
    let error = home.error(&["claim", "shop:web", "--port", "4200", "--strict"], 4);
    assert_eq!((&error["code"], &error["port"]), (&json!("PORT_RESERVED"), &json!(4200)));
    assert_eq!(home.ok(&["unreserve", "4200-4201", "-q"]), "4200-4201\n");
    assert_eq!(home.error(&["unreserve", "4200-4201"], 3)["code"], "NOT_FOUND");

    home.ok(&["reserve", "4210-4219", "--reason", "the lab"]);
    home.ok(&["unreserve", "4213-4214"]);
    let left =
        ["4210-4212", "4215-4219"].map(|ports| json!({ "ports": ports, "reason": "the lab" }));
    assert_eq!(home.json(&["reserve"]), json!(left), "the rest stays on both sides");
}

#[test]
fn pools_are_set_used_and_removed() {
    let home = Home::new();
    let set = home.json(&["pool", "set", "review", "4300-4304"]);
    assert_eq!((&set["name"], &set["capacity"]), (&json!("review"), &json!(5)));
    home.ok(&["claim", "a", "b", "c", "d", "e", "--pool", "review"]);
    let full = home.error(&["claim", "f", "--pool", "review"], 4);
    assert_eq!((&full["code"], &full["claimed"]), (&json!("RANGE_EXHAUSTED"), &json!(5)));

    let pools = home.json(&["pools"]);
    let review = pools.as_array().unwrap().iter().find(|pool| pool["name"] == "review").unwrap();
    assert_eq!((&review["claimed"], &review["ranges"]), (&json!(5), &json!(["4300-4304"])));
    let human = home.run(&["pools"]);
    assert!(human.err.contains("pool review is 100 % full"), "{human:?}");
    assert_eq!(home.error(&["pool", "set", "other", "4304-4310"], 2)["code"], "INVALID_OPTION");
    home.ok(&["pool", "rm", "review"]);
    assert_eq!(home.error(&["pool", "rm", "review"], 3)["code"], "NOT_FOUND");
}

#[test]
fn cleanup_ends_what_is_over() {
    let home = Home::new();
    assert_eq!(home.json(&["cleanup"]), json!([]));
    home.ok(&["claim", "gone", "--expires", "1ms"]);
    home.ok(&["claim", "stays"]);
    assert_eq!(names(&home.json(&["cleanup", "--dry-run"])), ["gone"]);
    let ended = home.json(&["cleanup"]);
    assert_eq!((names(&ended), &ended[0]["reason"]), (vec!["gone"], &json!("expired")));
}

#[test]
fn history_is_oldest_first() {
    let home = Home::new();
    home.ok(&["claim", "shop:web"]);
    home.ok(&["release", "shop:web"]);
    let events = home.json(&["history", "shop"]);
    let actions: Vec<_> =
        events.as_array().unwrap().iter().map(|event| event["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["claim", "release"]);
    assert!(events[0]["id"].as_i64() < events[1]["id"].as_i64());
    assert_eq!(home.json(&["history", "-n", "1"])[0]["action"], "release");
    assert_eq!(home.json(&["history", "--since", "1h"]).as_array().unwrap().len(), 2);
    assert!(home.ok(&["history"]).lines().next().unwrap().contains("claim"));
}

#[test]
fn what_is_exported_can_be_imported_elsewhere() {
    let (old, new) = (Home::new(), Home::new());
    let web = old.json(&["claim", "shop:web", "--description", "a \"b\", c", "--persistent"]);
    old.ok(&["reserve", "4400"]);
    let file = new.path().join("export.json");
    fs::write(&file, old.ok(&["export"])).unwrap();
    let file = file.to_str().unwrap();
    assert_eq!(new.json(&["import", file, "--dry-run"])["added"], json!(["shop:web"]));
    assert_eq!(new.json(&["find"]), json!([]), "a dry run changes nothing");
    assert_eq!(
        new.json(&["import", file]),
        json!({ "added": ["shop:web"], "kept": [], "refused": [] })
    );
    assert_eq!(new.json(&["find"])[0]["port"], web["port"]);
    assert_eq!(new.json(&["import", file])["kept"], json!(["shop:web"]));
    assert!(old.ok(&["export", "--format", "csv"]).contains("\"a \"\"b\"\", c\""));
    assert!(old.ok(&["export", "shop", "--format", "markdown"]).starts_with("| Name |"));
}

#[test]
fn a_list_that_is_refused_tells_what_there_is_after_it() {
    let home = Home::new();
    let list = ["claim", "a:x", "a:y", "a:z", "--range", "4720-4721"];
    let error = home.error(&list, 4);
    let numbers = |error: &Value| json!([error["claimed"], error["total"], error["wanted"]]);
    assert_eq!((&error["code"], numbers(&error)), (&json!("RANGE_EXHAUSTED"), json!([0, 2, 3])));
    assert!(error["message"].as_str().unwrap().starts_with("no room for 3 ports"), "{error}");

    let config = home.path().join("config.json");
    fs::write(&config, r#"{ "maxPortsPerProject": 2 }"#).unwrap();
    home.ok(&["claim", "a:w"]);
    let mut command = home.command(&["--json", "claim", "a:x", "a:y"]);
    let answer = super::answer(command.env("PORTREG_CONFIG", &config));
    assert_eq!(answer.code, 4, "{answer:?}");
    let error = serde_json::from_str::<Value>(&answer.err).unwrap()["error"].clone();
    let numbers = json!([error["code"], error["claimed"], error["limit"], error["wanted"]]);
    assert_eq!(numbers, json!(["LIMIT_REACHED", 1, 2, 2]));
    assert_eq!(names(&home.json(&["find"])), ["a:w"]);

    home.ok(&["claim", "b:x", "b:y", "--range", "4722-4723"]);
    let error = home.error(&["reassign", "b:x", "--next"], 4);
    assert_eq!(json!([error["claimed"], error["total"]]), json!([2, 2]), "{error}");
}

#[test]
fn what_has_ended_comes_in_as_a_memory() {
    let (old, new) = (Home::new(), Home::new());
    old.ok(&["claim", "shop:short", "--port", "4710", "--expires", "50ms"]);
    old.ok(&["claim", "shop:long", "--port", "4711"]);
    old.ok(&["claim", "shop:kept", "--port", "4712", "--persistent"]);
    let mut owner = std::process::Command::new("sleep").arg("1000").spawn().unwrap();
    old.ok(&["claim", "shop:owned", "--port", "4713", "--pid", &owner.id().to_string()]);
    owner.kill().unwrap();
    owner.wait().unwrap();
    let document: Value = serde_json::from_str(&old.ok(&["export"])).unwrap();
    // An export from yesterday: the time that was left then is over.
    let mut document = document;
    for service in document["services"].as_array_mut().unwrap() {
        if service["identity"] == "shop:short" {
            service["expires_at_ms"] = json!(1);
        }
    }
    // What has ended clashes with nothing.
    new.ok(&["claim", "blog", "--port", "4710"]);
    let import = |args: &[&str]| {
        let args = [&["import", "-", "--json"], args].concat();
        let answer = super::answer(new.command(&args).write_stdin(document.to_string()));
        assert_eq!(answer.code, 0, "{answer:?}");
        serde_json::from_str::<Value>(&answer.out).unwrap()
    };
    let report = import(&["--dry-run"]);
    assert_eq!(report["added"], json!(["shop:kept", "shop:long"]));
    assert_eq!(report["remembered"], json!(["shop:owned", "shop:short"]));
    assert_eq!(import(&[]), report);
    assert_eq!(names(&new.json(&["find", "shop"])), ["shop:kept", "shop:long"]);
    assert_eq!(new.ok(&["claim", "-q", "shop:owned"]), "4713\n", "its name finds its port again");
    let again = import(&[]);
    assert_eq!(again["added"], json!([]));
    assert_eq!(again["kept"], json!(["shop:kept", "shop:long", "shop:owned", "shop:short"]));
}

#[test]
fn an_import_that_clashes_brings_nothing_unless_skip() {
    let (old, new) = (Home::new(), Home::new());
    old.ok(&["claim", "shop:web", "--port", "4500", "--persistent"]);
    old.ok(&["claim", "shop:api", "--port", "4501", "--persistent"]);
    new.ok(&["claim", "blog", "--port", "4500"]);
    let document = old.ok(&["export"]);
    let import = |args: &[&str]| {
        super::answer(
            new.command(&[&["import", "-", "--json"], args].concat()).write_stdin(&*document),
        )
    };

    let answer = import(&[]);
    assert_eq!(answer.code, 4, "{answer:?}");
    let report: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(report["refused"][0]["identity"], "shop:web");
    assert_eq!(names(&new.json(&["find"])), ["blog"]);

    let answer = import(&["--skip"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert_eq!(new.json(&["find"]).as_array().unwrap().len(), 2);
}

#[test]
fn the_older_tools_list_comes_in_and_malformed_entries_are_named() {
    let home = Home::new();
    let list = json!({ "services": [{ "id": "shop:web", "port": 4600 }, { "id": "no good", "port": 4601 }] });
    let import = |args: &[&str]| {
        let args = [&["import", "-", "--from", "port-daddy", "--json"], args].concat();
        super::answer(home.command(&args).write_stdin(list.to_string()))
    };
    let refused = import(&[]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert_eq!(home.json(&["find"]), json!([]));
    let taken = import(&["--skip"]);
    let report: Value = serde_json::from_str(&taken.out).unwrap();
    assert_eq!(report["added"], json!(["shop:web"]));
    assert_eq!(report["refused"][0]["identity"], "no good");
    assert_eq!(home.ok(&["claim", "-q", "shop:web"]), "4600\n");
}

#[test]
fn what_is_no_export_is_refused() {
    let home = Home::new();
    for text in ["", "[]", "{}", r#"{"version":99}"#, r#"{"version":1,"services":[{}]}"#] {
        let answer = super::answer(home.command(&["import", "-"]).write_stdin(text));
        assert_eq!(answer.code, 2, "{text}: {answer:?}");
        assert!(answer.err.starts_with("error: invalid FILE: it "), "{answer:?}");
    }
}

#[test]
fn config_says_what_holds_and_where_it_is_wrong() {
    let home = Home::new();
    let config = home.json(&["config"]);
    assert!(config["values"].is_object() && config["sources"].is_object());
    assert!(home.ok(&["config", "--check"]).contains("can be used"));
    fs::write(home.path().join(".portreg.json"), "{\n  \"shop:web\": { \"prot\": 3000 }\n}\n")
        .unwrap();
    let error = home.error(&["config", "--check"], 2);
    assert_eq!((&error["code"], &error["line"]), (&json!("INVALID_CONFIG"), &json!(2)));
}

#[test]
fn config_check_looks_at_the_whole() {
    let home = Home::new();
    let write = |text: &str| fs::write(home.path().join(".portreg.json"), text).unwrap();
    write("{\n  \"shop:web\": { \"pool\": \"review\", \"needs\": [\"queue\"] }\n}\n");
    let error = home.error(&["config", "--check"], 2);
    assert_eq!(
        json!([error["code"], error["line"], error["column"]]),
        json!(["INVALID_CONFIG", 2, 25])
    );
    home.ok(&["pool", "set", "review", "4730-4739"]);
    let error = home.error(&["config", "--check"], 2);
    assert_eq!(json!([error["line"], error["column"]]), json!([2, 45]));
    assert!(home.run(&["doctor"]).out.contains("no key of this file describes"));
    // What is claimed is known as well, and the settings can be read all the while.
    home.ok(&["config"]);
    home.ok(&["claim", "shop:queue:main"]);
    home.ok(&["config", "--check"]);

    write("{ \"shop:*:main\": {}, \"shop:blog:*\": {} }");
    let error = home.error(&["config", "--check"], 2);
    assert!(error["message"].as_str().unwrap().contains("neither is nearer"), "{error}");
    write("{ \"shop:web\": { \"needs\": [\"api\"] }, \"shop:api\": { \"needs\": [\"web\"] } }");
    let error = home.error(&["config", "--check"], 2);
    assert!(
        error["message"].as_str().unwrap().contains("none of them could start first"),
        "{error}"
    );
}

#[test]
fn config_needs_no_registry() {
    let home = Home::new();
    fs::create_dir(home.path().join("registry.db")).unwrap();
    assert!(home.json(&["config"])["values"].is_object());
    let text = "{ \"shop:web\": { \"pool\": \"review\" } }";
    fs::write(home.path().join(".portreg.json"), text).unwrap();
    let answer = home.run(&["config", "--check"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.err.contains("taken for granted"), "{answer:?}");
}

#[test]
fn a_config_that_the_environment_names_must_be_there() {
    let home = Home::new();
    let file = home.path().join("none.json");
    let run = |args: &[&str]| super::answer(home.command(args).env("PORTREG_CONFIG", &file));
    for args in [["config", "--check"], ["claim", "shop:web"]] {
        let answer = run(&args);
        assert_eq!(answer.code, 2, "{answer:?}");
        assert!(answer.err.contains("none.json: PORTREG_CONFIG names this file"), "{answer:?}");
    }
    let error: Value = serde_json::from_str(&run(&["config", "--json"]).err).unwrap();
    assert_eq!(error["error"]["code"], "INVALID_CONFIG");
    assert!(error["error"]["file"].as_str().unwrap().ends_with("none.json"), "{error}");
    fs::write(&file, "{ \"strategy\": \"hashed\" }").unwrap();
    assert_eq!(run(&["config", "--check"]).code, 0);
}

#[test]
fn init_never_overwrites() {
    let home = Home::new();
    assert_eq!(home.json(&["init", "--dry-run"])["written"], false);
    assert!(!home.path().join(".portreg.json").exists());
    home.ok(&["init"]);
    let before = fs::read_to_string(home.path().join(".portreg.json")).unwrap();
    assert_eq!(home.error(&["init"], 2)["code"], "INVALID_OPTION");
    assert_eq!(fs::read_to_string(home.path().join(".portreg.json")).unwrap(), before);
    home.ok(&["config", "--check"]);
}

#[test]
fn doctor_finds_and_explains_a_damaged_registry() {
    let home = Home::new();
    home.ok(&["claim", "shop:web"]);
    assert_eq!(home.json(&["doctor"])["ok"], true);
    fs::write(home.path().join("registry.db"), vec![7; 8192]).unwrap();
    let answer = home.run(&["doctor", "--json"]);
    assert_eq!(answer.code, 1, "{answer:?}");
    let report: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!((&report["ok"], &report["checks"][0]["state"]), (&json!(false), &json!("failed")));
    assert_eq!(home.error(&["find"], 1)["code"], "REGISTRY_CORRUPT");
}

//! What the project file says about a service, and which of its keys does.

use std::time::Duration;

use super::{fault, project};
use crate::config::launch::{Command, Listen};
use crate::config::ready::Probe;
use crate::config::{PortSetting, Ready};
use crate::model::{OnConflict, RestartPolicy};

fn key_for(file: &str, identity: &str) -> Option<String> {
    let file = project(file).unwrap();
    file.service(&identity.parse().unwrap()).unwrap().map(|service| service.key.clone())
}

#[test]
fn every_setting_is_read() {
    let file = project(
        r#"{
  "$schema": "https://example.com/x.json",
  "project": "shop",
  // the shop's front
  "shop:web:*": {
    "port": [3000, 3001], "range": "3000-3099", "pool": "dev", "strict": true,
    "on_conflict": "next", "metadata": {"team": "a"}, "description": "d", "enabled": false,
    "cmd": ["npm", "run", "dev"], "dir": "web", "host": "{context}.shop.localhost",
    "ready": {"cmd": "curl {url}", "interval": "5s", "timeout": 2, "retries": 3},
    "process": "node", "env": {"A": "1", "B": 2, "C": true}, "env_file": ".env",
    "endpoints": {"dev": "https://dev.example.com"}, "pair": "api", "needs": ["shop:db", "api"],
    "restart": "on-failure", "stop": {"signal": "INT", "timeout": "10s"}, "listen": "inherit",
    "tunnel": {"provider": "ngrok"}, "expires": "1h30m", "persistent": true,
    "logs": {"max_bytes": 1000, "files": 2, "days": 3},
  },
  "shop:worker": {"port": false}, "shop:any": {"port": "dynamic"},
}"#,
    )
    .unwrap();
    assert_eq!(file.project.as_deref(), Some("shop"));
    let web = file.service(&"shop:web:main".parse().unwrap()).unwrap().unwrap();
    assert_eq!((web.line, web.column), (5, 3));
    assert_eq!(web.port, PortSetting::Ports(vec![3000, 3001]));
    assert_eq!(web.on_conflict, Some(OnConflict::Next));
    assert!(web.strict && !web.is_enabled());
    assert_eq!(web.cmd, Some(Command::Argv(vec!["npm".into(), "run".into(), "dev".into()])));
    let ready = web.ready.as_ref().unwrap();
    assert_eq!(ready.probe, Probe::Cmd(Command::Shell("curl {url}".into())));
    assert_eq!(ready.timeout, Some(Duration::from_secs(2)));
    assert_eq!((&*web.env["B"], &*web.env["C"]), ("2", "true"));
    assert_eq!(web.restart, Some(RestartPolicy::OnFailure));
    assert_eq!(web.stop.as_ref().unwrap().signal.as_deref(), Some("SIGINT"));
    assert_eq!(web.listen, Some(Listen::Inherit));
    assert_eq!(web.expires, Some(Duration::from_secs(5400)));
    assert_eq!(web.needs, ["shop:db", "api"]);
    assert_eq!(web.metadata.as_ref().unwrap()["team"], "a");
    let port = |name: &str| file.service(&name.parse().unwrap()).unwrap().unwrap().port.clone();
    assert_eq!(port("shop:worker"), PortSetting::None);
    assert_eq!(port("shop:any"), PortSetting::Dynamic);
    let worker = file.service(&"shop:worker".parse().unwrap()).unwrap().unwrap();
    assert!(worker.is_enabled() && worker.persistent.is_none());
}

#[test]
fn a_ready_probe_of_the_registry_is_read_alike() {
    let read = |value: serde_json::Value| Ready::from_value(&value);
    let url = read(serde_json::json!("http://localhost:{port}/")).unwrap();
    assert_eq!(url.probe, Probe::Http("http://localhost:{port}/".into()));
    assert_eq!(read(serde_json::json!({"tcp": 5432})).unwrap().probe, Probe::Tcp("5432".into()));
    assert!(read(serde_json::json!({"tcp": 5432, "x": 1})).is_err());
    assert!(read(serde_json::json!(7)).is_err());
}

#[test]
fn of_several_keys_the_one_with_fewest_stars_then_the_longest_wins_whole() {
    let file =
        r#"{"shop:*": {}, "shop:web:*": {}, "shop:web:main": {}, "shop:*:main": {}, "*": {}}"#;
    let key = |identity| key_for(file, identity).unwrap();
    assert_eq!(key("shop:web:main"), "shop:web:main");
    assert_eq!(key("shop:web:dev"), "shop:web:*");
    assert_eq!(key("shop:web"), "shop:web:*");
    assert_eq!(key("shop:api:main"), "shop:*:main");
    assert_eq!(key("shop:api"), "shop:*");
    assert_eq!(key("other"), "*");
    let whole = project(r#"{"s:*": {"cmd": "a"}, "s:web": {"port": 1}}"#).unwrap();
    assert_eq!(whole.service(&"s:web".parse().unwrap()).unwrap().unwrap().cmd, None);
}

#[test]
fn a_star_as_context_also_matches_none() {
    let file = r#"{"shop:web:*": {}, "*:api:*": {}, "shop:db:feat-*": {}}"#;
    assert_eq!(key_for(file, "shop:web").as_deref(), Some("shop:web:*"));
    assert_eq!(key_for(file, "x:api").as_deref(), Some("*:api:*"));
    assert_eq!(key_for(file, "shop:db"), None);
    assert_eq!(key_for(file, "shop"), None);
    assert_eq!(key_for(r#"{"shop:*:*": {}}"#, "shop:web").as_deref(), Some("shop:*:*"));
}

#[test]
fn up_puts_the_context_for_the_star() {
    let file = project(
        r#"{"shop:web:*": {}, "shop:web:main": {}, "shop:db": {}, "*:x:*": {}, "shop:*": {}}"#,
    )
    .unwrap();
    let names = |context| {
        let names = file.identities(context).into_iter();
        names.map(String::from).collect::<Vec<_>>()
    };
    assert_eq!(names(Some("main")), ["shop:web:main", "shop:db"]);
    assert_eq!(names(Some("dev")), ["shop:web:dev", "shop:web:main", "shop:db"]);
    assert_eq!(names(None), ["shop:web", "shop:web:main", "shop:db"]);
}

#[test]
fn a_sibling_is_its_original_once_more() {
    let file = r#"{"shop:web": {}, "shop:api:*": {}, "shop:db.2": {}, "shop:db": {}}"#;
    let key = |name| key_for(file, name);
    assert_eq!(key("shop:web.2").as_deref(), Some("shop:web"));
    assert_eq!(key("shop:api:main.2").as_deref(), Some("shop:api:*"));
    assert_eq!(key("shop:api.99").as_deref(), Some("shop:api:*"));
    // A key of its own speaks for it.
    assert_eq!(key("shop:db.2").as_deref(), Some("shop:db.2"));
    assert_eq!([key("shop:web.100"), key("shop:cache.2")], [None, None]);
}

#[test]
fn a_tie_is_an_error_that_names_both_keys() {
    let file = project("{\n  \"shop:w*\": {},\n  \"shop:*b\": {}\n}").unwrap();
    let (line, column, message) = fault(file.service(&"shop:web".parse().unwrap()));
    assert_eq!((line, column), (3, 3));
    assert!(message.contains("\"shop:*b\" and \"shop:w*\" of line 2"), "{message}");
    assert!(file.service(&"shop:w".parse().unwrap()).unwrap().is_none());
}

#[test]
fn relative_paths_start_at_the_file() {
    let folder = super::Folder::new();
    folder.write(".portreg.json", r#"{"shop": {"dir": "web"}, "shop:x": {}}"#);
    let config = folder.load(".").unwrap();
    let dir = |name: &str| config.service(&name.parse().unwrap()).unwrap().unwrap().working_dir();
    assert_eq!(dir("shop"), folder.path.join("web"));
    assert_eq!(dir("shop:x"), folder.path);
}

#[test]
fn secrets_are_not_reported() {
    let folder = super::Folder::new();
    folder.write(
        ".portreg.json",
        r#"{"shop": {"port": 1, "env": {"API_TOKEN": "hunter2", "URL": "pg://me:hunter2@db/x", "PLAIN": "seen"}}, "keys:web": {"port": 4321}}"#,
    );
    let report = folder.load(".").unwrap().report();
    let text = serde_json::to_string(&report).unwrap();
    assert!(
        !text.contains("hunter2") && text.contains("seen") && text.contains("pg://***@db/x"),
        "{text}"
    );
    assert!(report.sources["services"]["shop"].as_str().unwrap().ends_with(".portreg.json:1:2"));
}

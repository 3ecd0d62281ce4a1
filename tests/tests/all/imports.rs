//! What is carried from one registry to another.

use serde_json::{Value, json};

use super::world::World;

/// What another registry knew: endpoints come along with their names, and what cannot be is named.
#[test]
fn an_import_brings_endpoints_and_refuses_what_cannot_be() {
    let world = World::new();
    let port = world.helper().claim_with("shop:web", json!({ "persistent": true })).port;
    let mut document: Value = world.json(&["export"]);
    let mut service = document["services"][0].clone();
    service["identity"] = json!("bank:web");
    let mut portless = service.clone();
    portless["port"] = Value::Null;
    service["port"] = json!(world.port(30));
    document["services"] = json!([service]);
    let staging = "https://staging.bank.example";
    document["endpoints"] = json!([
        { "identity": "bank:web", "env": "staging", "url": staging },
        { "identity": "bank:gone", "env": "staging", "url": staging },
    ]);
    let mut helper = world.helper();
    helper.ok("import", &json!({ "document": document }));
    let found = world.json(&["find", "bank:web"]);
    assert_eq!(found[0]["endpoints"]["staging"], staging, "{found}");
    let status = world.json(&["status", "bank"]);
    assert_eq!(status["services"][0]["endpoints"]["staging"], staging, "{status}");
    assert_eq!(world.json(&["export"])["endpoints"].as_array().unwrap().len(), 1);

    let reserved = world.port(31);
    world.ok(&["reserve", &reserved.to_string()]);
    portless["identity"] = json!("bank:none");
    service["identity"] = json!("bank:aside");
    service["port"] = json!(reserved);
    document["services"] = json!([portless, service]);
    let report = helper.ok("import", &json!({ "document": document }));
    let refused: Vec<(&Value, &Value)> = report["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["identity"], &one["code"]))
        .collect();
    let expected = [
        (json!("bank:none"), json!("INVALID_OPTION")),
        (json!("bank:aside"), json!("PORT_RESERVED")),
    ];
    assert_eq!(refused, expected.each_ref().map(|(name, code)| (name, code)), "{report}");
    assert_eq!(helper.get("shop:web").port, Some(port));
    helper.err("get", &json!({ "target": "bank:aside" }), "NOT_FOUND");
}

/// The older tool's database is read while that tool has it open and what it wrote last is only in its log;
/// nothing of it is changed.
#[test]
fn the_older_tools_database_comes_in_and_stays_as_it_is() {
    let world = World::new();
    let file = world.work().join("port-registry.db");
    let tool = rusqlite::Connection::open(&file).unwrap();
    let (web, api, old) = (world.port(1), world.port(2), world.port(3));
    tool.execute_batch(&format!(
        "PRAGMA journal_mode = WAL;
         CREATE TABLE port_assignments (
             port INTEGER PRIMARY KEY, project TEXT NOT NULL, pid INTEGER NOT NULL,
             started INTEGER NOT NULL, last_seen INTEGER NOT NULL);
         CREATE TABLE services (
             id TEXT PRIMARY KEY, port INTEGER UNIQUE, pid INTEGER, cmd TEXT, cwd TEXT,
             status TEXT DEFAULT 'assigned', created_at INTEGER NOT NULL, last_seen INTEGER NOT NULL,
             expires_at INTEGER, restart_policy TEXT DEFAULT 'never', health_url TEXT,
             tunnel_provider TEXT, tunnel_url TEXT, paired_with TEXT, metadata TEXT);
         CREATE TABLE endpoints (
             service_id TEXT NOT NULL, env TEXT NOT NULL, url TEXT NOT NULL,
             created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, PRIMARY KEY (service_id, env));
         INSERT INTO services (id, port, cmd, restart_policy, health_url, metadata, created_at, last_seen)
             VALUES ('shop:web:main', {web}, 'npm start', 'on-failure', 'http://localhost:{web}/up',
                 '{{\"team\":\"web\"}}', 1700000000000, 1700000000000),
                 ('shop:api', {api}, NULL, 'never', NULL, NULL, 1700000000000, 1700000000000);
         INSERT INTO endpoints VALUES ('shop:web:main', 'prod', 'https://shop.example.com', 1, 1);
         INSERT INTO port_assignments VALUES ({web}, 'shop:web:main', 1, 1, 1), ({old}, 'blog', 1, 1700000000000, 1);"
    ))
    .unwrap();
    let listing = || {
        let mut all: Vec<_> = std::fs::read_dir(world.work())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (path.clone(), std::fs::read(path).unwrap()))
            .collect();
        all.sort();
        all
    };
    let before = listing();
    let words = ["import", "--from", "port-daddy", "port-registry.db"];
    let dry = world.json(&[&words[..], &["--dry-run"]].concat());
    assert_eq!(dry["added"], json!(["shop:web:main", "shop:api", "blog"]), "{dry}");
    let report = world.json(&words);
    assert_eq!((&report["added"], &report["refused"]), (&dry["added"], &json!([])), "{report}");
    assert_eq!(listing(), before);
    let found = world.json(&["find", "shop:web:main"])[0].clone();
    assert_eq!((&found["port"], &found["cmd"]), (&json!(web), &json!("npm start")), "{found}");
    assert_eq!(
        (&found["restart"], &found["metadata"]["team"]),
        (&json!("on-failure"), &json!("web"))
    );
    assert_eq!(world.ok(&["url", "shop:web:main", "--env", "prod"]), "https://shop.example.com");
    assert_eq!(world.json(&["find", "blog"])[0]["port"], json!(old));
    drop(tool);

    std::fs::write(&file, "SQLite format 3\0 and then nothing").unwrap();
    let answer = world.portreg(&words);
    assert_eq!(answer.code, 2, "{answer:?}");
    assert!(answer.err.contains("port-registry.db cannot be read as a database"), "{answer:?}");
    rusqlite::Connection::open(world.work().join("other.db"))
        .unwrap()
        .execute_batch("CREATE TABLE x (y)")
        .unwrap();
    let answer = world.portreg(&["import", "--from", "port-daddy", "other.db"]);
    assert!(answer.err.contains("neither the table services"), "{answer:?}");
}

/// A list that somebody keeps by hand says by itself what it is.
#[test]
fn a_list_of_ports_comes_in() {
    let world = World::new();
    let port = world.port(1);
    let entry = json!({ "name": "web", "port": port, "environment": "dev", "process_name": "node",
        "description": "the shop", "startup_cmd": "npm start", "health_endpoint": "/up", "enabled": true });
    std::fs::write(world.work().join("ports.json"), json!({ "services": [entry] }).to_string())
        .unwrap();
    world.ok(&["import", "ports.json"]);
    world.ok(&["import", "ports.json", "--from", "port-daddy"]);
    let found = world.json(&["find", "web"])[0].clone();
    assert_eq!((&found["port"], &found["cmd"]), (&json!(port), &json!("npm start")), "{found}");
    assert_eq!((&found["description"], &found["enabled"]), (&json!("the shop"), &json!(true)));
}

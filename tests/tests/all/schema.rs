//! Files of other versions: older ones are migrated, newer ones used as far as that is safe.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use rusqlite::Connection;
use serde_json::{Value, json};

use super::world::{World, answer};

/// The committed registry of schema 1, made by `the_exemplar_is_made` below.
pub(crate) fn exemplar() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("exemplars/schema-1001.db")
}

/// Puts a file in the place of the world's registry.
pub(crate) fn place(world: &World, file: &Path) {
    std::fs::create_dir_all(world.registry().parent().unwrap()).unwrap();
    std::fs::copy(file, world.registry()).unwrap();
}

/// The command of the release before, built once and kept.
fn previous() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let target = root.join("target/previous");
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "-p", "portreg-cli"])
            .args(["--features", "portreg-core/previous-schema", "--target-dir"])
            .arg(&target)
            .current_dir(root)
            .output()
            .unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        target.join("debug/portreg")
    })
}

fn previous_ok(world: &World, args: &[&str]) -> String {
    let answer = answer(world.command(previous()).args(args).output().unwrap());
    assert_eq!(answer.code, 0, "{args:?}: {answer:?}");
    answer.out.trim_end().to_owned()
}

fn version(world: &World) -> i64 {
    world.sql().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

fn form(connection: &Connection) -> Vec<(String, Option<String>)> {
    let sql = "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name";
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// A user of the first release updates: every service, memory, pool and reservation is there, a
/// backup was made before, and the file has the form of a new one.
#[test]
fn the_exemplar_of_schema_1_is_migrated_whole() {
    if std::env::var_os("UPDATE").is_some() {
        make_exemplar();
    }
    let world = World::new();
    place(&world, &exemplar());
    assert_eq!(version(&world), 1001);
    let exported = world.json(&["export"]);
    let of = |list: &str, name: &str| {
        let list = exported[list].as_array().unwrap();
        list.iter().find(|one| one["identity"] == name || one["name"] == name).cloned().unwrap()
    };
    assert_eq!(of("services", "shop:web:main")["port"], 4001);
    assert_eq!(of("services", "shop:api:main")["description"], "the API");
    assert_eq!(of("services", "shop:api:main")["metadata"], json!({ "team": "core" }));
    assert_eq!(of("services", "shop:db:main")["persistent"], true);
    assert_eq!(of("memory", "shop:gone:main")["port"], 4004);
    assert_eq!(of("pools", "e2e")["ranges"].to_string(), r#"["20000-20099"]"#);
    assert_eq!(exported["reserved"].as_array().unwrap().len(), 1);
    assert_eq!(version(&world), 1002);
    world.check();

    let backups = world.path().join("home/backups");
    let names: Vec<String> = std::fs::read_dir(&backups)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let [name] = names.as_slice() else { panic!("{names:?}") };
    assert!(name.ends_with("-v1001.db"), "{name}");
    let backup = Connection::open(backups.join(name)).unwrap();
    let kept: i64 = backup.query_row("SELECT count(*) FROM service", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 3);

    let fresh = World::new();
    drop(fresh.helper());
    assert_eq!(form(&world.sql()), form(&fresh.sql()));
}

/// Two projects pin two releases: the older one goes on with the file that the newer one has made.
#[test]
fn the_release_before_works_on_a_newer_file() {
    let world = World::new();
    let web = world.claim_q("shop:web");
    assert_eq!(version(&world), 1002);
    let api = previous_ok(&world, &["claim", "-q", "shop:api"]);
    assert_eq!(previous_ok(&world, &["claim", "-q", "shop:web"]), web.to_string());
    previous_ok(&world, &["release", "shop:web"]);
    assert_eq!(version(&world), 1002, "the older one does not take the version back");
    assert_eq!(world.claim_q("shop:api").to_string(), api);
    assert_eq!(world.claim_q("shop:web"), web, "it is remembered by what the older one wrote");
    world.ok(&["whoami"]);
    world.check();
}

/// Both releases have the file open at once and write in turns.
#[test]
fn the_release_before_writes_beside_a_live_handle() {
    // Built before the helper runs, which ends itself where nobody asks it anything for long.
    previous();
    let world = World::new();
    let mut helper = world.helper();
    for number in 0..10 {
        let mine = helper.claim(&format!("shop:new{number}")).port;
        let theirs = previous_ok(&world, &["claim", "-q", &format!("shop:old{number}")]);
        assert_ne!(mine.to_string(), theirs);
    }
    drop(helper);
    world.check();
}

/// A release that older ones must not write beside: they say so, and still show what is there.
#[test]
fn a_greater_compatibility_is_read_and_not_written() {
    let world = World::new();
    let port = world.claim_q("shop:web");
    let mut open_before = world.helper();
    world.sql().pragma_update(None, "user_version", 2001).unwrap();
    let found = world.json(&["find"]);
    assert_eq!(found[0]["port"], port);
    let answer = world.portreg(&["--json", "claim", "shop:api"]);
    let error: Value = serde_json::from_str(&answer.err).unwrap();
    assert_eq!((answer.code, &error["error"]["code"]), (1, &json!("REGISTRY_NEWER")), "{answer:?}");
    assert_eq!(error["error"]["found"], 2);
    for args in [&["release", "shop:web"][..], &["cleanup"], &["reserve", "4000"]] {
        assert_eq!(world.portreg(args).code, 1, "{args:?}");
    }
    assert_eq!(world.json(&["find"]).as_array().unwrap().len(), 1);
    // A program that had the file open when the other release changed it.
    open_before.claim_err("shop:api", json!({}), "REGISTRY_NEWER");
    assert_eq!(open_before.get("shop:web").port, Some(port));
}

/// A later release that only added a column and a table: this one reads and writes beside it.
#[test]
fn a_future_minor_version_is_read_and_written() {
    let world = World::new();
    let port = world.claim_q("shop:web");
    let sql = "ALTER TABLE service ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';
        CREATE TABLE tunnel (identity TEXT PRIMARY KEY, url TEXT NOT NULL);
        INSERT INTO tunnel VALUES ('shop:web', 'https://example.org');
        UPDATE service SET colour = 'blue';
        PRAGMA user_version = 1099;";
    world.sql().execute_batch(sql).unwrap();
    assert_eq!(world.claim_q("shop:web"), port);
    world.claim_q("shop:api");
    assert!(world.ok(&["reassign", "shop:web", "--next", "-q"]).parse::<u16>().is_ok());
    let colour = |name: &str| -> String {
        let sql = "SELECT colour FROM service WHERE identity = ?1";
        world.sql().query_row(sql, [name], |row| row.get(0)).unwrap()
    };
    assert_eq!((colour("shop:web").as_str(), colour("shop:api").as_str()), ("blue", "red"));
    assert_eq!(version(&world), 1099);
    world.check();
}

/// Makes the exemplar anew, where `UPDATE` is set: never once a release is out.
fn make_exemplar() {
    let world = World::new();
    let make = |args: &[&str]| previous_ok(&world, args);
    make(&["claim", "shop:web:main", "--port", "4001", "--expires", "3000d"]);
    make(&[
        "claim",
        "shop:api:main",
        "--port",
        "4002",
        "--expires",
        "3000d",
        "--description",
        "the API",
        "--meta",
        r#"{"team":"core"}"#,
    ]);
    make(&["claim", "shop:db:main", "--port", "4003", "--persistent"]);
    make(&["claim", "shop:gone:main", "--port", "4004"]);
    make(&["release", "shop:gone:main"]);
    make(&["reserve", "4900-4909", "--reason", "printers"]);
    make(&["pool", "set", "e2e", "20000-20099"]);
    let connection = world.sql();
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    connection.pragma_update(None, "journal_mode", "DELETE").unwrap();
    drop(connection);
    std::fs::create_dir_all(exemplar().parent().unwrap()).unwrap();
    std::fs::copy(world.registry(), exemplar()).unwrap();
}

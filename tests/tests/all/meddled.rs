//! Registry files that another program has changed, locked or moved: told as what it is, kept as it is.

use serde_json::{Value, json};

use super::world::World;

fn kept() -> (World, u16) {
    let world = World::new();
    let port = world.helper().claim_with("shop:web", json!({ "persistent": true })).port;
    (world, port)
}

/// What a verb that must fail says.
#[track_caller]
fn error(world: &World, args: &[&str], code: &str) -> String {
    let answer = world.portreg(&[&["--json"], args].concat());
    let error: Value = serde_json::from_str(&answer.err).unwrap_or_else(|_| panic!("{answer:?}"));
    assert_eq!((&error["error"]["code"], answer.code), (&json!(code), 1), "{error}");
    error["error"]["message"].as_str().unwrap().to_owned()
}

/// A table or a column is gone: SQLite finds the file whole, and it is no registry any more.
#[test]
fn a_table_is_missing() {
    for sql in ["DROP TABLE service", "ALTER TABLE service RENAME COLUMN generation TO era"] {
        let (world, _) = kept();
        world.sql().execute_batch(sql).unwrap();
        let message = error(&world, &["find"], "REGISTRY_CORRUPT");
        assert!(message.contains("no such") && message.contains("--restore"), "{message}");
        error(&world, &["claim", "shop:api"], "REGISTRY_CORRUPT");
    }
}

/// Somebody has written what portreg never writes: no claim is made on such ground.
#[test]
fn a_value_is_none_of_ours() {
    for sql in
        ["UPDATE service SET identity = 'No Name!'", "UPDATE service SET dir = CAST(x'ff' AS TEXT)"]
    {
        let (world, _) = kept();
        let meddling = format!("PRAGMA ignore_check_constraints = 1; {sql}");
        world.sql().execute_batch(&meddling).unwrap();
        let message = error(&world, &["find"], "REGISTRY_CORRUPT");
        assert!(message.contains("unexpected content"), "{sql}: {message}");
        error(&world, &["status"], "REGISTRY_CORRUPT");
    }
}

/// A program keeps the file locked for writing: who writes is told so after its patience, who reads is
/// not kept waiting.
#[test]
fn a_writer_that_never_ends() {
    let (world, port) = kept();
    let other = world.sql();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(world.json(&["find", "shop:web"])[0]["port"], port);
    let message = error(&world, &["claim", "shop:api"], "REGISTRY_BUSY");
    assert!(message.contains("5"), "{message}");
    other.execute_batch("ROLLBACK").unwrap();
    world.claim_q("shop:api");
    drop(other);
    world.check();
}

/// VACUUM with other pages is nothing that harms.
#[test]
fn pages_of_another_size() {
    let (world, port) = kept();
    world
        .sql()
        .execute_batch("PRAGMA journal_mode = DELETE; PRAGMA page_size = 65536; VACUUM")
        .unwrap();
    assert_eq!(world.claim_q("shop:web"), port);
    world.check();
    let file = std::fs::OpenOptions::new().write(true).open(world.registry()).unwrap();
    file.set_len(65_536).unwrap();
    error(&world, &["find"], "REGISTRY_CORRUPT");
}

/// Places where no file can be made: the error names them and the way out.
#[test]
fn places_where_nothing_can_be_made() {
    let world = World::new();
    let file = world.path().join("file");
    std::fs::write(&file, "").unwrap();
    for (place, why) in [
        (file.join("registry.db"), "its folder cannot be made"),
        ("/proc/registry.db".into(), "it cannot be made"),
    ] {
        world.set("PORTREG_REGISTRY", place.display());
        let message = error(&world, &["claim", "shop:web"], "REGISTRY_UNAVAILABLE");
        assert!(message.contains(why) && message.contains("PORTREG_HOME"), "{message}");
    }
}

/// A backup is asked for by a day of which there is none, or cannot be put in place: what there is stays.
#[test]
fn a_backup_that_cannot_be_put_in_place() {
    let (world, port) = kept();
    world.advance(std::time::Duration::from_secs(24 * 3600));
    world.claim_q("shop:api");
    let backups = std::fs::read_dir(world.path().join("home/backups")).unwrap();
    let [name] = backups
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect::<Vec<_>>()
        .try_into()
        .unwrap();
    let date = name.trim_start_matches("registry-").trim_end_matches(".db");
    let answer = world.portreg(&["doctor", "--restore", "2001-01-01"]);
    assert!(answer.code == 3 && answer.err.contains(&format!("there are {date}")), "{answer:?}");
    let in_the_way = world.path().join("home/registry.db.restoring");
    std::fs::create_dir(&in_the_way).unwrap();
    let message = error(&world, &["doctor", "--restore", date], "REGISTRY_UNAVAILABLE");
    assert!(message.contains("cannot be put in place"), "{message}");
    assert_eq!(world.json(&["find"]).as_array().unwrap().len(), 2);
    std::fs::remove_dir(&in_the_way).unwrap();
    world.ok(&["doctor", "--restore", date]);
    assert_eq!(world.json(&["find"])[0]["port"], port);
}

/// A file of a newer portreg is only looked at. That a service was seen cannot be noted, which fails
/// nobody, and the log tells of it on standard error alone.
#[test]
fn a_newer_file_is_looked_at_and_the_log_says_what_is_left_out() {
    let (world, port) = kept();
    let mut server = world.helper();
    server.listen(port);
    world.sql().pragma_update(None, "user_version", 9001).unwrap();
    world.advance(std::time::Duration::from_secs(120));
    let quiet = world.portreg(&["--json", "find", "shop:web"]);
    world.set("PORTREG_LOG", "debug");
    let told = world.portreg(&["--json", "find", "shop:web"]);
    assert!(quiet.code == 0 && told.code == 0, "{quiet:?} {told:?}");
    assert!(quiet.err.is_empty() && told.err.contains("cannot be noted"), "{told:?}");
    for answer in [quiet, told] {
        let found: Value = serde_json::from_str(&answer.out).unwrap();
        assert_eq!((&found[0]["port"], &found[0]["status"]), (&json!(port), &json!("running")));
    }
}

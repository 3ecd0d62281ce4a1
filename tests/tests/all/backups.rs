//! Backups: at the first write of a day, seven kept, none of them ever half.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::helper::Reply;
use super::world::World;

const DAY: Duration = Duration::from_secs(24 * 3600);

fn files(world: &World) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(world.path().join("home/backups")) else { return vec![] };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn services_in(backup: &PathBuf) -> i64 {
    let connection = rusqlite::Connection::open(backup).unwrap();
    let whole: String =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(whole, "ok");
    connection.query_row("SELECT count(*) FROM service", [], |row| row.get(0)).unwrap()
}

/// A registry in daily use for nine days: one backup a day of what was there that morning, and the
/// seven newest are kept.
#[test]
fn one_a_day_and_seven_kept() {
    let world = World::new();
    for day in 0..9 {
        world.advance(DAY * day);
        for number in 0..3 {
            world.ok(&["claim", "-q", "--persistent", &format!("shop:d{day}n{number}")]);
        }
    }
    let files = files(&world);
    assert_eq!(files.len(), 7, "{files:?}");
    let counts: Vec<i64> = files.iter().map(services_in).collect();
    assert_eq!(counts, [6, 9, 12, 15, 18, 21, 24]);
    let listed = world.json(&["doctor"]);
    assert!(listed.to_string().contains("7 kept"), "{listed}");
}

/// A program that runs over midnight makes the backup too.
#[test]
fn a_long_running_program_makes_them_too() {
    let world = World::new();
    let mut helper = world.helper();
    helper.claim("shop:web");
    assert!(files(&world).is_empty(), "there was nothing to keep");
    world.advance(DAY);
    let mut tomorrow = world.helper();
    tomorrow.claim("shop:a");
    tomorrow.claim("shop:b");
    assert_eq!(files(&world).len(), 1);
}

/// Who has removed the registry wants a new one; its backups are no sign that the new one was emptied.
#[test]
fn a_registry_that_was_removed_begins_anew_beside_its_backups() {
    let world = World::new();
    world.ok(&["claim", "-q", "--persistent", "shop:web"]);
    world.advance(DAY);
    world.ok(&["claim", "-q", "--persistent", "shop:api"]);
    assert_eq!(files(&world).len(), 1);
    let registry = world.path().join("home/registry.db");
    for suffix in ["", "-wal", "-shm"] {
        _ = std::fs::remove_file(format!("{}{suffix}", registry.display()));
    }
    assert_eq!(world.json(&["find"]), serde_json::json!([]));
    world.ok(&["doctor", "--restore"]);
    assert_eq!(world.json(&["find"])[0]["identity"], "shop:web");
}

/// Two registries in one folder: the backups of one do not push out those of the other.
#[test]
fn registries_in_one_folder_keep_their_own() {
    let world = World::new();
    let other = world.path().join("home/registry-two.db");
    let other = other.to_str().unwrap();
    world.ok(&["claim", "-q", "--persistent", "shop:web"]);
    world.ok(&["claim", "-q", "--persistent", "shop:web", "--registry", other]);
    world.advance(DAY);
    world.ok(&["claim", "-q", "--persistent", "shop:api"]);
    for day in 1..10 {
        world.advance(DAY * day);
        world.ok(&["claim", "-q", &format!("shop:d{day}"), "--registry", other]);
    }
    let own = |file: &&PathBuf| !file.to_str().unwrap().contains("registry-two");
    let files = files(&world);
    assert_eq!(files.iter().filter(own).count(), 1, "{files:?}");
    assert_eq!(files.len(), 8, "{files:?}");
    world.ok(&["doctor", "--restore"]);
    let found = world.json(&["find"]);
    assert_eq!(found.as_array().unwrap().len(), 1, "its own one is restored: {found}");
}

/// Killed in the middle of a backup, at each of its steps: nothing half is ever listed or restored,
/// the next write makes the backup once the attempt counts as abandoned, and no rest stays behind.
#[test]
fn a_killed_backup_is_never_used() {
    let mut halves = 0;
    for step in 1..10 {
        let world = World::new();
        world.ok(&["claim", "-q", "--persistent", "shop:web"]);
        world.advance(DAY);
        world.set("PORTREG_TEST_KILL_AT", step);
        let mut helper = world.closed_helper();
        world.unset("PORTREG_TEST_KILL_AT");
        helper.open();
        let fields = serde_json::json!({ "identity": "shop:api" });
        assert!(matches!(helper.ask("claim", &fields), Reply::Gone), "step {step}");
        helper.status();
        let mut rest = 0;
        for file in files(&world) {
            match file.extension().unwrap().to_str().unwrap() {
                "db" => assert_eq!(services_in(&file), 1),
                _ => {
                    rest += 1;
                    // An hour goes by.
                    let file = std::fs::OpenOptions::new().write(true).open(&file).unwrap();
                    file.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
                }
            }
        }
        halves += rest;
        world.claim_q("shop:later");
        let after = files(&world);
        let [backup] = after.as_slice() else { panic!("step {step}: {after:?}") };
        assert_eq!(services_in(backup), 1);
        world.ok(&["doctor", "--restore"]);
        assert_eq!(world.json(&["find"]).as_array().unwrap().len(), 1);
    }
    assert!(halves > 0, "no step was in the middle of a backup");
}

/// What a killed backup of an earlier day left goes with the next one.
#[test]
fn rests_of_earlier_days_are_cleared_away() {
    let world = World::new();
    world.ok(&["claim", "-q", "--persistent", "shop:web"]);
    let folder = world.path().join("home/backups");
    std::fs::create_dir(&folder).unwrap();
    let rest = folder.join("registry-2026-01-01.partial");
    std::fs::write(&rest, "half").unwrap();
    let file = std::fs::OpenOptions::new().write(true).open(&rest).unwrap();
    file.set_modified(SystemTime::now() - DAY).unwrap();
    world.advance(DAY);
    world.claim_q("shop:api");
    assert_eq!(files(&world).len(), 1, "{:?}", files(&world));
}

/// A folder of backups that cannot be made keeps nobody from working.
#[test]
fn without_backups_work_goes_on() {
    let world = World::new();
    let port = world.claim_q("shop:web");
    std::fs::write(world.path().join("home/backups"), "in the way").unwrap();
    world.advance(DAY / 4);
    world.advance(DAY);
    assert_eq!(world.claim_q("shop:web"), port);
    assert_eq!(world.helper().ok("check", &Value::Null), serde_json::json!([]));
}

//! Damaged files: never used, never changed, explained, and restored from a backup on demand.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use super::world::World;

/// A registry with content and a backup of yesterday's, and nothing in the log.
fn with_backup() -> (World, u16) {
    let world = World::new();
    let port = world.claim_q("shop:web");
    world.advance(Duration::from_secs(24 * 3600));
    world.claim_q("shop:api");
    checkpoint(&world);
    (world, port)
}

fn checkpoint(world: &World) {
    world.sql().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
}

fn companion(world: &World, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", world.registry().display()))
}

/// The file as it lies there is refused with this code, says the way out, and is kept as it is.
#[track_caller]
fn is_refused(world: &World, code: &str) {
    let before = std::fs::read(world.registry()).ok();
    for args in
        [&["find"][..], &["claim", "shop:web"], &["run", "shop:web", "--strict", "--", "true"]]
    {
        let answer = world.portreg(&[&["--json"], args].concat());
        assert!(answer.code == 1 && answer.err.contains(code), "{args:?}: {answer:?}");
        let restore = answer.err.contains("doctor --restore");
        assert!(restore || code != "REGISTRY_CORRUPT", "{args:?}: {answer:?}");
    }
    let doctor = world.portreg(&["doctor"]);
    assert!(doctor.code == 1 && doctor.out.contains("registry"), "{doctor:?}");
    let mut helper = world.closed_helper();
    helper.err("open", &Value::Null, code);
    assert_eq!(std::fs::read(world.registry()).ok(), before, "it is kept byte for byte");
}

/// `doctor --restore` goes back to the backup and keeps what was there.
#[track_caller]
fn is_restored(world: &World, port: u16) {
    let damaged = std::fs::read(world.registry()).ok();
    world.ok(&["doctor", "--restore"]);
    assert_eq!(world.json(&["find"])[0]["port"], port);
    assert_eq!(world.claim_q("shop:web"), port);
    world.check();
    let kept = std::fs::read_dir(world.path().join("home"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .find(|entry| {
            let name = entry.file_name().into_string().unwrap();
            name.contains(".damaged-") && !name.ends_with("-wal") && !name.ends_with("-shm")
        });
    if let Some(damaged) = damaged {
        assert_eq!(std::fs::read(kept.unwrap().path()).unwrap(), damaged);
    }
}

/// A copy that broke off: half of the file is there, or the first bytes, or none.
#[test]
fn a_truncated_file() {
    for length in [None, Some(100), Some(0)] {
        let (world, port) = with_backup();
        let file = std::fs::OpenOptions::new().write(true).open(world.registry()).unwrap();
        let whole = file.metadata().unwrap().len();
        file.set_len(length.unwrap_or(whole / 2)).unwrap();
        is_refused(&world, "REGISTRY_CORRUPT");
        is_restored(&world, port);
    }
}

/// The same while the log still holds the newest pages: they would hide the damage.
#[test]
fn a_truncated_file_beside_a_full_log() {
    let (world, port) = with_backup();
    let mut helper = world.helper();
    for number in 0..20 {
        helper.claim(&format!("shop:n{number}"));
    }
    drop(helper);
    assert!(companion(&world, "-wal").metadata().unwrap().len() > 0);
    let file = std::fs::OpenOptions::new().write(true).open(world.registry()).unwrap();
    file.set_len(file.metadata().unwrap().len() / 2).unwrap();
    is_refused(&world, "REGISTRY_CORRUPT");
    is_restored(&world, port);
}

/// Something wrote over it.
#[test]
fn an_overwritten_file() {
    let (world, port) = with_backup();
    let length = world.registry().metadata().unwrap().len();
    std::fs::write(world.registry(), vec![0x5a; length as usize]).unwrap();
    is_refused(&world, "REGISTRY_CORRUPT");
    is_restored(&world, port);
}

/// The first pages are whole and the rest is not: noticed at the latest where it is read, by `check`.
#[test]
fn a_file_overwritten_in_its_middle() {
    use std::os::unix::fs::FileExt as _;
    let (world, port) = with_backup();
    let file = std::fs::OpenOptions::new().write(true).open(world.registry()).unwrap();
    let whole = file.metadata().unwrap().len();
    file.write_all_at(&vec![0x5a; whole as usize - 4096], 4096).unwrap();
    let answer = world.portreg(&["--json", "find"]);
    assert!(answer.code == 1 && answer.err.contains("REGISTRY_CORRUPT"), "{answer:?}");
    assert_eq!(world.portreg(&["doctor"]).code, 1);
    is_restored(&world, port);
}

/// PORTREG_REGISTRY leads to the database of another program: it is left alone.
#[test]
fn a_foreign_database() {
    let world = World::new();
    std::fs::create_dir(world.path().join("home")).unwrap();
    let foreign = world.sql();
    foreign.execute_batch("CREATE TABLE bookmarks (url TEXT); PRAGMA user_version = 7").unwrap();
    drop(foreign);
    is_refused(&world, "REGISTRY_CORRUPT");
    // One that never set a version looks new but for its tables.
    world.sql().pragma_update(None, "user_version", 0).unwrap();
    is_refused(&world, "REGISTRY_CORRUPT");
}

/// A folder lies in its place.
#[test]
fn a_folder_in_its_place() {
    let world = World::new();
    std::fs::create_dir_all(world.registry()).unwrap();
    is_refused(&world, "REGISTRY_UNAVAILABLE");
    assert!(world.portreg(&["find"]).err.contains("it is a folder"));
    assert!(world.registry().is_dir());
}

/// A link that leads nowhere: an unmounted disk, not a new registry.
#[test]
fn a_dangling_link() {
    let world = World::new();
    std::fs::create_dir(world.path().join("home")).unwrap();
    std::os::unix::fs::symlink("/nowhere/registry.db", world.registry()).unwrap();
    is_refused(&world, "REGISTRY_UNAVAILABLE");
    assert!(world.portreg(&["find"]).err.contains("leads nowhere"));
    assert!(world.registry().symlink_metadata().unwrap().is_symlink());
}

/// Programs that run while somebody restores: their next write goes to the new file.
#[test]
fn live_handles_notice_a_restored_file() {
    let (world, port) = with_backup();
    let mut helper = world.helper();
    helper.claim("shop:late");
    let other = world.helper();
    world.ok(&["doctor", "--restore"]);
    helper.claim("shop:after");
    let found = world.json(&["find", "shop"]);
    let names: Vec<&str> =
        found.as_array().unwrap().iter().map(|one| one["identity"].as_str().unwrap()).collect();
    assert_eq!(names, ["shop:after", "shop:web"]);
    assert_eq!(helper.get("shop:web").port, Some(port));
    drop((helper, other));
    world.check();
}

/// A backup that is damaged itself is not put in place.
#[test]
fn a_damaged_backup_is_refused() {
    let (world, _) = with_backup();
    let backups = world.path().join("home/backups");
    for backup in std::fs::read_dir(&backups).unwrap() {
        std::fs::write(backup.unwrap().path(), [0x5a; 9000]).unwrap();
    }
    let before = std::fs::read(world.registry()).unwrap();
    let answer = world.portreg(&["--json", "doctor", "--restore"]);
    assert!(answer.code == 1 && answer.err.contains("REGISTRY_CORRUPT"), "{answer:?}");
    assert_eq!(std::fs::read(world.registry()).unwrap(), before);
    assert_eq!(world.helper().ok("check", &json!({})), json!([]));
}

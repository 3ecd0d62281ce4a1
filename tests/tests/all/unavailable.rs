//! A full disk and folders that cannot be written: a clear error, nothing damaged, and on it goes.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::helper::{Helper, Reply};
use super::world::{CLAIMER, World};

/// A small disk; unmounted when the test ends.
struct SmallDisk {
    place: PathBuf,
}

impl SmallDisk {
    /// None where this user may not mount anything.
    fn mount(world: &World, size: &str) -> Option<Self> {
        let place = world.path().join("home");
        std::fs::create_dir(&place).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(&place)
            .output();
        mounted.is_ok_and(|output| output.status.success()).then_some(Self { place })
    }

    fn fill(&self) -> PathBuf {
        use std::io::Write as _;
        let ballast = self.place.join("ballast");
        let mut file = std::fs::File::create(&ballast).unwrap();
        while file.write_all(&[1; 1024]).is_ok() {}
        ballast
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        _ = Command::new("umount").arg("-l").arg(&self.place).status();
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0)
}

/// Claims new names until that fails; gives how many worked and the error.
fn claim_until_error(helper: &mut Helper, prefix: &str) -> (usize, Value) {
    for number in 0..5000 {
        let options = json!({ "owner": "none", "description": "x".repeat(2000) });
        let fields = json!({ "identity": format!("{prefix}:n{number}"), "options": options });
        match helper.ask("claim", &fields) {
            Reply::Ok(_) => {}
            Reply::Error(error) => return (number, error),
            Reply::Gone => panic!("the process is gone"),
        }
    }
    panic!("the disk never gets full");
}

/// The disk fills up under a working program: it is told so, nothing is lost, and it goes on when
/// there is space again.
#[test]
fn a_full_disk() {
    let world = World::with_ports(1024);
    let Some(disk) = SmallDisk::mount(&world, "1m") else { return };
    let mut helper = world.helper();
    let before = helper.claim("shop:before").port;
    let ballast = disk.fill();
    let (made, error) = claim_until_error(&mut helper, "shop");
    assert_eq!(error["code"], "REGISTRY_UNAVAILABLE", "{error}");
    assert!(error["message"].as_str().unwrap().contains("disk is full"), "{error}");
    assert_eq!(helper.get("shop:before").port, Some(before), "reading still works");
    std::fs::remove_file(ballast).unwrap();
    assert_eq!(helper.claim("shop:before").port, before);
    helper.claim("shop:after");
    assert_eq!(helper.ok("find", &json!({})).as_array().unwrap().len(), made + 2);
    drop(helper);
    world.check();
}

/// A registry is to be made on a disk that is full already.
#[test]
fn a_full_disk_at_the_first_open() {
    let world = World::new();
    let Some(disk) = SmallDisk::mount(&world, "64k") else { return };
    let ballast = disk.fill();
    let mut helper = world.closed_helper();
    let error = helper.err("open", &Value::Null, "REGISTRY_UNAVAILABLE");
    assert!(error["message"].as_str().unwrap().contains("disk is full"), "{error}");
    let answer = world.portreg(&["claim", "shop:web"]);
    assert_eq!((answer.code, answer.out.as_str()), (1, ""), "{answer:?}");
    assert!(answer.err.contains("disk is full"), "{answer:?}");
    std::fs::remove_file(ballast).unwrap();
    drop(disk);
    helper.open();
    helper.claim("shop:web");
    drop(helper);
    world.check();
}

/// A limit on the size of files does what a full disk does, for a user who may not mount one.
#[test]
fn a_limit_on_the_size_of_files() {
    let world = World::with_ports(1024);
    world.helper().claim("shop:before");
    let mut helper = world.helper();
    helper.ok("limit_file_size", &json!({ "bytes": 200_000 }));
    let (made, error) = claim_until_error(&mut helper, "shop");
    assert_eq!(error["code"], "REGISTRY_UNAVAILABLE", "{error}");
    helper.ok("limit_file_size", &json!({ "bytes": 1_u64 << 40 }));
    helper.claim("shop:after");
    assert_eq!(helper.ok("find", &json!({})).as_array().unwrap().len(), made + 2);
    drop(helper);
    world.check();
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// A helper that file permissions hold for: as nobody, where the test runs as root.
fn powerless(world: &World) -> Helper {
    if !is_root() {
        return world.closed_helper();
    }
    for folder in [world.path().to_owned(), world.work(), world.path().join("socket")] {
        set_mode(&folder, 0o777);
    }
    // The build folder may be closed to others. Copied by another process: a program that some
    // forked child of this one still had open for writing could not be started.
    let program = world.path().join("claimer");
    assert!(Command::new("cp").arg(CLAIMER).arg(&program).status().unwrap().success());
    set_mode(&program, 0o755);
    let mut command = world.command("setpriv");
    command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(program);
    world.start(command)
}

/// Home on a read-only folder: the error names the file and the way out, and makes nothing.
#[test]
fn a_folder_that_cannot_be_written() {
    let world = World::new();
    let home = world.path().join("home");
    std::fs::create_dir(&home).unwrap();
    set_mode(&home, 0o555);
    let mut helper = powerless(&world);
    let error = helper.err("open", &Value::Null, "REGISTRY_UNAVAILABLE");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("registry.db") && message.contains("PORTREG_HOME"), "{message}");
    assert_eq!(std::fs::read_dir(&home).unwrap().count(), 0);
    set_mode(&home, 0o777);
    helper.open();
    helper.claim("shop:web");
}

/// A registry that became read-only, file and folder: refused, kept as it is.
#[test]
fn a_registry_that_became_read_only() {
    let world = World::new();
    let port = world.helper().claim("shop:web").port;
    let home = world.path().join("home");
    for name in ["", "-wal", "-shm"] {
        let path = PathBuf::from(format!("{}{name}", world.registry().display()));
        if path.exists() {
            set_mode(&path, 0o444);
        }
    }
    set_mode(&home, 0o555);
    let before = std::fs::read(world.registry()).unwrap();
    let mut helper = powerless(&world);
    let error = match helper.ask("open", &Value::Null) {
        Reply::Ok(_) => helper.claim_err("shop:api", json!({}), "REGISTRY_UNAVAILABLE"),
        Reply::Error(error) => error,
        Reply::Gone => panic!("the process is gone"),
    };
    assert_eq!(error["code"], "REGISTRY_UNAVAILABLE", "{error}");
    assert!(error["message"].as_str().unwrap().contains("permissions"), "{error}");
    assert_eq!(std::fs::read(world.registry()).unwrap(), before);
    drop(helper);
    set_mode(&home, 0o700);
    for name in ["", "-wal", "-shm"] {
        let path = PathBuf::from(format!("{}{name}", world.registry().display()));
        if path.exists() {
            set_mode(&path, 0o600);
        }
    }
    assert_eq!(world.helper().claim("shop:web").port, port);
    world.check();
}

//! Repositories, clones and worktrees: names differ, and ports never swap.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::helper::Helper;
use super::world::World;

fn git(dir: &Path, args: &[&str]) {
    let output = std::process::Command::new("git")
        .args([
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(args)
        .current_dir(dir)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with one commit and this project config.
fn repository(world: &World, path: &str, config: &Value) -> PathBuf {
    let dir = world.path().join(path);
    std::fs::create_dir_all(&dir).unwrap();
    git(&dir, &["init", "-q"]);
    std::fs::write(dir.join(".portreg.json"), config.to_string()).unwrap();
    git(&dir, &["add", "."]);
    git(&dir, &["commit", "-qm", "first"]);
    dir
}

fn whoami(world: &World, dir: &Path) -> String {
    world.ok(&["-C", dir.to_str().unwrap(), "whoami", "-q"])
}

fn claim(world: &World, dir: &Path) -> u16 {
    world.ok(&["-C", dir.to_str().unwrap(), "claim", "-q"]).parse().unwrap()
}

/// Two clones of one repository, both on `main`: each has a name and a port of its own, and keeps
/// them.
#[test]
fn two_clones_on_one_branch() {
    let world = World::new();
    let first = repository(&world, "one/shop", &json!({}));
    git(world.path(), &["clone", "-q", first.to_str().unwrap(), "two/shop"]);
    let second = world.path().join("two/shop");
    assert_eq!(whoami(&world, &first), "shop:app:main");
    let other = whoami(&world, &second);
    let suffix = other.strip_prefix("shop-").and_then(|rest| rest.strip_suffix(":app:main"));
    assert!(
        suffix.is_some_and(|hex| u16::from_str_radix(hex, 16).is_ok() && hex.len() == 4),
        "{other}"
    );
    let ports = (claim(&world, &first), claim(&world, &second));
    assert_ne!(ports.0, ports.1);
    assert_eq!((claim(&world, &first), claim(&world, &second)), ports);
    assert_eq!(whoami(&world, &second), other);
}

/// The first clone is removed: the next one of that name is the first again.
#[test]
fn a_removed_clone_gives_its_name_back() {
    let world = World::new();
    let first = repository(&world, "one/shop", &json!({}));
    let second = repository(&world, "two/shop", &json!({}));
    assert_eq!(whoami(&world, &first), "shop:app:main");
    assert_ne!(whoami(&world, &second), "shop:app:main");
    std::fs::remove_dir_all(&first).unwrap();
    let third = repository(&world, "three/shop", &json!({}));
    assert_eq!(whoami(&world, &third), "shop:app:main");
}

/// A linked worktree goes by its own branch.
#[test]
fn a_linked_worktree_is_a_context_of_its_own() {
    let world = World::new();
    let main = repository(&world, "shop", &json!({}));
    git(&main, &["worktree", "add", "-q", "../shop-login", "-b", "feature/login"]);
    let linked = world.path().join("shop-login");
    assert_eq!(whoami(&world, &main), "shop:app:main");
    assert_eq!(whoami(&world, &linked), "shop:app:feature-login");
    assert_ne!(claim(&world, &main), claim(&world, &linked));
}

/// What a worktree's server does next.
#[derive(Debug, Clone, Copy)]
enum Step {
    Start(usize),
    Kill(usize),
    Release(usize),
}

use Step::{Kill, Release, Start};

/// Every order in which two servers can start, stop and start again.
fn orders() -> Vec<Vec<Step>> {
    let mut all = Vec::new();
    for (a, b) in [(0, 1), (1, 0)] {
        for stop in [Kill as fn(usize) -> Step, Release as fn(usize) -> Step] {
            for other in [Kill as fn(usize) -> Step, Release as fn(usize) -> Step] {
                for (c, d) in [(a, b), (b, a)] {
                    for (e, f) in [(a, b), (b, a)] {
                        all.push(vec![Start(a), Start(b), stop(c), other(d), Start(e), Start(f)]);
                    }
                    all.push(vec![Start(a), Start(b), stop(c), Start(c), other(d), Start(d)]);
                }
                all.push(vec![Start(a), stop(a), Start(b), other(b), Start(a), Start(b)]);
                all.push(vec![Start(a), stop(a), Start(b), Start(a), other(b), Start(b)]);
            }
        }
    }
    all
}

/// Two worktrees whose committed config asks for one port: whoever came first has it, the other one
/// gets another; and in whatever order they end and start again, each gets its own port. As long as
/// they never ran side by side, each has the committed one.
#[test]
fn two_worktrees_with_one_committed_port_never_swap() {
    for order in orders() {
        let world = World::new();
        world.configure(&json!({ "shop:web:*": { "port": world.port(5) } }));
        let names = ["shop:web:main", "shop:web:feature"];
        let mut running: [Option<Helper>; 2] = [None, None];
        let mut ports: [Option<u16>; 2] = [None, None];
        let mut side_by_side = false;
        for step in &order {
            match *step {
                Start(one) => {
                    let mut helper = world.helper();
                    let port = helper.claim(names[one]).port;
                    helper.listen(port);
                    let settled = ports[one].filter(|_| side_by_side);
                    side_by_side = side_by_side || running[1 - one].is_some();
                    let known = settled.or((!side_by_side).then_some(world.port(5)));
                    assert_eq!(port, known.unwrap_or(port), "{} in {order:?}", names[one]);
                    ports[one] = Some(port);
                    running[one] = Some(helper);
                }
                Kill(one) => running[one].take().unwrap().kill(),
                Release(one) => {
                    let mut helper = running[one].take().unwrap();
                    helper.ok("unlisten", &Value::Null);
                    helper.ok("release", &json!({ "target": names[one] }));
                    helper.wait();
                }
            }
        }
        assert!(ports.contains(&Some(world.port(5))) && ports[0] != ports[1], "{order:?}");
    }
}

/// The folder of a worktree was removed: `cleanup` ends its claims, not those of the others, and
/// not where the disk it lies on is only not mounted.
#[test]
fn a_removed_worktree_is_cleaned_up() {
    let world = World::new();
    let main = repository(&world, "shop", &json!({}));
    git(&main, &["worktree", "add", "-q", "../gone", "-b", "gone"]);
    git(&main, &["worktree", "add", "-q", "../disk/there", "-b", "there"]);
    for dir in ["gone", "disk/there"] {
        claim(&world, &world.path().join(dir));
    }
    claim(&world, &main);
    git(&main, &["worktree", "remove", "../gone"]);
    std::fs::rename(world.path().join("disk"), world.path().join("unmounted")).unwrap();
    let ended = world.json(&["cleanup"]);
    assert_eq!(ended.as_array().unwrap().len(), 1, "{ended}");
    assert_eq!(
        (&ended[0]["identity"], &ended[0]["reason"]),
        (&json!("shop:app:gone"), &json!("worktree_gone"))
    );
    assert_eq!(world.json(&["find"]).as_array().unwrap().len(), 2);
    world.check();
}

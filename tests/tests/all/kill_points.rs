//! Kill points: SIGKILL at every single step that writes, then everything is whole and goes on.

use serde_json::{Value, json};

use super::helper::{Helper, Reply};
use super::world::World;

/// The operation must have at least this many steps, or the countdown counts nothing.
struct Operation<'a> {
    least: u64,
    /// What is there before; runs without being killed.
    before: &'a dyn Fn(&World),
    /// What is killed.
    act: &'a dyn Fn(&World, &mut Helper) -> Reply,
    /// A call of the same kind that must succeed afterwards.
    again: &'a dyn Fn(&World, &mut Helper),
}

/// Kills the operation at its first step, at its second, and so on until it survives.
fn at_every_step(operation: &Operation<'_>) {
    for step in 1.. {
        let world = World::with_ports(16);
        (operation.before)(&world);
        world.set("PORTREG_TEST_KILL_AT", step);
        let mut helper = world.closed_helper();
        world.unset("PORTREG_TEST_KILL_AT");
        let survived = match helper.ask("open", &Value::Null) {
            Reply::Gone => false,
            Reply::Error(error) => panic!("step {step}: {error}"),
            Reply::Ok(_) => match (operation.act)(&world, &mut helper) {
                Reply::Ok(_) => true,
                Reply::Gone => false,
                Reply::Error(error) => panic!("step {step}: {error}"),
            },
        };
        if !survived {
            use std::os::unix::process::ExitStatusExt as _;
            assert_eq!(helper.status().signal(), Some(9), "step {step}");
        }
        world.check();
        let mut next = world.helper();
        (operation.again)(&world, &mut next);
        world.check();
        assert_eq!(world.portreg(&["doctor", "-q"]).code, 0, "step {step}");
        if survived {
            assert!(step > operation.least, "it has only {step} steps");
            return;
        }
        assert!(step < 500, "it never survives");
    }
}

fn nothing(_: &World) {}

fn claim(helper: &mut Helper, identity: &str, options: Value) -> Reply {
    helper.ask("claim", &json!({ "identity": identity, "options": options }))
}

/// A claim whose owner has died.
fn dead_claim(world: &World) {
    world.helper().claim("shop:web");
}

/// A registry nobody has made yet: the file, its folder, the switch to WAL, the schema.
#[test]
fn opening_a_new_file() {
    at_every_step(&Operation {
        least: 5,
        before: &nothing,
        act: &|_, _| Reply::Ok(Value::Null),
        again: &|_, helper| _ = helper.claim("shop:web"),
    });
}

/// A registry of the release before: the backup and the migration.
#[test]
fn migrating_an_older_file() {
    let exemplar = super::schema::exemplar();
    at_every_step(&Operation {
        least: 5,
        before: &|world| super::schema::place(world, &exemplar),
        act: &|_, _| Reply::Ok(Value::Null),
        again: &|_, helper| {
            assert_eq!(helper.get("shop:web:main").port, Some(4001));
            helper.claim("shop:new");
        },
    });
}

/// The first write of a day makes a backup first.
#[test]
fn the_first_write_of_a_day() {
    at_every_step(&Operation {
        least: 8,
        before: &|world| {
            dead_claim(world);
            world.advance(std::time::Duration::from_secs(24 * 3600));
        },
        act: &|_, helper| claim(helper, "shop:web", json!({})),
        again: &|_, helper| _ = helper.claim("shop:api"),
    });
}

/// A name that nobody had.
#[test]
fn a_new_claim() {
    at_every_step(&Operation {
        least: 4,
        before: &|world| drop(world.helper()),
        act: &|_, helper| claim(helper, "shop:web", json!({})),
        again: &|_, helper| _ = helper.claim("shop:web"),
    });
}

/// A name whose owner is gone.
#[test]
fn a_claim_that_takes_over() {
    at_every_step(&Operation {
        least: 3,
        before: &dead_claim,
        act: &|_, helper| claim(helper, "shop:web", json!({})),
        again: &|_, helper| _ = helper.claim("shop:web"),
    });
}

/// A move to a port that an ended claim of another name has: that one is ended in the same step.
#[test]
fn a_claim_that_moves_and_supersedes() {
    at_every_step(&Operation {
        least: 6,
        before: &|world| {
            let mut helper = world.helper();
            helper.claim_with("shop:old", json!({ "port": world.port(3) }));
            helper.claim_with("shop:web", json!({ "port": world.port(1), "owner": "none" }));
        },
        act: &|world, helper| {
            claim(helper, "shop:web", json!({ "port": world.port(3), "strict": true }))
        },
        again: &|world, helper| {
            let options = json!({ "port": world.port(3), "strict": true });
            assert_eq!(helper.claim_with("shop:web", options).port, world.port(3));
        },
    });
}

/// Several names at once: all of them are claimed, or none.
#[test]
fn a_claim_of_several_names() {
    let names = json!({ "identities": ["shop:a", "shop:b", "shop:c"], "contiguous": true });
    at_every_step(&Operation {
        least: 8,
        before: &|world| drop(world.helper()),
        act: &|_, helper| helper.ask("claim_many", &names),
        again: &|_, helper| {
            let found = helper.ok("find", &json!({})).as_array().unwrap().len();
            assert!(found == 0 || found == 3, "{found} of 3");
            helper.claim("shop:a");
        },
    });
}

/// Giving a name up.
#[test]
fn a_release() {
    at_every_step(&Operation {
        least: 4,
        before: &dead_claim,
        act: &|_, helper| helper.ask("release", &json!({ "target": "shop:web" })),
        again: &|_, helper| {
            helper.claim("shop:web");
            helper.ok("release", &json!({ "target": "shop:web" }));
        },
    });
}

/// Moving a service to another port.
#[test]
fn a_reassignment() {
    at_every_step(&Operation {
        least: 4,
        before: &dead_claim,
        act: &|_, helper| helper.ask("reassign", &json!({ "target": "shop:web" })),
        again: &|_, helper| _ = helper.ok("reassign", &json!({ "target": "shop:web" })),
    });
}

/// A new name for a service: its history and memory go with it or stay, never half.
#[test]
fn a_rename() {
    at_every_step(&Operation {
        least: 6,
        before: &dead_claim,
        act: &|_, helper| helper.ask("rename", &json!({ "old": "shop:web", "new": "shop:site" })),
        again: &|_, helper| {
            let found = helper.ok("find", &json!({}));
            let [one] = found.as_array().unwrap().as_slice() else { panic!("{found}") };
            let name = one["identity"].as_str().unwrap();
            helper.ok("rename", &json!({ "old": name, "new": "shop:last" }));
        },
    });
}

/// A document of services, memory, reservations and pools: all of it, or nothing.
#[test]
fn an_import() {
    let source = World::with_ports(16);
    let mut helper = source.helper();
    for name in ["shop:a", "shop:b", "shop:c"] {
        helper.claim_with(name, json!({ "owner": "none" }));
    }
    helper.ok("release", &json!({ "target": "shop:c" }));
    helper.ok("reserve", &json!({ "ports": "5900-5910" }));
    helper.ok("set_pool", &json!({ "name": "e2e", "ports": "6100-6199" }));
    let document = json!({ "document": helper.ok("export", &Value::Null) });
    at_every_step(&Operation {
        least: 12,
        before: &|world| drop(world.helper()),
        act: &|_, helper| helper.ask("import", &document),
        again: &|_, helper| {
            let before = helper.ok("find", &json!({})).as_array().unwrap().len();
            assert!(before == 0 || before == 2, "{before} of 2");
            let report = helper.ok("import", &document);
            assert_eq!(report["refused"], json!([]));
            assert_eq!(helper.ok("find", &json!({})).as_array().unwrap().len(), 2);
        },
    });
}

/// A pool gets other ports.
#[test]
fn setting_a_pool() {
    let pool = |ports: &str| json!({ "name": "e2e", "ports": ports });
    at_every_step(&Operation {
        least: 4,
        before: &|world| _ = world.helper().ok("set_pool", &pool("20000-20099")),
        act: &|_, helper| helper.ask("set_pool", &pool("20100-20199")),
        again: &|_, helper| _ = helper.ok("set_pool", &pool("20200-20299")),
    });
}

/// Ending what has ended.
#[test]
fn a_cleanup() {
    at_every_step(&Operation {
        least: 5,
        before: &|world| {
            let mut helper = world.helper();
            helper.claim("shop:a");
            helper.claim("shop:b");
        },
        act: &|_, helper| helper.ask("cleanup", &Value::Null),
        again: &|_, helper| {
            helper.ok("cleanup", &Value::Null);
            assert_eq!(helper.ok("find", &json!({})), json!([]));
        },
    });
}

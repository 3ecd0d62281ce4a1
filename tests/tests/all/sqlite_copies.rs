//! A second opener of the file in one process: closing its descriptor would drop portreg's locks.

use serde_json::{Value, json};

use super::world::World;

/// A program reads the registry with its own copy of SQLite and then uses portreg: it is told, and
/// after closing it goes on.
#[test]
fn a_file_that_is_open_by_hand_is_refused() {
    let world = World::new();
    let port = world.helper().claim("shop:web").port;
    let mut helper = world.closed_helper();
    helper.ok("hold_file", &json!({ "path": world.registry() }));
    let error = helper.err("open", &Value::Null, "REGISTRY_UNAVAILABLE");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("another copy of SQLite"), "{message}");
    assert!(message.contains("close it first"), "{message}");
    helper.ok("drop_files", &Value::Null);
    helper.open();
    assert_eq!(helper.claim("shop:web").port, port);
    drop(helper);
    world.check();
}

/// Two handles of portreg in one process are one copy: that is fine.
#[test]
fn handles_of_one_process_do_not_stand_in_each_others_way() {
    let world = World::new();
    let mut helper = world.helper();
    helper.claim("shop:web");
    helper.open();
    helper.open();
    helper.claim("shop:web");
    world.check();
}

/// Where the other copy came later, uniqueness still holds: it rests on the database.
#[test]
fn a_file_opened_by_hand_later_harms_nothing() {
    let world = World::new();
    let mut helper = world.helper();
    helper.claim("shop:web");
    helper.ok("hold_file", &json!({ "path": world.registry() }));
    helper.ok("drop_files", &Value::Null);
    let mut other = world.helper();
    let mut ports = vec![];
    for number in 0..10 {
        ports.push(helper.claim(&format!("shop:a{number}")).port);
        ports.push(other.claim(&format!("shop:b{number}")).port);
    }
    ports.sort_unstable();
    ports.dedup();
    assert_eq!(ports.len(), 20);
    drop((helper, other));
    world.check();
}

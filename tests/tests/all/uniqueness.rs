//! Uniqueness: many processes claim at once on a file that is not there yet.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::helper::{Helper, Reply};
use super::world::{World, is_free, torture};

fn burst(helpers: &mut [Helper], count: u64, options: &Value) {
    for (number, helper) in helpers.iter_mut().enumerate() {
        helper.send("open", &Value::Null);
        let prefix = format!("shop:p{number}");
        helper.send("burst", &json!({ "prefix": prefix, "count": count, "options": options }));
    }
}

fn ports(value: &Value) -> Vec<u16> {
    serde_json::from_value(value.clone()).unwrap()
}

/// Twenty programs start together on a new machine and claim a hundred names each: nobody gets
/// an error, and no two get the same port.
#[test]
fn twenty_processes_claim_a_hundred_names_each() {
    let (processes, each) = (20, torture(100));
    let world = World::with_ports(2240);
    let mut helpers: Vec<Helper> = (0..processes).map(|_| world.closed_helper()).collect();
    burst(&mut helpers, each, &json!({}));
    let mut all = BTreeSet::new();
    let mut count = 0;
    for helper in &mut helpers {
        assert!(matches!(helper.receive(), Reply::Ok(_)));
        match helper.receive() {
            Reply::Ok(value) => {
                let ports = ports(&value);
                count += ports.len();
                all.extend(ports);
            }
            reply => panic!("{reply:?}"),
        }
    }
    assert_eq!((all.len(), count as u64), (count, processes * each));
    world.check();
}

/// Half of them are killed in the middle of it: the others do not notice, the registry is whole,
/// and what the dead held goes to whoever claims next, without anybody cleaning up.
#[test]
fn the_killed_leave_a_whole_registry_and_their_ports() {
    let (processes, each) = (20, torture(100));
    let world = World::with_ports(u16::try_from(processes * each).unwrap());
    let mut helpers: Vec<Helper> = (0..processes).map(|_| world.closed_helper()).collect();
    // Named, so that well-known ports among them are given too and all can be used up.
    let options = json!({ "range": format!("{}-{}", world.ports().start(), world.ports().end()) });
    let begun = Instant::now();
    burst(&mut helpers, each, &options);
    // At random moments within what the whole takes: from the first open to the last claims.
    for helper in helpers.iter_mut().step_by(2) {
        let pause = Duration::from_micros(fastrand::u64(0..60_000));
        std::thread::sleep(pause);
        helper.strike();
    }
    let mut living = BTreeSet::new();
    let (mut dead, mut alive) = (Vec::new(), Vec::new());
    for (number, mut helper) in helpers.into_iter().enumerate() {
        if number % 2 == 0 {
            helper.status();
            dead.push(helper);
            continue;
        }
        assert!(matches!(helper.receive(), Reply::Ok(_)));
        match helper.receive() {
            Reply::Ok(value) => living.extend(ports(&value)),
            reply => panic!("a survivor after {:?}: {reply:?}", begun.elapsed()),
        }
        alive.push(helper);
    }
    assert_eq!(living.len() as u64, processes / 2 * each);
    world.check();

    let mut next = world.helper();
    let mut had = 0;
    loop {
        match next.ask("claim_any", &json!({ "options": options })) {
            Reply::Ok(claim) => {
                let port = claim["port"].as_u64().unwrap() as u16;
                assert!(living.insert(port), "{port} was given twice");
                had += 1;
            }
            Reply::Error(error) => {
                assert_eq!(error["code"], "RANGE_EXHAUSTED", "{error}");
                break;
            }
            Reply::Gone => panic!("the next claimer is gone"),
        }
    }
    assert!(had > 0);
    let refused: Vec<u16> =
        world.ports().filter(|port| !living.contains(port) && is_free(*port)).collect();
    // What browsers refuse is the only one that may be left.
    assert!(refused.iter().all(|port| *port == 10_080), "could be had: {refused:?}");
    world.check();
}

/// Eight threads of one process share a handle and never meet on a port.
#[test]
fn threads_of_one_process_share_a_handle() {
    let world = World::new();
    let mut helper = world.helper();
    helper.ok("churn", &json!({ "prefix": "shop:web", "threads": 8 }));
    let mut other = world.helper();
    for number in 0..20 {
        other.claim(&format!("shop:other:n{number}"));
    }
    assert!(helper.ok("churn_stop", &Value::Null).as_u64().unwrap() > 0);
    world.check();
}

//! Which port is given where many are busy or were had before, and which ones are said to be free.

use std::net::TcpListener;

use serde_json::{Value, json};

use super::world::World;

fn listen(ports: impl IntoIterator<Item = u16>) -> Vec<TcpListener> {
    ports.into_iter().map(|port| TcpListener::bind(("127.0.0.1", port)).unwrap()).collect()
}

fn ports(value: &Value) -> Vec<u16> {
    value.as_array().unwrap().iter().map(|port| port.as_u64().unwrap() as u16).collect()
}

/// Forty servers that portreg does not know: the search goes on past all of them.
#[test]
fn past_many_busy_ports() {
    let world = World::with_ports(42);
    let all: Vec<u16> = world.ports().collect();
    let _busy = listen(all[..40].iter().copied());
    let mut helper = world.helper();
    let given = [helper.claim("shop:a").port, helper.claim("shop:b").port];
    assert!(given.iter().all(|port| all[40..].contains(port)) && given[0] != given[1], "{given:?}");
    let error = helper.claim_err("shop:c", json!({}), "RANGE_EXHAUSTED");
    assert_eq!((&error["claimed"], &error["busy"]), (&json!(2), &json!(40)), "{error}");
}

/// The same where every port was had before: the one that rested longest and is free.
#[test]
fn past_many_busy_ports_that_were_had() {
    let world = World::with_ports(42);
    let mut helper = world.helper();
    let mut had = Vec::new();
    for port in world.ports() {
        had.push(helper.claim_with(&format!("old:n{port}"), json!({ "port": port })).port);
    }
    for port in &had {
        helper.ok("release", &json!({ "target": format!("old:n{port}") }));
    }
    let _busy = listen(had[..40].iter().copied());
    let given = helper.claim("shop:a").port;
    assert!(had[40..].contains(&given), "{given}");
}

/// A pool of two ranges, all had before: the port that rested longest comes first, in whichever.
#[test]
fn the_port_that_rested_longest_of_two_ranges() {
    let world = World::new();
    let runs = [(world.port(0), world.port(2)), (world.port(10), world.port(12))];
    let ranges = runs.map(|(first, last)| format!("{first}-{last}"));
    world.ok(&["pool", "set", "two", &ranges.join(",")]);
    let mut helper = world.helper();
    let all: Vec<u16> = runs.into_iter().flat_map(|(first, last)| first..=last).collect();
    for port in &all {
        helper.claim_with(&format!("old:n{port}"), json!({ "port": port }));
    }
    // Released one after the other, the first range before the second.
    for port in &all {
        world.advance(std::time::Duration::from_secs(u64::from(port - all[0])));
        world.ok(&["release", "--force", "-q", &format!("old:n{port}")]);
    }
    let mut given = Vec::new();
    for port in &all {
        given.push(helper.claim_with(&format!("new:n{port}"), json!({ "pool": "two" })).port);
    }
    assert_eq!(given, all);
}

/// What `available` lists can be had: no port that is claimed, busy or kept aside.
#[test]
fn what_is_available() {
    let world = World::new();
    let all: Vec<u16> = (0..8).map(|n| world.port(n)).collect();
    let range = format!("{}-{}", all[0], all[7]);
    let mut helper = world.helper();
    for port in &all[..2] {
        helper.claim_with(&format!("shop:n{port}"), json!({ "port": port }));
    }
    world.ok(&["reserve", &all[2].to_string()]);
    let _busy = listen([all[3]]);
    let available = |n: &str| world.json(&["available", &range, "-n", n]);
    assert_eq!(ports(&available("2")), all[4..6]);
    assert_eq!(ports(&available("100")), all[4..], "fewer than were asked for are an answer");
    world.ok(&["pool", "set", "dev", &range]);
    assert_eq!(ports(&world.json(&["available", "--pool", "dev", "-n", "9"])), all[4..]);
    let _more = listen(all[4..].iter().copied());
    let answer = world.portreg(&["--json", "available", &range]);
    let error: Value = serde_json::from_str(&answer.err).unwrap();
    let expected = json!([8, 2, 5, 1]);
    let error = &error["error"];
    let told = ["total", "claimed", "busy", "excluded"].map(|name| error[name].clone());
    assert_eq!((answer.code, json!(told)), (4, expected), "{error}");
}

/// `find` by pool, folder and port.
#[test]
fn what_is_found() {
    let world = World::new();
    let pool = format!("{}-{}", world.port(0), world.port(7));
    world.ok(&["pool", "set", "dev", &pool]);
    let mut helper = world.helper();
    let port = helper.claim_with("shop:web", json!({ "pool": "dev" })).port;
    let elsewhere = world.path().join("elsewhere");
    let other = json!({ "port": world.port(20), "dir": elsewhere });
    helper.claim_with("bank:web", other);
    let names = |args: &[&str]| -> Vec<String> {
        let found = world.json(&[&["find"], args].concat());
        let names = found.as_array().unwrap().iter();
        names.map(|service| service["identity"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&["--pool", "dev"]), ["shop:web"]);
    assert_eq!(names(&["--worktree", elsewhere.to_str().unwrap()]), ["bank:web"]);
    assert_eq!(names(&["--worktree", world.work().to_str().unwrap()]), ["shop:web"]);
    assert_eq!(names(&["--port", &port.to_string()]), ["shop:web"]);
    assert!(names(&["--port", &world.port(30).to_string()]).is_empty());
    assert!(names(&["bank", "--pool", "dev"]).is_empty());
    assert!(world.portreg(&["find", "--pool", "none"]).err.contains("pool"));
    let history = world.json(&["history", &format!(":{port}")]);
    let events = history.as_array().unwrap();
    assert!(!events.is_empty() && events.iter().all(|event| event["identity"] == "shop:web"));
    assert_eq!(helper.ok("history", &json!({ "pattern": format!(":{port}") })), history);
}

/// A host with the context in it: each worktree has an address of its own, and the name without
/// context the bare one.
#[test]
fn hosts_carry_the_context() {
    let world = World::new();
    world.configure(&json!({ "shop:web": { "host": "{context}.shop.localhost" },
        "shop:web:*": { "host": "{context}.shop.localhost" } }));
    let mut helper = world.helper();
    let claim = helper.claim("shop:web:feature");
    assert_eq!(claim.url, format!("http://feature.shop.localhost:{}", claim.port));
    let claim = helper.claim("shop:web");
    assert_eq!(claim.url, format!("http://shop.localhost:{}", claim.port));
}

/// A stack was claimed in one call. The server, which could have any port, came first and took the
/// only one that the database could have, so that nobody got any: always from the lowest on, now
/// and then with strategy random.
#[test]
fn a_name_of_a_list_gives_way_to_one_that_could_have_no_other() {
    let world = World::with_ports(6);
    let first = world.port(0);
    world.configure(&json!({ "shop:db": { "range": [first, first] } }));
    for strategy in ["sequential", "hashed", "random"] {
        world.set("PORTREG_STRATEGY", strategy);
        let names = ["shop:a", "shop:b", "shop:c", "shop:d", "shop:db"];
        let claims = world.json(&[&["claim"], &names[..]].concat());
        let claims = claims.as_array().unwrap();
        let told: Vec<&Value> = claims.iter().map(|claim| &claim["identity"]).collect();
        assert_eq!(told, names, "in the order of the list");
        let mut given: Vec<u64> =
            claims.iter().map(|claim| claim["port"].as_u64().unwrap()).collect();
        assert_eq!(given[4], u64::from(first), "{strategy}: {claims:?}");
        given.sort_unstable();
        given.dedup();
        assert_eq!(given.len(), names.len(), "{strategy}: {claims:?}");
        world.ok(&["release", "shop", "--under", "-q"]);
    }
    world.check();
}

/// One gives way to another that gives way itself; and where there is no way, the name is told for
/// which there is none, and nobody has got anything.
#[test]
fn names_of_a_list_give_way_one_after_the_other() {
    let world = World::with_ports(6);
    let range = |from, to| json!({ "range": [world.port(from), world.port(to)] });
    world.configure(&json!({
        "shop:a": range(0, 1), "shop:b": range(1, 2), "shop:c": range(0, 0), "shop:d": range(1, 1),
    }));
    let claims = world.json(&["claim", "shop:a", "shop:b", "shop:c"]);
    let given: Vec<u64> = (0..3).map(|at| claims[at]["port"].as_u64().unwrap()).collect();
    assert_eq!(given, [1, 2, 0].map(|n| u64::from(world.port(n))), "{claims}");
    world.ok(&["release", "shop", "--under", "-q"]);
    let answer = world.portreg(&["--json", "claim", "shop:c", "shop:d", "shop:a", "shop:b"]);
    let error: Value = serde_json::from_str(&answer.err).unwrap();
    let error = &error["error"];
    assert_eq!((answer.code, &error["code"]), (4, &json!("RANGE_EXHAUSTED")), "{answer:?}");
    let of_a = format!("{}-{}", world.port(0), world.port(1));
    assert_eq!((&error["ranges"], &error["wanted"]), (&json!([of_a]), &json!(4)), "{error}");
    assert_eq!(world.json(&["find"]), json!([]));
    world.check();
}

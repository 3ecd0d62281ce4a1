//! Eight processes at once, on a registry that does not exist yet.

use std::collections::BTreeSet;

use super::Home;

/// What eight processes print that start at once, each with its own arguments.
fn eight(home: &Home, args: impl Fn(usize) -> Vec<String> + Sync) -> Vec<String> {
    std::thread::scope(|scope| {
        let args = &args;
        let claims: Vec<_> = (0..8)
            .map(|at| {
                scope.spawn(move || {
                    let words = args(at);
                    let words: Vec<&str> = words.iter().map(String::as_str).collect();
                    home.ok(&words)
                })
            })
            .collect();
        claims.into_iter().map(|claim| claim.join().unwrap()).collect()
    })
}

#[test]
fn each_of_eight_gets_a_port_of_its_own() {
    let home = Home::new();
    let ports = eight(&home, |at| vec!["claim".into(), format!("race:web{at}"), "-q".into()]);
    let different: BTreeSet<&str> = ports.iter().map(|port| port.trim()).collect();
    assert_eq!(different.len(), 8, "{ports:?}");
    assert_eq!(home.json(&["find", "race"]).as_array().unwrap().len(), 8);
}

#[test]
fn eight_that_claim_one_name_get_one_port() {
    let home = Home::new();
    let ports = eight(&home, |_| vec!["claim".into(), "race:web".into(), "-q".into()]);
    assert!(ports.iter().all(|port| *port == ports[0]), "{ports:?}");
    assert_eq!(home.json(&["find", "race"]).as_array().unwrap().len(), 1);
}

//! What is carried from one registry to another.

use serde_json::{Value, json};

use super::world::World;

/// What another registry knew: endpoints come along with their names, and what cannot be is named.
#[test]
fn an_import_brings_endpoints_and_refuses_what_cannot_be() {
    let world = World::new();
    let port = world.helper().claim_with("shop:web", json!({ "persistent": true })).port;
    let mut document: Value = world.json(&["export"]);
    let mut service = document["services"][0].clone();
    service["identity"] = json!("bank:web");
    let mut portless = service.clone();
    portless["port"] = Value::Null;
    service["port"] = json!(world.port(30));
    document["services"] = json!([service]);
    let staging = "https://staging.bank.example";
    document["endpoints"] = json!([
        { "identity": "bank:web", "env": "staging", "url": staging },
        { "identity": "bank:gone", "env": "staging", "url": staging },
    ]);
    let mut helper = world.helper();
    helper.ok("import", &json!({ "document": document }));
    let found = world.json(&["find", "bank:web"]);
    assert_eq!(found[0]["endpoints"]["staging"], staging, "{found}");
    let status = world.json(&["status", "bank"]);
    assert_eq!(status["services"][0]["endpoints"]["staging"], staging, "{status}");
    assert_eq!(world.json(&["export"])["endpoints"].as_array().unwrap().len(), 1);

    let reserved = world.port(31);
    world.ok(&["reserve", &reserved.to_string()]);
    portless["identity"] = json!("bank:none");
    service["identity"] = json!("bank:aside");
    service["port"] = json!(reserved);
    document["services"] = json!([portless, service]);
    let report = helper.ok("import", &json!({ "document": document }));
    let refused: Vec<(&Value, &Value)> = report["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["identity"], &one["code"]))
        .collect();
    let expected = [
        (json!("bank:none"), json!("INVALID_OPTION")),
        (json!("bank:aside"), json!("PORT_RESERVED")),
    ];
    assert_eq!(refused, expected.each_ref().map(|(name, code)| (name, code)), "{report}");
    assert_eq!(helper.get("shop:web").port, Some(port));
    helper.err("get", &json!({ "target": "bank:aside" }), "NOT_FOUND");
}

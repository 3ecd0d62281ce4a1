//! The stack of `examples/shop`: an API in Python, a web front in Node that asks it, and a worker.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use super::world::{PORTREG, World, is_free, wait_for};

/// A world whose working folder is the shop.
fn shop() -> World {
    let world = World::new();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/shop");
    for file in [".portreg.json", "api/server.py", "web/server.mjs", "worker/restock.py"] {
        let copy = world.work().join(file);
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::copy(example.join(file), copy).unwrap();
    }
    world
}

/// What a GET of this place gives: the whole answer.
fn get(port: u16, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    Ok(text)
}

fn port_of(services: &Value, name: &str) -> u16 {
    let services = services.as_array().unwrap();
    let service = services.iter().find(|one| one["identity"] == name).unwrap();
    service["port"].as_u64().unwrap() as u16
}

/// What somebody does who has found the example: starts it, looks at the page, restarts the web, ends it.
#[test]
fn the_shop_of_the_examples() {
    let world = shop();
    let check = world.json(&["up", "--check"]);
    assert_eq!(check["problems"], json!([]));
    let order: Vec<&str> = check["order"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["identity"].as_str().unwrap())
        .collect();
    assert_eq!(order, ["shop:api", "shop:web", "shop:restock"]);

    let services = world.json(&["up", "-d"]);
    let (api, web) = (port_of(&services, "shop:api"), port_of(&services, "shop:web"));
    let page = get(web, "/").unwrap();
    assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
    for seen in ["<h1>The corner shop</h1>", "<td>Cheese</td><td>7.90</td>"] {
        assert!(page.contains(seen), "{page}");
    }
    assert!(get(api, "/products").unwrap().contains("\"id\": \"olives\""));

    // The web's sockets stay open meanwhile: whoever asks is answered, by this one or the next.
    let before = world.json(&["ps", "shop:web"])[0]["pid"].clone();
    let mut restart = world.command(PORTREG);
    let restart = restart.args(["--json", "restart", "shop:web"]).stdout(Stdio::piped());
    let mut restart = restart.spawn().unwrap();
    while restart.try_wait().unwrap().is_none() {
        assert!(get(web, "/").unwrap().contains("Cheese"));
    }
    let after: Value = serde_json::from_reader(restart.stdout.take().unwrap()).unwrap();
    assert_eq!(port_of(&after, "shop:web"), web);
    assert_ne!(after[0]["pid"], before);

    let ended = world.json(&["down"]);
    for service in ended.as_array().unwrap() {
        assert_eq!(service["status"], "stopped", "{service}");
    }
    wait_for("the ports to be free", || (is_free(api) && is_free(web)).then_some(()));
    // The API and the web have ended by themselves when they were asked to.
    let history = world.json(&["history", "shop"]);
    let stops = history.as_array().unwrap().iter().filter(|event| event["action"] == "stop");
    let codes: Vec<(&str, &Value)> = stops
        .map(|event| (event["identity"].as_str().unwrap(), &event["details"]["exit_code"]))
        .collect();
    let zero = json!(0);
    assert_eq!(codes, [("shop:restock", &json!(143)), ("shop:web", &zero), ("shop:api", &zero)]);
}

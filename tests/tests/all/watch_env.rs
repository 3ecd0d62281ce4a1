//! `env --write --watch`: a file of variables follows the services that it is of.

use std::path::PathBuf;
use std::process::Command;

use serde_json::json;

use super::messages::{Sub, assert_idle};
use super::world::World;

fn keep(world: &World, args: &[&str]) -> Sub {
    let args = [args, &["--write", ".env.local", "--watch"]].concat();
    Sub::waiting_of("env", world, &args)
}

fn file(world: &World) -> PathBuf {
    world.work().join(".env.local")
}

fn text(world: &World) -> String {
    std::fs::read_to_string(file(world)).unwrap()
}

/// A front end learns from its `.env.local` that the API has moved.
#[test]
fn the_file_follows_the_services() {
    let world = World::new();
    let port = |n| world.port(n).to_string();
    std::fs::write(file(&world), "SECRET=mine\n").unwrap();
    world.ok(&["claim", "shop:api", "--port", &port(1)]);
    let mut kept = keep(&world, &["shop"]);
    assert_eq!(kept.line(), ".env.local written\n");
    let has = |line: &str| text(&world).lines().any(|one| one == line);
    assert!(has("SECRET=mine") && has(&format!("SHOP_API_PORT={}", port(1))));

    world.ok(&["reassign", "shop:api", &port(2)]);
    assert_eq!(kept.line(), ".env.local written: SHOP_API_PORT, SHOP_API_URL\n");
    assert!(has(&format!("SHOP_API_URL=http://localhost:{}", port(2))), "{}", text(&world));

    // What changes nothing is no line.
    world.ok(&["claim", "bank:web"]);
    world.ok(&["claim", "shop:web", "--port", &port(3)]);
    assert_eq!(kept.line(), ".env.local written: SHOP_WEB_PORT, SHOP_WEB_URL\n");
    world.ok(&["release", "shop:api"]);
    assert_eq!(kept.line(), ".env.local written: SHOP_API_PORT, SHOP_API_URL\n");
    assert!(has(&format!("SHOP_WEB_PORT={}", port(3))) && !text(&world).contains("SHOP_API"));
    world.ok(&["release", "shop:web"]);
    assert_eq!(kept.line(), ".env.local written: SHOP_WEB_PORT, SHOP_WEB_URL\n");
    let lines: Vec<String> = text(&world).lines().map(str::to_owned).collect();
    assert!(lines[0] == "SECRET=mine" && lines[1..].iter().all(|one| one.starts_with('#')));
    assert_idle(kept.pid());
}

/// It may be started before the services are: then it waits for them.
#[test]
fn what_is_not_there_yet_is_waited_for() {
    let world = World::new();
    let mut kept = keep(&world, &["--json", "shop:api"]);
    assert!(!file(&world).exists());
    let port = world.claim_q("shop:api");
    let line = kept.json();
    assert_eq!((&line["file"], &line["changed"]), (&json!(".env.local"), &json!(true)));
    assert_eq!(line["names"][0], "SHOP_API_PORT");
    assert!(text(&world).contains(&format!("\nPORT={port}\n")));
}

/// A web server that needs an API reads where that is, and what the configuration makes of it.
#[test]
fn those_it_works_with_count_too() {
    let world = World::new();
    let configure = |path: &str| {
        let env = json!({ "BACKEND": format!("http://localhost:{{port:api}}/{path}") });
        let web = json!({ "needs": ["api"], "env": env });
        world.configure(&json!({ "project": "shop", "shop:web": web, "shop:api": {} }));
    };
    configure("v1");
    world.ok(&["claim", "shop:web"]);
    let mut kept = keep(&world, &["shop:web"]);
    let port = |n| world.port(n).to_string();
    world.ok(&["claim", "shop:api", "--port", &port(1)]);
    assert!(kept.line().contains("BACKEND"));
    assert!(text(&world).contains(&format!("BACKEND=http://localhost:{}/v1\n", port(1))));
    world.ok(&["reassign", "shop:api", &port(2)]);
    assert_eq!(kept.line(), ".env.local written: BACKEND, API_URL, API_PORT\n");
    // A mistake in the configuration leaves the file as it is, and ends nothing.
    std::fs::write(world.work().join(".portreg.json"), "{").unwrap();
    world.ok(&["-C", "../elsewhere", "claim", "bank:web"]);
    configure("v2");
    world.ok(&["-C", "../elsewhere", "claim", "bank:api"]);
    assert_eq!(kept.line(), ".env.local written: BACKEND\n");
    assert!(text(&world).contains(&format!("BACKEND=http://localhost:{}/v2\n", port(2))));
}

#[test]
fn what_cannot_be_kept_is_refused_at_once() {
    let world = World::new();
    let run = |args: &[&str]| world.portreg(&[&["env"], args].concat());
    assert_eq!(run(&["shop", "--watch"]).code, 2, "there is no file to keep");
    let json = run(&["shop", "--write", "x", "--watch", "--format", "json"]);
    assert!(json.code == 2 && json.err.contains("no comments"), "{json:?}");
    world.ok(&["claim", "shop"]);
    let folder = run(&["shop", "--write", "/", "--watch"]);
    assert!(folder.code == 2 && folder.err.contains("cannot be written"), "{folder:?}");
    assert_eq!(run(&[":1", "--write", "x", "--watch"]).code, 3);
}

/// Ctrl-C ends it as it ends whatever follows.
#[test]
fn it_ends_by_a_signal() {
    let world = World::new();
    world.ok(&["claim", "shop"]);
    let mut kept = keep(&world, &["shop"]);
    kept.line();
    let pid = kept.pid().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(kept.line(), "", "its output ends");
}

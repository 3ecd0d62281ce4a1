//! What services printed, shown from files as a supervisor leaves them.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command as Process, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::{Value, json};

use super::Home;

const PRINTED: &str = "\
    1760000000000 o. one\n\
    1760000001000 e. \u{1b}[31mtwo\u{1b}[0m\r\n\
    1760000002000 o+ thr\n\
    1760000003000 O. ee\n";

impl Home {
    fn print(&self, name: &str, records: &str) {
        let folder = self.path().join("logs").join(name.replace(':', "~"));
        fs::create_dir_all(&folder).unwrap();
        let file = fs::File::options().append(true).create(true).open(folder.join("current.log"));
        file.unwrap().write_all(records.as_bytes()).unwrap();
    }
}

#[test]
fn lines_are_as_they_were_printed() {
    let home = Home::new();
    home.print("shop:web", PRINTED);
    assert_eq!(home.ok(&["logs", "shop:web"]), "one\n\u{1b}[31mtwo\u{1b}[0m\nthree\n");
    assert_eq!(home.ok(&["logs", "shop:web", "-q", "-n", "1"]), "three\n");
    assert_eq!(home.ok(&["logs", "shop:web", "-n", "1", "--stream", "out"]), "three\n");
    assert_eq!(home.ok(&["logs", "shop:web", "--stream", "err"]), "\u{1b}[31mtwo\u{1b}[0m\n");
    assert_eq!(home.ok(&["logs", "shop:web", "--since", "2025-10-09T08:53:22Z"]), "three\n");
    let none = home.run(&["logs", "shop:web", "--since", "1m"]);
    assert_eq!((none.code, none.out.as_str()), (0, ""), "{none:?}");
    assert!(none.err.contains("no line fits"), "{none:?}");
}

#[test]
fn json_is_an_object_a_line() {
    let home = Home::new();
    home.print("shop:web", PRINTED);
    home.print("shop:web", "1760000004000 o+ Password: \n");
    let out = home.ok(&["logs", "shop:web", "--json"]);
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let first = json!({ "at_ms": 1_760_000_000_000_i64, "identity": "shop:web", "stream": "out", "line": "one" });
    assert_eq!((lines.len(), &lines[0]), (4, &first));
    assert_eq!(lines[1]["stream"], "err");
    assert_eq!(json!([lines[3]["line"], lines[3]["partial"]]), json!(["Password: ", true]));
    assert!(home.ok(&["logs", "shop:web"]).ends_with("three\nPassword: \n"));
}

#[test]
fn a_log_outlives_its_service() {
    let home = Home::new();
    let port = home.ok(&["claim", "shop:web", "-q"]);
    home.print("shop:web", PRINTED);
    assert!(home.ok(&["logs", &format!(":{}", port.trim())]).starts_with("one\n"));
    home.ok(&["release", "shop:web"]);
    assert!(home.ok(&["logs", "shop:web"]).starts_with("one\n"));
}

#[test]
fn what_has_no_log_is_not_found() {
    let home = Home::new();
    let error = home.error(&["logs", "shop:web"], 3);
    assert_eq!(json!([error["code"], error["kind"]]), json!(["NOT_FOUND", "service"]));
    assert_eq!(home.error(&["logs", "shop:web", "-f"], 3)["kind"], "service");
    assert_eq!(home.error(&["logs", ":1"], 3)["code"], "NOT_FOUND");
    home.ok(&["claim", "shop:web"]);
    let error = home.error(&["logs", "shop:web"], 3);
    assert_eq!(json!([error["kind"], error["identity"]]), json!(["log", "shop:web"]));
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("portreg did not start it; `portreg up shop:web` does"), "{message}");
}

#[test]
fn following_shows_each_line_when_it_is_printed() {
    let home = Home::new();
    home.ok(&["claim", "shop:web"]);
    let mut child = Process::new(assert_cmd::cargo::cargo_bin("portreg"))
        .arg("--registry")
        .arg(home.path().join("registry.db"))
        .args(["logs", "shop:web", "-f"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (sender, lines) = mpsc::channel();
    let out = BufReader::new(child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || {
        out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
    });
    let next = || lines.recv_timeout(Duration::from_secs(20)).unwrap();
    home.print("shop:web", "5 o. one\n");
    assert_eq!(next(), "one");
    home.print("shop:web", "6 e. two\n7 o. three\n");
    assert_eq!((next(), next()), ("two".into(), "three".into()));
    child.kill().unwrap();
    child.wait().unwrap();
    let _ = reader.join().unwrap();
}

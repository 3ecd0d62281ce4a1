//! `history -f` in its three forms, and what is told of odd callers.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::Home;

/// A `history -f` that runs; it ends with this value.
struct Follower {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Follower {
    fn new(home: &Home, args: &[&str]) -> Self {
        let command = home.command(&[&["history", "-f"], args].concat());
        let mut plain = Command::new(command.get_program());
        plain.args(command.get_args()).current_dir(home.path()).stdout(Stdio::piped());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => plain.env(name, value),
                None => plain.env_remove(name),
            };
        }
        let mut child = plain.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// The next line, which comes while the command goes on.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        assert_eq!(self.child.try_wait().unwrap(), None, "it goes on");
        line
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[test]
fn history_follows_what_happens() {
    let home = Home::new();
    let port = home.ok(&["claim", "-q", "shop:web"]);
    let port = port.trim();
    home.ok(&["claim", "bank:web"]);
    let mut bare = Follower::new(&home, &["-q", "shop"]);
    let mut json = Follower::new(&home, &["--json", "shop"]);
    let mut human = Follower::new(&home, &["shop"]);
    assert_eq!(bare.line(), format!("1\tclaim\tshop:web\t{port}\n"));
    let event: Value = serde_json::from_str(&json.line()).unwrap();
    assert_eq!((&event["action"], &event["identity"]), (&json!("claim"), &json!("shop:web")));
    assert!(human.line().contains("shop:web"));

    home.ok(&["release", "bank:web"]);
    home.ok(&["release", "shop:web"]);
    assert_eq!(bare.line(), format!("4\trelease\tshop:web\t{port}\n"), "what fits, once, in order");
    let event: Value = serde_json::from_str(&json.line()).unwrap();
    assert_eq!((&event["action"], &event["id"]), (&json!("release"), &json!(4)));
    let line = human.line();
    assert!(line.contains("release") && line.contains(port), "{line}");
}

#[test]
fn settings_can_be_read_line_by_line() {
    let home = Home::new();
    let lines = home.ok(&["config", "-q"]);
    let range = lines.lines().find_map(|line| line.strip_prefix("defaultRange=")).unwrap();
    assert_eq!(home.json(&["config"])["values"]["defaultRange"], range);
}

#[test]
fn a_number_where_a_name_belongs_is_taken_and_told_of() {
    let home = Home::new();
    let answer = home.run(&["claim", "3000"]);
    assert!(answer.code == 0 && answer.err.contains("--port 3000"), "{answer:?}");
    let note = home.run(&["adopt", "4000", ":1"]).err;
    assert!(note.contains("portreg adopt NAME :4000"), "{note}");
}

/// A shell whose folder was removed under it.
#[cfg(unix)]
#[test]
fn a_working_folder_that_is_gone() {
    let home = Home::new();
    let command = home.command(&["whoami"]);
    let mut shell = assert_cmd::Command::new("sh");
    shell.args(["-c", "mkdir gone && cd gone && rmdir ../gone && exec \"$0\" \"$@\""]);
    shell.arg(command.get_program()).args(command.get_args()).current_dir(home.path());
    let answer = super::answer(&mut shell);
    assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{answer:?}");
    assert!(answer.err.contains("go to"), "{answer:?}");
}

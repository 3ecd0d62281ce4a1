//! `run` over time: signals, what the command leaves behind, and a wrapper that is killed.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;

use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use super::Home;

/// Starts a run whose standard output is read line by line.
fn start(home: &Home, args: &[&str]) -> (Child, BufReader<ChildStdout>) {
    let mut command = from(home.command(args));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    (child, out)
}

/// The same as a command of the standard library.
fn from(command: assert_cmd::Command) -> Command {
    let mut plain = Command::new(command.get_program());
    plain.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => plain.env(name, value),
            None => plain.env_remove(name),
        };
    }
    plain.current_dir(command.get_current_dir().unwrap());
    plain
}

fn line(out: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}

fn signal(pid: u32, name: &str) {
    let done = Command::new("kill").args([&format!("-{name}"), &pid.to_string()]).status().unwrap();
    assert!(done.success());
}

fn is_alive(pid: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    !stat.is_empty() && !stat.contains(") Z ")
}

/// Waits for something that another process brings about.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn signals_are_passed_on_once() {
    let home = Home::new();
    let script = "trap 'echo got; exit 6' TERM; echo ready; while :; do sleep 0.02; done";
    let (mut run, mut out) = start(&home, &["run", "shop:web", "--", "sh", "-c", script]);
    assert_eq!(line(&mut out), "ready");
    signal(run.id(), "TERM");
    assert_eq!(run.wait().unwrap().code(), Some(6));
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "got\n");
}

#[test]
fn an_ignored_signal_stays_ignored() {
    let home = Home::new();
    let run = from(home.command(&["run", "shop:web", "--", "sh", "-c", "kill -HUP $$; echo on"]));
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' HUP; exec \"$@\"", "sh"]).arg(run.get_program());
    let output = shell.args(run.get_args()).env("HOME", home.path()).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "on\n");
}

#[test]
fn nothing_outlives_the_command() {
    let home = Home::new();
    // One in a session of its own, and one that also wears no mark and has no parent left.
    let script = "setsid sh -c 'echo $$ >one; exec sleep 1000' &\n\
                  (env -i setsid sh -c 'echo $$ >two; exec sleep 1000' &)\n\
                  until [ -s one ] && [ -s two ]; do sleep 0.01; done; exit 5";
    let answer = home.run(&["run", "shop:web", "--", "sh", "-c", script]);
    assert_eq!(answer.code, 5, "{answer:?}");
    for file in ["one", "two"] {
        let pid = std::fs::read_to_string(home.path().join(file)).unwrap();
        assert!(!is_alive(pid.trim()), "{file}");
        assert!(answer.err.contains(pid.trim()), "{answer:?}");
    }
}

/// Listens on the port it is given, says so, and goes on until it is ended.
const SERVER: &str = "import socket,sys,time\n\
                      s=socket.create_server(('127.0.0.1',int(sys.argv[1])))\n\
                      print('up',flush=True)\n\
                      time.sleep(1000)";

#[test]
fn the_port_can_be_bound_at_once() {
    let home = Home::new();
    let script = "python3 -c \"$1\" {port} >up & until [ -s up ]; do sleep 0.01; done; exit 3";
    let port = free_port();
    let line = ["--", "sh", "-c", script, "sh", SERVER];
    let answer = home.run(&[&["run", "shop:web", "--port", &port.to_string()][..], &line].concat());
    assert_eq!(answer.code, 3, "{answer:?}");
    TcpListener::bind(("127.0.0.1", port)).unwrap();
}

#[test]
fn a_command_that_ignores_its_port_is_told_of() {
    let home = Home::new();
    let (asked, other) = (free_port(), free_port());
    let port = asked.to_string();
    let line = ["run", "shop:web", "--port", &port, "--", "python3", "-c", SERVER];
    let (mut run, mut out) = start(&home, &[&line[..], &[&other.to_string()]].concat());
    assert_eq!(self::line(&mut out), "up");
    let mut told = String::new();
    BufReader::new(run.stderr.take().unwrap()).read_line(&mut told).unwrap();
    assert!(told.contains(&format!("listens on port {other} instead of {asked}")), "{told}");
    signal(run.id(), "INT");
    assert!(run.wait().unwrap().code().is_some());
}

#[test]
fn what_a_killed_run_has_left_is_ended_by_the_next() {
    let home = Home::new();
    let script = "setsid sh -c 'echo $$; exec sleep 1000' & echo $$; wait";
    let (mut run, mut out) = start(&home, &["run", "shop:web", "--", "sh", "-c", script]);
    let (one, two) = (line(&mut out), line(&mut out));
    signal(run.id(), "KILL");
    run.wait().unwrap();
    let shell = parent_dead(&one, &two);
    until("the direct child dies with its wrapper", || !is_alive(shell));
    let left = if shell == one { &two } else { &one };
    assert!(is_alive(left), "it has a session of its own");

    let next = home.run(&["run", "shop:web", "--", "true"]);
    assert_eq!(next.code, 0, "{next:?}");
    assert!(!is_alive(left), "{next:?}");
    assert!(next.err.contains(&format!("(pid {left})")), "{next:?}");
}

/// Which of the two is the shell: the other one has a session of its own.
fn parent_dead<'a>(one: &'a str, two: &'a str) -> &'a str {
    let stat = std::fs::read_to_string(format!("/proc/{one}/stat")).unwrap_or_default();
    let session = stat.rsplit(") ").next().and_then(|rest| rest.split(' ').nth(3));
    if session == Some(one) { two } else { one }
}

#[test]
fn variables_come_from_a_file() {
    let home = Home::new();
    std::fs::write(home.path().join(".env"), "export GREETING='hello you' # hi\nPORT=1\n").unwrap();
    let line = ["run", "shop:web", "--env-file", ".env", "--", "sh", "-c"];
    let out = home.ok(&[&line[..], &["test $PORT != 1 && echo $GREETING"]].concat());
    assert_eq!(out, "hello you\n");
    std::fs::write(home.path().join(".env"), "A=1\noops\n").unwrap();
    let error = home.error(&[&line[..], &["true"]].concat(), 2);
    assert_eq!((&error["code"], &error["line"]), (&"INVALID_CONFIG".into(), &2.into()));
}

/// A port outside the default range that nobody listens on.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

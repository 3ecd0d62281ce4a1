//! `run` over time: signals, what the command leaves behind, and a wrapper that is killed.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;

use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

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

/// Runs this, kills its wrapper, and gives the pid of what `setsid` kept alive.
fn left_by_a_killed_run(home: &Home, options: &[&str], command: &[&str]) -> String {
    let script = "setsid \"$@\" >/dev/null & echo $$; echo $!; wait";
    let line = [&["run"], options, &["--", "sh", "-c", script, "sh"], command].concat();
    let (mut run, mut out) = start(home, &line);
    let (shell, left) = (self::line(&mut out), self::line(&mut out));
    // Its environment cannot be read while it becomes the program.
    let seen =
        |file: &str| std::fs::read_to_string(format!("/proc/{left}/{file}")).unwrap_or_default();
    until("it has its session and its mark", || {
        let settled = session_of(&left).as_deref() == Some(&*left);
        settled && seen("comm").trim() == command[0] && seen("environ").contains("PORTREG_RUN=")
    });
    signal(run.id(), "KILL");
    run.wait().unwrap();
    until("the direct child dies with its wrapper", || !is_alive(&shell));
    left
}

#[test]
fn cleanup_ends_what_a_killed_run_has_left_and_nothing_else() {
    let home = Home::new();
    let left = left_by_a_killed_run(&home, &["shop:web"], &["sleep", "1000"]);
    // Another mark, and none: both go on.
    let mut other = Command::new("sleep").arg("1000").env("PORTREG_RUN", "other").spawn().unwrap();
    let mut plain = Command::new("sleep").arg("1000").spawn().unwrap();

    let listed = home.json(&["cleanup", "--dry-run"]);
    assert_eq!(
        (&listed[0]["identity"], &listed[0]["reason"]),
        (&json!("shop:web"), &json!("owner_gone"))
    );
    assert_eq!(listed[0]["ended"][0]["pid"].to_string(), left, "{listed}");
    assert!(is_alive(&left), "a dry run ends nothing");

    let ended = home.json(&["cleanup"]);
    assert_eq!(ended, listed);
    assert!(!is_alive(&left));
    assert!(is_alive(&other.id().to_string()) && is_alive(&plain.id().to_string()));
    let history = home.json(&["history", "shop:web"]);
    assert!(history.to_string().contains("end_leftovers"), "{history}");
    for child in [&mut other, &mut plain] {
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

#[test]
fn cleanup_ends_a_leftover_that_listens_and_its_claim() {
    let home = Home::new();
    let port = free_port();
    let asked = port.to_string();
    home.ok(&["claim", "shop:web", "--port", &asked]);
    let server = ["python3", "-c", SERVER, &asked];
    let left = left_by_a_killed_run(&home, &["shop:web"], &server);
    until("it listens", || home.json(&["find", "shop:web"])[0]["status"] == "running");
    assert_eq!(home.error(&["release", "shop:web"], 4)["code"], "NOT_OWNER");
    assert!(is_alive(&left));

    let listed = home.json(&["cleanup", "--dry-run"]);
    assert_eq!(listed[0]["port"], port, "{listed}");
    let answer = home.run(&["cleanup"]);
    assert!(
        answer.out.contains("freed") && answer.out.contains(&format!("(pid {left})")),
        "{answer:?}"
    );
    TcpListener::bind(("127.0.0.1", port)).unwrap();
    assert_eq!(home.json(&["cleanup"]), json!([]));
}

#[test]
fn a_persistent_claim_stays_when_its_leftovers_are_ended() {
    let home = Home::new();
    let left = left_by_a_killed_run(&home, &["shop:web", "--persistent"], &["sleep", "1000"]);
    let found = home.json(&["find", "shop:web"]);
    assert!(found[0].get("owner").is_none(), "it outlives its owner, without one: {found}");

    // Who takes it over ends nothing, and what was left is still found.
    home.ok(&["claim", "shop:web"]);
    assert!(is_alive(&left));
    let ended = home.json(&["cleanup"]);
    assert_eq!(
        (&ended[0]["reason"], ended[0].get("port")),
        (&json!("leftovers"), Some(&Value::Null))
    );
    assert!(!is_alive(&left));
    assert_eq!(home.json(&["find", "shop:web"])[0]["persistent"], true);
}

#[test]
fn release_ends_what_a_killed_run_has_left() {
    let home = Home::new();
    let left = left_by_a_killed_run(&home, &["shop:web"], &["sleep", "1000"]);
    let listed = home.json(&["release", "shop:web", "--dry-run"]);
    assert_eq!(listed[0]["ended"][0]["pid"].to_string(), left);
    assert!(is_alive(&left));
    assert_eq!(home.json(&["release", "shop:web"]), listed);
    assert!(!is_alive(&left));
}

/// Which of the two is the shell: the other one has a session of its own.
fn parent_dead<'a>(one: &'a str, two: &'a str) -> &'a str {
    if session_of(one).as_deref() == Some(one) { two } else { one }
}

fn session_of(pid: &str) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit(") ").next().and_then(|rest| rest.split(' ').nth(3)).map(str::to_owned)
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

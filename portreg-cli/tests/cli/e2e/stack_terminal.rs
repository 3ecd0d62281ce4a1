//! `up` at a terminal: what is shown, Ctrl-C, and a terminal that hangs up.

use std::time::{Duration, Instant};

use serde_json::json;

use super::terminal::Shell;

const SERVER: &str = "\
import os, socket, sys, time
s = socket.create_server(('127.0.0.1', int(os.environ['PORT'])))
print('hello from', sys.argv[1])
time.sleep(600)
";

/// A shell in a folder whose web front needs an API. Each test has ports of its own.
fn shop(range: &str) -> Shell {
    let shell = Shell::new();
    shell.program("serve.py", SERVER);
    let config = json!({
        "project": "shop",
        "shop:api": { "cmd": "exec python3 serve.py api", "range": range },
        "shop:web": { "cmd": "exec python3 serve.py web", "needs": ["api"], "range": range },
    });
    shell.program(".portreg.json", &config.to_string());
    shell
}

/// Waits until nothing runs any more, as another process sees it.
fn until_nothing_runs(shell: &Shell) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while shell.home.json(&["ps"]) != json!([]) {
        assert!(Instant::now() < deadline, "something runs on");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn ctrl_c_ends_a_stack_in_reverse() {
    let mut shell = shop("23500-23509");
    shell.send("portreg up; echo code $?\n");
    let first = shell.expect("hello from web");
    assert!(first.contains("hello from api") && first.contains("ready at"), "{first}");
    assert!(first.find("hello from api") < first.find("ready at"), "{first}");
    let line = first.lines().find(|line| line.contains("hello from api")).unwrap();
    assert!(line.find("api").unwrap() < line.find('|').unwrap(), "its name comes first: {line}");
    // The second service's being ready is told too, so that one knows when to begin.
    shell.expect("ready at");
    assert_eq!(shell.home.json(&["ps"]).as_array().unwrap().len(), 2);
    shell.send("\x03");
    let end = shell.expect("code 0");
    let stopped: Vec<&str> = end.lines().filter(|line| line.contains("stopped")).collect();
    assert_eq!(stopped.len(), 2, "{end}");
    assert!(stopped[0].contains("web") && stopped[1].contains("api"), "{end}");
    shell.expect("now> ");
    until_nothing_runs(&shell);
    let services = shell.home.json(&["find"]);
    assert!(services.as_array().unwrap().iter().all(|one| one["status"] == "stopped"));
}

#[test]
fn a_terminal_that_hangs_up_ends_its_stack() {
    let mut shell = shop("23510-23519");
    shell.send("portreg up\n");
    shell.expect("hello from web");
    shell.expect("ready at");
    shell.hang_up();
    shell.home.ok(&["wait", "shop:api", "shop:web", "--gone", "--timeout", "20s"]);
    until_nothing_runs(&shell);
    let services = shell.home.json(&["find"]);
    let stopped = |one: &serde_json::Value| one["status"] == "stopped";
    assert!(services.as_array().unwrap().iter().all(stopped), "{}", shell.home.ok(&["history"]));
}

#[test]
fn a_stack_in_the_background_outlives_its_terminal() {
    let mut shell = shop("23520-23529");
    shell.send("portreg up -d; echo code $?\n");
    let told = shell.expect("code 0");
    assert!(told.contains("ready at"), "progress is shown: {told}");
    shell.expect("now> ");
    shell.hang_up();
    let ready = shell.home.json(&["wait", "shop:api", "shop:web", "--timeout", "9s"]);
    assert_eq!(ready.as_array().unwrap().len(), 2);
    shell.home.ok(&["down"]);
    until_nothing_runs(&shell);
}

#[test]
fn ctrl_c_ends_with_and_its_services() {
    let mut shell = shop("23530-23539");
    shell.send("portreg with -- sh -c 'echo begun; exec sleep 600'; echo code $?\n");
    shell.expect("begun\r\n");
    shell.send("\x03");
    shell.expect("code 130");
    until_nothing_runs(&shell);
}

/// A program that prints colours to terminals only, and fills the width it has.
const PAINTER: &str = "\
if [ -t 1 ]; then printf '\\033[35mpainted\\033[0m for %s\\n' \"$(stty size <&2)\"; else echo plain; fi
exec sleep 600
";

#[test]
fn a_pseudo_terminal_brings_the_colours_of_services() {
    let mut shell = Shell::new();
    shell.resize(40, 100);
    shell.program("paint.sh", PAINTER);
    let config = json!({ "shop:web": { "cmd": "exec sh paint.sh", "port": false } });
    shell.program(".portreg.json", &config.to_string());
    let coloured = "NO_COLOR= TERM=xterm portreg up";
    shell.send(&format!("{coloured}; echo code $?\n"));
    shell.expect("plain");
    shell.expect("ready");
    shell.send("\x03");
    shell.expect("code 0");
    shell.send(&format!("{coloured} --pty; echo code $?\n"));
    shell.expect("\x1b[35mpainted\x1b[0m for 40 100");
    shell.expect("ready");
    shell.send("\x03");
    let end = shell.expect("code 0");
    assert!(end.contains("stopped"), "{end}");
    until_nothing_runs(&shell);
    let logged = shell.home.ok(&["logs", "shop:web", "-n", "1"]);
    assert!(logged.contains("painted"), "{logged}");
}

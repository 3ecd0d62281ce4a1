//! Real programs in the foreground, without a terminal; with one they are tested at the command.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use super::*;
use crate::machine::sockets::{Probe, probe};
use crate::model::StackEventKind;

fn program(script: &str, port: Option<u16>) -> Program {
    let place = port.map(|port| Place {
        identity: None,
        port,
        host: "localhost".into(),
        url: format!("http://localhost:{port}"),
    });
    Program { argv: ["sh", "-c", script].map(Into::into).to_vec(), place, ..Program::default() }
}

fn start(program: Program) -> Foreground {
    Foreground::start(program, ForegroundOptions::default()).unwrap()
}

/// Steps until the program has ended, and gives what was told on the way.
fn run(mut running: Foreground, signals: &[Signal]) -> (RunEnd, Vec<StackEventKind>) {
    const WITHIN: Duration = Duration::from_secs(20);
    let deadline = Instant::now() + WITHIN;
    let mut events = Vec::new();
    let mut signals = signals.to_vec();
    loop {
        match running.step(&signals, None, Some(WITHIN), |event| events.push(event)) {
            RunState::Ended(end) => return (end, events),
            RunState::Running => assert!(Instant::now() < deadline, "it does not end"),
        }
        signals.clear();
    }
}

#[test]
fn exit_codes_are_passed_on() {
    for (script, code) in
        [("exit 0", 0), ("exit 3", 3), ("kill -TERM $$", 143), ("kill -9 $$", 137)]
    {
        let (end, _) = run(start(program(script, None)), &[]);
        assert_eq!(end, RunEnd { exit_code: code, ended: vec![], left: vec![], port_free: true });
    }
}

#[test]
fn signals_reach_the_group() {
    let (end, _) = run(start(program("sleep 1000", None)), &[Signal::Term]);
    assert_eq!(end.exit_code, 143);
}

#[test]
fn what_is_left_is_ended_by_group_and_mark() {
    let script = "sleep 1000 & setsid sleep 1000 & sleep 0.1; exit 5";
    let mark = new_mark();
    let program = Program { mark: Some(mark.clone()), ..program(script, None) };
    let (end, _) = run(start(program), &[]);
    assert_eq!((end.exit_code, end.ended.len()), (5, 2), "{end:?}");
    assert!(end.ended.iter().all(|ended| ended.name == "sleep" && ended.signal == Signal::Term));
    assert_eq!(leftovers(&mark), []);
}

#[test]
fn leftovers_are_found_and_ended() {
    let mark = format!("test-{:016x}", fastrand::u64(..));
    let mut child =
        std::process::Command::new("sleep").arg("1000").env(process::MARK, &mark).spawn().unwrap();
    // A moment after the exec its environment is not there to be read yet.
    let deadline = Instant::now() + Duration::from_secs(20);
    let found = loop {
        let found = leftovers(&mark);
        if !found.is_empty() || Instant::now() > deadline {
            break found;
        }
        std::thread::yield_now();
    };
    assert_eq!(found.iter().map(|holder| holder.pid).collect::<Vec<_>>(), [child.id()]);
    let ended = end_leftovers(&mark, Duration::from_secs(20));
    assert_eq!((ended.len(), ended[0].pid), (1, child.id()));
    assert!(child.wait().unwrap().code().is_none());
}

/// A port that nobody has.
fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// Listens on the port until its standard input, a pipe that never closes, ends.
fn serve(port: u16) -> String {
    let server = format!(
        "import socket,time; s=socket.create_server((\"127.0.0.1\",{port})); time.sleep(1000)"
    );
    format!("python3 -c '{server}' & wait")
}

#[test]
fn the_port_of_a_listener_is_free_at_the_end() {
    let port = free_port();
    let running = start(program(&serve(port), Some(port)));
    let deadline = Instant::now() + Duration::from_secs(20);
    while probe(port) == Probe::Free {
        assert!(Instant::now() < deadline, "it does not listen");
        std::thread::yield_now();
    }
    let (end, events) = run(running, &[Signal::Term]);
    assert!(end.port_free, "{end:?}");
    let elsewhere =
        |event: &StackEventKind| matches!(event, StackEventKind::ListeningElsewhere { .. });
    assert!(!events.iter().any(elsewhere), "{events:?}");
    assert_eq!(probe(port), Probe::Free);
}

#[test]
fn a_stranger_on_the_port_is_not_waited_for() {
    let stranger = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = stranger.local_addr().unwrap().port();
    let before = Instant::now();
    let (end, _) = run(start(program("exit 0", Some(port))), &[]);
    assert!(!end.port_free && before.elapsed() < Duration::from_secs(2));
}

#[test]
fn a_program_that_is_not_there_is_refused() {
    let program = Program { argv: vec!["no-such-program".into()], ..Program::default() };
    let error = Foreground::start(program, ForegroundOptions::default()).unwrap_err();
    assert_eq!(error.code(), crate::error::ErrorCode::SpawnFailed);
    assert!(error.to_string().starts_with("cannot start no-such-program: it is not on PATH"));
    let none = Foreground::start(Program::default(), ForegroundOptions::default()).unwrap_err();
    assert_eq!(none.code(), crate::error::ErrorCode::SpawnFailed);
}

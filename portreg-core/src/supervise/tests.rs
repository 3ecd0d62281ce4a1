//! Real programs in the foreground, without a terminal; with one they are tested at the command.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use super::*;
use crate::machine::sockets::{Probe, probe};

fn program(script: &str) -> Program {
    Program { argv: ["sh", "-c", script].map(Into::into).to_vec(), ..Program::default() }
}

fn start(script: &str, port: Option<u16>) -> Foreground {
    let options = ForegroundOptions { port, ..ForegroundOptions::default() };
    Foreground::start(program(script), options).unwrap()
}

/// Steps until the program has ended, and gives what was told on the way.
fn run(mut running: Foreground, signals: &[Signal]) -> (RunEnd, Vec<RunEvent>) {
    let deadline = Instant::now() + Duration::from_secs(20);
    let mut events = Vec::new();
    let mut signals = signals.to_vec();
    loop {
        match running.step(&signals, |event| events.push(event)) {
            RunState::Ended(end) => return (end, events),
            RunState::Running(_) => assert!(Instant::now() < deadline, "it does not end"),
        }
        signals.clear();
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn exit_codes_are_passed_on() {
    for (script, code) in
        [("exit 0", 0), ("exit 3", 3), ("kill -TERM $$", 143), ("kill -9 $$", 137)]
    {
        let (end, _) = run(start(script, None), &[]);
        assert_eq!(end, RunEnd { exit_code: code, ended: vec![], left: vec![], port_free: true });
    }
}

#[test]
fn signals_reach_the_group() {
    let (end, _) = run(start("sleep 1000", None), &[Signal::Term]);
    assert_eq!(end.exit_code, 143);
}

#[test]
fn what_is_left_is_ended_by_group_and_mark() {
    let script = "sleep 1000 & setsid sleep 1000 & sleep 0.1; exit 5";
    let running = start(script, None);
    let mark = running.mark().to_owned();
    let (end, _) = run(running, &[]);
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
fn a_listener_on_the_port_is_seen_and_its_port_is_free_at_the_end() {
    let port = free_port();
    let mut running = start(&serve(port), Some(port));
    let deadline = Instant::now() + Duration::from_secs(20);
    let mut seen = None;
    while seen.is_none() {
        assert!(Instant::now() < deadline, "it does not listen");
        assert!(matches!(running.step(&[], |event| seen = Some(event)), RunState::Running(_)));
        std::thread::sleep(Duration::from_millis(2));
    }
    let Some(RunEvent::Listening { port: listens, pid }) = seen else { panic!("{seen:?}") };
    assert_eq!((listens, process::holder(pid).name.as_str()), (port, "python3"));
    let (end, more) = run(running, &[Signal::Term]);
    assert_eq!((end.port_free, more), (true, vec![]));
    assert_eq!(probe(port), Probe::Free);
}

#[test]
fn a_stranger_on_the_port_is_not_waited_for() {
    let stranger = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = stranger.local_addr().unwrap().port();
    let before = Instant::now();
    let (end, _) = run(start("exit 0", Some(port)), &[]);
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

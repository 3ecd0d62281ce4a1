//! Cases of looking at the machine: the kernel's bare list of sockets, `ss` and `lsof` beside it.

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use portreg_core::{ClaimOptions, ListenerOptions, OwnerOption, Registry};
use portreg_tests::netlink;

use super::measure::{Result, Times, in_turns, timed};
use super::report::Line;
use super::wanted;

const BARE: &str = "listeners without processes";
const FULL: &str = "listeners, 200 sockets of 20 processes";
const EXPLAIN: &str = "explain one port among 2,000 sockets";
const STATUS: &str = "status with 1,000 services";
const DUMP: &str = "bare netlink dump";

/// All of them.
pub(crate) fn run(folder: &Path) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    if ![BARE, FULL, EXPLAIN, STATUS].iter().any(|case| wanted(case)) {
        return Ok(lines);
    }
    let registry = Registry::open_at(folder.join("machine.db"))?;
    netlink::allow_many_sockets();
    for count in [10, 200, 2_000] {
        if wanted(BARE) {
            lines.push(without_processes(&registry, count)?);
        }
    }
    if wanted(EXPLAIN) {
        lines.push(explain(&registry)?);
    }
    if wanted(FULL) || wanted(STATUS) {
        let _servers = (0..20).map(|_| Holder::start()).collect::<Result<Vec<_>>>()?;
        if wanted(FULL) {
            lines.extend(with_processes(&registry)?);
        }
        if wanted(STATUS) {
            lines.push(status(&registry)?);
        }
    }
    Ok(lines)
}

fn sockets(count: usize) -> Result<Vec<TcpListener>> {
    Ok((0..count).map(|_| TcpListener::bind("127.0.0.1:0")).collect::<std::io::Result<_>>()?)
}

fn without_processes(registry: &Registry, count: usize) -> Result<Line> {
    let _sockets = sockets(count)?;
    let options = ListenerOptions { sockets_only: true, ..ListenerOptions::default() };
    let (cases, floors) = in_turns(
        20,
        20,
        |_| {
            let (time, found) = timed(|| registry.listeners(&options));
            assert!(found?.len() >= count);
            Ok(time)
        },
        |_| {
            let (time, found) = timed(netlink::count_listeners);
            assert!(found? >= count);
            Ok(time)
        },
    )?;
    Ok(Line::ratio(&format!("{BARE}, {count} sockets"), &cases, DUMP, &floors, 2.0))
}

fn with_processes(registry: &Registry) -> Result<Vec<Line>> {
    let options = ListenerOptions::default();
    let call = |_| {
        let (time, found) = timed(|| registry.listeners(&options));
        let found = found?;
        let pids: HashSet<u32> = found.iter().filter_map(|one| one.pid).collect();
        assert!(found.len() >= 200 && pids.len() >= 20);
        Ok(time)
    };
    let mut lines = Vec::new();
    for (program, args) in
        [("ss", &["-ltnp"][..]), ("lsof", &["-iTCP", "-sTCP:LISTEN", "-P", "-n"])]
    {
        let floor = |_| {
            let mut command = Command::new(program);
            let command = command.args(args).stdout(Stdio::null()).stderr(Stdio::null());
            let (time, status) = timed(|| command.status());
            status?;
            Ok(time)
        };
        let case = format!("{FULL}, beside {program}");
        match Command::new(program).arg("-h").output() {
            Ok(_) => {
                let (cases, floors) = in_turns(10, 10, call, floor)?;
                lines.push(Line::ratio(&case, &cases, program, &floors, 0.2));
            }
            Err(error) => lines.push(Line::skipped(&case, error)),
        }
    }
    Ok(lines)
}

fn explain(registry: &Registry) -> Result<Line> {
    let sockets = sockets(2_000)?;
    let port = sockets[1_000].local_addr()?.port();
    let times = (0..200).map(|_| {
        let (time, report) = timed(|| registry.explain(port));
        assert_eq!(report?.listener.and_then(|one| one.pid), Some(std::process::id()));
        Ok(time)
    });
    let times = Times::new(times.collect::<Result<_>>()?);
    let ok = times.p50() <= 1_000.0;
    Ok(Line::plain(EXPLAIN, &times).with_bar("p50 <= 1 ms", ok))
}

fn status(registry: &Registry) -> Result<Line> {
    let options = ClaimOptions { owner: OwnerOption::None, ..ClaimOptions::default() };
    for number in 0..1_000 {
        registry.claim_with(&format!("p{}:web:{number}", number / 10), &options)?;
    }
    let call = |time: Duration| Ok(time);
    let (cases, floors) = in_turns(
        10,
        10,
        |_| {
            let (time, status) = timed(|| registry.status(None));
            assert_eq!(status?.services.len(), 1_000);
            call(time)
        },
        |_| {
            let (time, found) = timed(|| registry.listeners(&ListenerOptions::default()));
            assert!(found?.len() >= 200);
            call(time)
        },
    )?;
    Ok(Line::ratio(STATUS, &cases, "listeners", &floors, 20.0))
}

/// A process that holds ten listening sockets until it is dropped.
struct Holder(Child);

impl Holder {
    fn start() -> Result<Self> {
        const SCRIPT: &str = "import socket, sys
kept = [socket.create_server(('127.0.0.1', 0)) for _ in range(10)]
print('ready', flush=True)
sys.stdin.read()";
        let mut command = Command::new("python3");
        let command = command.args(["-c", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut holder = Self(command.spawn()?);
        let output = holder.0.stdout.take().ok_or("no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        Ok(holder)
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

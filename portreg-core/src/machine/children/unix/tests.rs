//! Real programs, started away from the terminal.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::fd::AsFd;
use std::path::Path;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::super::{Spawn, Spawned};
use super::*;
use crate::machine::waiting::Stream;

const LONG: Duration = Duration::from_secs(20);

fn plain(argv: &[OsString]) -> Spawn<'_> {
    Spawn { argv, env: &[], dir: None, sockets: &[], pty: false }
}

/// A child that does not outlive its test.
struct Kid(Spawned);

impl Drop for Kid {
    fn drop(&mut self) {
        signal_group(self.0.pid, Signal::Kill);
        readable(&self.0.exit);
        reap(self.0.pid);
    }
}

impl Kid {
    fn start(argv: &[&str]) -> Self {
        Self::with(argv, &[], false)
    }

    fn with(argv: &[&str], sockets: &[TcpListener], pty: bool) -> Self {
        let argv: Vec<OsString> = argv.iter().map(Into::into).collect();
        Self(spawn(&Spawn { sockets, pty, ..plain(&argv) }).unwrap())
    }

    /// All it prints, until it ends.
    fn output(&self) -> String {
        all_of(&self.0.out)
    }

    /// How it has ended.
    fn end(&self) -> Option<Change> {
        assert!(readable(&self.0.exit), "it does not end");
        change_of(self.0.pid)
    }
}

fn readable(descriptor: &impl AsFd) -> bool {
    let timeout = Timespec::try_from(LONG).unwrap();
    poll(&mut [PollFd::new(descriptor, PollFlags::IN)], Some(&timeout)).unwrap() == 1
}

/// Reads to the end; a pseudo-terminal's is an error.
fn all_of(stream: &Stream) -> String {
    let out = stream.as_fd().try_clone_to_owned().unwrap();
    let mut out = File::from(out);
    let mut all = Vec::new();
    loop {
        let mut some = [0; 4096];
        assert!(readable(&out), "neither more nor an end");
        match out.read(&mut some) {
            Ok(0) => break,
            Ok(length) => all.extend_from_slice(&some[..length]),
            Err(error) if error.raw_os_error() == Some(libc::EIO) => break,
            Err(error) => panic!("{error}"),
        }
    }
    String::from_utf8(all).unwrap()
}

fn listeners(count: usize) -> Vec<TcpListener> {
    (0..count).map(|_| TcpListener::bind(("127.0.0.1", 0)).unwrap()).collect()
}

fn port_of(listener: &TcpListener) -> u16 {
    listener.local_addr().unwrap().port()
}

#[test]
fn both_streams_come_here_and_nothing_is_to_be_read() {
    let kid = Kid::start(&["sh", "-c", "cat; echo out; echo err >&2; exit 3"]);
    assert_eq!(kid.output(), "out\n");
    assert_eq!(all_of(kid.0.err.as_ref().unwrap()), "err\n");
    assert_eq!(kid.end(), Some(Change::Ended { code: 3, by_signal: false }));
}

#[test]
fn reading_never_waits() {
    let kid = Kid::start(&["sleep", "1000"]);
    let mut out = File::from(kid.0.out.as_fd().try_clone_to_owned().unwrap());
    assert_eq!(out.read(&mut [0]).unwrap_err().kind(), io::ErrorKind::WouldBlock);
}

#[test]
fn folder_and_environment_are_as_asked() {
    let dir = tempfile::tempdir().unwrap();
    let env = [("HOME", "/elsewhere"), ("NEW", "a b")].map(|(k, v)| (k.into(), v.into()));
    let script = "pwd; echo $HOME $NEW; test -n \"$PATH\" && echo $LISTEN_FDS$LISTEN_PID";
    let argv = ["sh", "-c", script].map(OsString::from);
    let start = Spawn { env: &env, dir: Some(dir.path()), ..plain(&argv) };
    let kid = Kid(spawn(&start).unwrap());
    let real = dir.path().canonicalize().unwrap();
    assert_eq!(kid.output(), format!("{}\n/elsewhere a b\n\n", real.display()));
}

#[test]
fn the_path_of_the_new_environment_finds_the_program() {
    let dir = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/bin/echo", dir.path().join("only-here")).unwrap();
    let env = [("PATH".into(), dir.path().into())];
    let argv = ["only-here", "found"].map(OsString::from);
    let start = Spawn { env: &env, ..plain(&argv) };
    assert_eq!(Kid(spawn(&start).unwrap()).output(), "found\n");
}

#[test]
fn sockets_are_handed_down_with_word_of_them() {
    let mut sockets = listeners(2);
    // The later one first: their order here is not the order of their numbers.
    sockets.reverse();
    let script = "import os, socket\n\
        env = os.environ\n\
        print(env['LISTEN_FDS'], env['LISTEN_FDNAMES'], env['LISTEN_PID'] == str(os.getpid()))\n\
        two = [socket.socket(fileno=fd) for fd in (3, 4)]\n\
        print(*[s.getsockname()[1] for s in two], flush=True)\n\
        connection, _ = two[0].accept()\n\
        connection.sendall(b'hello')";
    let kid = Kid::with(&["python3", "-c", script], &sockets, false);
    let mut client = TcpStream::connect(sockets[0].local_addr().unwrap()).unwrap();
    let mut said = String::new();
    client.read_to_string(&mut said).unwrap();
    assert_eq!(said, "hello");
    let ports = format!("{} {}", port_of(&sockets[0]), port_of(&sockets[1]));
    assert_eq!(kid.output(), format!("2 portreg:portreg True\n{ports}\n"));
}

/// So many that their numbers are among the places where they go, and with them the pipe by which
/// the standard library tells of failures.
#[test]
fn numbers_may_overlap() {
    let mut sockets = listeners(60);
    sockets.reverse();
    let script = "import socket\n\
        for fd in range(3, 63): print(socket.socket(fileno=fd).getsockname()[1])";
    let kid = Kid::with(&["python3", "-c", script], &sockets, false);
    let ports: Vec<u16> = kid.output().lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(ports, sockets.iter().map(port_of).collect::<Vec<_>>());
    drop(kid);

    let argv = ["no-such-program".into()];
    let start = Spawn { sockets: &sockets, ..plain(&argv) };
    assert_eq!(spawn(&start).unwrap_err().kind(), io::ErrorKind::NotFound);
}

/// The same file at a number that programs inherit.
fn inheritable(file: &File, from: i32) -> i32 {
    // SAFETY: makes a descriptor and touches no other.
    unsafe { libc::fcntl(std::os::fd::AsRawFd::as_raw_fd(file), libc::F_DUPFD, from) }
}

#[test]
fn nothing_else_is_inherited() {
    let file = File::open("/dev/null").unwrap();
    let low = inheritable(&file, 3);
    let high = inheritable(&file, 200);
    let script = "import os\n\
        def is_open(fd):\n\
        \x20   try: os.fstat(fd)\n\
        \x20   except OSError: return False\n\
        \x20   return True\n\
        print([fd for fd in range(1024) if is_open(fd)])";
    let sockets = listeners(1);
    assert_eq!(Kid::start(&["python3", "-c", script]).output(), "[0, 1, 2]\n");
    let kid = Kid::with(&["python3", "-c", script], &sockets, false);
    assert_eq!(kid.output(), "[0, 1, 2, 3]\n");
    for descriptor in [low, high] {
        // SAFETY: it was made above, and nobody else knows it.
        unsafe { libc::close(descriptor) };
    }
}

#[test]
fn a_pseudo_terminal_is_a_terminal_and_leaves_lines_alone() {
    let script = "import sys\n\
        print(sys.stdin.isatty(), sys.stdout.isatty(), sys.stderr.isatty())\n\
        print('\\x1b[31mred', file=sys.stderr)";
    let kid = Kid::with(&["python3", "-c", script], &[], true);
    assert!(kid.0.err.is_none());
    assert_eq!(kid.output(), "False True True\n\u{1b}[31mred\n");
    assert_eq!(kid.end(), Some(Change::Ended { code: 0, by_signal: false }));
}

#[test]
fn it_leads_a_group_of_its_own() {
    let kid = Kid::start(&["sleep", "1000"]);
    assert_eq!(crate::machine::process::group_of(kid.0.pid), Some(kid.0.pid));
    signal_group(kid.0.pid, Signal::Term);
    assert_eq!(kid.end(), Some(Change::Ended { code: 143, by_signal: true }));
}

#[test]
fn what_the_host_blocks_and_ignores_is_not_inherited() {
    // SAFETY: the test runner expects neither of them; the mask is this thread's.
    unsafe {
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
        let mut mask = std::mem::zeroed();
        libc::sigaddset(&raw mut mask, libc::SIGTERM);
        libc::pthread_sigmask(libc::SIG_BLOCK, &raw const mask, std::ptr::null_mut());
    }
    let kid = Kid::start(&["grep", "-E", "Sig(Blk|Ign)", "/proc/self/status"]);
    let output = kid.output();
    let masks = output.lines().map(|line| line.split_whitespace().last().unwrap());
    let masks: Vec<u64> = masks.map(|mask| u64::from_str_radix(mask, 16).unwrap()).collect();
    // Under nohup, SIGHUP is ignored; 32 and 33 are the C library's own.
    let foreign = 1 | 1 << 31 | 1 << 32;
    assert_eq!((masks[0], masks[1] & !foreign), (0, 0));
    // SAFETY: asks, and changes nothing.
    let held = unsafe {
        let mut mask = std::mem::zeroed();
        libc::pthread_sigmask(libc::SIG_BLOCK, std::ptr::null(), &raw mut mask);
        [libc::SIGTERM, libc::SIGINT].map(|signal| libc::sigismember(&raw const mask, signal))
    };
    assert_eq!(held, [1, 0], "what the host holds back it holds back still, and no more");
}

#[test]
fn it_dies_with_the_thread_that_started_it() {
    let kid = std::thread::spawn(|| Kid::start(&["sleep", "1000"])).join().unwrap();
    assert_eq!(kid.end(), Some(Change::Ended { code: 137, by_signal: true }));
}

#[test]
fn failures_come_back() {
    let dir = tempfile::tempdir().unwrap();
    let text = dir.path().join("plain");
    File::create(&text).unwrap().write_all(b"text").unwrap();
    let gone = dir.path().join("gone");
    let fail = |program: &Path, dir: Option<&Path>| {
        let argv = [program.into()];
        spawn(&Spawn { dir, ..plain(&argv) }).unwrap_err().kind()
    };
    assert_eq!(fail(Path::new("no-such-program"), None), io::ErrorKind::NotFound);
    assert_eq!(fail(&text, None), io::ErrorKind::PermissionDenied);
    assert_eq!(fail(Path::new("true"), Some(&gone)), io::ErrorKind::NotFound);
    assert_eq!(spawn(&plain(&[])).unwrap_err().kind(), io::ErrorKind::InvalidInput);
}

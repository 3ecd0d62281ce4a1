//! A registry of its own for each test, with ports that no other test uses.

use std::net::{TcpListener, UdpSocket};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use portreg_core::is_browser_unsafe;
use serde_json::Value;
use tempfile::TempDir;

use super::helper::Helper;

/// How long anything in a test may take.
pub(crate) const DEADLINE: Duration = Duration::from_secs(20);

const BLOCK: u16 = 64;
const FIRST: u16 = 10_048;
const LAST: u16 = 32_000;

/// A folder, a registry and a block of ports.
pub(crate) struct World {
    dir: TempDir,
    /// Held as long as the test runs, so that no other test, of any process, takes these ports.
    _blocks: Vec<UdpSocket>,
    first: u16,
    last: u16,
    socket: UnixListener,
    /// What every process of this world gets besides.
    pub(crate) env: Mutex<Vec<(String, String)>>,
}

/// What a run of the command gave.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with_ports(BLOCK)
    }

    /// A world whose registry hands out this many ports.
    pub(crate) fn with_ports(count: u16) -> Self {
        let dir = tempfile::Builder::new().prefix("portreg-").tempdir().unwrap();
        let (blocks, first) = take_blocks(count.div_ceil(BLOCK));
        std::fs::create_dir(dir.path().join("work")).unwrap();
        std::fs::create_dir(dir.path().join("elsewhere")).unwrap();
        let socket = UnixListener::bind(dir.path().join("socket")).unwrap();
        socket.set_nonblocking(true).unwrap();
        let env = Mutex::default();
        Self { dir, _blocks: blocks, first, last: first + count - 1, socket, env }
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Where the world's processes work.
    pub(crate) fn work(&self) -> PathBuf {
        self.path().join("work")
    }

    pub(crate) fn registry(&self) -> PathBuf {
        self.path().join("home/registry.db")
    }

    /// The n-th port of this world.
    pub(crate) fn port(&self, n: u16) -> u16 {
        assert!(n < self.last - self.first);
        self.first + n
    }

    /// All ports that this world's registry hands out.
    pub(crate) fn ports(&self) -> std::ops::RangeInclusive<u16> {
        self.first..=self.last
    }

    pub(crate) fn set(&self, name: &str, value: impl ToString) {
        self.unset(name);
        self.env.lock().unwrap().push((name.to_owned(), value.to_string()));
    }

    pub(crate) fn unset(&self, name: &str) {
        self.env.lock().unwrap().retain(|(known, _)| known != name);
    }

    /// Sets the clock of all processes that start from now on.
    pub(crate) fn advance(&self, time: Duration) {
        self.set("PORTREG_TEST_CLOCK_MS", time.as_millis());
    }

    /// A command that lives in this world.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PORTREG")) {
            command.env_remove(name);
        }
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
            command.env(name, self.path());
        }
        command.env("PORTREG_REGISTRY", self.registry());
        command.env("PORTREG_RANGE", format!("{}-{}", self.first, self.last));
        command.env("NO_COLOR", "1").current_dir(self.work());
        command.envs(self.env.lock().unwrap().iter().cloned());
        command
    }

    /// The `portreg` command with these arguments.
    pub(crate) fn portreg(&self, args: &[&str]) -> Answer {
        answer(self.command(PORTREG).args(args).output().unwrap())
    }

    /// The same, which must succeed; gives what it says without the end of line.
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        let answer = self.portreg(args);
        assert_eq!(answer.code, 0, "{args:?}: {answer:?}");
        answer.out.trim_end().to_owned()
    }

    /// The same in JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.ok(&[&["--json"], args].concat())).unwrap()
    }

    /// The port that `claim -q` prints.
    pub(crate) fn claim_q(&self, id: &str) -> u16 {
        self.ok(&["claim", "-q", id]).parse().unwrap()
    }

    /// A process in a session of its own, as in a terminal of its own, with the registry open.
    pub(crate) fn helper(&self) -> Helper {
        let mut helper = self.closed_helper();
        helper.open();
        helper
    }

    /// The same before it opens the registry.
    pub(crate) fn closed_helper(&self) -> Helper {
        self.start(self.command(CLAIMER))
    }

    /// Starts a command that ends in `claimer`; its arguments are added here.
    pub(crate) fn start(&self, mut command: Command) -> Helper {
        command.arg(self.socket_path()).arg("--own-session");
        self.started(command)
    }

    /// `portreg run` with these arguments and a helper as the command: the pid is the helper's,
    /// the status the wrapper's.
    pub(crate) fn run(&self, args: &[&str]) -> Helper {
        let mut command = self.command(PORTREG);
        command.arg("run").args(args).arg("--").arg(CLAIMER).arg(self.socket_path());
        self.started(command)
    }

    /// The same, when others can know what runs: the command is there a moment before its pid is noted.
    pub(crate) fn noted_run(&self, args: &[&str]) -> Helper {
        let helper = self.run(args);
        wait_for("the start to be noted", || {
            let found = self.json(&["find", args[0]]);
            (found[0]["pid"] == helper.pid).then_some(())
        });
        helper
    }

    fn started(&self, mut command: Command) -> Helper {
        let command = command.stdin(Stdio::null()).stdout(Stdio::null());
        let child = command.spawn().unwrap();
        Helper::new(self.accept(), Some(child), self.socket_path())
    }

    /// The process that connects next.
    pub(crate) fn accept(&self) -> std::os::unix::net::UnixStream {
        wait_for("a process to connect", || match self.socket.accept() {
            Ok((stream, _)) => Some(stream),
            Err(_) => None,
        })
    }

    /// A child of a helper that was told to start or fork one.
    pub(crate) fn accepted(&self) -> Helper {
        Helper::new(self.accept(), None, self.socket_path())
    }

    pub(crate) fn socket_path(&self) -> PathBuf {
        self.path().join("socket")
    }

    /// The registry file by plain SQLite. To be dropped before a process of this test opens it.
    pub(crate) fn sql(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.registry()).unwrap()
    }

    /// Everything that must hold of a registry holds of this one, seen by a new process.
    #[track_caller]
    pub(crate) fn check(&self) {
        let wrong = self.helper().ok("check", &Value::Null);
        assert_eq!(wrong, serde_json::json!([]));
    }

    /// Writes a project config into the working folder.
    pub(crate) fn configure(&self, config: &Value) {
        std::fs::write(self.work().join(".portreg.json"), config.to_string()).unwrap();
    }
}

pub(crate) const PORTREG: &str = env!("CARGO_BIN_EXE_portreg-under-test");
pub(crate) const CLAIMER: &str = env!("CARGO_BIN_EXE_claimer");

pub(crate) fn answer(output: Output) -> Answer {
    let answer = Answer {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    assert!(!answer.err.contains("panicked"), "{answer:?}");
    answer
}

/// Asks until there is an answer.
#[track_caller]
pub(crate) fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + DEADLINE;
    loop {
        if let Some(value) = ask() {
            return value;
        }
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Whether a server could listen on the port.
pub(crate) fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}

/// How large a test of many processes is: `full`, or less by PORTREG_TORTURE (per cent).
pub(crate) fn torture(full: u64) -> u64 {
    let share = std::env::var("PORTREG_TORTURE").ok().and_then(|text| text.parse().ok());
    (full * share.unwrap_or(100) / 100).max(2)
}

/// Takes blocks of ports side by side: whoever has bound the UDP port of a block's number has it.
fn take_blocks(count: u16) -> (Vec<UdpSocket>, u16) {
    let all = (LAST - FIRST) / BLOCK;
    wait_for("a free block of ports", || {
        let first = FIRST + fastrand::u16(0..all - count) * BLOCK;
        let bind = |block| UdpSocket::bind(("127.0.0.1", first + block * BLOCK)).ok();
        let sockets = (0..count).map(bind).collect::<Option<Vec<_>>>()?;
        // What browsers refuse is not given, and its tests are elsewhere.
        let is_usual = |port| is_free(port) && !is_browser_unsafe(port);
        (first..first + count * BLOCK).all(is_usual).then_some((sockets, first))
    })
}

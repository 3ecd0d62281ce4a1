//! The test's end of a helper process (`src/bin/claimer`): asks it to do something and hears how it went.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, ExitStatus};

use portreg_core::{Claim, Service};
use serde_json::{Value, json};

use super::world::{DEADLINE, World, wait_for};

/// A process that does what the test says. It ends with this value at the latest.
pub(crate) struct Helper {
    child: Option<Child>,
    reader: BufReader<UnixStream>,
    writer: UnixStream,
    socket: PathBuf,
    /// Its pid, as it sees it.
    pub(crate) pid: u32,
}

/// Whether a process is gone, or a zombie.
pub(crate) fn is_dead(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let Some((_, rest)) = stat.rsplit_once(')') else { return true };
    let fields: Vec<&str> = rest.split_ascii_whitespace().collect();
    // One whose other threads are still ending is not gone yet.
    fields[0].starts_with(['Z', 'X']) && matches!(fields[17], "0" | "1")
}

/// What came of asking.
#[derive(Debug)]
pub(crate) enum Reply {
    Ok(Value),
    Error(Value),
    /// The process has ended before it could answer.
    Gone,
}

impl Helper {
    pub(crate) fn new(stream: UnixStream, child: Option<Child>, socket: PathBuf) -> Self {
        stream.set_nonblocking(false).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        let writer = stream.try_clone().unwrap();
        let mut helper = Self { child, reader: BufReader::new(stream), writer, socket, pid: 0 };
        let hello = helper.hear().unwrap();
        helper.pid = hello["pid"].as_u64().unwrap() as u32;
        helper
    }

    fn hear(&mut self) -> Option<Value> {
        let mut line = String::new();
        match self.reader.read_line(&mut line) {
            Ok(0) => None,
            Ok(_) => Some(serde_json::from_str(&line).unwrap()),
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => None,
            Err(error) => panic!("the process {} does not answer: {error}", self.pid),
        }
    }

    /// Sends a request; [`Helper::receive`] gives what came of it.
    pub(crate) fn send(&mut self, act: &str, fields: &Value) {
        let mut request = json!({ "do": act });
        for (name, value) in fields.as_object().into_iter().flatten() {
            request[name] = value.clone();
        }
        // Where the process is gone, the answer will say so.
        _ = writeln!(self.writer, "{request}");
    }

    pub(crate) fn receive(&mut self) -> Reply {
        match self.hear() {
            None => Reply::Gone,
            Some(answer) => match answer.get("error") {
                Some(error) => Reply::Error(error.clone()),
                None => Reply::Ok(answer["ok"].clone()),
            },
        }
    }

    pub(crate) fn ask(&mut self, act: &str, fields: &Value) -> Reply {
        self.send(act, fields);
        self.receive()
    }

    /// What must succeed.
    #[track_caller]
    pub(crate) fn ok(&mut self, act: &str, fields: &Value) -> Value {
        match self.ask(act, fields) {
            Reply::Ok(value) => value,
            reply => panic!("{act} {fields}: {reply:?}"),
        }
    }

    /// What must fail with this code; gives the error.
    #[track_caller]
    pub(crate) fn err(&mut self, act: &str, fields: &Value, code: &str) -> Value {
        match self.ask(act, fields) {
            Reply::Error(error) if error["code"] == code => error,
            reply => panic!("{act} {fields} should be {code}: {reply:?}"),
        }
    }

    #[track_caller]
    pub(crate) fn open(&mut self) {
        self.ok("open", &Value::Null);
    }

    #[track_caller]
    pub(crate) fn claim(&mut self, identity: &str) -> Claim {
        self.claim_with(identity, json!({}))
    }

    #[track_caller]
    pub(crate) fn claim_with(&mut self, identity: &str, options: Value) -> Claim {
        let claim = self.ok("claim", &json!({ "identity": identity, "options": options }));
        serde_json::from_value(claim).unwrap()
    }

    /// A claim that must fail with this code.
    #[track_caller]
    pub(crate) fn claim_err(&mut self, identity: &str, options: Value, code: &str) -> Value {
        self.err("claim", &json!({ "identity": identity, "options": options }), code)
    }

    #[track_caller]
    pub(crate) fn listen(&mut self, port: u16) {
        self.ok("listen", &json!({ "port": port }));
    }

    #[track_caller]
    pub(crate) fn get(&mut self, target: &str) -> Service {
        serde_json::from_value(self.ok("get", &json!({ "target": target }))).unwrap()
    }

    /// Goes to work in another folder.
    #[track_caller]
    pub(crate) fn chdir(&mut self, dir: &std::path::Path) {
        self.ok("chdir", &json!({ "dir": dir }));
    }

    /// A child by fork: `fork`, `raw` (past the C library) or `daemon` (twice, in a new session).
    #[track_caller]
    pub(crate) fn fork(&mut self, world: &World, how: &str) -> Self {
        self.ok("fork", &json!({ "how": how, "socket": self.socket }));
        world.accepted()
    }

    /// A new program as a child.
    #[track_caller]
    pub(crate) fn spawn(&mut self, world: &World) -> Self {
        let argv = json!([super::world::CLAIMER, self.socket]);
        self.ok("spawn", &json!({ "argv": argv }));
        let mut child = world.accepted();
        child.open();
        child
    }

    /// Waits until a forked child is gone for good.
    #[track_caller]
    pub(crate) fn reap(&mut self, child: u32) {
        self.ok("reap", &json!({ "pid": child }));
    }

    /// Ends the process by SIGKILL and waits until it is gone.
    pub(crate) fn kill(mut self) {
        match self.child.take() {
            Some(mut child) => {
                child.kill().unwrap();
                child.wait().unwrap();
            }
            None => {
                self.send("die", &Value::Null);
                assert!(matches!(self.receive(), Reply::Gone));
                // Its sockets close a moment before the kernel calls it dead.
                wait_for("the process to be dead", || is_dead(self.pid).then_some(()));
            }
        }
    }

    /// The pid of what the test started: the process itself, or what runs it.
    pub(crate) fn started(&self) -> u32 {
        self.child.as_ref().unwrap().id()
    }

    /// Sends SIGKILL without waiting.
    pub(crate) fn strike(&mut self) {
        if let Some(child) = &mut self.child {
            child.kill().unwrap();
        }
    }

    /// Waits until the process has ended by itself.
    pub(crate) fn wait(mut self) -> ExitStatus {
        self.writer.shutdown(std::net::Shutdown::Both).unwrap();
        self.child.take().unwrap().wait().unwrap()
    }

    /// How the process ended that is known to be gone.
    pub(crate) fn status(&mut self) -> ExitStatus {
        self.child.take().unwrap().wait().unwrap()
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        // What was forked sees the end of the stream and leaves by itself.
        _ = self.writer.shutdown(std::net::Shutdown::Both);
        if let Some(mut child) = self.child.take() {
            _ = child.kill();
            _ = child.wait();
        }
    }
}

/// The command, to be started as the leader of a session, as in a terminal of its own.
pub(crate) fn in_own_session(command: &std::process::Command) -> std::process::Command {
    let mut leader = std::process::Command::new("setsid");
    leader.arg(command.get_program()).args(command.get_args());
    if let Some(dir) = command.get_current_dir() {
        leader.current_dir(dir);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => leader.env(name, value),
            None => leader.env_remove(name),
        };
    }
    leader
}

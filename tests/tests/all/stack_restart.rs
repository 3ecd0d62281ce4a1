//! `restart`: the same port, another process; with `listen: inherit` no connection is refused meanwhile.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

use super::helper::is_dead;
use super::stage::{Stage, actor, server};
use super::world::{is_free, wait_for};

/// A client that asks again and again until it is told to stop.
struct Client {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Seen>,
}

/// What a client has seen.
#[derive(Debug, Default)]
struct Seen {
    refused: usize,
    answered: usize,
    /// Who has answered, each once.
    servers: Vec<String>,
}

impl Client {
    fn start(port: u16) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let flag = stop.clone();
        let thread = std::thread::spawn(move || {
            let mut seen = Seen::default();
            while !flag.load(Ordering::Relaxed) {
                match ask(port) {
                    Ok(who) if who.is_empty() => {}
                    Ok(who) => {
                        seen.answered += 1;
                        if seen.servers.last() != Some(&who) {
                            seen.servers.push(who);
                        }
                    }
                    Err(error) if error.kind() == ErrorKind::ConnectionRefused => seen.refused += 1,
                    // It was accepted by a server that ended before it answered.
                    Err(_) => {}
                }
            }
            seen
        });
        Self { stop, thread }
    }

    fn stop(self) -> Seen {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}

/// The pid of the server that answers.
fn ask(port: u16) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.write_all(b"GET / HTTP/1.0\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.rsplit("\r\n\r\n").next().unwrap_or_default().to_owned())
}

const NODE: &str =
    "require('http').createServer((q, r) => r.end(String(process.pid))).listen({ fd: 3 })";

const PYTHON: &str = "\
import http.server, os, socket
assert os.environ['LISTEN_PID'] == str(os.getpid()) and int(os.environ['LISTEN_FDS']) >= 1
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(str(os.getpid()).encode())
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler, bind_and_activate=False)
server.socket = socket.socket(fileno=3)
server.serve_forever()
";

/// Five restarts under a client that never stops connecting: none is refused, and every process answers.
fn never_refused(cmd: Value) {
    let ready = json!({ "http": "http://127.0.0.1:{port}/", "interval": "1s" });
    let stage = Stage::new(json!({ "web": { "cmd": cmd, "listen": "inherit", "ready": ready } }));
    stage.cli_json(&["up", "-d"]);
    let port = stage.port_of("web");
    let client = Client::start(port);
    let mut pids = vec![stage.pid_of("web")];
    for _ in 0..5 {
        let restarted = stage.cli_json(&["restart", "shop:web"]);
        assert_eq!(restarted[0]["port"], port, "{restarted}");
        assert_eq!(restarted[0]["health"], "passing", "{restarted}");
        let pid = restarted[0]["pid"].as_u64().unwrap() as u32;
        assert!(is_dead(*pids.last().unwrap()) && !pids.contains(&pid), "{pids:?} {pid}");
        pids.push(pid);
        wait_for("the new one to answer", || (ask(port).ok()? == pid.to_string()).then_some(()));
    }
    let seen = client.stop();
    assert_eq!(seen.refused, 0, "{seen:?}");
    assert!(seen.answered > 5 && seen.servers.len() > 3, "{seen:?}");
    stage.cli_json(&["down"]);
    assert!(is_free(port), "the socket is closed with the service");
    stage.check();
}

#[test]
fn a_rust_server_inherits_its_socket() {
    never_refused(actor("serve-inherited"));
}

#[test]
fn a_python_server_inherits_its_socket() {
    never_refused(json!(["python3", "-c", PYTHON]));
}

#[test]
fn a_node_server_inherits_its_socket() {
    never_refused(json!(["node", "-e", NODE]));
}

/// The socket is there before the server: who connects early waits, and is answered.
#[test]
fn who_comes_before_the_server_is_answered() {
    let web = json!({ "cmd": actor("until go serve-inherited"), "listen": "inherit" });
    let stage = Stage::new(json!({ "web": web }));
    let mut host = stage.host();
    host.up(&[]);
    let port = host.until("web", "started")["port"].as_u64().unwrap() as u16;
    let early = std::thread::spawn(move || ask(port));
    stage.touch("go");
    let who = early.join().unwrap().unwrap();
    assert_eq!(who, stage.pid_of("web").to_string());
    host.ready();
}

/// A crash is no reason to refuse anybody either.
#[test]
fn a_crash_keeps_the_socket() {
    let web = json!({ "cmd": actor("serve-inherited"), "listen": "inherit", "restart": "always" });
    let stage = Stage::new(json!({ "web": web }));
    let mut host = stage.host();
    host.up(&[]);
    host.ready();
    let (port, pid) = (stage.port_of("web"), stage.pid_of("web"));
    let client = Client::start(port);
    super::stage::signal(pid, "KILL");
    host.until("web", "restarting");
    host.until("web", "ready");
    wait_for("the new one to answer", || {
        let who = ask(port).ok()?;
        (!who.is_empty() && who != pid.to_string()).then_some(())
    });
    assert_eq!(client.stop().refused, 0);
    assert_eq!(stage.port_of("web"), port);
}

/// Without `inherit`: the same port, another process, the others untouched; one that needs it too.
#[test]
fn a_restart_keeps_the_port() {
    let mut web = server();
    web["needs"] = json!(["api"]);
    let stage = Stage::new(json!({ "api": server(), "web": web }));
    stage.cli_json(&["up", "-d"]);
    let (port, api, web) = (stage.port_of("api"), stage.pid_of("api"), stage.pid_of("web"));
    let restarted = stage.cli_json(&["restart", "shop:api"]);
    assert_eq!(restarted.as_array().unwrap().len(), 1);
    assert_eq!((&restarted[0]["port"], &restarted[0]["status"]), (&json!(port), &json!("running")));
    assert_ne!(restarted[0]["pid"], api);
    assert_eq!(stage.pid_of("web"), web);
    let both = stage.cli_json(&["restart"]);
    assert_eq!(both.as_array().unwrap().len(), 2);
    assert!(is_dead(web));
    // What was stopped belongs to no supervisor any more.
    stage.cli_json(&["down", "shop:web"]);
    let error = stage.cli_error(&["restart", "shop:web"], 3, "NOT_FOUND");
    assert!(error["message"].as_str().unwrap().contains("portreg up shop:web"), "{error}");
    let again = stage.cli_json(&["up", "-d", "web"]);
    let web = again.as_array().unwrap().iter().find(|one| one["identity"] == "shop:web").unwrap();
    assert_eq!(web["status"], "running", "{again}");
    stage.cli_json(&["down"]);
    assert!(stage.of_services().is_empty());
}

/// A restart that does not get ready says so, with the exit code.
#[test]
fn a_restart_that_fails() {
    let web = json!({ "cmd": actor("exit-unless 6 good serve"), "restart": "never" });
    let stage = Stage::new(json!({ "web": web, "api": server() }));
    stage.touch("good");
    stage.cli_json(&["up", "-d"]);
    std::fs::remove_file(stage.work().join("good")).unwrap();
    let error = stage.cli_error(&["restart", "shop:web"], 5, "NOT_READY");
    assert_eq!(error["exit_code"], 6, "{error}");
    assert_eq!(stage.service("web")["status"], "crashed");
    stage.touch("good");
    let mended = stage.cli_json(&["restart", "shop:web"]);
    assert_eq!(mended[0]["status"], "running", "{mended}");
}

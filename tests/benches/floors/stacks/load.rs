//! Restarts under load: who is refused or cut off, and how long the others wait.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use portreg_core::{DownOptions, Registry, WaitOptions};
use serde_json::json;

use super::{DEADLINE, Place};
use crate::measure::{Result, Times};
use crate::report::Line;
use crate::wanted;

const LOAD: &str = "10 restarts under 300 requests/s";
const NAME: &str = "bench:web";

const REQUESTS: u32 = 6000;
const EVERY: Duration = Duration::from_micros(3333);
const RESTARTS: u32 = 10;
const BETWEEN: Duration = Duration::from_secs(2);
/// More than wait at once in a second.
const CLIENTS: usize = 256;

/// A server that ends in order: it answers whom it has accepted.
const SERVER: &str = "
import os, signal, socket, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Length', '2')
        self.end_headers()
        self.wfile.write(b'ok')
    def log_request(self, *_):
        pass

class Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 1024

servers = []
if os.environ.get('LISTEN_PID') == str(os.getpid()):
    for fd in range(3, 3 + int(os.environ['LISTEN_FDS'])):
        server = Server(('', 0), Handler, bind_and_activate=False)
        server.socket.close()
        server.socket = socket.socket(fileno=fd)
        servers.append(server)
else:
    servers.append(Server(('127.0.0.1', int(os.environ['PORT'])), Handler))
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
threads = [threading.Thread(target=one.serve_forever, args=(0.01,)) for one in servers]
for thread in threads:
    thread.start()
signal.sigwait([signal.SIGTERM])
for one in servers:
    one.shutdown()
for one in servers:
    one.server_close()
";

/// With the socket kept over restarts, and without.
pub(super) fn run(folder: &Path) -> Result<Vec<Line>> {
    if !wanted(LOAD) {
        return Ok(Vec::new());
    }
    Ok(vec![case(folder, "inherit")?, case(folder, "none")?])
}

/// What became of the requests.
#[derive(Default)]
struct Seen {
    waits: Vec<Duration>,
    refused: u32,
    cut_off: u32,
}

fn case(folder: &Path, listen: &str) -> Result<Line> {
    let place = Place::new(folder, &format!("load-{listen}"))?;
    std::fs::write(place.dir.join("server.py"), SERVER)?;
    place.configure(&json!({
        "project": "bench",
        NAME: {
            "cmd": ["python3", "server.py"],
            "ready": "http://127.0.0.1:{port}/",
            "listen": listen,
            "restart": "always",
        },
    }))?;
    if !place.portreg(&["up", "-d"]).status()?.success() {
        return Err("the server does not come up".into());
    }
    let registry = place.registry()?;
    let seen = measure(&registry);
    place.portreg(&["down"]).status()?;
    let (seen, restarts) = seen?;
    let mut line =
        Line::plain(&format!("{LOAD}, listen: {listen}"), &Times::new(seen.waits.clone()));
    let times = Times::new(restarts);
    line.said = Some(format!(
        "{} refused, {} cut off of {REQUESTS}; a restart takes {:.0} ms",
        seen.refused,
        seen.cut_off,
        times.p50() / 1000.0
    ));
    Ok(match listen {
        "inherit" => line.with_bar("none refused, none cut off", seen.refused + seen.cut_off == 0),
        _ => line,
    })
}

/// Asks steadily, whatever the answers take, and restarts the server meanwhile.
fn measure(registry: &Registry) -> Result<(Seen, Vec<Duration>)> {
    let ready = WaitOptions { timeout: Some(DEADLINE), ..WaitOptions::default() };
    let service = registry.wait_ready(&[NAME.to_owned()], &ready)?.remove(0);
    let port = service.port.ok_or("it has no port")?;
    let next = AtomicU32::new(0);
    let start = Instant::now();
    let mut all = Seen::default();
    let restarts = std::thread::scope(|scope| {
        let client = || {
            let mut seen = Seen::default();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= REQUESTS {
                    return seen;
                }
                let due = start + EVERY * number;
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
                match ask(port) {
                    // From when it was due: who comes late because others wait has waited as well.
                    Ok(()) => seen.waits.push(due.elapsed()),
                    Err(error) if error.kind() == ErrorKind::ConnectionRefused => seen.refused += 1,
                    Err(_) => seen.cut_off += 1,
                }
            }
        };
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(client)).collect();
        let mut times = Vec::new();
        for number in 0..RESTARTS {
            let due = start + BETWEEN * number + BETWEEN / 2;
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let begun = Instant::now();
            registry.restart(Some(NAME), &DownOptions::default())?;
            times.push(begun.elapsed());
        }
        for client in clients {
            let seen = client.join().map_err(|_| "a client has failed")?;
            all.waits.extend(seen.waits);
            all.refused += seen.refused;
            all.cut_off += seen.cut_off;
        }
        Ok::<_, Box<dyn std::error::Error>>(times)
    })?;
    Ok((all, restarts))
}

fn ask(port: u16) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(DEADLINE))?;
    stream.write_all(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    match answer.ends_with(b"\r\n\r\nok") {
        true => Ok(()),
        false => Err(ErrorKind::UnexpectedEof.into()),
    }
}

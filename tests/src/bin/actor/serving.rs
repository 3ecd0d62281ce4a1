//! Sockets of the actor: its own or those it was handed; each request is answered with its pid.

use std::error::Error;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::fd::FromRawFd as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

type Done = Result<(), Box<dyn Error>>;

fn number(name: &str) -> Option<u32> {
    std::env::var(name).ok()?.parse().ok()
}

fn port() -> Result<u16, Box<dyn Error>> {
    Ok(std::env::var("PORT")?.parse()?)
}

/// What was handed down, as `sd_listen_fds(3)` says.
fn inherited() -> Vec<TcpListener> {
    if number("LISTEN_PID") != Some(std::process::id()) {
        return Vec::new();
    }
    let count = number("LISTEN_FDS").unwrap_or(0) as i32;
    // SAFETY: the protocol says that these descriptors are ours and open.
    (3..3 + count).map(|fd| unsafe { TcpListener::from_raw_fd(fd) }).collect()
}

fn own(port: u16) -> std::io::Result<Vec<TcpListener>> {
    let first = TcpListener::bind(("127.0.0.1", port))?;
    let second = TcpListener::bind(("::1", port));
    Ok([first].into_iter().chain(second).collect())
}

fn accept(sockets: Vec<TcpListener>) {
    for socket in sockets {
        std::thread::spawn(move || {
            for stream in socket.incoming().map_while(Result::ok) {
                answer(stream);
            }
        });
    }
}

/// Answers one request. Who says nothing gets nothing.
fn answer(mut stream: TcpStream) {
    _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
    let mut request = [0; 4096];
    if stream.read(&mut request).is_ok_and(|length| length > 0) {
        let body = std::process::id().to_string();
        let length = body.len();
        _ = write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
    }
}

pub(crate) fn serve() -> Done {
    let handed = inherited();
    accept(if handed.is_empty() { own(port()?)? } else { handed });
    Ok(())
}

pub(crate) fn serve_inherited() -> Done {
    let handed = inherited();
    if handed.is_empty() {
        return Err("nothing was handed down".into());
    }
    accept(handed);
    Ok(())
}

pub(crate) fn serve_on(port: u16) -> Done {
    accept(own(port)?);
    Ok(())
}

/// Serves for a time; then its port is closed.
pub(crate) fn serve_for(time: Duration) -> Done {
    let open = Arc::new(AtomicBool::new(true));
    let mut threads = Vec::new();
    for socket in own(port()?)? {
        socket.set_nonblocking(true)?;
        let open = open.clone();
        threads.push(std::thread::spawn(move || {
            while open.load(Ordering::Relaxed) {
                match socket.accept() {
                    Ok((stream, _)) => answer(stream),
                    Err(_) => std::thread::sleep(Duration::from_millis(5)),
                }
            }
        }));
    }
    std::thread::sleep(time);
    open.store(false, Ordering::Relaxed);
    threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a thread panicked"))?;
    Ok(())
}

/// Serves for a time, then on a port that nobody gave it.
pub(crate) fn serve_and_move(time: Duration) -> Done {
    serve_for(time)?;
    serve_on(0)
}

//! Real servers, probed.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;

use super::*;
#[cfg(unix)]
use crate::machine::process;

const LONG: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(200);

fn mine(pid: u32) -> bool {
    pid == std::process::id()
}

fn http(url: &str) -> Check {
    Check::http(url).unwrap()
}

fn tcp(address: impl ToString) -> Check {
    Check::tcp(&address.to_string()).unwrap()
}

fn failed(why: impl Into<String>) -> Outcome {
    Outcome::Failed(why.into())
}

fn on(addr: impl Into<std::net::IpAddr>, port: u16) -> (TcpListener, u16) {
    let listener = TcpListener::bind((addr.into(), port)).unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

/// Answers each connection, and tells what was asked.
fn serve(
    listener: TcpListener,
    answer: impl Fn(TcpStream) + Send + 'static,
) -> mpsc::Receiver<String> {
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 1024];
            let Ok(length) = stream.read(&mut request) else { continue };
            _ = tell.send(String::from_utf8_lossy(&request[..length]).into_owned());
            answer(stream);
        }
    });
    told
}

fn says(text: &'static str) -> impl Fn(TcpStream) + Send {
    move |mut stream| stream.write_all(text.as_bytes()).unwrap()
}

/// A server in another process.
struct Stranger(Child);

impl Stranger {
    fn on(port: u16) -> (Self, u16) {
        let script = "import socket, sys\n\
            s = socket.create_server(('127.0.0.1', int(sys.argv[1])))\n\
            print(s.getsockname()[1], flush=True)\n\
            sys.stdin.read()";
        let mut command = Command::new("python3");
        command.args(["-c", script, &port.to_string()]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        (Self(child), line.trim().parse().unwrap())
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

#[test]
fn the_status_decides() {
    for (answer, outcome) in [
        ("HTTP/1.1 200 OK\r\n\r\n", None),
        ("HTTP/1.1 204 No Content\r\n\r\n", None),
        ("HTTP/1.0 302 Found\r\nLocation: http://192.0.2.1/\r\n\r\n", None),
        ("HTTP/1.1 404 Not Found\r\n\r\n", Some("answered 404")),
        ("HTTP/1.1 500\r\n\r\n", Some("answered 500")),
        ("HTTP/1.1 100 Continue\r\n\r\n", Some("answered 100")),
        ("HTTP/1.1 2000 Yes\r\n\r\n", Some("was not answered with HTTP")),
        ("SSH-2.0-OpenSSH\r\n", Some("was not answered with HTTP")),
        ("HTTP/1.1 200", Some("was not answered with HTTP")),
        ("", Some("was not answered: the connection was closed")),
    ] {
        let (listener, port) = on(Ipv4Addr::LOCALHOST, 0);
        let asked = serve(listener, says(answer));
        let check = http(&format!("http://me:secret@127.0.0.1:{port}/health?token=secret#top"));
        let shown = format!("GET http://127.0.0.1:{port}/health");
        let expected = outcome.map_or(Outcome::Passed, |why| failed(format!("{shown} {why}")));
        assert_eq!(attempt(&check, LONG, &mine), expected);
        let asked = asked.recv().unwrap();
        let head = format!("GET /health?token=secret HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n");
        assert!(asked.starts_with(&head) && asked.contains("\r\nConnection: close\r\n"), "{asked}");
    }
}

#[test]
fn localhost_is_both_loopbacks() {
    let (listener, port) = on(Ipv6Addr::LOCALHOST, 0);
    let asked = serve(listener, says("HTTP/1.1 200 OK\r\n\r\n"));
    for host in ["localhost", "api.shop.localhost", "LOCALHOST.", "[::1]", "[::]"] {
        let check = http(&format!("http://{host}:{port}"));
        assert_eq!(attempt(&check, LONG, &mine), Outcome::Passed, "{host}");
        let asked = asked.recv().unwrap();
        assert!(
            asked.starts_with(&format!("GET / HTTP/1.1\r\nHost: {host}:{port}\r\n")),
            "{asked}"
        );
    }
    assert_eq!(attempt(&tcp(port), LONG, &mine), Outcome::Passed);
    let nothing = failed(format!("nothing accepts connections on 127.0.0.1:{port}"));
    assert_eq!(attempt(&tcp(format!("127.0.0.1:{port}")), LONG, &mine), nothing);
    assert_eq!(attempt(&Check::Listening { port }, LONG, &mine), Outcome::Passed);
}

#[test]
fn a_stranger_is_not_health() {
    let (stranger, port) = Stranger::on(0);
    let pid = Some(stranger.0.id());
    let listening = Check::Listening { port };
    for check in [&http(&format!("http://localhost:{port}/")), &tcp(port), &listening] {
        assert_eq!(attempt(check, LONG, &mine), Outcome::Stranger { port, pid });
        assert_eq!(attempt(check, LONG, &|_| false), Outcome::Stranger { port, pid });
    }
    for check in [&tcp(port), &listening] {
        assert_eq!(attempt(check, LONG, &|own| Some(own) == pid), Outcome::Passed);
        assert_eq!(attempt(check, LONG, &mine), Outcome::Stranger { port, pid }, "asked again");
    }
    // Either loopback may pass.
    let (own, _) = on(Ipv6Addr::LOCALHOST, port);
    for check in [&tcp(port), &listening] {
        assert_eq!(attempt(check, LONG, &mine), Outcome::Passed);
    }
    // What the service itself says counts more.
    serve(own, says("HTTP/1.1 503 Wait\r\n\r\n"));
    let check = http(&format!("http://localhost:{port}/"));
    let expected = failed(format!("GET http://localhost:{port}/ answered 503"));
    assert_eq!(attempt(&check, LONG, &mine), expected);
}

#[test]
fn a_port_without_listener_is_told() {
    let (listener, port) = on(Ipv4Addr::LOCALHOST, 0);
    drop(listener);
    let nothing = failed(format!("nothing accepts connections on 127.0.0.1:{port}"));
    assert_eq!(attempt(&tcp(port), LONG, &mine), nothing);
    assert_eq!(attempt(&http(&format!("https://localhost:{port}/")), LONG, &mine), nothing);
    let listens = attempt(&Check::Listening { port }, LONG, &mine);
    assert_eq!(listens, failed(format!("nothing listens on port {port}")));
}

#[test]
fn addresses_of_others_do_not_count() {
    let (_listener, port) = on(Ipv4Addr::UNSPECIFIED, 0);
    assert_eq!(attempt(&tcp(port), LONG, &mine), Outcome::Passed);
    let elsewhere = attempt(&tcp(format!("192.0.2.1:{port}")), LONG, &mine);
    assert_eq!(elsewhere, failed("192.0.2.1 is no address of this machine"));
    let nowhere = attempt(&tcp(format!("no-such-host.invalid:{port}")), SHORT, &mine);
    assert!(matches!(&nowhere, Outcome::Failed(why) if why.contains("no-such-host.invalid")));
}

#[test]
fn https_is_a_connection_only() {
    let (_listener, port) = on(Ipv4Addr::LOCALHOST, 0);
    assert_eq!(attempt(&http(&format!("https://localhost:{port}/")), LONG, &mine), Outcome::Passed);
}

#[test]
fn no_server_takes_longer_than_it_may() {
    let (_silent, silent) = on(Ipv4Addr::LOCALHOST, 0);
    let (listener, trickling) = on(Ipv4Addr::LOCALHOST, 0);
    serve(listener, |mut stream| {
        while stream.write_all(b"H").is_ok() {
            std::thread::sleep(Duration::from_millis(5));
        }
    });
    for port in [silent, trickling] {
        let before = Instant::now();
        let url = format!("http://127.0.0.1:{port}/");
        let expected = failed(format!("GET {url} was not answered within 200ms"));
        assert_eq!(attempt(&http(&url), SHORT, &mine), expected);
        assert!((SHORT..LONG / 4).contains(&before.elapsed()));
    }
}

#[test]
fn a_line_without_end_is_no_http() {
    let (listener, port) = on(Ipv4Addr::LOCALHOST, 0);
    serve(listener, |mut stream| while stream.write_all(&[b'H'; 4096]).is_ok() {});
    let url = format!("http://127.0.0.1:{port}/");
    let expected = failed(format!("GET {url} was not answered with HTTP"));
    assert_eq!(attempt(&http(&url), LONG, &mine), expected);
}

#[cfg(unix)]
fn command(script: &str, mark: &str, dir: Option<PathBuf>) -> Check {
    let argv = ["sh", "-c", script].map(Into::into).to_vec();
    Check::Cmd { argv, env: vec![(process::MARK.into(), mark.into())], dir }
}

#[cfg(unix)]
#[test]
fn commands_tell_by_their_exit_code() {
    let dir = tempfile::tempdir().unwrap();
    let run =
        |script: &str| attempt(&command(script, "m", Some(dir.path().into())), LONG, &|_| false);
    assert_eq!(run("exit 0"), Outcome::Passed);
    assert_eq!(run("exit 3"), failed("sh ended with 3"));
    assert_eq!(run("kill -9 $$"), failed("sh ended with 137"));
    assert_eq!(run("head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2"), Outcome::Passed);
    assert_eq!(run("test $PORTREG_RUN = m && touch here"), Outcome::Passed);
    assert!(dir.path().join("here").exists());
    let none = Check::Cmd { argv: vec!["no-such-program".into()], env: vec![], dir: None };
    let Outcome::Failed(why) = attempt(&none, LONG, &mine) else { panic!("it passed") };
    assert!(why.starts_with("cannot start no-such-program (No such file"), "{why}");
}

#[cfg(unix)]
#[test]
fn a_command_that_takes_too_long_ends_with_all_it_started() {
    let mark = crate::supervise::new_mark();
    let before = Instant::now();
    let slow = command("sleep 1000 & setsid sleep 1000 & sleep 1000", &mark, None);
    assert_eq!(attempt(&slow, SHORT, &mine), failed("sh did not end within 200ms"));
    assert!(before.elapsed() < LONG);
    assert_eq!(process::marked(&mark), []);
}

#[test]
fn what_is_written_is_read() {
    let read = |address| Check::tcp(address);
    let at = |host: &str, port| Ok(Check::Tcp { host: host.into(), port });
    assert_eq!(read("3000"), at("localhost", 3000));
    assert_eq!(read(":3000"), at("localhost", 3000));
    assert_eq!(read("tcp://db.localhost:5432"), at("db.localhost", 5432));
    assert_eq!(read("tcp://3000/"), at("localhost", 3000));
    assert_eq!(read("[::1]:80"), at("::1", 80));
    for wrong in ["", "host", "host:", "host:0", "host:70000", "[::1", "[::1]80", "::1:80:"] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
    let shown = |url: &str| match Check::http(url)? {
        Check::Http { url } => Ok(url.to_string()),
        other => Err(format!("{other:?}")),
    };
    let ok = |text: &str| Ok(text.to_owned());
    assert_eq!(shown("http://localhost"), ok("http://localhost/"));
    assert_eq!(shown("HTTP://localhost:80?a=b"), ok("http://localhost/"));
    assert_eq!(shown("https://u:p@localhost:443/a/b?c"), ok("https://localhost/a/b"));
    assert_eq!(shown("http://[::1]:3000/x#y"), ok("http://[::1]:3000/x"));
    for wrong in ["localhost:3000", "ftp://a", "http://", "http://:80/", "http://a:b", "http://a b"]
    {
        assert!(Check::http(wrong).is_err(), "{wrong}");
    }
}

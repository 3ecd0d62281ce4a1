//! A GET by hand: as much of HTTP/1.1 as tells whether a server is well.

use std::fmt;
use std::io::{self, Read as _, Write as _};
use std::net::SocketAddr;

use super::{Limit, address, tcp};

/// No server's status line is longer.
const LONGEST_LINE: usize = 4096;

/// A URL to get. Shown without the parts that may hold secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::supervise) struct Url {
    /// Whether it is `https`.
    tls: bool,
    /// A name or an address, without brackets.
    pub(super) host: String,
    /// The port, also where the URL does not say it.
    pub(super) port: u16,
    /// Path and query.
    target: String,
}

impl Url {
    pub(super) fn parse(url: &str) -> Result<Self, String> {
        if url.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err("a URL holds no spaces; write %20".to_owned());
        }
        let (scheme, rest) = url.split_once("://").unwrap_or_default();
        let tls = match scheme.to_ascii_lowercase().as_str() {
            "http" => false,
            "https" => true,
            _ => return Err("a URL starts with http:// or https://".to_owned()),
        };
        let (authority, target) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let target = target.split('#').next().unwrap_or_default();
        let slash = if target.starts_with('/') { "" } else { "/" };
        let place = authority.rsplit('@').next().unwrap_or_default();
        let (host, port) = address::host_and_port(place)?;
        if host.is_empty() {
            return Err("the host is missing; write for example http://localhost:{port}".to_owned());
        }
        Ok(Self {
            tls,
            host: host.to_owned(),
            port: port.unwrap_or(if tls { 443 } else { 80 }),
            target: format!("{slash}{target}"),
        })
    }

    /// Host and port as a server wants to read them.
    fn authority(&self) -> String {
        let host = match self.host.contains(':') {
            true => format!("[{}]", self.host),
            false => self.host.clone(),
        };
        match (self.tls, self.port) {
            (false, 80) | (true, 443) => host,
            (_, port) => format!("{host}:{port}"),
        }
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "https" } else { "http" };
        let path = self.target.split('?').next().unwrap_or_default();
        write!(f, "{scheme}://{}{path}", self.authority())
    }
}

/// Gets the URL from this address; what comes back otherwise is why that is not well. Redirects are
/// not followed, and of the answer no more is read than its first line.
pub(super) fn get(url: &Url, at: SocketAddr, limit: &Limit) -> Result<(), String> {
    let mut stream = tcp::connect(at, limit)?;
    if url.tls {
        return Ok(());
    }
    let late = || format!("GET {url} was not answered within {:?}", limit.of);
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => late(),
        _ => format!("GET {url} failed ({error})"),
    };
    let request = format!(
        "GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: portreg\r\nAccept: */*\r\nConnection: close\r\n\r\n",
        url.target,
        url.authority(),
    );
    stream.set_write_timeout(Some(limit.left().ok_or_else(late)?)).map_err(failed)?;
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let mut line = Vec::new();
    let end = loop {
        if let Some(end) = line.iter().position(|byte| *byte == b'\n') {
            break end;
        }
        if line.len() > LONGEST_LINE {
            return Err(format!("GET {url} was not answered with HTTP"));
        }
        // Anew for each piece: a server that trickles gets no more time than one that is silent.
        stream.set_read_timeout(Some(limit.left().ok_or_else(late)?)).map_err(failed)?;
        let mut piece = [0; 512];
        match stream.read(&mut piece) {
            Ok(0) if line.is_empty() => {
                return Err(format!("GET {url} was not answered: the connection was closed"));
            }
            Ok(0) => return Err(format!("GET {url} was not answered with HTTP")),
            Ok(length) => line.extend_from_slice(&piece[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(error)),
        }
    };
    match status(&line[..end]) {
        Some(200..=399) => Ok(()),
        Some(status) => Err(format!("GET {url} answered {status}")),
        None => Err(format!("GET {url} was not answered with HTTP")),
    }
}

/// The status in `HTTP/1.1 200 OK`.
fn status(line: &[u8]) -> Option<u16> {
    let rest = line.strip_prefix(b"HTTP/1.")?;
    let digits = rest.split(|byte| *byte == b' ').nth(1)?.trim_ascii_end();
    let plain = digits.len() == 3 && digits.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(digits).ok().filter(|_| plain)?.parse().ok()
}

//! Probes: whether a service can be used, asked from outside. A stranger on its port is not health.

mod address;
mod command;
mod http;
mod owner;
mod tcp;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

pub(super) use http::Url;
use owner::Owner;

/// What is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Check {
    /// A GET that is answered with 2xx or 3xx.
    Http {
        /// What to get.
        url: Url,
    },
    /// A connection.
    Tcp {
        /// A name or an address.
        host: String,
        /// The port.
        port: u16,
    },
    /// A command that ends with 0.
    Cmd {
        /// The program and its arguments.
        argv: Vec<OsString>,
        /// What its environment has in addition to this process's.
        env: Vec<(OsString, OsString)>,
        /// Where it runs; the working folder where nothing is said.
        dir: Option<PathBuf>,
    },
    /// A listener on the port that the loopback reaches; nobody connects to it.
    Listening {
        /// The port.
        port: u16,
    },
}

/// What came of a probe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The service can be used.
    Passed,
    /// It cannot, and why: a fragment for people that repeats no secret.
    Failed(String),
    /// Somebody else has its port.
    Stranger {
        /// The port.
        port: u16,
        /// A process that has it, where this user may see that.
        pid: Option<u32>,
    },
}

impl Check {
    /// A GET of this URL. With `https` only the connection counts, and whose it is: nothing here
    /// speaks TLS.
    ///
    /// # Errors
    ///
    /// What is wrong with the URL, without repeating it.
    pub(super) fn http(url: &str) -> Result<Self, String> {
        Ok(Self::Http { url: Url::parse(url)? })
    }

    /// A connection to `host:port`, `:port`, or a port of this machine; `tcp://` may stand before it.
    ///
    /// # Errors
    ///
    /// What is wrong with the address.
    pub(super) fn tcp(address: &str) -> Result<Self, String> {
        let plain = address.strip_prefix("tcp://").unwrap_or(address).trim_end_matches('/');
        let (host, port) = match address::host_and_port(plain)? {
            // A number alone is a port.
            (host, None) => ("localhost", address::port(host)?),
            ("", Some(port)) => ("localhost", port),
            (host, Some(port)) => (host, port),
        };
        Ok(Self::Tcp { host: host.to_owned(), port })
    }
}

/// Tries once, for at most so long. `is_own` tells whether a process belongs to the service.
///
/// Blocks; starts a thread only to look up a name that is not the loopback's.
pub(super) fn attempt(check: &Check, timeout: Duration, is_own: &dyn Fn(u32) -> bool) -> Outcome {
    let limit = Limit { end: Instant::now() + timeout, of: timeout };
    match check {
        Check::Http { url } => {
            let get = |at, limit: &Limit| http::get(url, at, limit);
            at_any(&url.host, url.port, &limit, is_own, &get)
        }
        Check::Tcp { host, port } => {
            let connect = |at, limit: &Limit| tcp::connect(at, limit).map(drop);
            at_any(host, *port, &limit, is_own, &connect)
        }
        Check::Cmd { argv, env, dir } => command::run(argv, env, dir.as_deref(), &limit),
        Check::Listening { port } => owner::listens(*port, is_own),
    }
}

/// The time that an attempt has.
struct Limit {
    end: Instant,
    /// What people have set.
    of: Duration,
}

impl Limit {
    /// What is left of it; none where it is over.
    fn left(&self) -> Option<Duration> {
        let left = self.end.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }

    /// An equal part of what is left.
    fn share(&self, parts: usize) -> Self {
        let left = self.end.saturating_duration_since(Instant::now());
        let share = left / u32::try_from(parts.max(1)).unwrap_or(u32::MAX);
        Self { end: Instant::now() + share, of: self.of }
    }
}

/// Asks at all addresses of the host until one passes. What the service itself has answered says
/// more than a stranger on the other loopback, and that more than silence.
fn at_any(
    host: &str,
    port: u16,
    limit: &Limit,
    is_own: &dyn Fn(u32) -> bool,
    ask: &dyn Fn(SocketAddr, &Limit) -> Result<(), String>,
) -> Outcome {
    let addresses = match address::of(host, port, limit) {
        Ok(addresses) => addresses,
        Err(why) => return Outcome::Failed(why),
    };
    let (mut answered, mut stranger, mut silent) = (None, None, None);
    for (index, at) in addresses.iter().enumerate() {
        match owner::of(*at, is_own) {
            Owner::Own => match ask(*at, &limit.share(addresses.len() - index)) {
                Ok(()) => return Outcome::Passed,
                Err(why) => answered = answered.or(Some(Outcome::Failed(why))),
            },
            Owner::Stranger(pid) => stranger = stranger.or(Some(Outcome::Stranger { port, pid })),
            Owner::None(why) => silent = silent.or(Some(Outcome::Failed(why))),
        }
    }
    let nowhere = || Outcome::Failed(format!("{host} has no address"));
    answered.or(stranger).or(silent).unwrap_or_else(nowhere)
}

//! A connection, within a time.

use std::io;
use std::net::{SocketAddr, TcpStream};

use super::Limit;

/// Connects; what comes back otherwise is why not.
pub(super) fn connect(at: SocketAddr, limit: &Limit) -> Result<TcpStream, String> {
    let late = || format!("{at} did not accept a connection within {:?}", limit.of);
    let left = limit.left().ok_or_else(late)?;
    TcpStream::connect_timeout(&at, left).map_err(|error| match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => late(),
        io::ErrorKind::ConnectionRefused => format!("nothing accepts connections on {at}"),
        _ => format!("cannot connect to {at} ({error})"),
    })
}

//! Where a probe goes: hosts, ports, and the addresses that a name has on this machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs as _};
use std::sync::mpsc;

use super::Limit;
use crate::model::parse_port;

/// Parts `host`, `host:port` and `[v6]:port`; the brackets are not of the host.
pub(super) fn host_and_port(text: &str) -> Result<(&str, Option<u16>), String> {
    let (host, rest) = match text.strip_prefix('[') {
        Some(inside) => inside.split_once(']').ok_or("a \"]\" is missing behind the address")?,
        None => text.split_at(text.find(':').unwrap_or(text.len())),
    };
    match rest.strip_prefix(':') {
        Some(digits) => Ok((host, Some(port(digits)?))),
        None if rest.is_empty() => Ok((host, None)),
        None => Err("what follows the address is no port".to_owned()),
    }
}

pub(super) fn port(digits: &str) -> Result<u16, String> {
    parse_port(digits, "port").map_err(|error| error.to_string())
}

/// The addresses of a host. `localhost` and names below it are both loopbacks, whatever the system's
/// files say; "any address" is the loopback of its family.
pub(super) fn of(host: &str, port: u16, limit: &Limit) -> Result<Vec<SocketAddr>, String> {
    let loopbacks = [IpAddr::V4(Ipv4Addr::LOCALHOST), Ipv6Addr::LOCALHOST.into()];
    let plain = host.trim_end_matches('.').to_ascii_lowercase();
    if plain == "localhost" || plain.ends_with(".localhost") {
        return Ok(loopbacks.map(|address| SocketAddr::new(address, port)).to_vec());
    }
    if let Ok(address) = host.parse::<IpAddr>() {
        let [v4, v6] = loopbacks;
        let reached = match address.is_unspecified() {
            true if address.is_ipv4() => v4,
            true => v6,
            false => address,
        };
        return Ok(vec![SocketAddr::new(reached, port)]);
    }
    looked_up(host, port, limit)
}

/// In a thread, because nothing bounds the time of a look-up; it ends when that does.
fn looked_up(host: &str, port: u16, limit: &Limit) -> Result<Vec<SocketAddr>, String> {
    let late = || format!("{host} was not found within {:?}", limit.of);
    let (tell, told) = mpsc::channel();
    let name = host.to_owned();
    std::thread::Builder::new()
        .name("portreg-lookup".into())
        .spawn(move || {
            let found = (name.as_str(), port).to_socket_addrs();
            // Nobody listens any more where it took too long.
            _ = tell.send(found.map(Vec::from_iter));
        })
        .map_err(|error| format!("{host} cannot be looked up ({error})"))?;
    match told.recv_timeout(limit.left().ok_or_else(late)?) {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(_)) => Err(format!("{host} is no name of any machine")),
        Err(_) => Err(late()),
    }
}

//! Linux: the sockets from `/proc/net`, where netlink is refused.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::machine::sockets::{ListenSocket, OpenSocket, Phase};
use crate::model::Protocol;

/// The sockets that listen, or wait for datagrams, on the port; 0 means any.
pub(super) fn listening(protocol: Protocol, port: u16) -> io::Result<Vec<ListenSocket>> {
    const LISTEN: u8 = 10;
    const CLOSE: u8 = 7;
    let (name, wanted) = match protocol {
        Protocol::Tcp => ("tcp", LISTEN),
        Protocol::Udp => ("udp", CLOSE),
    };
    let mut found = lines(name)?;
    found.retain(|line| line.state == wanted && (port == 0 || line.own.port() == port));
    Ok(found.into_iter().map(Line::listener).collect())
}

/// All TCP sockets with this port on their own side.
pub(super) fn open_on(port: u16) -> io::Result<Vec<OpenSocket>> {
    let mut found = lines("tcp")?;
    found.retain(|line| line.own.port() == port);
    let open = |line: Line| OpenSocket {
        peer: line.peer,
        inode: line.inode,
        phase: Phase::of(line.state),
    };
    Ok(found.into_iter().map(open).collect())
}

/// One line, as far as it is of use.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    own: SocketAddr,
    peer: SocketAddr,
    state: u8,
    uid: u32,
    inode: u64,
}

impl Line {
    fn listener(self) -> ListenSocket {
        let Self { own, uid, inode, .. } = self;
        ListenSocket { port: own.port(), addr: own.ip(), inode, uid, v6_only: false }
    }
}

fn lines(protocol: &str) -> io::Result<Vec<Line>> {
    let mut text = std::fs::read_to_string(format!("/proc/net/{protocol}"))?;
    // Missing where the kernel has no IPv6.
    text.push_str(&std::fs::read_to_string(format!("/proc/net/{protocol}6")).unwrap_or_default());
    Ok(text.lines().filter_map(parse).collect())
}

fn parse(line: &str) -> Option<Line> {
    let fields: Vec<&str> = line.split_ascii_whitespace().collect();
    Some(Line {
        own: address(fields.get(1)?)?,
        peer: address(fields.get(2)?)?,
        state: u8::from_str_radix(fields.get(3)?, 16).ok()?,
        uid: fields.get(7)?.parse().ok()?,
        inode: fields.get(9)?.parse().ok()?,
    })
}

/// `0100007F:0CEA`: words of 32 bits, each printed as the machine holds it, and the port.
fn address(text: &str) -> Option<SocketAddr> {
    let (hex, port) = text.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    let mut bytes = [0_u8; 16];
    for (at, place) in bytes.chunks_exact_mut(4).enumerate().take(hex.len() / 8) {
        let word = u32::from_str_radix(hex.get(at * 8..at * 8 + 8)?, 16).ok()?;
        place.copy_from_slice(&word.to_ne_bytes());
    }
    let ip: IpAddr = match hex.len() {
        8 => Ipv4Addr::new(bytes[0], bytes[1], bytes[2], bytes[3]).into(),
        32 => Ipv6Addr::from(bytes).into(),
        _ => return None,
    };
    Some((ip, port).into())
}

#[cfg(test)]
#[cfg(target_endian = "little")]
mod tests {
    use super::*;

    #[test]
    fn lines_of_both_families_are_read() {
        let v4 = parse(
            "   0: 0100007F:0CEA 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100 0",
        );
        let expected = Line {
            own: "127.0.0.1:3306".parse().unwrap(),
            peer: "0.0.0.0:0".parse().unwrap(),
            state: 10,
            uid: 1000,
            inode: 4711,
        };
        assert_eq!(v4, Some(expected));
        let v6 = parse(
            "   1: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12 1 0",
        );
        assert_eq!(v6.unwrap().own, "[::1]:8080".parse().unwrap());
        assert_eq!(parse("  sl  local_address rem_address   st tx_queue rx_queue"), None);
        let connected = parse("   0: 0100007F:0CEA 0100007F:0CEB 01 0:0 00:0 0 1000 0 4711 1");
        assert_eq!(Phase::of(connected.unwrap().state), Phase::Connected);
    }
}

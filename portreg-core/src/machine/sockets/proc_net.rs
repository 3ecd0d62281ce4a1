//! Linux: the listening sockets from `/proc/net`, where netlink is refused.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::ListenSocket;

/// The sockets listening on the port; 0 means any.
pub(super) fn listening(port: u16) -> io::Result<Vec<ListenSocket>> {
    let mut text = std::fs::read_to_string("/proc/net/tcp")?;
    // Missing where the kernel has no IPv6.
    text.push_str(&std::fs::read_to_string("/proc/net/tcp6").unwrap_or_default());
    let found = text.lines().filter_map(parse);
    Ok(found.filter(|socket| port == 0 || socket.port == port).collect())
}

/// A line of a listening socket.
fn parse(line: &str) -> Option<ListenSocket> {
    const LISTEN: &str = "0A";
    let fields: Vec<&str> = line.split_ascii_whitespace().collect();
    if *fields.get(3)? != LISTEN {
        return None;
    }
    let (addr, port) = fields.get(1)?.split_once(':')?;
    Some(ListenSocket {
        port: u16::from_str_radix(port, 16).ok()?,
        addr: address(addr)?,
        uid: fields.get(7)?.parse().ok()?,
        inode: fields.get(9)?.parse().ok()?,
    })
}

/// Words of 32 bits, each printed as the machine holds it.
fn address(hex: &str) -> Option<IpAddr> {
    let mut bytes = [0_u8; 16];
    for (at, place) in bytes.chunks_exact_mut(4).enumerate().take(hex.len() / 8) {
        let word = u32::from_str_radix(hex.get(at * 8..at * 8 + 8)?, 16).ok()?;
        place.copy_from_slice(&word.to_ne_bytes());
    }
    match hex.len() {
        8 => Some(Ipv4Addr::new(bytes[0], bytes[1], bytes[2], bytes[3]).into()),
        32 => Some(Ipv6Addr::from(bytes).into()),
        _ => None,
    }
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
        assert_eq!(
            v4,
            Some(ListenSocket { port: 3306, addr: [127, 0, 0, 1].into(), inode: 4711, uid: 1000 })
        );
        let v6 = parse(
            "   1: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12 1 0",
        );
        assert_eq!(v6.unwrap().addr, Ipv6Addr::LOCALHOST);
        assert_eq!(parse("  sl  local_address rem_address   st tx_queue rx_queue"), None);
        let established = "   0: 0100007F:0CEA 0100007F:0CEB 01 0:0 00:0 0 1000 0 4711 1";
        assert_eq!(parse(established), None);
    }
}

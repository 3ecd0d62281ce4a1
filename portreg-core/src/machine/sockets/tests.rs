//! What a probe says about a port that somebody has: the truth table of each system, on real sockets.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicU16, Ordering};

use socket2::{Domain, Socket, Type};

use super::*;

/// A port that is free now and that no other test of this module gets.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let start = 30_000 + (std::process::id() % 2_000) as u16;
    std::iter::repeat_with(|| start + NEXT.fetch_add(1, Ordering::Relaxed))
        .find(|port| probe(*port) == Probe::Free)
        .unwrap()
}

/// How another program has a port.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Plain,
    Reusing,
    OnlyBound,
}

fn taken(addr: IpAddr, port: u16, way: Way) -> Socket {
    let domain = if addr.is_ipv4() { Domain::IPV4 } else { Domain::IPV6 };
    let socket = Socket::new(domain, Type::STREAM, Some(socket2::Protocol::TCP)).unwrap();
    if addr.is_ipv6() {
        socket.set_only_v6(true).unwrap();
    }
    socket.set_reuse_address(way == Way::Reusing).unwrap();
    socket.bind(&SocketAddr::new(addr, port).into()).unwrap();
    if way != Way::OnlyBound {
        socket.listen(8).unwrap();
    }
    socket
}

#[test]
fn whoever_has_a_port_makes_it_busy() {
    let addresses: [IpAddr; 4] = [
        Ipv4Addr::LOCALHOST.into(),
        Ipv4Addr::UNSPECIFIED.into(),
        Ipv6Addr::LOCALHOST.into(),
        Ipv6Addr::UNSPECIFIED.into(),
    ];
    let mut wrong = Vec::new();
    for addr in addresses {
        for way in [Way::Plain, Way::Reusing, Way::OnlyBound] {
            let port = free_port();
            let socket = taken(addr, port, way);
            let while_taken = probe(port);
            drop(socket);
            if (while_taken, probe(port)) != (Probe::Busy, Probe::Free) {
                wrong.push((addr, way, while_taken, probe(port)));
            }
        }
    }
    assert_eq!(wrong, []);
}

#[test]
fn own_sockets_keep_a_port_from_others() {
    let port = free_port();
    let ours = listen(port, BACKLOG).unwrap();
    assert_eq!(probe(port), Probe::Busy);
    assert!(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_err());
    assert!(listen(port, BACKLOG).is_err());
    let listed = listening_on(port).unwrap();
    assert_eq!(listed.len(), ours.len());
    let inodes: Vec<u64> = listed.iter().map(|socket| socket.inode).collect();
    assert_eq!(holders_of(&inodes), [std::process::id()]);
    assert!(holds(std::process::id(), &inodes));
    drop(ours);
    assert_eq!((probe(port), listening_on(port).unwrap()), (Probe::Free, vec![]));
}

//! Real sockets, and what the kernel says about them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};

use socket2::{Domain, Socket, Type};

use super::*;
use crate::machine::sockets::{BACKLOG, Probe, listen, listening, listening_on, probe};

/// A port that is free now and that no other test of this process gets.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let start = 20_000 + (std::process::id() % 9_000) as u16;
    std::iter::repeat_with(|| start + NEXT.fetch_add(1, Ordering::Relaxed))
        .find(|port| probe(*port) == Probe::Free)
        .unwrap()
}

fn on(addr: impl Into<IpAddr>, port: u16) -> TcpListener {
    TcpListener::bind(SocketAddr::new(addr.into(), port)).unwrap()
}

#[test]
fn any_listener_makes_a_port_busy() {
    let addresses: [IpAddr; 5] = [
        Ipv4Addr::LOCALHOST.into(),
        Ipv4Addr::UNSPECIFIED.into(),
        Ipv4Addr::new(127, 0, 0, 2).into(),
        Ipv6Addr::LOCALHOST.into(),
        Ipv6Addr::UNSPECIFIED.into(),
    ];
    for addr in addresses {
        let port = free_port();
        let listener = on(addr, port);
        assert_eq!(probe(port), Probe::Busy, "{addr}");
        drop(listener);
        assert_eq!(probe(port), Probe::Free, "{addr}");
    }
}

#[test]
fn a_socket_that_is_only_bound_makes_a_port_busy() {
    let port = free_port();
    let socket = Socket::new(Domain::IPV4, Type::STREAM, Some(socket2::Protocol::TCP)).unwrap();
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)).into()).unwrap();
    assert_eq!(probe(port), Probe::Busy);
}

#[test]
fn shared_ports_are_seen() {
    let port = free_port();
    let socket = Socket::new(Domain::IPV4, Type::STREAM, Some(socket2::Protocol::TCP)).unwrap();
    socket.set_reuse_port(true).unwrap();
    socket.bind(&SocketAddr::from((Ipv4Addr::UNSPECIFIED, port)).into()).unwrap();
    socket.listen(1).unwrap();
    assert_eq!(probe(port), Probe::Busy);
}

#[test]
fn the_source_port_of_a_connection_is_busy_and_time_wait_is_not() {
    let server = on(Ipv4Addr::LOCALHOST, 0);
    let client = TcpStream::connect(server.local_addr().unwrap()).unwrap();
    let port = client.local_addr().unwrap().port();
    assert_eq!(probe(port), Probe::Busy);

    let port = free_port();
    let server = listen(port, BACKLOG).unwrap();
    let client = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    let (accepted, _) = server[0].accept().unwrap();
    // Who closes first is left in TIME_WAIT.
    drop(accepted);
    drop(server);
    std::io::Read::read(&mut &client, &mut [0]).unwrap();
    drop(client);
    assert_eq!(probe(port), Probe::Free);
}

#[test]
fn privileged_ports_are_told_apart() {
    // Root may bind them all; then there is nothing to see.
    let expected =
        if crate::machine::process::own_user() == 0 { Probe::Free } else { Probe::Privileged };
    assert_eq!(probe(1013), expected);
}

#[test]
fn both_loopbacks_are_taken_or_none() {
    let port = free_port();
    let listeners = listen(port, BACKLOG).unwrap();
    assert_eq!(
        listeners.iter().map(|socket| socket.local_addr().unwrap()).collect::<Vec<_>>(),
        [
            SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            SocketAddr::from((Ipv6Addr::LOCALHOST, port))
        ]
    );
    TcpStream::connect(listeners[0].local_addr().unwrap()).unwrap();
    TcpStream::connect(listeners[1].local_addr().unwrap()).unwrap();
    assert_eq!(listen(port, BACKLOG).unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
    drop(listeners);

    let v6 = on(Ipv6Addr::LOCALHOST, port);
    assert_eq!(listen(port, BACKLOG).unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
    drop(v6);
    assert_eq!(probe(port), Probe::Free, "nothing of the failed attempt is left");
}

#[test]
fn listeners_of_a_port_are_listed() {
    let port = free_port();
    let ours = listen(port, 16).unwrap();
    let other = on(Ipv4Addr::LOCALHOST, free_port());
    let mut found = listening_on(port).unwrap();
    found.sort();
    let addresses: Vec<IpAddr> = found.iter().map(|socket| socket.addr).collect();
    assert_eq!(addresses, [IpAddr::from(Ipv4Addr::LOCALHOST), Ipv6Addr::LOCALHOST.into()]);
    assert!(found.iter().all(|socket| socket.port == port && socket.inode != 0));
    assert!(found.iter().all(|socket| socket.uid == crate::machine::process::own_user()));

    let all = listening(Protocol::Tcp).unwrap();
    let other_port = other.local_addr().unwrap().port();
    assert!(found.iter().all(|socket| all.contains(socket)));
    assert!(all.iter().any(|socket| socket.port == other_port));
    drop(ours);
    assert_eq!(listening_on(port).unwrap(), []);
}

#[test]
fn netlink_and_proc_agree() {
    let port = free_port();
    let _ours = listen(port, 16).unwrap();
    let sorted = |mut list: Vec<ListenSocket>| {
        list.sort();
        list
    };
    let by_netlink = sorted(diag::listening(Protocol::Tcp, port).unwrap());
    assert_eq!(by_netlink.len(), 2);
    assert!(by_netlink.iter().any(|socket| socket.v6_only));
    // The text form does not tell whether a socket takes IPv4 too.
    let plain = by_netlink.iter().map(|socket| ListenSocket { v6_only: false, ..socket.clone() });
    assert_eq!(
        plain.collect::<Vec<_>>(),
        sorted(proc_net::listening(Protocol::Tcp, port).unwrap())
    );

    let client = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    let source = client.local_addr().unwrap().port();
    assert_eq!(diag::open_on(source).unwrap(), proc_net::open_on(source).unwrap());
    assert_eq!(diag::open_on(source).unwrap()[0].phase, Phase::Connected);

    let datagrams = std::net::UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = datagrams.local_addr().unwrap().port();
    let by_netlink = diag::listening(Protocol::Udp, port).unwrap();
    assert_eq!((by_netlink.len(), by_netlink[0].port), (1, port));
    assert_eq!(by_netlink, proc_net::listening(Protocol::Udp, port).unwrap());
}

#[test]
fn holders_are_found_with_those_who_inherit() {
    let port = free_port();
    let script = "import os,socket,sys,time\n\
                  s = socket.create_server(('127.0.0.1', int(sys.argv[1])))\n\
                  kid = os.fork()\n\
                  if kid: print(kid, flush=True)\n\
                  time.sleep(1000)";
    let mut child = Command::new("python3")
        .args(["-c", script, &port.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = std::io::BufReader::new(child.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut out, &mut line).unwrap();
    let kid: u32 = line.trim().parse().unwrap();

    let inodes: Vec<u64> = listening_on(port).unwrap().iter().map(|s| s.inode).collect();
    assert_eq!(inodes.len(), 1);
    let mut expected = vec![child.id(), kid];
    expected.sort_unstable();
    assert_eq!(holders_of(&inodes), expected);
    assert!(holds(kid, &inodes) && !holds(std::process::id(), &inodes));
    assert!(holders_of(&[]).is_empty());

    let key = crate::machine::process::key_of(child.id()).unwrap();
    crate::machine::process::end(&[key], |_| false, std::time::Duration::from_secs(20));
    child.wait().unwrap();
    assert_eq!(probe(port), Probe::Free);
}

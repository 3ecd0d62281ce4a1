//! Linux: the kernel's own list of sockets by netlink, without a subprocess.

use std::io;

use netlink_packet_core::{
    NLM_F_DUMP, NLM_F_REQUEST, NLMSG_DONE, NLMSG_ERROR, NetlinkBuffer, NetlinkHeader,
    NetlinkMessage, NetlinkPayload, NlasIterator, Parseable as _,
};
use netlink_packet_sock_diag::SockDiagMessage;
use netlink_packet_sock_diag::constants::{
    AF_INET, AF_INET6, INET_DIAG_SKV6ONLY, IPPROTO_TCP, IPPROTO_UDP,
};
use netlink_packet_sock_diag::inet::{
    ExtensionFlags, InetRequest, InetResponseBuffer, InetResponseHeader, SocketId, StateFlags,
};
use netlink_sys::Socket;
use netlink_sys::protocols::NETLINK_SOCK_DIAG;

use crate::machine::sockets::{ListenSocket, OpenSocket, Phase};
use crate::model::Protocol;

/// The kernel fills at most this much at once.
const BUFFER: usize = 32 * 1024;

/// The sockets that listen, or wait for datagrams, on the port; 0 means any.
pub(super) fn listening(protocol: Protocol, port: u16) -> io::Result<Vec<ListenSocket>> {
    // A datagram socket without a peer is what the kernel calls closed.
    let states = match protocol {
        Protocol::Tcp => StateFlags::LISTEN,
        Protocol::Udp => StateFlags::CLOSE,
    };
    let mut found = Vec::new();
    dump(protocol, states, port, &mut |header, attributes| {
        // The kernel's filter knows no port 0, which is a datagram socket that was never bound.
        if header.socket_id.source_port != 0 {
            found.push(ListenSocket {
                port: header.socket_id.source_port,
                addr: header.socket_id.source_address,
                inode: u64::from(header.inode),
                uid: header.uid,
                v6_only: header.socket_id.source_address.is_ipv6() && is_v6_only(attributes),
            });
        }
    })?;
    Ok(found)
}

/// All TCP sockets with this port on their own side, but for those that were never bound.
pub(super) fn open_on(port: u16) -> io::Result<Vec<OpenSocket>> {
    let mut found = Vec::new();
    dump(Protocol::Tcp, StateFlags::all(), port, &mut |header, _| {
        let id = &header.socket_id;
        found.push(OpenSocket {
            peer: (id.destination_address, id.destination_port).into(),
            inode: u64::from(header.inode),
            phase: Phase::of(header.state),
        });
    })?;
    Ok(found)
}

/// Takes a socket and the bytes of its attributes.
type Each<'e> = dyn FnMut(&InetResponseHeader, &[u8]) + 'e;

/// Whether the kernel says so.
fn is_v6_only(attributes: &[u8]) -> bool {
    NlasIterator::new(attributes)
        .flatten()
        .any(|attribute| attribute.kind() == INET_DIAG_SKV6ONLY && attribute.value() == [1])
}

fn dump(protocol: Protocol, states: StateFlags, port: u16, each: &mut Each<'_>) -> io::Result<()> {
    let mut socket = Socket::new(NETLINK_SOCK_DIAG)?;
    socket.bind_auto()?;
    for family in [AF_INET, AF_INET6] {
        send(&socket, &request(family, protocol, states.clone(), port))?;
        receive(&socket, each)?;
    }
    Ok(())
}

fn request(
    family: u8,
    protocol: Protocol,
    states: StateFlags,
    port: u16,
) -> NetlinkMessage<SockDiagMessage> {
    let any = if family == AF_INET { SocketId::new_v4() } else { SocketId::new_v6() };
    let request = InetRequest {
        family,
        protocol: match protocol {
            Protocol::Tcp => IPPROTO_TCP,
            Protocol::Udp => IPPROTO_UDP,
        },
        extensions: ExtensionFlags::empty(),
        states,
        // The kernel itself leaves out sockets of other ports.
        socket_id: SocketId { source_port: port, ..any },
    };
    let mut header = NetlinkHeader::default();
    header.flags = NLM_F_REQUEST | NLM_F_DUMP;
    let mut message = NetlinkMessage::new(header, SockDiagMessage::InetRequest(request).into());
    message.finalize();
    message
}

fn send(socket: &Socket, message: &NetlinkMessage<SockDiagMessage>) -> io::Result<()> {
    let mut bytes = vec![0; message.buffer_len()];
    message.serialize(&mut bytes);
    socket.send(&bytes, 0).map(|_| ())
}

/// Reads the answer to one request, up to its end.
///
/// Header by header and not by the crate's own messages, which are three times as slow: they box each
/// one with a list of attributes that nobody asks for.
fn receive(socket: &Socket, each: &mut Each<'_>) -> io::Result<()> {
    let malformed = |error: netlink_packet_core::DecodeError| io::Error::other(error.to_string());
    let mut buffer = vec![0; BUFFER];
    loop {
        let length = match socket.recv(&mut &mut buffer[..], 0) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        let mut rest = &buffer[..length];
        while !rest.is_empty() {
            let message = NetlinkBuffer::new_checked(rest).map_err(malformed)?;
            match message.message_type() {
                NLMSG_DONE => return Ok(()),
                NLMSG_ERROR => return Err(refusal(rest)),
                _ => {
                    let payload = message.payload();
                    let header = InetResponseHeader::parse(payload).map_err(malformed)?;
                    each(&header, payload.get(size_of::<InetResponseBuffer>()..).unwrap_or(&[]));
                }
            }
            // Messages are aligned to four bytes.
            let step = (message.length() as usize).next_multiple_of(4);
            rest = rest.get(step..).unwrap_or_default();
        }
    }
}

fn refusal(message: &[u8]) -> io::Error {
    match NetlinkMessage::<SockDiagMessage>::deserialize(message).map(|message| message.payload) {
        Ok(NetlinkPayload::Error(error)) => error.to_io(),
        Ok(_) => io::Error::other("an answer that is none"),
        Err(error) => io::Error::other(error.to_string()),
    }
}

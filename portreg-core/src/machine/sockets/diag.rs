//! Linux: the kernel's list of listening sockets by netlink, without a subprocess.

use std::io;

use netlink_packet_core::{
    NLM_F_DUMP, NLM_F_REQUEST, NetlinkHeader, NetlinkMessage, NetlinkPayload,
};
use netlink_packet_sock_diag::SockDiagMessage;
use netlink_packet_sock_diag::constants::{AF_INET, AF_INET6, IPPROTO_TCP};
use netlink_packet_sock_diag::inet::{
    ExtensionFlags, InetRequest, InetResponse, SocketId, StateFlags,
};
use netlink_sys::Socket;
use netlink_sys::protocols::NETLINK_SOCK_DIAG;

use super::ListenSocket;

/// The kernel fills at most this much at once.
const BUFFER: usize = 32 * 1024;

/// The sockets listening on the port; 0 means any.
pub(super) fn listening(port: u16) -> io::Result<Vec<ListenSocket>> {
    let mut socket = Socket::new(NETLINK_SOCK_DIAG)?;
    socket.bind_auto()?;
    let mut found = Vec::new();
    for family in [AF_INET, AF_INET6] {
        send(&socket, &request(family, port))?;
        receive(&socket, &mut found)?;
    }
    Ok(found)
}

fn request(family: u8, port: u16) -> NetlinkMessage<SockDiagMessage> {
    let any = if family == AF_INET { SocketId::new_v4() } else { SocketId::new_v6() };
    let request = InetRequest {
        family,
        protocol: IPPROTO_TCP,
        extensions: ExtensionFlags::empty(),
        states: StateFlags::LISTEN,
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
fn receive(socket: &Socket, found: &mut Vec<ListenSocket>) -> io::Result<()> {
    let mut buffer = vec![0; BUFFER];
    loop {
        let length = match socket.recv(&mut &mut buffer[..], 0) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        let mut rest = &buffer[..length];
        while !rest.is_empty() {
            let message = NetlinkMessage::<SockDiagMessage>::deserialize(rest)
                .map_err(|error| io::Error::other(error.to_string()))?;
            match message.payload {
                NetlinkPayload::Done(_) => return Ok(()),
                NetlinkPayload::Error(error) => return Err(error.to_io()),
                NetlinkPayload::InnerMessage(SockDiagMessage::InetResponse(response)) => {
                    found.push(listener(&response));
                }
                _ => {}
            }
            // Messages are aligned to four bytes.
            let step = (message.header.length as usize).next_multiple_of(4);
            rest = rest.get(step.max(4)..).unwrap_or_default();
        }
    }
}

fn listener(response: &InetResponse) -> ListenSocket {
    let header = &response.header;
    ListenSocket {
        port: header.socket_id.source_port,
        addr: header.socket_id.source_address,
        inode: u64::from(header.inode),
        uid: header.uid,
    }
}

//! `listeners`: who listens where.

use super::Observer;
use super::sight::{addresses, sockets_of};
use crate::error::Result;
use crate::machine::sockets::ListenSocket;
use crate::model::{Listener, ListenerOptions, Protocol};

impl Observer<'_> {
    /// Every process that listens, by port.
    pub(crate) fn listeners(&self, options: &ListenerOptions) -> Result<Vec<Listener>> {
        let protocols: &[Protocol] =
            if options.all { &[Protocol::Tcp, Protocol::Udp] } else { &[Protocol::Tcp] };
        let mut found = Vec::new();
        for protocol in protocols {
            if options.sockets_only {
                add_bare(&mut found, *protocol, sockets_of(*protocol, options.port)?);
            } else {
                let seen = self.look(*protocol, options.port)?;
                found.extend(seen.into_iter().map(|seen| seen.listener));
            }
        }
        if options.all {
            found.sort_by_key(|listener| (listener.port, listener.protocol, listener.pid));
        }
        Ok(found)
    }
}

/// Ports and addresses without their processes, by port.
fn add_bare(found: &mut Vec<Listener>, protocol: Protocol, mut sockets: Vec<ListenSocket>) {
    found.reserve(sockets.len());
    sockets.sort_unstable_by_key(|socket| (socket.port, socket.addr));
    let ports = sockets.chunk_by(|one, next| one.port == next.port);
    let listener = |sockets: &[ListenSocket]| Listener {
        port: sockets[0].port,
        protocol,
        addresses: addresses(sockets),
        pid: None,
        process: None,
        label: None,
        cmd: None,
        user: None,
        started_at_ms: None,
        identity: None,
        container: None,
    };
    found.extend(ports.map(listener));
}

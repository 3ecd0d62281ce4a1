//! Whose listener an address leads to.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::{LazyLock, Mutex};

use super::Outcome;
use crate::machine::sockets::{self, ListenSocket};

/// Whose listener answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Owner {
    /// One of the service's own processes has it, perhaps with others.
    Own,
    /// Others have it; one of them, where this user may see that.
    Stranger(Option<u32>),
    /// There is none, and why.
    None(String),
}

/// Whose listener clients reach at the address. Asked before they connect: a connection to a port
/// without listener may meet itself and keep the service from binding it, and strangers are not to be
/// bothered.
pub(super) fn of(at: SocketAddr, is_own: &dyn Fn(u32) -> bool) -> Owner {
    let serving = match serving(at.port(), &[at.ip()]) {
        Ok(serving) => serving,
        Err(why) => return Owner::None(why),
    };
    if serving.is_empty() {
        return Owner::None(format!("nothing accepts connections on {at}"));
    }
    // A listener on every address is not on those of other machines.
    if !is_of_this_machine(at) {
        return Owner::None(format!("{} is no address of this machine", at.ip()));
    }
    whose(&serving, is_own)
}

/// Whether the service listens where one of the loopbacks reaches it.
pub(super) fn listens(port: u16, is_own: &dyn Fn(u32) -> bool) -> Outcome {
    let loopbacks = [IpAddr::V4(Ipv4Addr::LOCALHOST), Ipv6Addr::LOCALHOST.into()];
    let owner = match serving(port, &loopbacks) {
        Ok(serving) if serving.is_empty() => Owner::None(format!("nothing listens on port {port}")),
        Ok(serving) => whose(&serving, is_own),
        Err(why) => Owner::None(why),
    };
    match owner {
        Owner::Own => Outcome::Passed,
        Owner::Stranger(pid) => Outcome::Stranger { port, pid },
        Owner::None(why) => Outcome::Failed(why),
    }
}

/// The listeners that clients of these addresses reach.
fn serving(port: u16, dialled: &[IpAddr]) -> Result<Vec<u64>, String> {
    let serves = |socket: &ListenSocket| dialled.iter().any(|address| socket.serves(*address));
    let all = sockets::listening_on(port)
        .map_err(|error| format!("the system tells nothing of its sockets ({error})"))?;
    Ok(all.iter().filter(|socket| serves(socket)).map(|socket| socket.inode).collect())
}

fn is_of_this_machine(mut at: SocketAddr) -> bool {
    if at.ip().is_loopback() {
        return true;
    }
    // Datagrams, so that no server is disturbed.
    at.set_port(0);
    UdpSocket::bind(at).is_ok()
}

/// Which process of its service was found to have a socket. Probes go on as long as a service runs,
/// and to look through all processes of the machine each time would take a hundred times as long.
/// What was found is verified, so a pid that is used again does no harm.
static FOUND: LazyLock<Mutex<HashMap<u64, u32>>> = LazyLock::new(Mutex::default);

/// More sockets than services have; more, and all is forgotten.
const REMEMBERED: usize = 1024;

fn whose(inodes: &[u64], is_own: &dyn Fn(u32) -> bool) -> Owner {
    // Never waited for: in a forked child it may be held by a thread that was not forked.
    let known: Vec<u32> = FOUND.try_lock().map_or_else(
        |_| Vec::new(),
        |found| inodes.iter().filter_map(|inode| found.get(inode).copied()).collect(),
    );
    if known.iter().any(|pid| is_own(*pid) && sockets::holds(*pid, inodes)) {
        return Owner::Own;
    }
    let holders = sockets::holders_of(inodes);
    let Some(own) = holders.iter().copied().find(|pid| is_own(*pid)) else {
        return Owner::Stranger(holders.first().copied());
    };
    if let Ok(mut found) = FOUND.try_lock() {
        if found.len() >= REMEMBERED {
            found.clear();
        }
        found.extend(inodes.iter().map(|inode| (*inode, own)));
    }
    Owner::Own
}

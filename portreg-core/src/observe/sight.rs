//! One look at the machine: the sockets of ports, the processes behind them, and the services that
//! these processes are.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::IpAddr;

use super::Observer;
use crate::claims::{own_of, owner_lives};
use crate::error::Result;
use crate::machine::sockets::{self, ListenSocket};
use crate::machine::{containers, process, users};
use crate::model::{Holder, Listener, Protocol, shown_command};
use crate::store::ClaimRow;

/// A process on a port, with the sockets by which it is there.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) listener: Listener,
    pub(super) sockets: Vec<ListenSocket>,
    /// Whether it is a process of this user.
    pub(super) ours: bool,
    pub(super) explained: Explained,
}

/// What the service that claims the port has to do with a process on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Explained {
    /// Nothing, or no service claims it.
    No,
    /// It is an own listener of the service.
    Own,
    /// It is the program that the configuration expects there.
    Expected,
}

impl Seen {
    /// Whether clients that dial the address reach it.
    pub(super) fn serves(&self, address: IpAddr) -> bool {
        self.sockets.iter().any(|socket| socket.serves(address))
    }

    /// Whether it is of the service that claims its port.
    pub(super) fn is_explained(&self) -> bool {
        self.explained != Explained::No
    }
}

/// Who probably holds one of a few sockets: this process, and who runs for the claims of their ports.
/// Of many sockets all processes are looked at anyway.
fn likely(sockets: &[ListenSocket], rows: &HashMap<u16, ClaimRow>) -> Vec<u32> {
    const FEW: usize = 4;
    if sockets.len() > FEW {
        return Vec::new();
    }
    let claims = sockets.iter().filter_map(|socket| rows.get(&socket.port));
    let running = claims.flat_map(|row| {
        let owner = row.owner.as_ref().map(|owner| owner.key.pid);
        row.child.map(|child| child.pid).into_iter().chain(owner)
    });
    running.chain([std::process::id()]).collect()
}

/// What was looked up of a process.
#[derive(Debug, Default)]
struct Described {
    holder: Option<Holder>,
    argv: Vec<String>,
    /// The command line as it is shown.
    cmd: Option<String>,
    user: Option<String>,
    ours: bool,
}

impl Observer<'_> {
    /// Looks at the listeners of one port, or of all.
    pub(super) fn look(&self, protocol: Protocol, port: Option<u16>) -> Result<Vec<Seen>> {
        let sockets = sockets_of(protocol, port)?;
        let rows = match protocol {
            Protocol::Tcp => self.claims_on(sockets.iter().map(|socket| socket.port))?,
            Protocol::Udp => HashMap::new(),
        };
        Ok(self.seen(protocol, sockets, &rows))
    }

    /// The claims of these ports.
    pub(super) fn claims_on(
        &self,
        ports: impl Iterator<Item = u16>,
    ) -> Result<HashMap<u16, ClaimRow>> {
        let ports: HashSet<u16> = ports.collect();
        if ports.is_empty() {
            return Ok(HashMap::new());
        }
        self.claims.store.snapshot(|reader| reader.claims_on(ports))
    }

    /// The processes behind sockets, by port; `rows` are the claims of the ports.
    pub(super) fn seen(
        &self,
        protocol: Protocol,
        sockets: Vec<ListenSocket>,
        rows: &HashMap<u16, ClaimRow>,
    ) -> Vec<Seen> {
        let likely = likely(&sockets, rows);
        let inodes: Vec<u64> = sockets.iter().map(|socket| socket.inode).collect();
        let holders = self.claims.system.first_holders(&inodes, &likely);
        let mut groups: BTreeMap<(u16, Option<u32>, u32), Vec<ListenSocket>> = BTreeMap::new();
        for socket in sockets {
            let pid = holders.get(&socket.inode).copied();
            // Who cannot be seen is told apart by the user alone.
            let uid = if pid.is_some() { 0 } else { socket.uid };
            groups.entry((socket.port, pid, uid)).or_default().push(socket);
        }
        let mut known = Processes::default();
        let seen = groups.into_iter().map(|((port, pid, _), sockets)| {
            let row = rows.get(&port);
            // Of those that share a socket the service's own one is the one to show.
            let own = row.zip(pid).and_then(|(row, pid)| self.own_among(row, pid, &sockets));
            let about = known.about(own.or(pid), sockets.first().map_or(0, |socket| socket.uid));
            let mut one = described(protocol, port, own.or(pid), sockets, about);
            one.explained = match (row, own) {
                (_, Some(_)) => Explained::Own,
                (Some(row), None) if is_adopted(row, &one) => Explained::Expected,
                (Some(row), None) if self.is_expected(row, &one, about) => Explained::Expected,
                _ => Explained::No,
            };
            let row = row.filter(|_| one.is_explained());
            one.listener.identity = row.map(|row| row.identity.clone());
            one
        });
        seen.collect()
    }

    /// The own listener of a service among those who hold these sockets.
    fn own_among(&self, row: &ClaimRow, first: u32, sockets: &[ListenSocket]) -> Option<u32> {
        let system = self.claims.system;
        let alive = owner_lives(system, row, system.now_ms());
        own_of(system, row, &[first], alive).or_else(|| {
            let inodes: Vec<u64> = sockets.iter().map(|socket| socket.inode).collect();
            own_of(system, row, &sockets::holders_of(&inodes), alive)
        })
    }

    /// Whether it is the program that the configuration of a service expects on its port.
    fn is_expected(&self, row: &ClaimRow, seen: &Seen, about: &Described) -> bool {
        let Some(dir) = row.dir.as_deref() else { return false };
        let Ok(config) = self.claims.config(Some(dir.as_ref())) else { return false };
        let Ok(Some(service)) = config.service(&row.identity) else { return false };
        let Some(expected) = service.process.as_deref() else { return false };
        let listener = &seen.listener;
        let program = about.argv.first().map(String::as_str);
        listener.process.as_deref() == Some(expected)
            || listener.label.as_deref().is_some_and(|label| label.eq_ignore_ascii_case(expected))
            || program.is_some_and(|program| program.rsplit('/').next() == Some(expected))
    }
}

/// What was looked up already: one process may listen on many ports, and one user have many processes.
#[derive(Default)]
struct Processes {
    described: HashMap<u32, Described>,
    /// By user, what is known of processes that cannot be seen.
    unseen: HashMap<u32, Described>,
    users: HashMap<u32, String>,
}

impl Processes {
    /// The process; what its socket tells of its user where it cannot be seen.
    fn about(&mut self, pid: Option<u32>, uid: u32) -> &Described {
        let users = &mut self.users;
        let mut of_user = |user: u32| Described {
            user: Some(users.entry(user).or_insert_with(|| users::name_of(user)).clone()),
            ours: user == process::own_user(),
            ..Described::default()
        };
        let Some(pid) = pid else {
            return self.unseen.entry(uid).or_insert_with(|| of_user(uid));
        };
        self.described.entry(pid).or_insert_with(|| {
            let (holder, argv) = process::described(pid);
            let cmd = Some(shown_command(&argv)).filter(|cmd| !cmd.is_empty());
            let user = process::user_of(pid).unwrap_or(uid);
            Described { holder: Some(holder), argv, cmd, ..of_user(user) }
        })
    }
}

/// Whether it is the listener that could not be seen when it was given the service's name.
fn is_adopted(row: &ClaimRow, seen: &Seen) -> bool {
    row.adopted && (seen.listener.pid.is_none() || !seen.ours)
}

fn described(
    protocol: Protocol,
    port: u16,
    pid: Option<u32>,
    sockets: Vec<ListenSocket>,
    about: &Described,
) -> Seen {
    let holder = about.holder.as_ref();
    let named = holder.filter(|holder| !holder.name.is_empty());
    let listener = Listener {
        port,
        protocol,
        addresses: addresses(&sockets),
        pid,
        process: named.map(|holder| holder.name.clone()),
        label: holder.and_then(|holder| holder.label.clone()),
        cmd: about.cmd.clone(),
        user: about.user.clone(),
        started_at_ms: holder.and_then(|holder| holder.started_at_ms),
        identity: None,
        container: containers::published_by(&about.argv, port),
    };
    Seen { listener, sockets, ours: about.ours, explained: Explained::No }
}

/// The sockets that listen on one port, or on all.
pub(super) fn sockets_of(protocol: Protocol, port: Option<u16>) -> Result<Vec<ListenSocket>> {
    let sockets = match port {
        Some(port) if protocol == Protocol::Tcp => sockets::listening_on(port),
        _ => sockets::listening(protocol),
    };
    let mut sockets = sockets.map_err(|error| crate::error::Error::Unsupported {
        what: format!("seeing who listens ({error})"),
    })?;
    sockets.retain(|socket| port.is_none_or(|port| port == socket.port));
    Ok(sockets)
}

/// The addresses of sockets, each once, lowest first.
pub(super) fn addresses(sockets: &[ListenSocket]) -> Vec<IpAddr> {
    let mut addresses: Vec<IpAddr> = sockets.iter().map(|socket| socket.addr).collect();
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}

//! A machine that is played: processes, listeners and a clock, and their view from each namespace.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::machine::process::Liveness;
use crate::machine::sockets::Probe;
use crate::model::ProcessKey;

/// Above every pid that Linux gives, so that nothing real is ever meant.
const FIRST_PID: u32 = 5_000_000;
const INIT: u32 = 1;
/// The machine and the namespace that most of the play happens in.
const HERE: i64 = 11;
const NAMESPACE: i64 = 21;
/// The port that nobody may bind.
pub(super) const PRIVILEGED: u16 = 80;

/// What a slot's process is like.
#[derive(Debug, Clone, Copy)]
struct Role {
    parent: Option<usize>,
    own_session: bool,
    own_user: bool,
    proxy: bool,
    namespace: i64,
    machine: i64,
    folder: Option<usize>,
    mark: Option<&'static str>,
}

const PLAIN: Role = Role {
    parent: None,
    own_session: true,
    own_user: true,
    proxy: false,
    namespace: NAMESPACE,
    machine: HERE,
    folder: None,
    mark: None,
};

/// How many slots there are, and how many of them call portreg.
pub(super) const SLOTS: usize = 11;
pub(super) const ACTORS: usize = 7;

const ROLES: [Role; SLOTS] = [
    // 0 to 2: a shell, its server, and a worker of that in a session of its own.
    PLAIN,
    Role { parent: Some(0), own_session: false, ..PLAIN },
    Role { parent: Some(1), ..PLAIN },
    // 3 and 4: another shell and its server.
    PLAIN,
    Role { parent: Some(3), own_session: false, ..PLAIN },
    // 5: in a container on the same machine; 6: on another machine.
    Role { namespace: NAMESPACE + 1, ..PLAIN },
    Role { namespace: NAMESPACE, machine: HERE + 1, ..PLAIN },
    // 7 to 10 only listen: another user, a container's proxy, one in a folder, one with a mark.
    Role { own_user: false, ..PLAIN },
    Role { own_user: false, proxy: true, ..PLAIN },
    Role { folder: Some(0), ..PLAIN },
    Role { mark: Some("mark"), ..PLAIN },
];

#[derive(Debug, Clone)]
pub(super) struct Proc {
    pub(super) key: ProcessKey,
    parent: u32,
    pub(super) session: u32,
    /// Told apart for ever, unlike the number.
    pub(super) session_id: u64,
    pub(super) own_user: bool,
    pub(super) proxy: bool,
    pub(super) folder: Option<PathBuf>,
    pub(super) mark: Option<String>,
}

/// Everything of the machine.
#[derive(Debug)]
pub(super) struct World {
    pub(super) now: i64,
    boot: i64,
    ticks: i64,
    sessions: u64,
    folders: Vec<PathBuf>,
    slots: [Option<Proc>; SLOTS],
    pids: [u32; SLOTS],
    /// Who calls.
    pub(super) view: ProcessKey,
    pub(super) listeners: BTreeMap<u16, Vec<usize>>,
    bound: BTreeSet<u16>,
}

impl World {
    pub(super) fn new(folders: Vec<PathBuf>) -> Self {
        let nobody =
            ProcessKey { pid: 0, start_ticks: 0, boot: 31, namespace: NAMESPACE, machine: HERE };
        let mut world = Self {
            now: 1_700_000_000_000,
            boot: 31,
            ticks: 100,
            sessions: 0,
            folders,
            slots: Default::default(),
            pids: std::array::from_fn(|slot| FIRST_PID + slot as u32),
            view: nobody,
            listeners: BTreeMap::new(),
            bound: BTreeSet::new(),
        };
        // The container's process and the other machine's have pids that are in use here too.
        world.pids[5] = world.pids[1];
        world.pids[6] = world.pids[2];
        for slot in 0..SLOTS {
            world.start(slot, None);
        }
        world
    }

    /// Starts a slot's process where none runs; with its last pid, with another slot's, or a new one.
    pub(super) fn start(&mut self, slot: usize, pid_of: Option<usize>) {
        if self.slots[slot].is_some() {
            return;
        }
        let role = ROLES[slot];
        let pid = match pid_of {
            Some(other) => self.pids[other],
            None => self.pids[slot],
        };
        let near =
            |proc: &&Proc| (proc.key.namespace, proc.key.machine) == (role.namespace, role.machine);
        // A pid is used again only when neither a process nor a session has it.
        let taken = |pid: u32| {
            self.slots.iter().flatten().filter(near).any(|p| p.key.pid == pid || p.session == pid)
        };
        let pid = match taken(pid) {
            false => pid,
            true => (FIRST_PID + 100..).find(|pid| !taken(*pid)).unwrap_or_default(),
        };
        self.ticks += 10;
        let parent = role.parent.and_then(|parent| self.slots[parent].as_ref());
        let (session, session_id) = match parent.filter(|_| !role.own_session) {
            Some(parent) => (parent.session, parent.session_id),
            None => {
                self.sessions += 1;
                (pid, self.sessions)
            }
        };
        let key = ProcessKey {
            pid,
            start_ticks: self.ticks,
            boot: self.boot,
            namespace: role.namespace,
            machine: role.machine,
        };
        let parent = parent.map_or(INIT, |parent| parent.key.pid);
        self.pids[slot] = pid;
        self.slots[slot] = Some(Proc {
            key,
            parent,
            session,
            session_id,
            own_user: role.own_user,
            proxy: role.proxy,
            folder: role.folder.map(|folder| self.folders[folder].join("src")),
            mark: role.mark.map(str::to_owned),
        });
    }

    /// Ends a slot's process; its children go to the first process.
    pub(super) fn end(&mut self, slot: usize) {
        let Some(gone) = self.slots[slot].take() else { return };
        for child in self.slots.iter_mut().flatten() {
            let near =
                (child.key.namespace, child.key.machine) == (gone.key.namespace, gone.key.machine);
            if near && child.parent == gone.key.pid {
                child.parent = INIT;
            }
        }
        self.listeners.retain(|_, slots| {
            slots.retain(|listener| *listener != slot);
            !slots.is_empty()
        });
    }

    /// Everything of this machine ends and starts anew.
    pub(super) fn reboot(&mut self) {
        for (slot, role) in ROLES.iter().enumerate() {
            if role.machine == HERE {
                self.end(slot);
            }
        }
        self.boot += 1;
        self.ticks = 50;
        self.bound.clear();
        if self.view.machine == HERE {
            self.view.boot = self.boot;
        }
        for slot in 0..SLOTS {
            self.start(slot, None);
        }
    }

    /// Lets a slot's process listen, where it can.
    pub(super) fn listen(&mut self, slot: usize, port: u16) {
        let shares = match self.listeners.get(&port) {
            None => !self.bound.contains(&port),
            // A socket is shared by a process and what it forked.
            Some(others) => others.len() < 3 && !others.contains(&slot),
        };
        if shares && self.slots[slot].is_some() && ROLES[slot].machine == HERE {
            self.listeners.entry(port).or_default().push(slot);
        }
    }

    pub(super) fn close(&mut self, port: u16) {
        self.listeners.remove(&port);
        self.bound.remove(&port);
    }

    pub(super) fn bind(&mut self, port: u16) {
        if !self.listeners.contains_key(&port) {
            self.bound.insert(port);
        }
    }

    /// The pid that a slot's process has, or had last.
    pub(super) fn pid_of(&self, slot: usize) -> u32 {
        self.pids[slot]
    }

    /// Lets an actor call: it is started again where it has ended.
    pub(super) fn call_as(&mut self, slot: usize) -> ProcessKey {
        self.start(slot, None);
        if let Some(proc) = &self.slots[slot] {
            self.view = proc.key;
        }
        self.view
    }

    fn is_here(&self, key: &ProcessKey) -> bool {
        (key.machine, key.namespace) == (self.view.machine, self.view.namespace)
    }

    /// A running process that the caller sees.
    pub(super) fn seen(&self, pid: u32) -> Option<&Proc> {
        self.slots.iter().flatten().find(|proc| proc.key.pid == pid && self.is_here(&proc.key))
    }

    pub(super) fn liveness_of(&self, key: &ProcessKey) -> Liveness {
        if key.machine != self.view.machine {
            return Liveness::Unknown;
        }
        if key.boot != self.view.boot {
            return Liveness::Dead;
        }
        if key.namespace != self.view.namespace {
            return Liveness::Unknown;
        }
        match self.seen(key.pid).is_some_and(|proc| proc.key == *key) {
            true => Liveness::Alive,
            false => Liveness::Dead,
        }
    }

    pub(super) fn descends(&self, pid: u32, from: &ProcessKey) -> bool {
        let mut at = self.seen(pid);
        while let Some(proc) = at {
            let parent = self.seen(proc.parent);
            if parent.is_some_and(|parent| parent.key == *from) {
                return true;
            }
            at = parent;
        }
        false
    }

    /// Who listens, as the caller sees it.
    pub(super) fn listens(&self, port: u16) -> Vec<Option<u32>> {
        if self.view.machine != HERE {
            return Vec::new();
        }
        let slots = self.listeners.get(&port).map_or(&[][..], Vec::as_slice);
        let pid = |slot: &usize| {
            let proc = self.slots[*slot].as_ref()?;
            // What another user runs is seen only where it is the system's own.
            (self.is_here(&proc.key) && (proc.own_user || proc.proxy)).then_some(proc.key.pid)
        };
        let pids: Vec<Option<u32>> = slots.iter().map(pid).collect();
        // The system tells the holders it can see, or else that there is one.
        match pids.iter().any(Option::is_some) {
            true => pids.into_iter().filter(Option::is_some).collect(),
            false => pids.into_iter().take(1).collect(),
        }
    }

    pub(super) fn probed(&self, port: u16) -> Probe {
        let busy = self.listeners.contains_key(&port) || self.bound.contains(&port);
        match port {
            PRIVILEGED => Probe::Privileged,
            _ if busy && self.view.machine == HERE => Probe::Busy,
            _ => Probe::Free,
        }
    }
}

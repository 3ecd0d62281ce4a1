//! Linux: which processes hold a socket open.

use std::collections::{HashMap, HashSet};
use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags, RawDir, openat, readlinkat_raw};
use rustix::io::Errno;

use crate::machine::process;

/// Whether the process holds any of these sockets open, as far as this user may see.
pub(crate) fn holds(pid: u32, inodes: &[u64]) -> bool {
    let mut held = false;
    visit(pid, &mut |inode, _| {
        held = inodes.contains(&inode);
        !held
    });
    held
}

/// Every process that holds any of these sockets open, as far as this user may see, by pid.
pub(crate) fn holders_of(inodes: &[u64]) -> Vec<u32> {
    if inodes.is_empty() {
        return Vec::new();
    }
    let mut pids: Vec<u32> = process::all_pids().filter(|pid| holds(*pid, inodes)).collect();
    pids.sort_unstable();
    pids
}

/// Where sockets were found before. Who looks again, as a dashboard does, looks there first: what was
/// found is verified, so a descriptor that was closed and a pid that is used again do no harm.
#[derive(Debug, Default)]
pub(crate) struct KnownHolders(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    places: HashMap<u64, Place>,
    /// Sockets whose holders this user may not see, and when that was found out.
    unseen: HashMap<u64, Instant>,
}

/// How long a socket whose holders were not seen is not looked for again: nearly always they belong to
/// another user, and it would be looked for in every process in vain.
const UNSEEN_FOR: Duration = Duration::from_secs(1);

/// A descriptor of a process.
#[derive(Debug, Clone, Copy)]
struct Place {
    pid: u32,
    descriptor: u32,
}

/// More sockets than a machine of this kind has; more, and all is forgotten.
const REMEMBERED: usize = 16_384;

impl KnownHolders {
    /// For each of these sockets a holder, as far as this user may see: one of `likely`, else the one
    /// with the lowest pid, which of those that share a socket is nearly always the one that made it.
    /// Looks no further once all are found.
    pub(crate) fn first_of(&self, inodes: &[u64], likely: &[u32]) -> HashMap<u64, u32> {
        let mut search = Search { wanted: inodes.iter().copied().collect(), found: HashMap::new() };
        // Never waited for: in a forked child it may be held by a thread that was not forked.
        let mut known = self.0.try_lock().ok();
        if let Some(known) = &mut known {
            known.unseen.retain(|_, since| since.elapsed() < UNSEEN_FOR);
            search.wanted.retain(|inode| !known.unseen.contains_key(inode));
            search.looks_where(&known.places);
        }
        if search.looks_at(likely.iter().copied()) {
            let mut pids: Vec<u32> = process::all_pids().collect();
            pids.sort_unstable();
            search.looks_at(pids);
        }
        if let Some(known) = &mut known {
            if known.places.len() + search.found.len() > REMEMBERED {
                known.places.clear();
            }
            known.places.extend(&search.found);
            known.unseen.extend(search.wanted.iter().map(|inode| (*inode, Instant::now())));
        }
        search.found.into_iter().map(|(inode, place)| (inode, place.pid)).collect()
    }
}

struct Search {
    wanted: HashSet<u64>,
    found: HashMap<u64, Place>,
}

impl Search {
    /// Looks where the sockets were before, process by process.
    fn looks_where(&mut self, known: &HashMap<u64, Place>) {
        let mut places: Vec<(u64, Place)> =
            self.wanted.iter().filter_map(|inode| Some((*inode, *known.get(inode)?))).collect();
        places.sort_unstable_by_key(|(_, place)| place.pid);
        for of_one in places.chunk_by(|(_, one), (_, next)| one.pid == next.pid) {
            let Some(folder) = open_descriptors(of_one[0].1.pid) else { continue };
            for (inode, place) in
                of_one.iter().filter(|(inode, place)| place.leads_to(&folder, *inode))
            {
                self.wanted.remove(inode);
                self.found.insert(*inode, *place);
            }
        }
    }

    /// Looks at processes until all is found; says whether anything is still wanted.
    fn looks_at(&mut self, pids: impl IntoIterator<Item = u32>) -> bool {
        for pid in pids {
            if self.wanted.is_empty() {
                break;
            }
            visit(pid, &mut |inode, descriptor| {
                if self.wanted.remove(&inode) {
                    self.found.insert(inode, Place { pid, descriptor });
                }
                !self.wanted.is_empty()
            });
        }
        !self.wanted.is_empty()
    }
}

impl Place {
    fn leads_to(self, folder: &OwnedFd, wanted: u64) -> bool {
        let mut target = [MaybeUninit::uninit(); TARGET];
        readlinkat_raw(folder, self.descriptor.to_string(), &mut target)
            .is_ok_and(|(target, _)| inode_in(target) == Some(wanted))
    }
}

/// Goes through the sockets that a process holds, and its descriptors of them, until `each` says to stop.
///
/// By hand and not by `std::fs`: it is done for every descriptor of every process.
fn visit(pid: u32, each: &mut dyn FnMut(u64, u32) -> bool) {
    let Some(folder) = open_descriptors(pid) else { return };
    let mut entries = [MaybeUninit::uninit(); 4096];
    let mut entries = RawDir::new(&folder, &mut entries);
    while let Some(Ok(entry)) = entries.next() {
        match socket(&folder, entry.file_name()) {
            Ok(Some((inode, descriptor))) if !each(inode, descriptor) => return,
            // What one descriptor of a process hides, all do.
            Err(Errno::ACCESS) => return,
            _ => {}
        }
    }
}

/// The folder of a process's descriptors.
fn open_descriptors(pid: u32) -> Option<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    openat(rustix::fs::CWD, &process::folder_of_descriptors(pid)?, flags, Mode::empty()).ok()
}

/// Long enough for every socket; what leads to a file is cut off and is none.
const TARGET: usize = 40;

/// The socket to which a descriptor leads, where it leads to one, and the descriptor's number.
fn socket(folder: &impl AsFd, name: &CStr) -> Result<Option<(u64, u32)>, Errno> {
    let Some(descriptor) = name.to_str().ok().and_then(|name| name.parse().ok()) else {
        return Ok(None);
    };
    let mut target = [MaybeUninit::uninit(); TARGET];
    let (target, _) = readlinkat_raw(folder, name, &mut target)?;
    Ok(inode_in(target).map(|inode| (inode, descriptor)))
}

/// The number in `socket:[123]`.
fn inode_in(target: &[u8]) -> Option<u64> {
    let digits = target.strip_prefix(b"socket:[")?.strip_suffix(b"]")?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

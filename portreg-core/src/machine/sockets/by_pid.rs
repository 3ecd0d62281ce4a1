//! Holders of sockets where the system's list of sockets names their processes: a socket's number is made of
//! its process and its port.

use std::collections::HashMap;

/// The number of a socket of this process on this port; 0 where no process is named.
pub(super) fn number_of(pid: u32, port: u16) -> u64 {
    if pid == 0 { 0 } else { u64::from(pid) << 16 | u64::from(port) }
}

fn pid_in(number: u64) -> Option<u32> {
    u32::try_from(number >> 16).ok().filter(|pid| *pid != 0)
}

/// Whether the process holds any of these sockets open.
pub(crate) fn holds(pid: u32, inodes: &[u64]) -> bool {
    inodes.iter().any(|inode| pid_in(*inode) == Some(pid))
}

/// Every process that holds any of these sockets open, by pid.
pub(crate) fn holders_of(inodes: &[u64]) -> Vec<u32> {
    let mut pids: Vec<u32> = inodes.iter().filter_map(|inode| pid_in(*inode)).collect();
    pids.sort_unstable();
    pids.dedup();
    pids
}

/// Where sockets were found before: nothing has to be remembered here.
#[derive(Debug, Default)]
pub(crate) struct KnownHolders;

impl KnownHolders {
    /// For each of these sockets its holder.
    pub(crate) fn first_of(&self, inodes: &[u64], _likely: &[u32]) -> HashMap<u64, u32> {
        inodes.iter().filter_map(|inode| Some((*inode, pid_in(*inode)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_names_its_process() {
        let (one, none) = (number_of(4_000_000_000, 65_535), number_of(0, 80));
        assert!(holds(4_000_000_000, &[none, one]) && !holds(80, &[one]) && !holds(0, &[none]));
        assert_eq!(holders_of(&[one, none, one]), [4_000_000_000]);
        assert_eq!(KnownHolders.first_of(&[one, none], &[]), HashMap::from([(one, 4_000_000_000)]));
    }
}

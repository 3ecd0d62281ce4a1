//! Unix: limits of a process, and of what a user may watch.

use rustix::process::{Resource, getrlimit};

/// How many files a process may have open; none where there is no limit.
pub(crate) fn open_files() -> Option<u64> {
    getrlimit(Resource::Nofile).current
}

/// How many files one user may watch for changes; none where the system does not tell.
pub(crate) fn inotify_watches() -> Option<u64> {
    // Where there is no such file, there is no such limit.
    let text = std::fs::read_to_string("/proc/sys/fs/inotify/max_user_watches").ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_tells_its_limits() {
        assert!(open_files().is_none_or(|limit| limit > 0));
        assert!(inotify_watches().is_none_or(|limit| limit > 0));
    }
}

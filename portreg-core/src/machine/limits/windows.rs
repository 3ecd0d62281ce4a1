//! Windows: there are no limits that development servers meet.

/// How many files a process may have open: there is no limit.
pub(crate) fn open_files() -> Option<u64> {
    None
}

/// How many files one user may watch for changes: there is no limit.
pub(crate) fn inotify_watches() -> Option<u64> {
    None
}

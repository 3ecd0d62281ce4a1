//! New processes: forks of every kind, and sessions.

use std::path::Path;
use std::sync::atomic::{AtomicI32, Ordering};

use super::acts::Process;

/// The connection to the test: a forked child closes it, so that the test sees its parent's end.
static CONNECTION: [AtomicI32; 2] = [AtomicI32::new(-1), AtomicI32::new(-1)];

/// Notes the descriptors of the connection to the test.
pub(crate) fn remember(descriptors: &[i32; 2]) {
    for (place, descriptor) in CONNECTION.iter().zip(descriptors) {
        place.store(*descriptor, Ordering::Relaxed);
    }
}

/// Leaves the session of the test runner, as a program in another terminal would.
pub(crate) fn own_session() {
    // SAFETY: setsid touches no memory.
    unsafe { libc::setsid() };
}

/// Ends this process when nobody has asked it anything for two minutes, so that one that hangs does
/// not stay behind.
pub(crate) fn not_for_ever() {
    // SAFETY: alarm touches no memory; the signal's default is to end the process.
    unsafe { libc::alarm(120) };
}

/// Ends this process as a crash would: nothing of it runs any more.
pub(crate) fn die() -> ! {
    loop {
        // SAFETY: a signal to this process itself.
        unsafe { libc::kill(libc::getpid(), libc::SIGKILL) };
    }
}

/// Forks; the child serves `socket` with all it inherited. Gives the pid of what was forked first.
pub(crate) fn fork(how: &str, socket: &Path, process: &mut Process) -> i32 {
    // SAFETY: the child goes on with this thread alone, as every prefork server does; `raw` is only
    // used while this process has one thread.
    let pid = unsafe {
        match how {
            "raw" => libc::syscall(libc::SYS_clone, libc::SIGCHLD, 0, 0, 0, 0) as i32,
            _ => libc::fork(),
        }
    };
    if pid != 0 {
        return pid;
    }
    for descriptor in &CONNECTION {
        // SAFETY: the streams over them belong to frames that this process never returns to.
        unsafe { libc::close(descriptor.load(Ordering::Relaxed)) };
    }
    if how == "daemon" {
        own_session();
        // SAFETY: as above; the one between leaves at once, as daemons do.
        if unsafe { libc::fork() } != 0 {
            // SAFETY: ends the process without running what the parent has registered.
            unsafe { libc::_exit(0) };
        }
    }
    let served = super::serve(socket, process.inherited());
    // SAFETY: as above.
    unsafe { libc::_exit(i32::from(served.is_err())) }
}

/// Waits until a child has ended, and takes its status.
pub(crate) fn reap(pid: i32) -> i32 {
    let mut status = 0;
    // SAFETY: status lives as long as the call.
    unsafe { libc::waitpid(pid, &raw mut status, 0) };
    status
}

/// Lets a write beyond the limit fail instead of ending this process.
pub(crate) fn limit_file_size(bytes: u64) {
    let limit = libc::rlimit { rlim_cur: bytes, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: a plain struct, read during the call; the signal is ignored, no handler is set.
    unsafe {
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
        libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit);
    }
}

//! Signals in a forked child: each means what it means to a new program, which
//! begins with none held back.

use std::mem::MaybeUninit;
use std::ptr;

/// The last signal of this system.
fn last() -> libc::c_int {
    #[cfg(target_os = "linux")]
    let last = libc::SIGRTMAX();
    #[cfg(target_os = "macos")]
    let last = libc::SIGUSR2;
    last
}

/// Makes all signals mean to a forked child what they mean to a new program, and lets them through.
/// SIGHUP stays ignored where it is, as `nohup` wants it. Allocates nothing.
pub(super) fn reset() {
    for signal in 1..=last() {
        // SAFETY: no handler is installed; numbers that cannot be set are refused by the call.
        unsafe {
            if libc::signal(signal, libc::SIG_DFL) == libc::SIG_IGN && signal == libc::SIGHUP {
                libc::signal(signal, libc::SIG_IGN);
            }
        }
    }
    let mut none = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: the set is written by the first call.
    unsafe {
        libc::sigemptyset(none.as_mut_ptr());
        libc::pthread_sigmask(libc::SIG_SETMASK, none.as_ptr(), ptr::null_mut());
    }
}

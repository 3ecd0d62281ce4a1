//! Signals around a fork: none reaches a handler of the host in the child, and the child's program
//! begins with none held back.

use std::mem::MaybeUninit;
use std::ptr;

/// All signals of this thread, held back until this is dropped.
pub(super) struct Held {
    before: libc::sigset_t,
}

impl Held {
    pub(super) fn all() -> Self {
        let mut all = MaybeUninit::<libc::sigset_t>::uninit();
        let mut before = MaybeUninit::<libc::sigset_t>::uninit();
        // SAFETY: both sets are written by the calls before they are read.
        unsafe {
            libc::sigfillset(all.as_mut_ptr());
            libc::pthread_sigmask(libc::SIG_SETMASK, all.as_ptr(), before.as_mut_ptr());
            Self { before: before.assume_init() }
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // SAFETY: the set was filled when this was made.
        unsafe {
            libc::pthread_sigmask(libc::SIG_SETMASK, &raw const self.before, ptr::null_mut())
        };
    }
}

/// Makes all signals mean to a forked child what they mean to a new program, and lets them through.
/// SIGHUP stays ignored where it is, as `nohup` wants it. Allocates nothing.
pub(super) fn reset() {
    for signal in 1..=libc::SIGRTMAX() {
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

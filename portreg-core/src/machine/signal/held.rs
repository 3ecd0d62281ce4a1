//! Signals that a thread holds back while it does something that they must not disturb.
#![expect(unsafe_code, reason = "signal masks of threads have no safe wrapper")]

use std::mem::MaybeUninit;
use std::os::fd::AsFd;
use std::ptr;

use rustix::io::Errno;

/// Signals of this thread, held back until this is dropped. Allocates nothing.
pub(crate) struct Held {
    before: libc::sigset_t,
}

impl Held {
    /// All of them.
    pub(crate) fn all() -> Self {
        let mut all = MaybeUninit::uninit();
        // SAFETY: the call fills the set.
        Self::hold(unsafe {
            libc::sigfillset(all.as_mut_ptr());
            all.assume_init()
        })
    }

    /// This one.
    pub(crate) fn one(signal: libc::c_int) -> Self {
        Self::hold(set_of(signal))
    }

    fn hold(signals: libc::sigset_t) -> Self {
        let mut before = MaybeUninit::uninit();
        // SAFETY: the first set is filled, and the call fills the second.
        unsafe {
            libc::pthread_sigmask(libc::SIG_BLOCK, &raw const signals, before.as_mut_ptr());
            Self { before: before.assume_init() }
        }
    }

    /// Whether the signal was held back before.
    fn had(&self, signal: libc::c_int) -> bool {
        contains(&self.before, signal)
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

/// Writes to a pipe, and gives `EPIPE` where nobody reads it any more. The SIGPIPE of that, which would
/// end a host that does not ignore it, goes nowhere.
pub(crate) fn write_unsignalled(pipe: impl AsFd, bytes: &[u8]) -> rustix::io::Result<usize> {
    let held = Held::one(libc::SIGPIPE);
    // One that the host itself holds back is not ours to take.
    let is_hosts = held.had(libc::SIGPIPE) && is_raised(libc::SIGPIPE);
    let written = rustix::io::write(pipe, bytes);
    if written == Err(Errno::PIPE) && !is_hosts && is_raised(libc::SIGPIPE) {
        let (own, mut taken) = (set_of(libc::SIGPIPE), 0);
        // SAFETY: both places are there. It was raised for this thread alone: the call does not wait.
        unsafe { libc::sigwait(&raw const own, &raw mut taken) };
    }
    written
}

/// Whether the signal waits to be let through.
fn is_raised(signal: libc::c_int) -> bool {
    let mut raised = MaybeUninit::uninit();
    // SAFETY: the call fills the set.
    let raised = unsafe {
        libc::sigpending(raised.as_mut_ptr());
        raised.assume_init()
    };
    contains(&raised, signal)
}

fn contains(set: &libc::sigset_t, signal: libc::c_int) -> bool {
    // SAFETY: the set is filled.
    unsafe { libc::sigismember(&raw const *set, signal) == 1 }
}

fn set_of(signal: libc::c_int) -> libc::sigset_t {
    let mut set = MaybeUninit::uninit();
    // SAFETY: the first call fills the set.
    unsafe {
        libc::sigemptyset(set.as_mut_ptr());
        libc::sigaddset(set.as_mut_ptr(), signal);
        set.assume_init()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_pipe_is_an_error_and_no_signal() {
        let (reader, writer) = rustix::pipe::pipe().unwrap();
        assert_eq!(write_unsignalled(&writer, &[1]), Ok(1));
        drop(reader);
        let _seen = Held::one(libc::SIGPIPE);
        for _ in 0..2 {
            assert_eq!(write_unsignalled(&writer, &[1]), Err(Errno::PIPE));
            assert!(!is_raised(libc::SIGPIPE), "it does not come later");
        }
    }

    #[test]
    fn one_that_the_host_holds_back_stays() {
        let (reader, writer) = rustix::pipe::pipe().unwrap();
        drop(reader);
        let _host = Held::one(libc::SIGPIPE);
        assert_eq!(rustix::io::write(&writer, &[1]), Err(Errno::PIPE));
        assert_eq!(write_unsignalled(&writer, &[1]), Err(Errno::PIPE));
        assert!(is_raised(libc::SIGPIPE));
    }
}

//! Unix: signals, caught by handlers.

use std::io::Read as _;
use std::os::fd::AsFd as _;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::Scope;
use std::time::Duration;

use portreg_core::{Error, Signal, Stack, Waitable, is_ignored};
use signal_hook::iterator::{Handle, Signals};
use signal_hook::low_level::pipe;

use crate::failure::Result;

/// The signals of this process, waited for without a thread: a stop must stop all of it at once.
pub(crate) struct Wakeups {
    signals: Signals,
    bell: UnixStream,
}

impl Wakeups {
    /// What is caught; all but the last two are passed on.
    const CAUGHT: [Signal; 8] = [
        Signal::Int,
        Signal::Term,
        Signal::Hup,
        Signal::Quit,
        Signal::Usr1,
        Signal::Usr2,
        Signal::Cont,
        Signal::Chld,
    ];

    pub(crate) fn new() -> std::io::Result<Self> {
        let caught = Self::CAUGHT.into_iter().filter(|signal| !is_ignored(*signal));
        let numbers: Vec<i32> = caught.map(Signal::number).collect();
        // In this order: when the bell rings, the signal has been noted.
        let signals = Signals::new(&numbers)?;
        let (bell, ring) = UnixStream::pair()?;
        bell.set_nonblocking(true)?;
        for number in numbers {
            pipe::register(number, ring.try_clone()?)?;
        }
        Ok(Self { signals, bell })
    }

    /// Can be read from when a signal has come.
    pub(crate) fn bell(&self) -> Waitable<'_> {
        self.bell.as_fd()
    }

    /// The signals that have come since the last call.
    pub(crate) fn take(&mut self) -> Vec<Signal> {
        // Forgotten first: who rings from now on is heard by the next wait.
        while matches!(self.bell.read(&mut [0; 64]), Ok(64)) {}
        self.signals.pending().filter_map(Signal::from_number).collect()
    }
}

/// Listens for signals until it is dropped.
pub(crate) struct Ears {
    handle: Handle,
}

impl Ears {
    /// Ends the stack when a signal asks for it; `asked` says that one has.
    pub(crate) fn for_stack<'s>(
        scope: &'s Scope<'s, '_>,
        stack: &'s Stack,
        asked: &'s AtomicBool,
    ) -> Result<Self> {
        let ending = [Signal::Int, Signal::Term, Signal::Hup, Signal::Quit];
        let heard = ending.into_iter().filter(|signal| !is_ignored(*signal)).map(Signal::number);
        let mut signals = Signals::new(heard)
            .map_err(|error| Error::Unsupported { what: format!("catching signals ({error})") })?;
        let handle = signals.handle();
        scope.spawn(move || {
            for _ in signals.forever() {
                let second = asked.swap(true, Ordering::Relaxed);
                stack.close(second.then_some(Duration::ZERO));
            }
        });
        Ok(Self { handle })
    }
}

impl Drop for Ears {
    fn drop(&mut self) {
        self.handle.close();
    }
}

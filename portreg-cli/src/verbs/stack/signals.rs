//! The signals that end a stack: the first asks its services to end, the second does not ask.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::Scope;
use std::time::Duration;

use portreg_core::{Error, Signal, Stack, is_ignored};
use signal_hook::iterator::{Handle, Signals};

use crate::failure::Result;

/// Listens for signals until it is dropped.
pub(super) struct Ears {
    handle: Handle,
}

impl Ears {
    /// Ends the stack when a signal asks for it; `asked` says that one has.
    pub(super) fn for_stack<'s>(
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

//! Windows: Ctrl-C, Ctrl-Break and the end of the session, which reach a handler of the process.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::Scope;
use std::time::Duration;

use portreg_core::{Error, Signal, Stack, Waitable, Waker};

use crate::failure::Result;

/// What is called for each of them.
type Heard = Box<dyn Fn() + Send>;

/// Those who listen, by number. The handler itself can neither be set twice nor taken back.
static LISTENERS: Mutex<(usize, Vec<(usize, Heard)>)> = Mutex::new((0, Vec::new()));

fn listeners() -> MutexGuard<'static, (usize, Vec<(usize, Heard)>)> {
    LISTENERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Listens until it is dropped.
struct Listening(usize);

impl Listening {
    fn new(heard: Heard) -> std::io::Result<Self> {
        let mut all = listeners();
        if all.0 == 0 {
            let call = || listeners().1.iter().for_each(|(_, heard)| heard());
            ctrlc::set_handler(call).map_err(std::io::Error::other)?;
        }
        all.0 += 1;
        let number = all.0;
        all.1.push((number, heard));
        Ok(Self(number))
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        listeners().1.retain(|(number, _)| *number != self.0);
    }
}

/// What this process was told, waited for without a thread. A command at the console hears the same by itself.
pub(crate) struct Wakeups {
    waker: Waker,
    count: Arc<AtomicUsize>,
    _listening: Listening,
}

impl Wakeups {
    pub(crate) fn new() -> std::io::Result<Self> {
        let (waker, count) = (Waker::new()?, Arc::new(AtomicUsize::new(0)));
        let heard = {
            let (waker, count) = (waker.clone(), count.clone());
            move || {
                count.fetch_add(1, Ordering::Relaxed);
                waker.wake();
            }
        };
        let _listening = Listening::new(Box::new(heard))?;
        Ok(Self { waker, count, _listening })
    }

    /// Is ready when something has come.
    pub(crate) fn bell(&self) -> Waitable<'_> {
        self.waker.waitable()
    }

    /// What has come since the last call.
    pub(crate) fn take(&mut self) -> Vec<Signal> {
        self.waker.drain();
        vec![Signal::Int; self.count.swap(0, Ordering::Relaxed)]
    }
}

/// Listens until it is dropped.
pub(crate) struct Ears {
    _listening: Listening,
}

impl Ears {
    /// Ends the stack when it is asked for; `asked` says that it was.
    pub(crate) fn for_stack<'s>(
        scope: &'s Scope<'s, '_>,
        stack: &'s Stack,
        asked: &'s AtomicBool,
    ) -> Result<Self> {
        let (sender, calls): (Sender<()>, _) = mpsc::channel();
        // Nobody is there to hear it where the stack has just ended.
        let heard = move || _ = sender.send(());
        let _listening = Listening::new(Box::new(heard))
            .map_err(|error| Error::Unsupported { what: format!("hearing Ctrl-C ({error})") })?;
        scope.spawn(move || {
            for () in calls {
                let second = asked.swap(true, Ordering::Relaxed);
                stack.close(second.then_some(Duration::ZERO));
            }
        });
        Ok(Self { _listening })
    }
}

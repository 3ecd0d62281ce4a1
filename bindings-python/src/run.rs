//! How the core is called: panics and errors become exceptions, and whoever waits lets others run and hears Ctrl-C.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use portreg_core::{Canceller, Error, Result};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use crate::errors::raised;

/// How late a signal may be heard.
const SLICE: Duration = Duration::from_millis(100);

thread_local! {
    /// What may end the calls of this thread, from the outermost in.
    static CALLS: RefCell<Vec<Canceller>> = const { RefCell::new(Vec::new()) };
}

/// What came of a call: what it gave, or what it said when it panicked.
type Outcome<T> = std::result::Result<Result<T>, String>;

/// Calls the core while other threads of the interpreter run.
pub(crate) fn run<T: Send>(py: Python<'_>, work: impl FnOnce() -> Result<T> + Send) -> PyResult<T> {
    let outcome = py.detach(|| caught(work));
    settled(py, outcome)
}

/// Calls the core with the interpreter's lock in hand, for what neither waits nor writes: to give the lock away and get
/// it back costs up to 5 ms beside a busy thread.
pub(crate) fn at_once<T>(py: Python<'_>, work: impl FnOnce() -> Option<T>) -> PyResult<Option<T>> {
    settled(py, caught(|| Ok(work())))
}

/// Calls what may wait for long; a signal ends it. Only the main thread hears signals, and so has another one call.
pub(crate) fn wait<T: Send + 'static>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> PyResult<T> {
    if !hears_signals(py)? {
        return run(py, work);
    }
    let own = Canceller::new().map_err(refused(py))?;
    let mut cancellers = CALLS.with_borrow(Clone::clone);
    cancellers.push(own.clone());
    let (sender, mut receiver) = mpsc::channel();
    let waiter = thread::Builder::new().name("portreg-wait".to_owned());
    // Where nobody listens any more, what it still gets is dropped, and so given back.
    waiter.spawn(move || drop(sender.send(caught(|| scopes(&cancellers, work)))))?;
    loop {
        let received;
        (receiver, received) = py.detach(move || {
            let received = receiver.recv_timeout(SLICE);
            (receiver, received)
        });
        match received {
            Ok(outcome) => return settled(py, outcome),
            Err(RecvTimeoutError::Timeout) => {
                if let Err(signal) = py.check_signals() {
                    own.cancel();
                    return Err(given_back(py, receiver, signal));
                }
            }
            Err(RecvTimeoutError::Disconnected) => return Err(failed("its thread has ended")),
        }
    }
}

/// Waits until what an interrupted call still gets is dropped, and so given back: the program may end right after.
/// Another signal does not wait for that.
fn given_back<T: Send>(py: Python<'_>, mut receiver: Receiver<T>, signal: PyErr) -> PyErr {
    loop {
        let came;
        (receiver, came) = py.detach(move || {
            let came = receiver.recv_timeout(SLICE).map(drop);
            (receiver, came)
        });
        match (came, py.check_signals()) {
            (_, Err(another)) => return another,
            (Err(RecvTimeoutError::Timeout), Ok(())) => {}
            _ => return signal,
        }
    }
}

/// Asks in slices of time until there is an answer, the time is over (none), or a signal is heard.
pub(crate) fn in_slices<T: Send>(
    py: Python<'_>,
    at_most: Option<Duration>,
    mut ask: impl FnMut(Duration) -> Option<Result<T>> + Send,
) -> PyResult<Option<T>> {
    let begun = Instant::now();
    loop {
        let left = at_most.map(|time| time.saturating_sub(begun.elapsed()));
        let slice = left.map_or(SLICE, |left| left.min(SLICE));
        let outcome = py.detach(|| caught(|| ask(slice).transpose()));
        if let Some(answer) = settled(py, outcome)? {
            return Ok(Some(answer));
        }
        py.check_signals()?;
        not_cancelled(py)?;
        if left == Some(slice) {
            return Ok(None);
        }
    }
}

/// Does some work in this thread whose waits the canceller may end.
pub(crate) fn within<T>(canceller: &Canceller, work: impl FnOnce() -> T) -> T {
    /// Ends the scope, also where the work panics.
    struct Scope;

    impl Drop for Scope {
        fn drop(&mut self) {
            CALLS.with_borrow_mut(|calls| drop(calls.pop()));
        }
    }

    CALLS.with_borrow_mut(|calls| calls.push(canceller.clone()));
    let _scope = Scope;
    canceller.scope(work)
}

/// Raises `Cancelled` where one of this thread's cancellers was: calls that give nothing then do not say why.
pub(crate) fn not_cancelled(py: Python<'_>) -> PyResult<()> {
    match CALLS.with_borrow(|calls| calls.iter().any(Canceller::is_cancelled)) {
        true => Err(refused(py)(Error::Cancelled { what: "a call that waited".to_owned() })),
        false => Ok(()),
    }
}

/// Does some work in this thread whose waits each of these may end.
fn scopes<T>(cancellers: &[Canceller], work: impl FnOnce() -> T) -> T {
    match cancellers {
        [] => work(),
        [first, rest @ ..] => first.scope(|| scopes(rest, work)),
    }
}

fn hears_signals(py: Python<'_>) -> PyResult<bool> {
    static ME: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    static MAIN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let me = ME.import(py, "threading", "get_ident")?.call0()?;
    me.eq(MAIN.import(py, "threading", "main_thread")?.call0()?.getattr("ident")?)
}

fn caught<T>(work: impl FnOnce() -> Result<T>) -> Outcome<T> {
    // What a panic leaves half done is behind mutexes that heal, or in a transaction that is rolled back.
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_else(|| "no message".to_owned())
    })
}

fn settled<T>(py: Python<'_>, outcome: Outcome<T>) -> PyResult<T> {
    match outcome {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(raised(py, &error)),
        Err(panic) => Err(failed(&panic)),
    }
}

fn failed(why: &str) -> PyErr {
    PyRuntimeError::new_err(format!("portreg has failed inside, which is a fault of it: {why}"))
}

/// An error of the core that is found while arguments are read.
pub(crate) fn refused(py: Python<'_>) -> impl Fn(Error) -> PyErr + '_ {
    move |error| raised(py, &error)
}

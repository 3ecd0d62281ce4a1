//! What comes one after the other, and is waited for: messages, events, changes of a file.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use portreg_core::{
    Canceller, EnvWatch as CoreEnvWatch, Received, Result, Subscription as CoreSubscription,
    Watch as CoreWatch, Watched,
};
use pyo3::prelude::*;

use crate::arguments::{Span, time};
use crate::records::Record;
use crate::run;

/// Makes an iterator and a context manager of a class that has `next` and `close`.
macro_rules! iterates {
    ($class:ident, $item:ty) => {
        #[pymethods]
        impl $class {
            fn __iter__(slf: Py<Self>) -> Py<Self> {
                slf
            }

            fn __next__(&self, py: Python<'_>) -> PyResult<Option<$item>> {
                self.next(py, None)
            }
        }

        $crate::block::block!($class, |feed, _| {
            feed.close();
            Ok(())
        });
    };
}

pub(crate) use iterates;

/// A feed of the core that threads may share.
struct Feed<C> {
    core: Mutex<C>,
    canceller: Canceller,
}

impl<C: Send> Feed<C> {
    fn new(core: C, canceller: Canceller) -> Self {
        Self { core: Mutex::new(core), canceller }
    }

    /// What comes next; none where nothing does in time, or where the feed was closed.
    fn next<T: Send>(
        &self,
        py: Python<'_>,
        timeout: Option<&Span>,
        receive: impl Fn(&mut C, Duration) -> Option<Result<T>> + Send + Sync,
    ) -> PyResult<Option<T>> {
        let timeout = time(timeout, "timeout").map_err(run::refused(py))?;
        let received = run::in_slices(py, timeout, |slice| {
            let mut core = self.core.lock().unwrap_or_else(PoisonError::into_inner);
            match receive(&mut core, slice) {
                None if self.canceller.is_cancelled() => Some(Ok(None)),
                received => received.map(|one| one.map(Some)),
            }
        })?;
        Ok(received.flatten())
    }

    /// Asks what needs no waiting, while other threads of the interpreter run.
    fn with<T: Send>(
        &self,
        py: Python<'_>,
        ask: impl FnOnce(&mut C) -> Result<T> + Send,
    ) -> PyResult<T> {
        run::run(py, || ask(&mut self.core.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// What is published to the channels of a pattern, in the order of ids: an iterator that waits for what comes.
///
/// It gives a `Message`, or a `Gap` where retention has taken messages away unseen. Ctrl-C is heard while it waits;
/// `close`, from whichever thread, ends it. It belongs to the process that made it.
#[pyclass(module = "portreg", frozen)]
pub(crate) struct Subscription(Feed<CoreSubscription>);

impl Subscription {
    pub(crate) fn new(core: CoreSubscription) -> Self {
        let canceller = core.canceller();
        Self(Feed::new(core, canceller))
    }
}

#[pymethods]
impl Subscription {
    /// The next message, or the gap before it; None where there is none within `timeout` (without limit where nothing is
    /// said), or where the subscription was closed. To ask confirms what was given before.
    ///
    /// >>> with registry.subscribe("build:*") as subscription:
    /// ...     print(subscription.next(timeout=0))
    /// None
    #[pyo3(signature = (timeout=None))]
    fn next(&self, py: Python<'_>, timeout: Option<Span>) -> PyResult<Option<Record<Received>>> {
        let received = self.0.next(py, timeout.as_ref(), CoreSubscription::next_within)?;
        Ok(received.map(Record))
    }

    /// Confirms what was given last, so that a cursor goes on after it. Without a cursor there is nothing to do.
    fn confirm(&self, py: Python<'_>) -> PyResult<()> {
        self.0.with(py, CoreSubscription::confirm)
    }

    /// Ends the subscription: it gives nothing more, and who waits for it in another thread goes on.
    fn close(&self) {
        self.0.canceller.cancel();
    }
}

iterates!(Subscription, Record<Received>);

/// What happens to the registry, in the order of ids: an iterator that waits for what comes.
///
/// It gives an `Event`, or a `Gap` where retention has taken events away unseen. Ctrl-C is heard while it waits; `close`,
/// from whichever thread, ends it. It belongs to the process that made it.
#[pyclass(module = "portreg", frozen)]
pub(crate) struct Watch(Feed<CoreWatch>);

impl Watch {
    pub(crate) fn new(core: CoreWatch) -> Self {
        let canceller = core.canceller();
        Self(Feed::new(core, canceller))
    }
}

#[pymethods]
impl Watch {
    /// The next event, or the gap before it; None where there is none within `timeout` (without limit where nothing is
    /// said), or where the watch was closed.
    ///
    /// >>> with registry.watch("shop") as watch:
    /// ...     print(watch.next(timeout=0))
    /// None
    #[pyo3(signature = (timeout=None))]
    fn next(&self, py: Python<'_>, timeout: Option<Span>) -> PyResult<Option<Record<Watched>>> {
        let watched = self.0.next(py, timeout.as_ref(), CoreWatch::next_within)?;
        Ok(watched.map(Record))
    }

    /// The id to go on after, with ``since``: all that fits up to it was given.
    ///
    /// >>> revision = registry.watch().revision
    /// >>> claim = registry.claim("shop:web")
    /// >>> registry.watch(since=revision).next().action
    /// 'claim'
    #[getter]
    fn revision(&self, py: Python<'_>) -> PyResult<i64> {
        self.0.with(py, |core| Ok(core.revision()))
    }

    /// Ends the watch: it gives nothing more, and who waits for it in another thread goes on.
    fn close(&self) {
        self.0.canceller.cancel();
    }
}

iterates!(Watch, Record<Watched>);

/// A file of variables that is kept current as long as somebody asks for the next change: an iterator that waits.
///
/// It gives the names of the variables that were set, have another value, or are gone. Ctrl-C is heard while it waits;
/// `close`, from whichever thread, ends it.
#[pyclass(module = "portreg", frozen)]
pub(crate) struct EnvWatch(Feed<CoreEnvWatch>);

impl EnvWatch {
    pub(crate) fn new(core: CoreEnvWatch) -> Self {
        let canceller = core.canceller();
        Self(Feed::new(core, canceller))
    }
}

#[pymethods]
impl EnvWatch {
    /// The next change of the file; None where there is none within `timeout` (without limit where nothing is said), or
    /// where the watch was closed.
    ///
    /// Raises what `Registry.write_env` raises; to ask again tries again.
    #[pyo3(signature = (timeout=None))]
    fn next(&self, py: Python<'_>, timeout: Option<Span>) -> PyResult<Option<Vec<String>>> {
        self.0.next(py, timeout.as_ref(), CoreEnvWatch::next_within)
    }

    /// Ends the watch: the file stays as it is.
    fn close(&self) {
        self.0.canceller.cancel();
    }
}

iterates!(EnvWatch, Vec<String>);

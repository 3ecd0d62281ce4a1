//! Work that may wait, apart from the threads on which futures are polled.

use tokio::task::{AbortHandle, spawn_blocking};

use crate::error::{Error, Result};
use crate::machine::cancelling::Canceller;

/// Ends the work when the future that waits for it is dropped.
struct EndsWithThis {
    canceller: Canceller,
    work: AbortHandle,
}

impl Drop for EndsWithThis {
    fn drop(&mut self) {
        // What has not begun never does; what waits is woken.
        self.work.abort();
        self.canceller.cancel();
    }
}

/// Does something that may wait. Where the future is dropped, the waiting ends at once, and what comes
/// of the work is dropped.
///
/// # Errors
///
/// `CANCELLED` where the runtime shuts down first; `UNSUPPORTED` where this process has too many open
/// descriptors.
pub(super) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let canceller = Canceller::new()?;
    let within = canceller.clone();
    let task = spawn_blocking(move || within.scope(work));
    let _ends = EndsWithThis { canceller, work: task.abort_handle() };
    match task.await.map_err(tokio::task::JoinError::try_into_panic) {
        Ok(done) => Ok(done),
        Err(Ok(panic)) => std::panic::resume_unwind(panic),
        Err(Err(_)) => Err(Error::Cancelled { what: "the runtime shuts down".to_owned() }),
    }
}

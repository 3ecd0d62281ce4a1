//! Windows: a thread of the runtime's waits for the bell, as long as somebody sleeps.

use std::io;
use std::time::Duration;

use tokio::task::spawn_blocking;

use crate::machine::waiting::{AsWaitable as _, OwnedWaitable, Waitable, Waker, wait};

/// A doorbell that is heard from another thread.
pub(super) struct Bell(OwnedWaitable);

/// Wakes the thread when nobody sleeps any more.
struct GivenUp(Waker);

impl Drop for GivenUp {
    fn drop(&mut self) {
        self.0.wake();
    }
}

impl Bell {
    pub(super) fn of(bell: Waitable<'_>) -> io::Result<Self> {
        bell.try_clone_to_owned().map(Self)
    }

    /// Sleeps until it is rung, for so long at most; says whether it was.
    pub(super) async fn rings_within(&mut self, time: Duration) -> io::Result<bool> {
        let (bell, waker) = (self.0.try_clone()?, Waker::new()?);
        let _given_up = GivenUp(waker.clone());
        let waits =
            spawn_blocking(move || wait(&[bell.as_waitable(), waker.waitable()], Some(time)));
        Ok(waits.await.map_err(io::Error::other)??.first() == Some(&true))
    }
}

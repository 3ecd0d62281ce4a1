//! Unix: the runtime itself hears the bell, and no thread waits.

use std::io;
use std::time::Duration;

use tokio::net::unix::pipe::Receiver;
use tokio::time::timeout;

use crate::machine::waiting::Waitable;

/// A doorbell that the runtime hears.
pub(super) struct Bell(Receiver);

impl Bell {
    pub(super) fn of(bell: Waitable<'_>) -> io::Result<Self> {
        Receiver::from_owned_fd(bell.try_clone_to_owned()?).map(Self)
    }

    /// Sleeps until it is rung, for so long at most; says whether it was.
    pub(super) async fn rings_within(&mut self, time: Duration) -> io::Result<bool> {
        let Ok(rung) = timeout(time, self.0.readable()).await else { return Ok(false) };
        rung?;
        // Emptied by the runtime, so that it knows that there is nothing more.
        while self.0.try_read(&mut [0; 64]).is_ok_and(|rings| rings > 0) {}
        Ok(true)
    }
}

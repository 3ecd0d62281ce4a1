//! Messages between processes: durable rows with a growing id, and doorbells for those who wait.

mod cursor;
mod publish;
mod subscription;

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::claims::Shared;
use crate::error::{Error, Result};
use crate::model::{Channel, Message, Received, Since, SubscribeOptions, check_name};
use crate::time::now_ms;
pub use subscription::Subscription;

/// The family of topics of those who wait for messages: `messages:<pattern>`.
const TOPIC: &str = "messages";

/// What every verb about messages works with.
pub(crate) struct Messages<'a> {
    pub(crate) shared: &'a Arc<Shared>,
}

impl Messages<'_> {
    /// Begins to receive what is published to the channels of a pattern.
    pub(crate) fn subscribe(
        &self,
        pattern: &str,
        options: &SubscribeOptions,
    ) -> Result<Subscription> {
        Subscription::begin(Arc::clone(self.shared), pattern.parse()?, options)
    }

    /// Waits for the next message of a channel.
    pub(crate) fn poll(
        &self,
        channel: &str,
        after: Option<i64>,
        at_most: Option<Duration>,
    ) -> Result<Message> {
        check_name(channel, "channel")?;
        let begun = Instant::now();
        let since = after.map_or(Since::Now, Since::After);
        let options = SubscribeOptions { since, ..SubscribeOptions::default() };
        let mut subscription = self.subscribe(channel, &options)?;
        loop {
            let left = at_most.map(|time| time.saturating_sub(begun.elapsed()));
            match subscription.next_within(left.unwrap_or(Duration::MAX)).transpose()? {
                Some(Received::Message(message)) => return Ok(message),
                Some(Received::Gap(_)) => {}
                None if left.is_none() => {}
                None => {
                    let waited = begun.elapsed().as_millis();
                    return Err(Error::Timeout {
                        what: format!("no message on {channel}"),
                        waited_ms: u64::try_from(waited).unwrap_or(u64::MAX),
                    });
                }
            }
        }
    }

    /// The channels that hold messages.
    pub(crate) fn channels(&self) -> Result<Vec<Channel>> {
        self.shared.store().snapshot(|reader| reader.channels(now_ms()))
    }

    /// Takes away all messages of a channel and says how many.
    pub(crate) fn clear(&self, channel: &str) -> Result<usize> {
        check_name(channel, "channel")?;
        self.shared.store().write(|writer| writer.clear_channel(channel))
    }
}

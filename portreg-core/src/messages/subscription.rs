//! Receiving messages one after the other, in the order of their ids.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::TOPIC;
use super::cursor::{Cursor, beginning};
use crate::claims::{Shared, Waiting};
use crate::error::Result;
use crate::machine::cancelling::Canceller;
use crate::model::{ChannelPattern, Gap, Received, SubscribeOptions, check_name};
use crate::store::{Batch, CursorPlace};
use crate::time::now_ms;

/// How long the iterator waits at a time.
const LONG: Duration = Duration::from_secs(60 * 60);

/// What is published to the channels of a pattern: what `Registry::subscribe` gives.
///
/// As an iterator it waits for what comes, without using the processor, and ends when it is
/// cancelled; `next_within` gives the caller a turn. Each message comes once, in the order of ids.
/// It belongs to the process that made it: a forked child makes its own.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
/// let mut subscription = registry.subscribe("build:*", &Default::default())?;
/// registry.publish("build:web", r#"{"ok": true}"#, &Default::default())?;
/// let message = subscription.next().unwrap()?.message().unwrap();
/// assert_eq!(message.payload["ok"], true);
/// # Ok::<(), portreg_core::Error>(())
/// ```
pub struct Subscription {
    shared: Arc<Shared>,
    pattern: ChannelPattern,
    /// Up to here everything was read.
    read_to: i64,
    /// Up to here it is known that messages are gone.
    known: i64,
    ready: VecDeque<Received>,
    /// What was given last, where it is not confirmed yet.
    given: Option<CursorPlace>,
    cursor: Option<Cursor>,
    waiting: Waiting,
    /// The process that made it.
    process: u32,
}

impl Subscription {
    pub(super) fn begin(
        shared: Arc<Shared>,
        pattern: ChannelPattern,
        options: &SubscribeOptions,
    ) -> Result<Self> {
        let cursor = match &options.cursor {
            Some(name) => {
                check_name(name, "cursor")?;
                Some(Cursor::take(&shared.claims(), name, &pattern, options.since)?)
            }
            None => None,
        };
        let place = match &cursor {
            Some(cursor) => cursor.place(),
            None => shared.store().snapshot(|reader| beginning(reader, &pattern, options.since))?,
        };
        let waiting = Waiting::new(Arc::clone(&shared), format!("{TOPIC}:{pattern}"))?;
        Ok(Self {
            pattern,
            read_to: place.confirmed,
            known: place.known,
            ready: VecDeque::new(),
            given: None,
            cursor,
            waiting,
            process: std::process::id(),
            shared,
        })
    }

    /// What ends it from another thread.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// let subscription = registry.subscribe("build:*", &Default::default())?;
    /// let canceller = subscription.canceller();
    /// let waits = std::thread::spawn(move || subscription.count());
    /// canceller.cancel();
    /// assert_eq!(waits.join().unwrap(), 0);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn canceller(&self) -> Canceller {
        self.waiting.canceller().clone()
    }

    /// The next message, or the gap before it; none where there is none within this time, or where
    /// the subscription was cancelled. Asking confirms what was given before.
    ///
    /// # Errors
    ///
    /// `IDENTITY_HELD` where another subscription has the cursor by now, which happens only to
    /// processes that could not be seen from there for a minute; `CANCELLED` where this call was, by
    /// the [`Canceller`] of its scope; `REGISTRY_*` where the registry cannot be used. Asking again
    /// goes on where it was.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use std::time::Duration;
    ///
    /// let mut subscription = registry.subscribe("build:*", &Default::default())?;
    /// assert!(subscription.next_within(Duration::from_millis(1)).is_none());
    /// let id = registry.publish("build:web", "done", &Default::default())?;
    /// let received = subscription.next_within(Duration::ZERO).unwrap()?;
    /// assert_eq!(received.message().unwrap().id, id);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn next_within(&mut self, at_most: Duration) -> Option<Result<Received>> {
        self.receive(at_most).transpose()
    }

    /// Confirms what was given last: a named cursor goes on after it. Without a cursor there is
    /// nothing to do.
    ///
    /// # Errors
    ///
    /// As [`Subscription::next_within`].
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::SubscribeOptions;
    ///
    /// let options = SubscribeOptions { cursor: Some("deploy".into()), ..Default::default() };
    /// let mut first = registry.subscribe("build:*", &options)?;
    /// registry.publish("build:web", "one", &Default::default())?;
    /// registry.publish("build:web", "two", &Default::default())?;
    /// first.next().unwrap()?;
    /// first.confirm()?;
    /// drop(first);
    /// let mut second = registry.subscribe("build:*", &options)?;
    /// assert_eq!(second.next().unwrap()?.message().unwrap().payload, "two");
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn confirm(&mut self) -> Result<()> {
        if let (Some(cursor), Some(place)) = (&mut self.cursor, self.given) {
            cursor.confirm(&self.shared.claims(), place)?;
        }
        self.given = None;
        Ok(())
    }

    fn receive(&mut self, at_most: Duration) -> Result<Option<Received>> {
        let begun = Instant::now();
        self.confirm()?;
        loop {
            let received = self.look()?;
            let left = at_most.saturating_sub(begun.elapsed());
            if received.is_some() || left.is_zero() || self.waiting.canceller().is_cancelled() {
                return Ok(received);
            }
            self.stay()?;
            self.waiting.sleep(left)?;
        }
    }

    /// What there is by now, without waiting.
    fn look(&mut self) -> Result<Option<Received>> {
        let mut is_all = false;
        while !self.waiting.canceller().is_cancelled() {
            let received = self.give();
            if received.is_some() || is_all {
                return Ok(received);
            }
            self.waiting.drain();
            is_all = self.read()?;
        }
        Ok(None)
    }

    /// Says by the cursor that this subscription still waits.
    fn stay(&mut self) -> Result<()> {
        self.cursor.as_mut().map_or(Ok(()), |cursor| cursor.stay(&self.shared.claims()))
    }

    /// What is there already, without what has expired meanwhile.
    fn give(&mut self) -> Option<Received> {
        loop {
            let received = self.ready.pop_front()?;
            let place = self.given.or(self.cursor.as_ref().map(Cursor::place));
            match &received {
                Received::Gap(gap) => {
                    self.given = place.map(|place| CursorPlace { known: gap.missed_to, ..place });
                }
                Received::Message(message) => {
                    if message.expires_at_ms.is_some_and(|at| at <= now_ms()) {
                        continue;
                    }
                    self.given = place.map(|place| CursorPlace { confirmed: message.id, ..place });
                }
            }
            return Some(received);
        }
    }

    /// Reads what comes next; whether that is all there is by now.
    fn read(&mut self) -> Result<bool> {
        let known = self.known.max(self.read_to);
        let store = self.shared.store();
        let Batch { overtaken, messages, read_to, is_all } =
            store.next_messages(&self.pattern, self.read_to, known, now_ms())?;
        if let Some(missed_to) = overtaken {
            self.ready.push_back(Received::Gap(Gap { missed_from: known + 1, missed_to }));
            self.known = missed_to;
        }
        self.read_to = read_to.unwrap_or(self.read_to);
        self.ready.extend(messages.into_iter().map(Received::Message));
        Ok(is_all)
    }
}

/// For those who hear the bell themselves.
#[cfg(feature = "tokio")]
impl Subscription {
    /// What was read already, where nothing has to be confirmed before it.
    pub(crate) fn give_unconfirmed(&mut self) -> Option<Received> {
        let is_free = self.cursor.is_none() || self.given.is_none();
        is_free.then(|| self.give()).flatten()
    }

    /// The next message, or the gap before it; where there is none, the bell hangs from then on. Confirms
    /// what was given before.
    pub(crate) fn look_or_hang(&mut self) -> Result<Option<Received>> {
        self.confirm()?;
        loop {
            let received = self.look()?;
            if received.is_some() {
                return Ok(received);
            }
            self.stay()?;
            if !self.waiting.hang()? {
                return Ok(None);
            }
        }
    }

    /// Forgets the rings so far.
    pub(crate) fn drain(&self) {
        self.waiting.drain();
    }

    /// What is ready when somebody has rung.
    pub(crate) fn bell(&self) -> Option<crate::machine::waiting::Waitable<'_>> {
        self.waiting.bell()
    }
}

impl Iterator for Subscription {
    type Item = Result<Received>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.next_within(LONG) {
                None if !self.waiting.canceller().is_cancelled() => {}
                received => return received,
            }
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if self.process != std::process::id() {
            return;
        }
        if let Some(cursor) = &self.cursor {
            cursor.leave(&self.shared.claims());
        }
    }
}

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { pattern, read_to, cursor, .. } = self;
        f.debug_struct("Subscription")
            .field("pattern", &pattern.as_str())
            .field("read_to", read_to)
            .field("cursor", cursor)
            .finish_non_exhaustive()
    }
}

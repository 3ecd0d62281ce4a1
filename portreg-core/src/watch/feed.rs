//! The change feed: the events of the registry one after the other, as they happen.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::claims::{Shared, Waiting};
use crate::error::Result;
use crate::machine::cancelling::Canceller;
use crate::model::{Gap, Pattern, Since, Watched};
use crate::store::EVENTS;

/// How long the iterator waits at a time.
const LONG: Duration = Duration::from_secs(60 * 60);

/// What happens to the registry: what `Registry::watch` gives.
///
/// As an iterator it waits for what comes, without using the processor, and ends when it is
/// cancelled; `next_within` gives the caller a turn. Each event comes once, in the order of ids.
/// It belongs to the process that made it: a forked child makes its own.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
/// use portreg_core::Since;
///
/// let mut watch = registry.watch(Some("shop"), Since::Now)?;
/// let claim = registry.claim("shop:web")?;
/// let event = watch.next().unwrap()?.event().unwrap();
/// assert_eq!((event.action.as_str(), event.port), ("claim", Some(claim.port)));
/// # Ok::<(), portreg_core::Error>(())
/// ```
pub struct Watch {
    shared: Arc<Shared>,
    pattern: Option<Pattern>,
    /// Up to here everything was read.
    read_to: i64,
    ready: VecDeque<Watched>,
    waiting: Waiting,
}

impl Watch {
    pub(crate) fn begin(shared: Arc<Shared>, pattern: Option<&str>, since: Since) -> Result<Self> {
        let pattern = shared.claims().pattern_of(pattern)?;
        let (oldest, newest) =
            shared.store().read(|reader| reader.ends_of_events())?.unwrap_or((1, 0));
        let read_to = match since {
            Since::Now => newest,
            Since::Start => oldest - 1,
            // Ids begin with 1.
            Since::After(id) => id.clamp(0, newest),
        };
        // The registry was ahead of where it is now: it is another one, or an older backup.
        let beyond = match since {
            Since::After(id) if id > newest => Some(Gap { missed_from: newest + 1, missed_to: id }),
            _ => None,
        };
        let ready = beyond.map(Watched::Gap).into_iter().collect();
        let waiting = Waiting::new(Arc::clone(&shared), EVENTS.to_owned())?;
        Ok(Self { shared, pattern, read_to, ready, waiting })
    }

    /// What ends it from another thread.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// let watch = registry.watch(None, Default::default())?;
    /// let canceller = watch.canceller();
    /// let waits = std::thread::spawn(move || watch.count());
    /// canceller.cancel();
    /// assert_eq!(waits.join().unwrap(), 0);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn canceller(&self) -> Canceller {
        self.waiting.canceller().clone()
    }

    /// The id to go on after, with `Since::After`: all that fits up to it was given.
    ///
    /// Begin to watch, then read what there is: nothing that happens from then on is missed.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::Since;
    ///
    /// let revision = registry.watch(None, Since::Now)?.revision();
    /// registry.claim("shop:web")?;
    /// let mut watch = registry.watch(None, Since::After(revision))?;
    /// let event = watch.next().unwrap()?.event().unwrap();
    /// assert_eq!(event.id, watch.revision());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn revision(&self) -> i64 {
        match self.ready.front() {
            Some(Watched::Event(event)) => event.id - 1,
            Some(Watched::Gap(gap)) => gap.missed_from - 1,
            None => self.read_to,
        }
    }

    /// The next event, or the gap before it; none where there is none within this time, or where the
    /// watch was cancelled.
    ///
    /// # Errors
    ///
    /// `CANCELLED` where this call was, by the [`Canceller`] of its scope; `REGISTRY_*` where the
    /// registry cannot be used. Asking again goes on where it was.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use std::time::Duration;
    ///
    /// let mut watch = registry.watch(Some("shop:api"), Default::default())?;
    /// registry.claim("shop:web")?;
    /// assert!(watch.next_within(Duration::from_millis(1)).is_none());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn next_within(&mut self, at_most: Duration) -> Option<Result<Watched>> {
        self.receive(at_most).transpose()
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.waiting.canceller().is_cancelled()
    }

    fn receive(&mut self, at_most: Duration) -> Result<Option<Watched>> {
        let begun = Instant::now();
        loop {
            if self.is_cancelled() {
                return Ok(None);
            }
            if let Some(watched) = self.ready.pop_front() {
                return Ok(Some(watched));
            }
            self.waiting.drain();
            let is_all = self.read()?;
            if !is_all || !self.ready.is_empty() {
                continue;
            }
            let left = at_most.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Ok(None);
            }
            self.waiting.sleep(left)?;
        }
    }

    /// Reads what comes next; whether that is all there is by now.
    fn read(&mut self) -> Result<bool> {
        let (pattern, after) = (self.pattern.as_ref(), self.read_to);
        let batch = self.shared.store().read(|reader| reader.events_after(pattern, after))?;
        self.read_to = batch.read_to;
        self.ready.extend(batch.events.into_iter().map(Watched::Event));
        let gap = batch.gone.map(|(missed_from, missed_to)| Gap { missed_from, missed_to });
        self.ready.extend(gap.map(Watched::Gap));
        Ok(batch.is_all)
    }
}

impl Iterator for Watch {
    type Item = Result<Watched>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.next_within(LONG) {
                None if !self.is_cancelled() => {}
                watched => return watched,
            }
        }
    }
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { pattern, read_to, .. } = self;
        f.debug_struct("Watch")
            .field("pattern", pattern)
            .field("read_to", read_to)
            .finish_non_exhaustive()
    }
}

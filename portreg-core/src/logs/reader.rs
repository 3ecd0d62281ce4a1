//! Reading a log: all of it or its end, and on with what comes.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::files::{ages, folder_of};
use super::join::{Joiner, Ready};
use super::source::{Source, newer_than};
use crate::error::{Error, Result};
use crate::machine::cancelling;
use crate::machine::files::Changes;
use crate::model::{Identity, LogLine, LogOptions};

/// How long a line without its end is waited for, before what there is of it is given.
const RESTS: Duration = Duration::from_millis(200);

/// How much of the end of a log is read first to find its last lines.
const TAIL: u64 = 256 * 1024;

/// How many records are read at a time in search of a line that was asked for.
const TURN: usize = 10_000;

/// How long the iterator waits at a time.
const LONG: Duration = Duration::from_secs(60 * 60);

/// The lines of a service's log, oldest first: what `Registry::logs` gives.
///
/// As an iterator it ends with the log or, where it follows, never; `next_within` gives the caller a
/// turn. It holds the files that it reads open, and waits without using the processor.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
/// # std::fs::create_dir_all(folder.path().join("logs/shop~web")).unwrap();
/// # std::fs::write(folder.path().join("logs/shop~web/current.log"), "1760000000000 o. ready\n").unwrap();
/// use std::time::Duration;
/// use portreg_core::LogOptions;
///
/// let mut logs = registry.logs("shop:web", &LogOptions { follow: true, ..LogOptions::default() })?;
/// while let Some(line) = logs.next_within(Duration::from_millis(10)) {
///     assert_eq!(line?.line, "ready");
/// }
/// # Ok::<(), portreg_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Logs {
    folder: PathBuf,
    /// What is read, oldest first. The first one is being read; the last one may still grow.
    sources: VecDeque<Source>,
    joiner: Joiner,
    /// Where it follows.
    changes: Option<Changes>,
    is_over: bool,
}

impl Logs {
    /// The log of a service in the folder of all logs.
    pub(crate) fn open(logs: &Path, identity: &Identity, options: &LogOptions) -> Result<Self> {
        let folder = folder_of(logs, identity);
        // Before anything is read, so that what is written meanwhile is not slept over.
        let changes = options.follow.then(|| Changes::of(&folder));
        let mut opened = Self {
            sources: VecDeque::new(),
            joiner: Joiner::new(identity, options),
            changes,
            is_over: false,
            folder,
        };
        opened.sources = newer_than(None, &opened.folder).map_err(|error| opened.failed(&error))?;
        if let Some(last) = options.last {
            opened.read_last(last, identity, options).map_err(|error| opened.failed(&error))?;
        }
        Ok(opened)
    }

    /// Whether a service has a log; one that cannot be looked at is one.
    pub(crate) fn exist(logs: &Path, identity: &Identity) -> bool {
        ages(&folder_of(logs, identity)).map_or(true, |ages| !ages.is_empty())
    }

    /// The next line; none where there is none within this time or, where it does not follow, at all.
    ///
    /// A line that has begun and does not end, as a prompt, is given as `partial` after 200 ms where
    /// it follows, else at the end of the log.
    ///
    /// # Errors
    ///
    /// `REGISTRY_UNAVAILABLE` where the log cannot be read; it ends with that. `CANCELLED` where this call
    /// was, by the [`Canceller`](crate::Canceller) of its scope; asking again goes on where it was.
    pub fn next_within(&mut self, at_most: Duration) -> Option<Result<LogLine>> {
        let started = Instant::now();
        loop {
            if let Some(ready) = self.joiner.ready.pop_front() {
                return Some(Ok(ready.line));
            }
            if self.is_over {
                return None;
            }
            let is_all = match self.read_on() {
                Ok(is_all) => is_all,
                Err(error) => {
                    self.is_over = true;
                    return Some(Err(self.failed(&error)));
                }
            };
            if !self.joiner.ready.is_empty() || self.is_over {
                continue;
            }
            let left = at_most.saturating_sub(started.elapsed());
            let rests = self.joiner.partial_for().map(|rested| RESTS.saturating_sub(rested));
            if is_all && rests == Some(Duration::ZERO) {
                self.joiner.give_partial(RESTS);
                continue;
            }
            // Where it does not follow, nothing but the end of the log is a reason to give none.
            if left.is_zero() && self.changes.is_some() {
                return None;
            }
            if let Some(changes) = self.changes.as_mut().filter(|_| is_all) {
                if let Err(cancelled) = cancelling::check(|| "waiting for a line".to_owned()) {
                    return Some(Err(cancelled));
                }
                changes.wait(rests.map_or(left, |rests| rests.min(left)));
            }
        }
    }

    /// Reads until there is a line, or until all that there is now was read, and says whether that is
    /// so. Of a flood that nobody asked for it reads so much that its caller sees the time pass.
    fn read_on(&mut self) -> std::io::Result<bool> {
        let mut turn = TURN;
        loop {
            while let Some(source) = self.sources.front_mut() {
                while let Some(record) = source.next()? {
                    self.joiner.take(record);
                    turn -= 1;
                    if !self.joiner.ready.is_empty() || turn == 0 {
                        return Ok(false);
                    }
                }
                // What a killed writer left; of a writer that is at it, the rest comes in a moment.
                let rest = source.take_rest();
                let is_last = self.sources.len() == 1;
                if !is_last || self.changes.is_none() {
                    self.joiner.take_torn(&rest);
                }
                if is_last {
                    break;
                }
                self.sources.pop_front();
            }
            if self.changes.is_none() {
                self.is_over = true;
                self.joiner.give_partial(Duration::ZERO);
                return Ok(true);
            }
            let mut newer = newer_than(self.sources.front(), &self.folder)?;
            if newer.is_empty() {
                return Ok(true);
            }
            // The one before is read once more: it may have grown until it was rotated.
            self.sources.append(&mut newer);
        }
    }

    /// Reads the last so many lines, from as near to the end as they allow.
    fn read_last(
        &mut self,
        count: usize,
        identity: &Identity,
        options: &LogOptions,
    ) -> std::io::Result<()> {
        let lengths = self.sources.iter().map(Source::len).collect::<std::io::Result<Vec<_>>>()?;
        let total: u64 = lengths.iter().sum();
        let mut window = TAIL;
        loop {
            let mut skipped = total.saturating_sub(window);
            let mut lines: VecDeque<Ready> = VecDeque::new();
            self.joiner = Joiner::new(identity, options);
            let is_whole = skipped == 0;
            for (source, length) in self.sources.iter_mut().zip(&lengths) {
                source.go_to(skipped.min(*length))?;
                skipped = skipped.saturating_sub(*length);
                while let Some(record) = source.next()? {
                    self.joiner.take(record);
                    lines.append(&mut self.joiner.ready);
                    keep_last(&mut lines, count);
                }
            }
            if is_whole || (lines.len() == count && lines.iter().all(|ready| !ready.is_cut)) {
                break self.give_last(count, lines);
            }
            window = window.saturating_mul(8);
        }
    }

    fn give_last(&mut self, count: usize, mut lines: VecDeque<Ready>) -> std::io::Result<()> {
        // What was read is done with; the last file may have more to come.
        self.sources.drain(..self.sources.len().saturating_sub(1));
        if self.changes.is_none() {
            while !self.is_over {
                self.read_on()?;
                lines.append(&mut self.joiner.ready);
                keep_last(&mut lines, count);
            }
        }
        self.sources.iter_mut().for_each(|source| drop(source.take_rest()));
        self.joiner.ready = lines;
        Ok(())
    }

    fn failed(&self, error: &std::io::Error) -> Error {
        let name = self.folder.file_name().unwrap_or_default().to_string_lossy();
        let place = self.folder.ancestors().nth(2).unwrap_or(&self.folder);
        Error::RegistryUnavailable {
            path: place.to_owned(),
            message: format!(
                "its log logs/{name} cannot be read ({error}); look at its permissions"
            ),
        }
    }
}

fn keep_last(lines: &mut VecDeque<Ready>, count: usize) {
    lines.drain(..lines.len().saturating_sub(count));
}

impl Iterator for Logs {
    type Item = Result<LogLine>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.next_within(LONG) {
                None if !self.is_over => {}
                line => return line,
            }
        }
    }
}

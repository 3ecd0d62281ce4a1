//! A file of variables that is kept current: written again whenever they have changed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Watch;
use crate::claims::Shared;
use crate::directory::{Directory, check_format, write_variables};
use crate::error::{Error, Result};
use crate::machine::cancelling::Canceller;
use crate::model::{EnvFormat, Since, Sought};

/// How long the iterator waits at a time.
const LONG: Duration = Duration::from_secs(60 * 60);

/// When it is tried again where the file could not be written.
const AGAIN: Duration = Duration::from_secs(5);

/// A file of variables that is kept current: what `Registry::watch_env` gives.
///
/// It is kept as long as somebody asks for the next change: as an iterator this waits without using
/// the processor, and ends when it is cancelled; `next_within` gives the caller a turn. A change is the
/// names of the variables that were set, have another value, or are gone.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
/// use portreg_core::{EnvFormat, MoveTo};
///
/// registry.claim("shop:api")?;
/// let file = folder.path().join(".env.local");
/// let mut watch = registry.watch_env(Some("shop"), EnvFormat::Dotenv, &file)?;
/// let claim = registry.reassign("shop:api", MoveTo::Next, false)?;
/// assert_eq!(watch.next().unwrap()?, ["SHOP_API_PORT", "SHOP_API_URL"]);
/// let text = std::fs::read_to_string(&file).unwrap();
/// assert!(text.contains(&format!("SHOP_API_PORT={}\n", claim.port)));
/// # Ok::<(), portreg_core::Error>(())
/// ```
pub struct EnvWatch {
    shared: Arc<Shared>,
    pattern: Option<String>,
    format: EnvFormat,
    file: PathBuf,
    /// What was written last.
    variables: Vec<(String, String)>,
    /// When it is to be written again, whether anything happens or not.
    due: Option<Instant>,
    feed: Watch,
}

impl EnvWatch {
    /// Follows the registry from now on, and writes the file as it is to be now.
    pub(crate) fn begin(
        shared: Arc<Shared>,
        pattern: Option<&str>,
        format: EnvFormat,
        file: &Path,
    ) -> Result<Self> {
        check_format(format)?;
        // What is on that port by now: it may move.
        let pattern = match pattern {
            Some(target) if target.starts_with(':') => {
                Some(shared.claims().identity_of(target)?.to_string())
            }
            pattern => pattern.map(str::to_owned),
        };
        let feed = Watch::begin(Arc::clone(&shared), None, Since::Now)?;
        let file = file.to_owned();
        let mut watch =
            Self { shared, pattern, format, file, variables: Vec::new(), due: None, feed };
        match watch.write() {
            // It may come: the first change says so, unless it has come by then.
            Err(Error::NotFound { .. }) => watch.due = Some(Instant::now()),
            written => drop(written?),
        }
        Ok(watch)
    }

    /// What ends it from another thread.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// let file = folder.path().join(".env.local");
    /// let mut watch = registry.watch_env(Some("shop"), Default::default(), &file)?;
    /// watch.canceller().cancel();
    /// assert!(watch.next().is_none());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn canceller(&self) -> Canceller {
        self.feed.canceller()
    }

    /// The next change of the file; none where there is none within this time, or where the watch was
    /// cancelled.
    ///
    /// # Errors
    ///
    /// As `Registry::write_env`, but that nothing fits is none: then nothing is between the markers.
    /// The file stays as it is; asking again tries again when something happens, or after 5 s.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use std::time::Duration;
    ///
    /// let file = folder.path().join(".env.local");
    /// let mut watch = registry.watch_env(Some("shop"), Default::default(), &file)?;
    /// assert!(watch.next_within(Duration::from_millis(1)).is_none());
    /// registry.claim("shop")?;
    /// assert_eq!(watch.next_within(Duration::ZERO).unwrap()?[0], "SHOP_PORT");
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn next_within(&mut self, at_most: Duration) -> Option<Result<Vec<String>>> {
        self.change(at_most).transpose()
    }

    fn change(&mut self, at_most: Duration) -> Result<Option<Vec<String>>> {
        let begun = Instant::now();
        loop {
            if self.due.is_some_and(|at| at <= Instant::now()) {
                self.due = Some(Instant::now() + AGAIN);
                let names = self.write()?;
                self.due = None;
                if names.is_some() {
                    return Ok(names);
                }
            }
            let left = at_most.saturating_sub(begun.elapsed());
            let until_due = self.due.map(|at| at.saturating_duration_since(Instant::now()));
            let happened = self.feed.next_within(until_due.map_or(left, |due| due.min(left)));
            if happened.transpose()?.is_some() {
                // All that has happened by now is one change.
                while self.feed.next_within(Duration::ZERO).transpose()?.is_some() {}
                self.due = Some(Instant::now());
            } else if self.feed.is_cancelled() || begun.elapsed() >= at_most {
                return Ok(None);
            }
        }
    }

    /// Writes the file as it is to be; the names that have changed, where it was another one before.
    fn write(&mut self) -> Result<Option<Vec<String>>> {
        let directory = Directory { claims: self.shared.claims() };
        let variables = match directory.variables(self.pattern.as_deref()) {
            Err(Error::NotFound { sought, .. }) if self.is_sought(&sought) => Vec::new(),
            variables => variables?,
        };
        if !write_variables(&self.file, self.format, &variables)? {
            self.variables = variables;
            return Ok(None);
        }
        let is_gone = |name: &str| variables.iter().all(|(known, _)| known != name);
        let gone = self.variables.iter().filter(|(name, _)| is_gone(name));
        let new = variables.iter().filter(|one| !self.variables.contains(one));
        let names = new.chain(gone).map(|(name, _)| name.clone()).collect();
        self.variables = variables;
        Ok(Some(names))
    }

    /// Whether it is what the file is of that was not found, and not something else that it needs.
    fn is_sought(&self, sought: &Sought) -> bool {
        let pattern = self.pattern.as_deref();
        match sought {
            Sought::Service(identity) => Some(identity.as_str()) == pattern,
            Sought::Services(text) => text.as_deref() == pattern,
            _ => false,
        }
    }
}

impl Iterator for EnvWatch {
    type Item = Result<Vec<String>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.next_within(LONG) {
                None if !self.feed.is_cancelled() => {}
                change => return change,
            }
        }
    }
}

impl std::fmt::Debug for EnvWatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { pattern, format, file, .. } = self;
        f.debug_struct("EnvWatch")
            .field("pattern", pattern)
            .field("format", format)
            .field("file", file)
            .finish_non_exhaustive()
    }
}

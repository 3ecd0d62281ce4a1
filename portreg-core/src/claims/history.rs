//! The history and the settings, as they are asked for.

use std::path::Path;

use super::Claims;
use crate::config::{Config, Known};
use crate::error::Result;
use crate::model::{ConfigReport, Event, HistoryOptions, Identity, Pattern};

/// How many events are shown where nothing is said.
const SHOWN: usize = 100;

impl Claims<'_> {
    /// The newest events that fit, oldest first.
    pub(crate) fn history(&self, options: &HistoryOptions) -> Result<Vec<Event>> {
        let pattern = self.pattern_of(options.pattern.as_deref())?;
        let limit = options.limit.unwrap_or(SHOWN);
        self.store.read(|reader| reader.events(pattern.as_ref(), options, limit))
    }

    /// The pattern that a target means: as it is written, or the name that claims `:PORT` now.
    pub(crate) fn pattern_of(&self, target: Option<&str>) -> Result<Option<Pattern>> {
        match target {
            Some(target) if target.starts_with(':') => {
                Ok(Some(Pattern::exactly(&self.identity_of(target)?)))
            }
            target => target.map(str::parse).transpose(),
        }
    }

    /// The settings in force in a folder.
    pub(crate) fn settings(&self, dir: Option<&Path>) -> Result<ConfigReport> {
        Ok(self.config(dir)?.report())
    }

    /// Looks for what is wrong with the settings as a whole.
    pub(crate) fn check_settings(&self, config: &Config) -> Result<()> {
        config.check(&Known {
            pool: &|name| {
                let set = self.store.read(|reader| reader.pools())?;
                Ok(set.iter().any(|pool| pool.name == name))
            },
            service: &|identity| {
                let plain = Identity::from_segments(identity.project(), identity.stack(), None)?;
                let spans = Pattern::exactly(&plain).spans(true);
                Ok(!self.store.snapshot(|reader| reader.services_in(&spans))?.is_empty())
            },
        })
    }

    /// The same for a folder.
    pub(crate) fn check_settings_of(&self, dir: Option<&Path>) -> Result<()> {
        self.check_settings(&*self.config(dir)?)
    }

    /// The port of a name, where nothing has to be waited for.
    pub(crate) fn port_at_once(&self, name: &str) -> Option<u16> {
        let identity: Identity = name.parse().ok()?;
        self.store.read_at_once(|reader| reader.claim(identity.as_str()))?.ok()??.port
    }

    /// The port of a name.
    pub(crate) fn port_of(&self, target: &str) -> Result<u16> {
        let identity = self.identity_of(target)?;
        let row = self.store.read(|reader| reader.claim(identity.as_str()))?;
        row.and_then(|row| row.port).ok_or_else(|| self.not_found(&identity))
    }
}

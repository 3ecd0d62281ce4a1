//! Whether options make sense, and whether they say anything new.

use std::path::Path;

use crate::config::Ready;
use crate::error::{Error, Result};
use crate::model::{ClaimOptions, Identity, OwnerOption, PortRange};

/// Whether the options say nothing that the row would have to take up.
pub(super) fn asks_nothing_new(options: &ClaimOptions) -> bool {
    let ClaimOptions {
        port: _,
        strict: _,
        range,
        pool,
        strategy,
        expires_in,
        persistent,
        pair,
        on_conflict: _,
        owner: _,
        metadata,
        description,
        dir,
        launch,
    } = options;
    range.is_none()
        && pool.is_none()
        && strategy.is_none()
        && expires_in.is_none()
        && persistent.is_none()
        && pair.is_none()
        && metadata.is_none()
        && description.is_none()
        && dir.is_none()
        && launch.is_empty()
}

/// Refuses options that contradict themselves, before anything is read.
pub(super) fn validate(options: &ClaimOptions) -> Result<()> {
    if options.port.contains(&0) {
        return Err(Error::option(
            "port",
            "0 is no port; leave it out to get any, or name one from 1 to 65535",
        ));
    }
    if options.range.is_some() && options.pool.is_some() {
        return Err(Error::option("pool", "give a range or a pool, not both"));
    }
    if let Some(range) = options.range {
        PortRange::new(range.first, range.last)?;
    }
    if options.expires_in.is_some_and(|time| time.is_zero()) {
        return Err(Error::option(
            "expires",
            "a claim that ends at once is none; write 90s, 10m, 1h30m or 7d",
        ));
    }
    if options.persistent == Some(true) && options.expires_in.is_some() {
        return Err(Error::option("expires", "a persistent claim never ends; give one of the two"));
    }
    if matches!(options.owner, OwnerOption::Pid(0)) {
        return Err(Error::option("pid", "0 is no process"));
    }
    if let Some(tunnel) = &options.launch.tunnel {
        tunnel.check()?;
    }
    if let Some(ready) = &options.launch.ready {
        Ready::from_value(ready)?;
    }
    if let Some(pair) = &options.pair {
        pair.parse::<Identity>().map_err(|error| Error::option("pair", error.to_string()))?;
    }
    Ok(())
}

/// A folder as it is stored: absolute and without links, where it is there.
pub(super) fn absolute(dir: &Path) -> Result<String> {
    let path =
        std::fs::canonicalize(dir).or_else(|_| std::path::absolute(dir)).map_err(|error| {
            Error::option("dir", format!("{} cannot be used ({error})", dir.display()))
        })?;
    Ok(path.to_string_lossy().into_owned())
}

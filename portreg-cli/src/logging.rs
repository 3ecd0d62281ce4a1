//! PORTREG_LOG: what the core traces, on standard error, by the filter that the variable holds.

use portreg_core::ErrorCode;
use tracing_subscriber::EnvFilter;

use crate::failure::{Failure, Result};
use crate::output::Output;

const VARIABLE: &str = "PORTREG_LOG";

pub(crate) fn start(output: &Output) -> Result<()> {
    let filter = match std::env::var(VARIABLE) {
        Ok(filter) if !filter.is_empty() => filter,
        _ => return Ok(()),
    };
    let filter = EnvFilter::builder().parse(&filter).map_err(|error| {
        let message = format!(
            "{VARIABLE}={filter:?} is no filter ({error}); write debug or portreg_core=trace"
        );
        Failure::new(ErrorCode::InvalidOption, message).with("option", VARIABLE)
    })?;
    // A host program that runs the command in-process may have a subscriber of its own; it stays.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(output.is_coloured())
        .try_init();
    Ok(())
}

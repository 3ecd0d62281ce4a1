//! The native half of the npm package: verbs as JSON in and out, and handles on what goes on.
//!
//! Everything here is private to the package: `ts/` gives it names, types and iterators.

mod answer;
mod feed;
mod handle;
mod lock;
mod options;
mod stack;
mod values;
mod verbs;

use napi_derive::napi;

/// The `portreg` command: the name and its arguments, and the file by which it can be started anew; its exit code.
#[napi]
pub fn command(arguments: Vec<String>, program: String) -> i32 {
    portreg_cli::run(arguments.into_iter().map(Into::into), Some(program.into()))
}

/// Whether `PORTREG` switches off what takes ports for other tools.
#[napi]
pub fn is_switched_off() -> bool {
    portreg_core::is_switched_off()
}

//! The tests of the command, in one binary: what it reads, what it shows, what it does.
#![expect(clippy::unwrap_used, clippy::panic, reason = "also the helpers of tests may fail a test")]

mod args;
mod documents;
mod e2e;
mod errors;
mod output;
mod port_daddy;
mod records;
mod reference;
mod tidy;
mod usage;

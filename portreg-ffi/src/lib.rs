//! portreg for Swift: the core behind UniFFI. It translates and decides nothing.
//!
//! `mirrors`, `errors` and `verbs` are made from the source of the core by `cargo xtask generate`.
#![expect(clippy::result_large_err, reason = "UniFFI crosses errors by value")]

pub mod crossing;
pub mod errors;
pub mod handles;
pub mod mirrors;
pub mod verbs;

uniffi::setup_scaffolding!("portreg");

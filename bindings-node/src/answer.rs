//! What goes back to JavaScript: JSON, or an error whose message is JSON.

use std::panic::{AssertUnwindSafe, catch_unwind};

use portreg_core::{Error, Result};
use serde::Serialize;
use serde_json::{Map, Value};

/// Does something for JavaScript: no panic gets past it, and an error becomes one that `ts/errors.ts` understands.
pub(crate) fn answer<T>(work: impl FnOnce() -> Result<T>) -> napi::Result<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|error| failure(&error)),
        Err(_) => Err(napi::Error::from_reason("portreg failed inside: please report this")),
    }
}

/// A record as JSON.
pub(crate) fn json(record: &impl Serialize) -> Result<String> {
    serde_json::to_string(record).map_err(|error| Error::InvalidOption {
        option: "answer".to_owned(),
        message: error.to_string(),
    })
}

fn failure(error: &Error) -> napi::Error {
    let mut all = Map::new();
    all.insert("code".to_owned(), Value::from(error.code().as_str()));
    all.insert("message".to_owned(), Value::from(error.to_string()));
    all.insert("is_retryable".to_owned(), Value::from(error.is_retryable()));
    all.insert("data".to_owned(), Value::Object(error.fields()));
    napi::Error::from_reason(Value::Object(all).to_string())
}

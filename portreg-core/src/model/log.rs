//! Logs: the lines that services print, and which of them are asked for.

use std::str::FromStr;

use super::Identity;
use super::claim::words;
use crate::error::Error;

/// One line that a service printed.
///
/// ```
/// use portreg_core::LogLine;
///
/// let text = r#"{"at_ms":1760000000000,"identity":"shop:web","stream":"err","line":"no such file"}"#;
/// let line: LogLine = serde_json::from_str(text).unwrap();
/// assert_eq!(serde_json::to_string(&line).unwrap(), text);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LogLine {
    /// When its first byte was read, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// Which service printed it.
    pub identity: Identity,
    /// On which of its streams.
    pub stream: LogStream,
    /// The text without its end of line; bytes that are no UTF-8 are replaced by `U+FFFD`.
    pub line: String,
    /// Whether the line has not ended yet, as a prompt: it goes on in the next one of this stream.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
}

/// The streams of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogStream {
    /// Its standard output.
    Out,
    /// Its standard error.
    Err,
}

/// Which lines `logs` gives. All conditions must hold.
///
/// ```
/// use portreg_core::{LogOptions, LogStream};
///
/// let newest_errors = LogOptions { last: Some(20), stream: Some(LogStream::Err), ..LogOptions::default() };
/// assert!(!newest_errors.follow);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LogOptions {
    /// Goes on with what the service prints from now on, across restarts.
    pub follow: bool,
    /// Begins with the newest so many lines; with all where nothing is said.
    pub last: Option<usize>,
    /// Not before this time, in milliseconds since the Unix epoch.
    pub since_ms: Option<i64>,
    /// Only this stream.
    pub stream: Option<LogStream>,
}

words!(LogStream, "stream", "out" => Out, "err" => Err);

//! What services print, kept in files that are bounded in size and read back by line.
//!
//! Each service has a folder, and in it `current.log`, which grows, and `1.log`, `2.log`, ... which
//! were current before. One process writes them, the supervisor of the service; anybody reads.

mod encode;
mod files;
mod join;
mod reader;
mod record;
mod source;
#[cfg(test)]
mod tests;
mod writer;

pub(crate) use files::{LogBounds, rename};
pub use reader::Logs;
pub(crate) use writer::LogWriter;

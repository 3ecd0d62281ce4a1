//! Logs on real files: what is written is read, whatever happens in between.

use std::path::PathBuf;
use std::time::Duration;

use super::files::{LogBounds, ages, file_of, folder_of};
use super::reader::Logs;
use super::writer::LogWriter;
use crate::model::{Identity, LogLine, LogOptions, LogStream};

mod following;
mod full_disk;
mod reading;
mod writing;

use LogStream::{Err, Out};

const DEADLINE: Duration = Duration::from_secs(20);

/// A folder of logs with the log of one service.
struct Place {
    dir: tempfile::TempDir,
    identity: Identity,
}

impl Place {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), identity: "shop:web".parse().unwrap() }
    }

    fn logs(&self) -> PathBuf {
        self.dir.path().join("logs")
    }

    fn folder(&self) -> PathBuf {
        folder_of(&self.logs(), &self.identity)
    }

    fn writer(&self) -> LogWriter {
        self.bounded(LogBounds::default())
    }

    fn bounded(&self, bounds: LogBounds) -> LogWriter {
        LogWriter::open(&self.logs(), &self.identity, bounds).unwrap()
    }

    fn small(&self, max_bytes: u64, files: u32) -> LogWriter {
        self.bounded(LogBounds { max_bytes, files, days: 14 })
    }

    fn read(&self, options: &LogOptions) -> Logs {
        Logs::open(&self.logs(), &self.identity, options).unwrap()
    }

    fn lines(&self, options: &LogOptions) -> Vec<LogLine> {
        self.read(options).map(Result::unwrap).collect()
    }

    fn all(&self) -> Vec<String> {
        texts(self.lines(&LogOptions::default()))
    }

    fn last(&self, count: usize) -> Vec<String> {
        texts(self.lines(&LogOptions { last: Some(count), ..LogOptions::default() }))
    }

    /// The bytes of all files.
    fn size(&self) -> u64 {
        let files = ages(&self.folder()).unwrap();
        files.into_iter().map(|age| file_of(&self.folder(), age).metadata().unwrap().len()).sum()
    }
}

fn texts(lines: Vec<LogLine>) -> Vec<String> {
    lines.into_iter().map(|line| line.line).collect()
}

fn numbered(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|number| format!("line {number}")).collect()
}

fn printed(lines: &[String]) -> Vec<u8> {
    lines.iter().flat_map(|line| [line.as_bytes(), b"\n"].concat()).collect()
}

//! From records to lines: what stands in several records of a stream is put together again.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::record::Record;
use crate::model::{Identity, LogLine, LogOptions, LogStream};

/// A line that is longer is given in parts of this size, so that one without any end fits into memory.
const LONGEST: usize = 16 * 1024 * 1024;

/// Lines as they become whole.
#[derive(Debug)]
pub(super) struct Joiner {
    identity: Identity,
    since_ms: Option<i64>,
    stream: Option<LogStream>,
    out: Unfinished,
    err: Unfinished,
    /// Lines that nobody has taken yet, oldest first.
    pub(super) ready: VecDeque<Ready>,
}

/// A line that somebody may have.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) line: LogLine,
    /// Whether its beginning was not among the records.
    pub(super) is_cut: bool,
}

/// A line whose end was not read yet.
#[derive(Debug, Default)]
struct Unfinished {
    is_open: bool,
    is_cut: bool,
    at_ms: i64,
    bytes: Vec<u8>,
    /// When the newest of them were read.
    read_at: Option<Instant>,
}

impl Unfinished {
    fn rested(&self) -> Option<Duration> {
        if self.bytes.is_empty() {
            return None;
        }
        self.read_at.map(|read_at| read_at.elapsed())
    }
}

impl Joiner {
    pub(super) fn new(identity: &Identity, options: &LogOptions) -> Self {
        Self {
            identity: identity.clone(),
            since_ms: options.since_ms,
            stream: options.stream,
            out: Unfinished::default(),
            err: Unfinished::default(),
            ready: VecDeque::new(),
        }
    }

    /// Takes one record; what is none is left out.
    pub(super) fn take(&mut self, text: &[u8]) {
        if text.is_empty() {
            // Another writer begins here.
            self.finish(LogStream::Out);
            self.finish(LogStream::Err);
        } else if let Some(record) = Record::parse(text) {
            self.take_record(record);
        }
    }

    /// Takes what there is of a record that is not whole: nobody knows whether its line ends there.
    pub(super) fn take_torn(&mut self, text: &[u8]) {
        if let Some(record) = Record::parse(text) {
            self.take_record(Record { ends: false, ..record });
        }
    }

    fn take_record(&mut self, record: Record<'_>) {
        let stream = record.stream;
        if self.stream.is_some_and(|asked| asked != stream) {
            return;
        }
        if record.begins {
            // Its writer was killed, or lost what came then.
            self.finish(stream);
            if record.ends {
                return self.add(stream, record.at_ms, record.bytes, false, false);
            }
        }
        let line = self.unfinished(stream);
        if !line.is_open {
            line.is_open = true;
            (line.is_cut, line.at_ms) = (!record.begins, record.at_ms);
        }
        line.bytes.extend_from_slice(record.bytes);
        line.read_at = Some(Instant::now());
        if record.ends {
            self.finish(stream);
        } else if line.bytes.len() >= LONGEST {
            self.give_part(stream);
        }
    }

    /// For how long the line rests that began and did not go on for longest, where there is one.
    pub(super) fn partial_for(&self) -> Option<Duration> {
        [&self.out, &self.err].into_iter().filter_map(Unfinished::rested).max()
    }

    /// Gives what has begun and rests for so long, as it is; what it goes on with follows.
    pub(super) fn give_partial(&mut self, at_least: Duration) {
        for stream in [LogStream::Out, LogStream::Err] {
            if self.unfinished(stream).rested().is_some_and(|rested| rested >= at_least) {
                self.give_part(stream);
            }
        }
    }

    fn give_part(&mut self, stream: LogStream) {
        let line = self.unfinished(stream);
        let (bytes, at_ms, is_cut) = (std::mem::take(&mut line.bytes), line.at_ms, line.is_cut);
        line.is_cut = false;
        self.add(stream, at_ms, &bytes, true, is_cut);
    }

    /// Gives the line that has begun, if any, as one that has ended.
    fn finish(&mut self, stream: LogStream) {
        let line = self.unfinished(stream);
        if line.is_open {
            let line = std::mem::take(line);
            self.add(stream, line.at_ms, &line.bytes, false, line.is_cut);
        }
    }

    fn unfinished(&mut self, stream: LogStream) -> &mut Unfinished {
        match stream {
            LogStream::Out => &mut self.out,
            LogStream::Err => &mut self.err,
        }
    }

    fn add(&mut self, stream: LogStream, at_ms: i64, bytes: &[u8], partial: bool, is_cut: bool) {
        if self.since_ms.is_some_and(|since| at_ms < since) {
            return;
        }
        let bytes = match bytes.strip_suffix(b"\r") {
            Some(bytes) if !partial => bytes,
            _ => bytes,
        };
        let line = String::from_utf8_lossy(bytes).into_owned();
        let identity = self.identity.clone();
        self.ready
            .push_back(Ready { line: LogLine { at_ms, identity, stream, line, partial }, is_cut });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(options: &LogOptions, records: &[&str]) -> Vec<(String, bool)> {
        let mut joiner = Joiner::new(&"shop".parse().unwrap(), options);
        records.iter().for_each(|record| joiner.take(record.as_bytes()));
        joiner.give_partial(Duration::ZERO);
        joiner.ready.into_iter().map(|ready| (ready.line.line, ready.line.partial)).collect()
    }

    fn whole(records: &[&str]) -> Vec<String> {
        let lines = lines(&LogOptions::default(), records);
        assert!(lines.iter().all(|(_, partial)| !partial), "{lines:?}");
        lines.into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn pieces_of_two_streams_do_not_mix() {
        let records = ["1 o+ a", "2 e+ x", "3 O+ b", "4 e. y", "5 O. c"];
        assert_eq!(whole(&["1 o+ a", "2 e+ x", "3 O+ b", "4 E. y", "5 O. c"]), ["xy", "abc"]);
        assert_eq!(whole(&records), ["x", "y", "abc"], "y begins a line of its own");
    }

    #[test]
    fn what_never_ended_ends_where_the_next_line_begins() {
        assert_eq!(whole(&["1 o+ Password:", "2 o. started"]), ["Password:", "started"]);
    }

    #[test]
    fn a_line_whose_beginning_is_gone_is_given_and_known() {
        let mut joiner = Joiner::new(&"shop".parse().unwrap(), &LogOptions::default());
        for record in ["1 O+ b", "2 O. c", "3 o. d", "no record", ""] {
            joiner.take(record.as_bytes());
        }
        let cut: Vec<_> =
            joiner.ready.iter().map(|ready| (ready.line.line.as_str(), ready.is_cut)).collect();
        assert_eq!(cut, [("bc", true), ("d", false)]);
    }

    #[test]
    fn what_has_no_end_yet_is_partial() {
        assert_eq!(
            lines(&LogOptions::default(), &["1 o. a", "2 o+ b\r"]),
            [("a".into(), false), ("b\r".into(), true)]
        );
    }

    #[test]
    fn lines_are_chosen_by_stream_and_time() {
        let records = ["1 o. a", "2 e. b\r", "3 o. \u{ff}c", "4 e. d"];
        let only = |stream, since_ms| {
            lines(&LogOptions { stream, since_ms, ..LogOptions::default() }, &records)
        };
        assert_eq!(only(Some(LogStream::Err), None), [("b".into(), false), ("d".into(), false)]);
        assert_eq!(only(Some(LogStream::Out), Some(2)), [("\u{ff}c".into(), false)]);
    }
}

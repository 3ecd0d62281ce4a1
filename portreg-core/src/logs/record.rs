//! The form of a log on disk: records of one line each, `<at_ms> <stream><end> <bytes>`.
//!
//! The stream is `o` or `e`; in capitals where the record goes on with the line before it of that
//! stream. The end is `.` where the line ends with the record, and `+` where it goes on in a later
//! one. So a record says itself whether it has the beginning and the end of its line, and whatever is
//! lost around it, by a killed writer or a file that was removed, nothing is joined that never was one.
//! An empty record stands where another writer begins; lines that the one before left open end there.

use crate::model::LogStream;

/// The most bytes that stand before those of the line.
pub(super) const HEAD_MAX: usize = 24;

/// A record, as it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record<'a> {
    pub(super) at_ms: i64,
    pub(super) stream: LogStream,
    /// Whether its line begins with it.
    pub(super) begins: bool,
    /// Whether its line ends with it.
    pub(super) ends: bool,
    pub(super) bytes: &'a [u8],
}

impl<'a> Record<'a> {
    /// Reads a record without its end of line; none where it is none, as what a killed writer left.
    pub(super) fn parse(text: &'a [u8]) -> Option<Self> {
        let digits = memchr::memchr(b' ', &text[..text.len().min(HEAD_MAX)])?;
        let at_ms = str::from_utf8(&text[..digits]).ok()?.parse().ok()?;
        let (&[stream, end, b' '], bytes) = text[digits + 1..].split_first_chunk::<3>()? else {
            return None;
        };
        let (stream, begins) = match stream {
            b'o' => (LogStream::Out, true),
            b'O' => (LogStream::Out, false),
            b'e' => (LogStream::Err, true),
            b'E' => (LogStream::Err, false),
            _ => return None,
        };
        let ends = match end {
            b'.' => true,
            b'+' => false,
            _ => return None,
        };
        Some(Self { at_ms, stream, begins, ends, bytes })
    }
}

/// What stands before the bytes of a record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    text: [u8; HEAD_MAX],
    len: usize,
}

impl Head {
    pub(super) fn new(at_ms: i64, stream: LogStream, begins: bool, ends: bool) -> Self {
        let letter = match (stream, begins) {
            (LogStream::Out, true) => 'o',
            (LogStream::Out, false) => 'O',
            (LogStream::Err, true) => 'e',
            (LogStream::Err, false) => 'E',
        };
        let end = if ends { '.' } else { '+' };
        let mut text = [0; HEAD_MAX];
        let mut rest = &mut text[..];
        // It has room for the longest: 20 of a number, a space, two letters, a space.
        let _ = std::io::Write::write_fmt(&mut rest, format_args!("{at_ms} {letter}{end} "));
        let len = HEAD_MAX - rest.len();
        Self { text, len }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.text[..self.len]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for stream in [LogStream::Out, LogStream::Err] {
            for (begins, ends) in [(true, true), (true, false), (false, true), (false, false)] {
                for at_ms in [0, 1_760_000_000_000, i64::MAX, i64::MIN] {
                    let head = Head::new(at_ms, stream, begins, ends);
                    let text = [head.as_bytes(), b" \xff o. "].concat();
                    let record = Record { at_ms, stream, begins, ends, bytes: b" \xff o. " };
                    assert_eq!(Record::parse(&text), Some(record));
                }
            }
        }
    }

    #[test]
    fn half_a_head_is_no_record() {
        let whole = b"1760000000000 o. ";
        assert!(Record::parse(whole).is_some_and(|record| record.bytes.is_empty()));
        for length in 0..whole.len() {
            assert_eq!(Record::parse(&whole[..length]), None);
        }
        for text in ["1 x. a", "1 o- a", "1 o.a", "a o. a", " o. a", "hello world"] {
            assert_eq!(Record::parse(text.as_bytes()), None, "{text}");
        }
    }
}

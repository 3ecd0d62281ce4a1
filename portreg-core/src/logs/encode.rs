//! From chunks, as they are read from a pipe, to records: one pass, nothing allocated for a line.

use super::record::{Head, Record};
use crate::model::LogStream;

/// The longest piece of a line that stands in one record.
pub(super) const PIECE: usize = 64 * 1024;

/// A stream in the middle of a line, or between two.
#[derive(Debug)]
pub(super) struct Encoder {
    stream: LogStream,
    /// The longest piece of a line that it puts into one record.
    piece: usize,
    /// The end of the line so far, which stands in no record yet.
    held: Vec<u8>,
    /// When the first byte of it came.
    held_at_ms: i64,
    /// Whether pieces of the line stand in records before.
    continues: bool,
    /// Whether the rest of the line is left out, because what came before it was lost.
    cut: bool,
    /// Whether the last line on disk has no end, because that was lost.
    dangles: bool,
}

impl Encoder {
    pub(super) fn new(stream: LogStream, piece: usize) -> Self {
        Self {
            stream,
            piece,
            held: Vec::new(),
            held_at_ms: 0,
            continues: false,
            cut: false,
            dangles: false,
        }
    }

    /// Adds the records of a chunk to `block`.
    pub(super) fn encode(&mut self, bytes: &[u8], at_ms: i64, block: &mut Vec<u8>) {
        let mut rest = bytes;
        if self.is_inside() {
            let Some(end) = memchr::memchr(b'\n', rest) else {
                return self.hold(rest, at_ms, block);
            };
            self.hold(&rest[..end], at_ms, block);
            self.end_line(block);
            rest = &rest[end + 1..];
        }
        let head = Head::new(at_ms, self.stream, true, true);
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', rest) {
            let line = &rest[start..end];
            start = end + 1;
            if line.len() <= self.piece {
                block.extend_from_slice(head.as_bytes());
                block.extend_from_slice(line);
                block.push(b'\n');
            } else {
                self.hold(line, at_ms, block);
                self.end_line(block);
            }
        }
        self.hold(&rest[start..], at_ms, block);
    }

    /// Whether some of a line waits for more to come.
    pub(super) fn is_holding(&self) -> bool {
        !self.held.is_empty()
    }

    /// Puts what is held since before this time into a record, for readers to see.
    pub(super) fn show(&mut self, before_ms: i64, block: &mut Vec<u8>) {
        if self.is_holding() && self.held_at_ms < before_ms {
            self.put_piece(false, block);
        }
    }

    /// Ends the line where it is: nothing more will come.
    pub(super) fn end(&mut self, block: &mut Vec<u8>) {
        if self.is_inside() {
            self.end_line(block);
        }
    }

    /// Takes note of a record that was lost.
    pub(super) fn lose(&mut self, record: &Record<'_>) {
        self.dangles |= !record.begins && !self.cut;
        self.cut = !record.ends;
    }

    /// Whether the rest of the line is left out.
    pub(super) fn is_cut(&self) -> bool {
        self.cut
    }

    /// Leaves out what is held of a line of which a piece was lost.
    pub(super) fn leave_out(&mut self) {
        if self.cut {
            self.held.clear();
        }
    }

    /// Adds the end to the line whose end was lost.
    pub(super) fn mend(&self, at_ms: i64, block: &mut Vec<u8>) {
        if self.dangles {
            block.extend_from_slice(Head::new(at_ms, self.stream, false, true).as_bytes());
            block.push(b'\n');
        }
    }

    /// What was mended is on disk.
    pub(super) fn mended(&mut self) {
        self.dangles = false;
    }

    fn is_inside(&self) -> bool {
        self.continues || self.cut || self.is_holding()
    }

    fn hold(&mut self, mut bytes: &[u8], at_ms: i64, block: &mut Vec<u8>) {
        if self.cut {
            return;
        }
        while !bytes.is_empty() {
            if self.held.is_empty() {
                self.held_at_ms = at_ms;
            } else if self.held.len() == self.piece {
                self.put_piece(false, block);
                continue;
            }
            let (now, later) = bytes.split_at(bytes.len().min(self.piece - self.held.len()));
            self.held.extend_from_slice(now);
            bytes = later;
        }
    }

    fn end_line(&mut self, block: &mut Vec<u8>) {
        if self.cut {
            (self.cut, self.continues) = (false, false);
        } else {
            self.put_piece(true, block);
        }
    }

    fn put_piece(&mut self, ends: bool, block: &mut Vec<u8>) {
        let head = Head::new(self.held_at_ms, self.stream, !self.continues, ends);
        block.extend_from_slice(head.as_bytes());
        block.extend_from_slice(&self.held);
        block.push(b'\n');
        self.held.clear();
        self.continues = !ends;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(piece: usize, chunks: &[&str]) -> String {
        let mut encoder = Encoder::new(LogStream::Out, piece);
        let mut block = Vec::new();
        for (at_ms, chunk) in chunks.iter().enumerate() {
            encoder.encode(chunk.as_bytes(), at_ms as i64, &mut block);
        }
        encoder.end(&mut block);
        String::from_utf8(block).unwrap()
    }

    #[test]
    fn whole_lines_are_a_record_each() {
        assert_eq!(encoded(9, &["a\n\nb\r\n"]), "0 o. a\n0 o. \n0 o. b\r\n");
        assert_eq!(encoded(9, &[""]), "");
    }

    #[test]
    fn a_line_that_comes_in_parts_is_of_the_time_of_its_first() {
        assert_eq!(encoded(9, &["a", "b", "c\nd", "\n", "e"]), "0 o. abc\n2 o. d\n4 o. e\n");
    }

    #[test]
    fn a_line_of_exactly_a_piece_is_one_record() {
        assert_eq!(encoded(3, &["abc\n"]), "0 o. abc\n");
        assert_eq!(encoded(3, &["ab", "c", "\n"]), "0 o. abc\n");
        assert_eq!(encoded(3, &["abcd\n"]), "0 o+ abc\n0 O. d\n");
        assert_eq!(encoded(2, &["abc", "de\nf\n"]), "0 o+ ab\n0 O+ cd\n1 O. e\n1 o. f\n");
    }

    #[test]
    fn what_is_shown_early_goes_on() {
        let mut encoder = Encoder::new(LogStream::Err, 9);
        let mut block = Vec::new();
        encoder.encode(b"Password: ", 5, &mut block);
        encoder.show(5, &mut block);
        assert_eq!(block, b"5 e+ Password:\n", "the rest is too young");
        encoder.show(6, &mut block);
        encoder.show(6, &mut block);
        encoder.encode(b"\nb\n", 7, &mut block);
        assert_eq!(block, b"5 e+ Password:\n5 E+  \n5 E. \n7 e. b\n");
    }

    #[test]
    fn the_rest_of_a_cut_line_is_left_out() {
        let mut encoder = Encoder::new(LogStream::Out, 2);
        let mut block = Vec::new();
        encoder.encode(b"abcde", 0, &mut block);
        assert_eq!(block, b"0 o+ ab\n0 O+ cd\n");
        encoder.lose(&Record::parse(b"0 O+ cd").unwrap());
        encoder.leave_out();
        assert!(encoder.is_cut());
        block.clear();
        encoder.encode(b"def", 0, &mut block);
        encoder.encode(b"gh\nij\n", 0, &mut block);
        assert_eq!(block, b"0 o. ij\n");
        block.clear();
        encoder.mend(7, &mut block);
        encoder.mended();
        encoder.mend(7, &mut block);
        assert_eq!(block, b"7 O. \n");
    }
}

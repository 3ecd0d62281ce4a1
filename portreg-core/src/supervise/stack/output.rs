//! What a service prints: read from its pipes without ever waiting, written to its log, told by line.

use std::io::ErrorKind;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use crate::logs::LogWriter;
use crate::machine::waiting::read_some;
use crate::model::LogStream;

/// How much is read of one stream before the others get their turn.
pub(super) const BUDGET: usize = 256 * 1024;

/// A line that grows beyond this is told in pieces; the log has it whole.
const LONGEST: usize = 64 * 1024;

/// Who wants the lines of a service.
pub(super) type Hear<'h> = dyn FnMut(LogStream, &str) + 'h;

/// One stream of a service.
#[derive(Debug)]
pub(super) struct Tap {
    pipe: OwnedFd,
    stream: LogStream,
    /// The line that has no end yet, where anybody wants lines.
    begun: Vec<u8>,
    closed: bool,
}

/// Whether a stream goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// There may be more at once.
    More,
    /// There is nothing to be read now.
    Dry,
    /// Nobody holds the other end any more.
    Closed,
}

impl Tap {
    pub(super) fn new(pipe: OwnedFd, stream: LogStream) -> Self {
        Self { pipe, stream, begun: Vec::new(), closed: false }
    }

    /// Whether nobody holds the other end any more.
    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Reads what there is, up to the budget; `line` gets each line, where anybody wants them.
    pub(super) fn read(
        &mut self,
        buffer: &mut [u8],
        now_ms: i64,
        log: Option<&mut LogWriter>,
        line: Option<&mut Hear<'_>>,
    ) -> Flow {
        let length = match read_some(&self.pipe, buffer) {
            Ok(0) => return self.end(line),
            Ok(length) => length,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Flow::Dry,
            Err(error) if error.kind() == ErrorKind::Interrupted => return Flow::More,
            // A pseudo-terminal whose other end is closed says so by an error.
            Err(_) => return self.end(line),
        };
        if let Some(log) = log {
            log.write(self.stream, &buffer[..length], now_ms);
        }
        if let Some(line) = line {
            self.split(&buffer[..length], line);
        }
        if length == buffer.len() { Flow::More } else { Flow::Dry }
    }

    fn split(&mut self, mut bytes: &[u8], line: &mut Hear<'_>) {
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            let (head, rest) = bytes.split_at(end);
            bytes = &rest[1..];
            if self.begun.is_empty() {
                line(self.stream, &shown(head));
            } else {
                self.begun.extend_from_slice(head);
                line(self.stream, &shown(&std::mem::take(&mut self.begun)));
            }
        }
        self.begun.extend_from_slice(bytes);
        if self.begun.len() > LONGEST {
            line(self.stream, &shown(&std::mem::take(&mut self.begun)));
        }
    }

    fn end(&mut self, line: Option<&mut Hear<'_>>) -> Flow {
        self.closed = true;
        let begun = std::mem::take(&mut self.begun);
        if let Some(line) = line.filter(|_| !begun.is_empty()) {
            line(self.stream, &shown(&begun));
        }
        Flow::Closed
    }
}

impl AsFd for Tap {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.pipe.as_fd()
    }
}

fn shown(bytes: &[u8]) -> String {
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    String::from_utf8_lossy(bytes).into_owned()
}

//! What a service prints: read from its pipes without ever waiting, written to its log, told by line.

use std::io::{ErrorKind, Read as _};
use std::time::{Duration, Instant};

use super::engine::{Engine, Source};
use super::member::{Health, Member, State};
use crate::logs::LogWriter;
use crate::machine::waiting::{AsWaitable as _, Stream, Waitable};
use crate::model::{LogStream, StackEventKind};
use crate::time::now_ms;

/// How much is read of one stream before the others get their turn.
pub(super) const BUDGET: usize = 256 * 1024;

/// A line that grows beyond this is told in pieces; the log has it whole.
const LONGEST: usize = 64 * 1024;

/// How long a line without end stays unwritten.
const PARTIAL: Duration = Duration::from_millis(200);

/// Who wants the lines of a service.
pub(super) type Hear<'h> = dyn FnMut(LogStream, &str) + 'h;

/// One stream of a service.
#[derive(Debug)]
pub(super) struct Tap {
    pipe: Stream,
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
    pub(super) fn new(pipe: Stream, stream: LogStream) -> Self {
        Self { pipe, stream, begun: Vec::new(), closed: false }
    }

    /// Whether nobody holds the other end any more.
    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    /// What is ready when there is something to be read.
    pub(super) fn waitable(&self) -> Waitable<'_> {
        self.pipe.as_waitable()
    }

    /// Reads what there is, up to the budget; `line` gets each line, where anybody wants them.
    pub(super) fn read(
        &mut self,
        buffer: &mut [u8],
        now_ms: i64,
        log: Option<&mut LogWriter>,
        line: Option<&mut Hear<'_>>,
    ) -> Flow {
        let length = match self.pipe.read(buffer) {
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

impl Engine {
    /// Reads what services and their tunnels have printed, each up to its budget.
    pub(super) fn read(&mut self, sources: &[Source]) {
        for source in sources {
            match *source {
                Source::Output(at, tap) => {
                    self.read_tap(at, tap);
                }
                Source::TunnelOutput(at, tap) => {
                    self.read_tunnel(at, tap);
                }
                Source::End(_) | Source::TunnelEnd(_) => {}
            }
        }
        let closed = |member: &mut Member| {
            if let Some(running) = &mut member.process {
                running.taps.retain(|tap| !tap.is_closed());
            }
            if let Some(tunnel) = &mut member.tunnel {
                tunnel.drop_closed_taps();
            }
        };
        self.members.iter_mut().for_each(closed);
    }

    fn read_tap(&mut self, at: usize, tap: usize) -> Flow {
        let now = now_ms();
        let Self { members, buffer, board, manner, .. } = self;
        let member = &mut members[at];
        let name = &member.spec.identity;
        let Some(running) = &mut member.process else { return Flow::Closed };
        let pattern = running
            .readiness
            .line()
            .filter(|_| matches!(member.state, State::Running(Health::Starting | Health::Late)));
        let mut seen = false;
        let mut line = |stream: LogStream, text: &str| {
            seen |= pattern.is_some_and(|pattern| pattern.is_in(text));
            if manner.output {
                let error = stream == LogStream::Err;
                board.tell(name, StackEventKind::Output { error, line: text.to_owned() });
            }
        };
        let wanted = manner.output || pattern.is_some();
        let line: Option<&mut Hear<'_>> = if wanted { Some(&mut line) } else { None };
        let Some(one) = running.taps.get_mut(tap) else { return Flow::Closed };
        let flow = one.read(&mut buffer[..BUDGET], now, member.log.as_mut(), line);
        if member.log.as_ref().is_some_and(|log| log.has_partial()) {
            self.flush_at.get_or_insert_with(|| Instant::now() + PARTIAL);
        }
        if seen {
            self.ready(at);
        }
        flow
    }

    /// Reads to the end what a process that has ended had printed, as far as it is there.
    pub(super) fn drain(&mut self, at: usize) {
        const ROUNDS: usize = 64;
        let taps = self.members[at].process.as_ref().map_or(0, |running| running.taps.len());
        for tap in 0..taps {
            for _ in 0..ROUNDS {
                if self.read_tap(at, tap) != Flow::More {
                    break;
                }
            }
        }
        if let Some(log) = &mut self.members[at].log {
            log.end();
        }
    }
}

fn shown(bytes: &[u8]) -> String {
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    String::from_utf8_lossy(bytes).into_owned()
}

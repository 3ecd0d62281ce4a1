//! Writing a log: chunks of bytes in, records in bounded files out, whatever happens to the disk.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::encode::{Encoder, PIECE};
use super::files::{LogBounds, file_of, folder_of, make_folder, open_current, prune, rotate};
use super::reader::Logs;
use super::record::{HEAD_MAX, Head, Record};
use crate::machine::files::{file_id, id_of};
use crate::model::{Identity, LogOptions, LogStream};
use crate::time::now_ms;

/// How long a line without its end is held back.
const HELD_MS: i64 = 200;

/// How often is looked whether somebody has removed the file.
const LOOK_MS: i64 = 1000;

/// How much of a chunk becomes one block of records.
const STEP: usize = 64 * 1024;

/// The log of one service, for the one process that writes it.
///
/// Nothing that the disk does fails a call: what cannot be written is left out by whole lines and
/// counted, and the log tells how many as soon as it can be written again.
#[derive(Debug)]
pub(crate) struct LogWriter {
    logs: PathBuf,
    folder: PathBuf,
    identity: Identity,
    bounds: LogBounds,
    file: Option<File>,
    /// How large the file is.
    size: u64,
    out: Encoder,
    err: Encoder,
    /// Records on their way into the file; empty between two calls.
    block: Vec<u8>,
    lost: Lost,
    looked_at_ms: i64,
}

/// What could not be written.
#[derive(Debug, Default)]
struct Lost {
    lines: u64,
    why: String,
}

impl LogWriter {
    /// Opens the log of a service in the folder of all logs, and removes what is too old in it.
    ///
    /// # Errors
    ///
    /// What the system says where its folder or file cannot be made.
    pub(crate) fn open(logs: &Path, identity: &Identity, bounds: LogBounds) -> io::Result<Self> {
        let folder = folder_of(logs, identity);
        let bounds = LogBounds { max_bytes: bounds.max_bytes.max(256), ..bounds };
        make_folder(&folder)?;
        prune(&folder, bounds);
        let fits = usize::try_from(bounds.max_bytes / 2).unwrap_or(PIECE);
        let piece = fits.saturating_sub(HEAD_MAX).clamp(1, PIECE);
        let mut writer = Self {
            logs: logs.to_owned(),
            folder,
            identity: identity.clone(),
            bounds,
            file: None,
            size: 0,
            out: Encoder::new(LogStream::Out, piece),
            err: Encoder::new(LogStream::Err, piece),
            block: Vec::new(),
            lost: Lost::default(),
            looked_at_ms: i64::MIN,
        };
        match writer.open_file() {
            // What is printed until there is room again is counted as lost.
            Err(error) if error.kind() == io::ErrorKind::StorageFull => {}
            opened => opened?,
        }
        Ok(writer)
    }

    /// Takes what was read from a stream: any bytes, of one line, of many, or of a part of one.
    pub(crate) fn write(&mut self, stream: LogStream, bytes: &[u8], at_ms: i64) {
        if at_ms.abs_diff(self.looked_at_ms) >= LOOK_MS as u64 {
            self.looked_at_ms = at_ms;
            self.look_for_file();
        }
        for part in bytes.chunks(STEP) {
            let encoder = match stream {
                LogStream::Out => &mut self.out,
                LogStream::Err => &mut self.err,
            };
            encoder.encode(part, at_ms, &mut self.block);
            self.store(at_ms);
        }
    }

    /// Whether a line has begun that readers cannot see yet: `flush` is to be called in a while.
    pub(crate) fn has_partial(&self) -> bool {
        self.out.is_holding() || self.err.is_holding()
    }

    /// Lets readers see lines that began 200 ms ago or earlier and have not ended, as a prompt.
    pub(crate) fn flush(&mut self) {
        let now = now_ms();
        for encoder in [&mut self.out, &mut self.err] {
            encoder.show(now - HELD_MS, &mut self.block);
        }
        self.store(now);
    }

    /// Ends the lines that have begun: the streams have ended.
    pub(crate) fn end(&mut self) {
        for encoder in [&mut self.out, &mut self.err] {
            encoder.end(&mut self.block);
        }
        self.store(now_ms());
    }

    /// The newest lines, oldest first, as far as they can be read back.
    pub(crate) fn last_lines(&self, count: usize) -> Vec<String> {
        let options = LogOptions { last: Some(count), ..LogOptions::default() };
        let lines = Logs::open(&self.logs, &self.identity, &options);
        lines.into_iter().flatten().map_while(Result::ok).map(|line| line.line).collect()
    }

    /// Writes the block, and before it what there is to say of lines that were lost.
    fn store(&mut self, at_ms: i64) {
        let block = std::mem::take(&mut self.block);
        let stored = match self.tell_lost(at_ms) {
            Ok(()) => self.write_records(&block),
            Err(error) => Err((error, 0)),
        };
        if let Err((error, written)) = stored {
            self.lost.why = reason(&error);
            self.count_lost(&block[written..]);
        }
        self.block = block;
        self.block.clear();
    }

    fn tell_lost(&mut self, at_ms: i64) -> io::Result<()> {
        if self.lost.lines == 0 {
            return Ok(());
        }
        let mut note = Vec::new();
        self.out.mend(at_ms, &mut note);
        self.err.mend(at_ms, &mut note);
        note.extend_from_slice(Head::new(at_ms, LogStream::Err, true, true).as_bytes());
        let lines = if self.lost.lines == 1 { "line" } else { "lines" };
        let text = format!("portreg: {} {lines} lost: {}\n", self.lost.lines, self.lost.why);
        note.extend_from_slice(text.as_bytes());
        let told = self.write_records(&note);
        if !matches!(told, Err((_, 0))) {
            self.out.mended();
            self.err.mended();
        }
        told.map_err(|(error, _)| error)?;
        self.lost = Lost::default();
        Ok(())
    }

    /// Writes records, over as many files as they need; in vain, gives how many bytes of whole
    /// records are written.
    fn write_records(&mut self, block: &[u8]) -> Result<(), (io::Error, usize)> {
        let mut written = 0;
        while written < block.len() {
            if self.file.is_none() {
                self.open_file().map_err(|error| (error, written))?;
            }
            let rest = &block[written..];
            let room = self.bounds.max_bytes.saturating_sub(self.size);
            let fits = match usize::try_from(room) {
                Ok(room) if room < rest.len() => whole_records(&rest[..room]),
                _ => rest.len(),
            };
            if fits == 0 {
                self.next_file().map_err(|error| (error, written))?;
                continue;
            }
            self.append(&rest[..fits]).map_err(|(error, some)| (error, written + some))?;
            written += fits;
        }
        Ok(())
    }

    /// Writes records into the file as it is; in vain, leaves whole ones alone in it.
    fn append(&mut self, records: &[u8]) -> Result<(), (io::Error, usize)> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let (some, error) = write_some(file, records);
        let Some(error) = error else {
            self.size += records.len() as u64;
            return Ok(());
        };
        let whole = whole_records(&records[..some]);
        self.size += whole as u64;
        if some > whole && file.set_len(self.size).is_err() {
            // Opened again, it is seen to end in half a record.
            self.file = None;
        }
        Err((error, whole))
    }

    fn count_lost(&mut self, records: &[u8]) {
        let before = [self.out.is_cut(), self.err.is_cut()];
        for record in records.split(|byte| *byte == b'\n').filter_map(Record::parse) {
            self.lost.lines += u64::from(record.ends);
            match record.stream {
                LogStream::Out => self.out.lose(&record),
                LogStream::Err => self.err.lose(&record),
            }
        }
        for (encoder, was_cut) in [&mut self.out, &mut self.err].into_iter().zip(before) {
            encoder.leave_out();
            self.lost.lines += u64::from(encoder.is_cut() && !was_cut);
        }
    }

    fn next_file(&mut self) -> io::Result<()> {
        self.file = None;
        rotate(&self.folder, self.bounds)?;
        (self.file, self.size) = (Some(open_current(&self.folder)?), 0);
        prune(&self.folder, self.bounds);
        Ok(())
    }

    /// Opens the file that grows. Where something is in it already, an empty record ends what a
    /// writer that was killed has begun and not ended: half a record, and lines.
    fn open_file(&mut self) -> io::Result<()> {
        let mut file = open_current(&self.folder)?;
        let mut size = file.seek(SeekFrom::End(0))?;
        if size > 0 {
            let mut last = [0];
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
            let seam: &[u8] = if last == *b"\n" { b"\n" } else { b"\n\n" };
            if size + seam.len() as u64 > self.bounds.max_bytes {
                return self.next_file();
            }
            file.write_all(seam)?;
            size += seam.len() as u64;
        }
        (self.file, self.size) = (Some(file), size);
        Ok(())
    }

    /// Somebody may have removed the file to make room: nobody could read what goes into it then.
    fn look_for_file(&mut self) {
        let there = file_id(&file_of(&self.folder, 0));
        let ours = self.file.as_ref().and_then(|file| id_of(file).ok());
        if there != ours {
            self.file = None;
        }
    }
}

impl Drop for LogWriter {
    fn drop(&mut self) {
        self.end();
    }
}

/// How many bytes of these belong to whole records.
fn whole_records(bytes: &[u8]) -> usize {
    memchr::memrchr(b'\n', bytes).map_or(0, |end| end + 1)
}

/// Writes as much as possible; gives how much that was, and what prevented the rest.
fn write_some(file: &mut File, bytes: &[u8]) -> (usize, Option<io::Error>) {
    let mut written = 0;
    while written < bytes.len() {
        match file.write(&bytes[written..]) {
            Ok(0) => return (written, Some(io::ErrorKind::WriteZero.into())),
            Ok(some) => written += some,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (written, Some(error)),
        }
    }
    (written, None)
}

/// What the system says, without the number that means nothing to people.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

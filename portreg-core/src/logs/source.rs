//! Reading the files of a log, record by record, while they grow and are rotated.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use super::files::{ages, file_of};
use crate::machine::files::{FileId, file_id, id_of};

const STEP: usize = 128 * 1024;

/// One file that is being read.
#[derive(Debug)]
pub(super) struct Source {
    file: File,
    id: FileId,
    /// Where in the file the buffer begins.
    offset: u64,
    buffer: Vec<u8>,
    /// How much of the buffer was given out.
    given: usize,
}

impl Source {
    /// Opens a file; none where it is gone.
    pub(super) fn open(path: &Path) -> io::Result<Option<Self>> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let id = id_of(&file)?;
        Ok(Some(Self { file, id, offset: 0, buffer: Vec::new(), given: 0 }))
    }

    pub(super) fn len(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    /// Goes to the first record that begins at or behind `offset`.
    pub(super) fn go_to(&mut self, offset: u64) -> io::Result<()> {
        (self.offset, self.given) = (offset.saturating_sub(1), 0);
        self.buffer.clear();
        if offset > 0 {
            // From the byte before: where that ends a record, the next one begins at `offset`.
            self.next()?;
        }
        Ok(())
    }

    /// The next whole record without its end of line; none at the end of the file.
    pub(super) fn next(&mut self) -> io::Result<Option<&[u8]>> {
        let mut searched = self.given;
        loop {
            if let Some(end) = memchr::memchr(b'\n', &self.buffer[searched..]) {
                let (start, end) = (self.given, searched + end);
                self.given = end + 1;
                return Ok(Some(&self.buffer[start..end]));
            }
            self.buffer.drain(..self.given);
            self.offset += self.given as u64;
            self.given = 0;
            searched = self.buffer.len();
            if self.read_more()? == 0 {
                return Ok(None);
            }
        }
    }

    /// What stands behind the last whole record. It is read anew the next time: a writer that finds
    /// the disk full takes half a record back.
    pub(super) fn take_rest(&mut self) -> Vec<u8> {
        self.given = 0;
        std::mem::take(&mut self.buffer)
    }

    fn read_more(&mut self) -> io::Result<usize> {
        self.file.seek(SeekFrom::Start(self.offset + self.buffer.len() as u64))?;
        (&mut self.file).take(STEP as u64).read_to_end(&mut self.buffer)
    }
}

/// How often files are listed anew that are rotated meanwhile; a service would have to fill one after
/// another faster than they are opened.
const TRIES: usize = 10;

/// The files that are newer than `current` and hold nothing that was read, oldest first; all where
/// `current` is none of those that are there any more.
pub(super) fn newer_than(current: Option<&Source>, folder: &Path) -> io::Result<VecDeque<Source>> {
    let mut found = VecDeque::new();
    for _ in 0..TRIES {
        let newest = file_id(&file_of(folder, 0));
        if newest.is_some() && newest == current.map(|source| source.id) {
            return Ok(VecDeque::new());
        }
        found = open_newer(current, folder)?;
        if newest == file_id(&file_of(folder, 0)) {
            break;
        }
    }
    Ok(found)
}

/// Opens them from the newest to the oldest: what is rotated meanwhile is met twice, not never.
fn open_newer(current: Option<&Source>, folder: &Path) -> io::Result<VecDeque<Source>> {
    let mut found: VecDeque<Source> = VecDeque::new();
    // Each may have become one older since they were listed.
    let mut candidates: Vec<u32> =
        ages(folder)?.into_iter().flat_map(|age| [age, age.saturating_add(1)]).collect();
    candidates.dedup();
    for age in candidates {
        let Some(source) = Source::open(&file_of(folder, age))? else { continue };
        if current.is_some_and(|current| current.id == source.id) {
            break;
        }
        if found.front().is_none_or(|newer| newer.id != source.id) {
            found.push_front(source);
        }
    }
    Ok(found)
}

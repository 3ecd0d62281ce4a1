//! The registry file: the one place of SQLite and of SQL text.

mod backup;
mod busy;
mod check;
mod connection;
mod cursor;
mod endpoint;
mod event;
mod fault;
mod foreign;
mod lock;
mod log;
mod memory;
mod message;
mod open;
mod origin;
mod ports;
mod ringing;
mod saving;
mod schema;
mod service;
mod setaside;
mod steering;
mod steps;

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, Params};

use crate::error::{Error, Result};
use crate::machine::doorbell::Ringer;
pub(crate) use backup::{backups, restore};
use connection::{Live, Slot};
pub(crate) use cursor::{CursorPlace, CursorRow};
pub(crate) use event::NewEvent;
pub(crate) use fault::{Fault, Stored};
pub(crate) use foreign::tables;
pub(crate) use lock::Ticket;
pub(crate) use message::{Batch, Keeping, NewMessage};
pub(crate) use ports::block_of;
pub(crate) use ringing::EVENTS;
pub(crate) use schema::KNOWS_ORIGINS;
pub(crate) use service::{ClaimRow, HeldRow, Owner, ServiceRow};
pub(crate) use setaside::Aside;
pub(crate) use steering::Request;
pub(crate) use steps::step;

/// The open registry file of a handle.
#[derive(Debug)]
pub(crate) struct Store {
    path: PathBuf,
    slot: Arc<Slot>,
    ringer: Ringer,
}

/// A connection that reads. Functions of the tables are its methods.
pub(crate) struct Reader<'c> {
    connection: &'c Connection,
}

/// A write transaction, which reads too. Functions of the tables are its methods.
pub(crate) struct Writer<'c> {
    reader: Reader<'c>,
    /// Whether it has added an event, which others may wait for.
    has_recorded: Cell<bool>,
}

impl Store {
    /// Opens the file, and makes or migrates it where that is needed.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let slot = Slot::open(path)?;
        Ok(Self { path: path.to_owned(), slot, ringer: Ringer::default() })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads with single statements, each of which sees the newest state.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Reader<'_>) -> Stored<T>) -> Result<T> {
        self.slot.with(&self.path, |live| work(&Reader { connection: &live.connection }))
    }

    /// Reads as [`Store::read`] does; none where that would have to wait for somebody in this process, or to open
    /// the file.
    pub(crate) fn read_at_once<T>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Stored<T>,
    ) -> Option<Result<T>> {
        self.slot.with_at_once(&self.path, |live| work(&Reader { connection: &live.connection }))
    }

    /// Reads with several statements that see one and the same state.
    pub(crate) fn snapshot<T>(&self, work: impl FnOnce(&Reader<'_>) -> Stored<T>) -> Result<T> {
        self.slot.with(&self.path, |live| {
            let reader = Reader { connection: &live.connection };
            reader.control("BEGIN")?;
            let value = work(&reader).inspect_err(|_| reader.roll_back())?;
            reader.control("COMMIT").inspect_err(|_| reader.roll_back())?;
            Ok(value)
        })
    }

    /// Writes in one transaction: all of `work` happens, or nothing of it. Who waits for events is
    /// woken after it.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&Writer<'_>) -> Stored<T>) -> Result<T> {
        let (value, bells) = self.slot.with_newest(&self.path, |live| self.transact(live, work))?;
        self.ring_for_events(bells);
        Ok(value)
    }

    /// Writes like [`Store::write`]; none where a rule of uniqueness was broken, so that somebody
    /// else was first. Nothing of `work` has happened then.
    pub(crate) fn try_write<T>(
        &self,
        work: impl FnOnce(&Writer<'_>) -> Stored<T>,
    ) -> Result<Option<T>> {
        let done = self.slot.with_newest(&self.path, |live| match self.transact(live, work) {
            Err(fault) if fault.is_conflict() => Ok(None),
            done => done.map(Some),
        })?;
        Ok(done.map(|(value, bells)| {
            self.ring_for_events(bells);
            value
        }))
    }

    /// What `work` gives, and the bells to be rung for the events that it has added. They are listed
    /// in the transaction: who hangs one later reads the table after that.
    fn transact<T>(
        &self,
        live: &mut Live,
        work: impl FnOnce(&Writer<'_>) -> Stored<T>,
    ) -> Stored<(T, Vec<String>)> {
        backup::daily(&self.path, live)?;
        if let Some(found) = live.newer {
            return Err(self.newer(found).into());
        }
        let reader = Reader { connection: &live.connection };
        let writer = Writer { reader, has_recorded: Cell::new(false) };
        steps::step();
        writer.reader.control("BEGIN IMMEDIATE")?;
        steps::step();
        // Read again with every write: another release may have migrated the file meanwhile.
        let found = writer.one("PRAGMA user_version", [], |row| row.get::<_, i64>(0))?;
        if let Some(found) = found.map(|version| version / 1000).filter(|c| *c > schema::COMPAT) {
            writer.roll_back();
            live.newer = Some(found);
            return Err(self.newer(found).into());
        }
        let bells = |writer: &Writer<'_>| match writer.has_recorded.get() {
            true => writer.bells(EVENTS),
            false => Ok(Vec::new()),
        };
        let done = work(&writer).and_then(|value| Ok((value, bells(&writer)?)));
        let done = done.inspect_err(|_| writer.roll_back())?;
        steps::step();
        writer.reader.control("COMMIT").inspect_err(|_| writer.roll_back())?;
        steps::step();
        if !live.has_written {
            live.has_written = true;
            log::shorten(&mut live.connection, &self.path);
        }
        Ok(done)
    }

    /// The error with which writing is refused, where the file has a form that is too new.
    pub(crate) fn newer_form(&self) -> Result<Option<Error>> {
        let version =
            self.read(|reader| reader.one("PRAGMA user_version", [], |row| row.get::<_, i64>(0)))?;
        let found = version.map(|version| version / 1000).filter(|found| *found > schema::COMPAT);
        Ok(found.map(|found| self.newer(found)))
    }

    fn newer(&self, found: i64) -> Error {
        Error::RegistryNewer { path: self.path.clone(), found, supported: schema::COMPAT }
    }
}

impl<'c> Reader<'c> {
    /// One row, or none.
    fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Stored<Option<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        Ok(rows.next()?.map(read).transpose()?)
    }

    /// Begins or ends a transaction.
    fn control(&self, sql: &str) -> Stored<()> {
        self.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }

    fn roll_back(&self) {
        // A full disk has rolled back already; there is nothing more to undo then.
        if !self.connection.is_autocommit() {
            drop(self.connection.execute_batch("ROLLBACK"));
        }
    }

    /// All rows.
    fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Stored<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params, read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl<'c> std::ops::Deref for Writer<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

impl Writer<'_> {
    /// Changes rows and says how many.
    fn change(&self, sql: &str, params: impl Params) -> Stored<usize> {
        steps::step();
        Ok(self.connection.prepare_cached(sql)?.execute(params)?)
    }
}

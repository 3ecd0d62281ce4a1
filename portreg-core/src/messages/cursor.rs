//! Named cursors: how far one has come is remembered, and one subscription at a time reads by it.

use crate::claims::{Claims, LEASE_MS};
use crate::error::{Error, Result};
use crate::machine::process::{Liveness, liveness};
use crate::model::{ChannelPattern, Since};
use crate::store::{CursorPlace, CursorRow, Reader, Stored};
use crate::time::now_ms;

/// A cursor that a subscription reads by.
#[derive(Debug)]
pub(super) struct Cursor {
    name: String,
    /// What tells this subscription from those that come later.
    token: String,
    place: CursorPlace,
    /// When the registry last heard of it.
    seen_ms: i64,
}

impl Cursor {
    /// Takes the cursor, which is made where there is none: so it exists from its first use.
    pub(super) fn take(
        claims: &Claims<'_>,
        name: &str,
        pattern: &ChannelPattern,
        since: Since,
    ) -> Result<Self> {
        let token = format!("{:016x}", fastrand::u64(..));
        let me = claims.me();
        loop {
            let seen = claims.store.read(|reader| reader.cursor(name))?;
            if let Some(held) = seen.as_ref().and_then(|row| held_by(name, row)) {
                return Err(held);
            }
            // Whether its owner lives was asked outside the transaction; inside, that it is the same one.
            let expected = seen.and_then(|row| row.token);
            let now = now_ms();
            let place = claims.store.write(|writer| {
                let row = writer.cursor(name)?;
                if row.as_ref().and_then(|row| row.token.as_deref()) != expected.as_deref() {
                    return Ok(None);
                }
                let place = match row {
                    Some(row) => row.place,
                    None => beginning(writer, pattern, since)?,
                };
                writer.take_cursor(name, place, &token, &me, now)?;
                Ok(Some(place))
            })?;
            if let Some(place) = place {
                return Ok(Self { name: name.to_owned(), token, place, seen_ms: now });
            }
        }
    }

    pub(super) fn place(&self) -> CursorPlace {
        self.place
    }

    /// Stores how far the subscription has come.
    pub(super) fn confirm(&mut self, claims: &Claims<'_>, place: CursorPlace) -> Result<()> {
        let now = now_ms();
        let (name, token) = (&self.name, &self.token);
        if claims.store.write(|writer| writer.move_cursor(name, token, place, now))? {
            (self.place, self.seen_ms) = (place, now);
            return Ok(());
        }
        // Only where this process could not be judged from where the other one lives.
        let owner = claims.store.read(|reader| reader.cursor(name))?.and_then(|row| row.owner);
        let holder = owner.unwrap_or_else(|| claims.me()).holder();
        Err(Error::CursorHeld { cursor: self.name.clone(), holder: Box::new(holder) })
    }

    /// Says that the subscription still waits, for those who cannot see this process.
    pub(super) fn stay(&mut self, claims: &Claims<'_>) -> Result<()> {
        match now_ms() - self.seen_ms > LEASE_MS / 3 {
            true => self.confirm(claims, self.place),
            false => Ok(()),
        }
    }

    /// Gives the cursor to whoever comes next.
    pub(super) fn leave(&self, claims: &Claims<'_>) {
        let left = claims.store.write(|writer| writer.leave_cursor(&self.name, &self.token));
        if let Err(error) = left {
            tracing::debug!(%error, cursor = self.name, "a cursor is free when this process has ended");
        }
    }
}

/// Where a subscription begins that has no cursor, or a new one.
pub(super) fn beginning(
    reader: &Reader<'_>,
    pattern: &ChannelPattern,
    since: Since,
) -> Stored<CursorPlace> {
    Ok(match since {
        Since::Now => {
            let last = reader.last_message()?;
            CursorPlace { confirmed: last, known: last }
        }
        // Who asks for what is kept has missed nothing that is gone before.
        Since::Start => {
            let gone = reader.overtaken(pattern, 0)?.unwrap_or(0);
            CursorPlace { confirmed: 0, known: gone }
        }
        Since::After(id) => CursorPlace { confirmed: id, known: id },
    })
}

/// The refusal, where a live subscription reads by the cursor.
fn held_by(cursor: &str, row: &CursorRow) -> Option<Error> {
    row.token.as_ref()?;
    let owner = row.owner.as_ref()?;
    let lives = match liveness(&owner.key) {
        Liveness::Alive => true,
        Liveness::Dead => false,
        Liveness::Unknown => now_ms() - row.seen_ms < LEASE_MS,
    };
    let held = Error::CursorHeld { cursor: cursor.to_owned(), holder: Box::new(owner.holder()) };
    lives.then_some(held)
}

//! Taking a lock: into the line, and asleep until it is one's turn.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::line::{Turn, turn};
use super::name::check_name;
use super::{LockGuard, Locks, told};
use crate::claims::descends;
use crate::error::{Error, Result};
use crate::machine::cancelling;
use crate::machine::doorbell::{self, Doorbell};
use crate::machine::waiting::{AsWaitable as _, OwnedWaitable};
use crate::model::LockOptions;
use crate::store::Ticket;
use crate::time::as_ms;

/// How late a change may be that nobody has told of: a lost ring, or what could not be ended.
const LATE: Duration = Duration::from_secs(5);

/// What one look at the line gave.
enum Seen {
    /// It is this process's turn.
    Mine,
    /// Somebody has taken the ticket away: its process was believed dead, or its time over.
    Lost,
    /// It is somebody else's turn, for so long at most.
    Theirs(Box<Sleep>),
}

/// What to sleep on.
struct Sleep {
    holder: Ticket,
    ends: Vec<OwnedWaitable>,
    at_most: Duration,
}

impl Locks<'_> {
    /// Takes a lock.
    pub(crate) fn lock(&self, name: &str, options: &LockOptions) -> Result<LockGuard> {
        check_name(name)?;
        told::refused(&self.claims, name, self.stand_in_line(name, options))
    }

    fn stand_in_line(&self, name: &str, options: &LockOptions) -> Result<LockGuard> {
        if options.ttl.is_some_and(|ttl| ttl.is_zero()) {
            let message = "0s holds nothing; give a longer time, or none to hold it until the end";
            return Err(Error::option("ttl", message));
        }
        let folder = self.claims.bells();
        let bell = Doorbell::hang(&folder).map_err(|error| Error::RegistryUnavailable {
            path: folder,
            message: format!("no doorbell can be made: {error}"),
        })?;
        let begun = Instant::now();
        loop {
            let (me, end) = (self.claims.me(), self.end_of(options.ttl));
            let (id, alone) =
                self.claims.store.write(|writer| writer.enter_line(name, &me, bell.name(), end))?;
            // From here on the guard leaves the line, however this ends.
            let guard = LockGuard::new(Arc::clone(self.shared), name, id);
            if alone || self.wait(&guard, &bell, options, begun)? {
                return Ok(guard.hold(bell, self.end_of(options.ttl)));
            }
        }
    }

    fn end_of(&self, ttl: Option<Duration>) -> Option<i64> {
        ttl.map(|ttl| self.claims.system.now_ms().saturating_add(as_ms(ttl)))
    }

    /// Waits for the turn; false where the place in the line is lost.
    fn wait(
        &self,
        guard: &LockGuard,
        bell: &Doorbell,
        options: &LockOptions,
        begun: Instant,
    ) -> Result<bool> {
        // A time beyond what the clock can tell is for ever.
        let deadline = options.wait.and_then(|wait| begun.checked_add(wait));
        let mut held_by = None;
        loop {
            bell.drain();
            let sleep = match self.look(guard, options.ttl, held_by)? {
                Seen::Mine => return Ok(true),
                Seen::Lost => return Ok(false),
                Seen::Theirs(sleep) => sleep,
            };
            held_by = Some(sleep.holder.id);
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                let holder = sleep.holder.owner.holder();
                return Err(Error::Timeout {
                    what: format!("lock {}, held by {holder}, free", guard.name()),
                    waited_ms: begun.elapsed().as_millis() as u64,
                });
            }
            cancelling::check(|| {
                let holder = sleep.holder.owner.holder();
                format!("waiting for lock {}, held by {holder}", guard.name())
            })?;
            let ends: Vec<_> = sleep.ends.iter().map(|end| end.as_waitable()).collect();
            let at_most = left.map_or(sleep.at_most, |left| left.min(sleep.at_most));
            bell.wait(&ends, Some(at_most)).map_err(|error| Error::RegistryUnavailable {
                path: self.claims.bells(),
                message: format!("the doorbell cannot be heard: {error}"),
            })?;
        }
    }

    /// Looks at the line, and takes the lock where the turn has come. `held_by` is who had it at the last
    /// look.
    fn look(&self, guard: &LockGuard, ttl: Option<Duration>, held_by: Option<i64>) -> Result<Seen> {
        let (name, id) = (guard.name(), guard.generation());
        let line = self.claims.store.read(|reader| reader.tickets_until(name, id))?;
        let Some((last, ahead)) = line.split_last().filter(|(last, _)| last.id == id) else {
            return Ok(Seen::Lost);
        };
        match turn(ahead, &self.claims.bells(), self.claims.system.now_ms()) {
            Turn::Wait { holder, ends, at_most } => {
                if held_by != Some(holder.id) {
                    self.refuse_own(name, holder)?;
                }
                let at_most = at_most.map_or(LATE, |time| time.min(LATE));
                Ok(Seen::Theirs(Box::new(Sleep { holder: holder.clone(), ends, at_most })))
            }
            Turn::Mine { gone } => {
                let mut marks = gone.iter().filter_map(|ticket| ticket.mark.as_deref());
                if !marks.all(|mark| (self.end_marked)(mark)) {
                    let holder = ahead.first().unwrap_or(last).clone();
                    return Ok(Seen::Theirs(Box::new(Sleep {
                        holder,
                        ends: Vec::new(),
                        at_most: LATE,
                    })));
                }
                self.take(guard, &gone, ttl, held_by)
            }
        }
    }

    /// Clears the line before the ticket and begins its time.
    fn take(
        &self,
        guard: &LockGuard,
        gone: &[&Ticket],
        ttl: Option<Duration>,
        held_by: Option<i64>,
    ) -> Result<Seen> {
        let end = self.end_of(ttl);
        if gone.is_empty() && end.is_none() {
            return Ok(Seen::Mine);
        }
        // Who has only waited had nothing to lose.
        let mut broken = gone.first().filter(|first| held_by.is_none_or(|id| id == first.id));
        let held = self.claims.store.write(|writer| {
            for ticket in gone {
                let left = writer.leave_line(guard.name(), ticket.id)?;
                // Somebody else has swept it, and told of it.
                broken = broken.filter(|broken| left.is_some() || broken.id != ticket.id);
            }
            writer.note_ticket(guard.generation(), end, None)
        })?;
        for ticket in gone {
            // Takes the bell of a killed process away.
            _ = doorbell::ring(&self.claims.bells(), &ticket.bell);
        }
        if let Some(ticket) = broken {
            told::broken_ticket(&self.claims, ticket);
        }
        Ok(if held { Seen::Mine } else { Seen::Lost })
    }

    /// Refuses to wait for oneself: the holder would never let go.
    fn refuse_own(&self, name: &str, holder: &Ticket) -> Result<()> {
        let me = self.claims.system.current();
        let itself = holder.owner.key == me;
        let marked = || holder.mark.is_some() && self.claims.system.mark_of(me.pid) == holder.mark;
        if itself || descends(self.claims.system, &me, &holder.owner.key) || marked() {
            let holder = Box::new(holder.owner.holder());
            return Err(Error::LockHeld { name: name.to_owned(), holder, itself });
        }
        Ok(())
    }
}

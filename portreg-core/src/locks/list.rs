//! All locks at once: who holds what and how many wait, and what the dead have left.

use super::line::{Standing, standing};
use super::{Locks, told};
use crate::error::Result;
use crate::machine::{doorbell, process};
use crate::model::{Holder, Lock};
use crate::store::Ticket;

/// A ticket, judged.
struct Judged {
    ticket: Ticket,
    standing: Standing,
    /// Whether it is the first in its line, which has the lock or had it.
    is_first: bool,
}

impl Locks<'_> {
    /// The locks that are held, in order of names. Tickets that mean nothing any more are swept.
    pub(crate) fn locks(&self) -> Result<Vec<Lock>> {
        let mut found: Vec<Lock> = Vec::new();
        let mut gone = Vec::new();
        for judged in self.judged()? {
            let ticket = &judged.ticket;
            let owner = match judged.standing {
                Standing::Alive(_) => Some(ticket.owner.holder()),
                Standing::Abandoned => ticket.mark.as_deref().and_then(first_marked),
                Standing::Gone => None,
                Standing::LetGo => continue,
            };
            match (owner, found.last_mut().filter(|lock| lock.name == ticket.lock)) {
                (None, _) => gone.push(judged),
                (Some(_), Some(lock)) => lock.waiting += 1,
                (Some(owner), None) => found.push(Lock {
                    name: ticket.lock.clone(),
                    owner,
                    generation: ticket.id,
                    waiting: 0,
                    expires_at_ms: ticket.expires_at_ms,
                }),
            }
        }
        // Who only looks may write; where that cannot be, nobody fails.
        if let Err(error) = self.sweep(&gone) {
            tracing::debug!(%error, "tickets of the dead stay");
        }
        Ok(found)
    }

    /// Ends what commands have left whose wrappers were killed, and sweeps all tickets of the dead.
    pub(crate) fn cleanup(&self) -> Result<()> {
        let mut gone = self.judged()?;
        gone.retain(|judged| match judged.standing {
            Standing::Alive(_) | Standing::LetGo => false,
            Standing::Abandoned => judged.ticket.mark.as_deref().is_some_and(self.end_marked),
            Standing::Gone => true,
        });
        self.sweep(&gone)
    }

    fn judged(&self) -> Result<Vec<Judged>> {
        let (tickets, bells) =
            (self.claims.store.read(|reader| reader.tickets())?, self.claims.bells());
        let now = self.claims.system.now_ms();
        let mut judged: Vec<Judged> = Vec::new();
        for ticket in tickets {
            let is_first = judged.last().is_none_or(|before| before.ticket.lock != ticket.lock);
            judged.push(Judged { standing: standing(&ticket, &bells, now), is_first, ticket });
        }
        Ok(judged)
    }

    fn sweep(&self, gone: &[Judged]) -> Result<()> {
        if gone.is_empty() {
            return Ok(());
        }
        let swept = self.claims.store.write(|writer| {
            let mut swept = Vec::new();
            for judged in gone {
                let left = writer.leave_line(&judged.ticket.lock, judged.ticket.id)?;
                swept.extend(left.map(|left| (judged, left)));
            }
            Ok(swept)
        })?;
        for (judged, left) in swept {
            // The one of the dead, which takes it away, and of who is next.
            for bell in std::iter::once(&judged.ticket.bell).chain(&left.behind) {
                _ = doorbell::ring(&self.claims.bells(), bell);
            }
            if judged.is_first {
                told::broken_ticket(&self.claims, &judged.ticket);
            }
        }
        Ok(())
    }
}

/// What is left of a command whose wrapper is gone.
fn first_marked(mark: &str) -> Option<Holder> {
    process::marked(mark).first().map(|key| process::holder(key.pid))
}

//! `locks`: who holds what, and how many wait.

use super::Locks;
use super::line::{Standing, standing};
use crate::error::Result;
use crate::machine::{doorbell, process};
use crate::model::{Holder, Lock};
use crate::store::Ticket;

impl Locks<'_> {
    /// The locks that are held, in order of names. Tickets that mean nothing any more are swept.
    pub(crate) fn locks(&self) -> Result<Vec<Lock>> {
        let (tickets, bells) =
            (self.claims.store.read(|reader| reader.tickets())?, self.claims.bells());
        let now = self.claims.system.now_ms();
        let mut found: Vec<Lock> = Vec::new();
        let mut gone: Vec<Ticket> = Vec::new();
        for ticket in tickets {
            let owner = match standing(&ticket, &bells, now) {
                Standing::Alive(_) => Some(ticket.owner.holder()),
                Standing::Abandoned => ticket.mark.as_deref().and_then(first_marked),
                Standing::Gone => None,
            };
            match (owner, found.last_mut().filter(|lock| lock.name == ticket.lock)) {
                (None, _) => gone.push(ticket),
                (Some(_), Some(lock)) => lock.waiting += 1,
                (Some(owner), None) => found.push(Lock {
                    name: ticket.lock,
                    owner,
                    generation: ticket.id,
                    waiting: 0,
                    expires_at_ms: ticket.expires_at_ms,
                }),
            }
        }
        self.sweep(&gone);
        Ok(found)
    }

    /// Who only looks may write; where that cannot be, nothing fails.
    fn sweep(&self, gone: &[Ticket]) {
        if gone.is_empty() {
            return;
        }
        let swept = self.claims.store.write(|writer| {
            for ticket in gone {
                writer.leave_line(&ticket.lock, ticket.id)?;
            }
            Ok(())
        });
        match swept {
            // Who is next sees by itself that a holder ends; this takes the bells of the dead away.
            Ok(()) => gone.iter().for_each(|ticket| {
                _ = doorbell::ring(&self.claims.bells(), &ticket.bell);
            }),
            Err(error) => tracing::debug!(%error, "tickets of the dead stay"),
        }
    }
}

/// What is left of a command whose wrapper is gone.
fn first_marked(mark: &str) -> Option<Holder> {
    process::marked(mark).first().map(|key| process::holder(key.pid))
}

//! Who asks: the process for which a claim is made, and what it is called in the history.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use super::Claims;
use crate::config::Retention;
use crate::error::{Error, Result};
use crate::model::{OwnerOption, ProcessKey};
use crate::store::{NewEvent, Owner};

/// How long a publisher does not look again for messages that are too old. It takes away so many at once that
/// no publisher is faster.
const TIDY_MS: i64 = 16;

/// The process for which something is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asker {
    /// The process whose view counts.
    pub(super) key: ProcessKey,
    /// Whether the claim becomes its own.
    pub(super) owns: bool,
    /// Whether whoever listens on the port is to become the service.
    pub(super) adopts: bool,
}

/// One call of a verb, as the history tells of it.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) at_ms: i64,
    pub(super) actor: String,
    pub(super) request: String,
    /// How many events the history keeps.
    pub(super) keep: u64,
}

/// What this process is called: looked up once, again after a fork.
#[derive(Debug, Default)]
pub(crate) struct Askers {
    me: Mutex<Option<Owner>>,
    /// How many events the history keeps, by the configuration that was read last; 0 before.
    retention: AtomicU64,
    /// What is kept of messages, as that configuration says.
    messages: Mutex<Option<Retention>>,
    /// When messages that are too old were last looked for.
    tidied_ms: AtomicI64,
}

impl Askers {
    /// Remembers what the configuration says of the history, so that verbs that need nothing else
    /// of it read none.
    pub(super) fn note_retention(&self, retention: Retention) {
        self.retention.store(retention.history.count.max(1), Ordering::Relaxed);
        // As below: never waited for.
        if let Ok(mut messages) = self.messages.try_lock() {
            *messages = Some(retention);
        }
    }

    /// What is kept of messages, by the configuration that was read last.
    pub(crate) fn message_retention(&self) -> Option<Retention> {
        self.messages.try_lock().ok().and_then(|known| *known)
    }

    /// Whether it is time to look for messages that are too old.
    pub(crate) fn is_time_to_tidy(&self, now_ms: i64) -> bool {
        let last = self.tidied_ms.load(Ordering::Relaxed);
        let is_time = !(last..last.saturating_add(TIDY_MS)).contains(&now_ms);
        if is_time {
            self.tidied_ms.store(now_ms, Ordering::Relaxed);
        }
        is_time
    }

    pub(super) fn known_retention(&self) -> Option<u64> {
        Some(self.retention.load(Ordering::Relaxed)).filter(|keep| *keep > 0)
    }
}

impl Claims<'_> {
    /// The process for which a claim with this owner option is made.
    pub(super) fn asker(&self, owner: OwnerOption) -> Result<Asker> {
        let me = self.system.current();
        match owner {
            OwnerOption::Caller => Ok(Asker { key: me, owns: true, adopts: false }),
            OwnerOption::None => Ok(Asker { key: me, owns: false, adopts: false }),
            OwnerOption::Pid(pid) => match self.system.key_of(pid) {
                Some(key) => Ok(Asker { key, owns: true, adopts: false }),
                None => Err(Error::option(
                    "pid",
                    format!("no process {pid} runs here; give the pid of one that does"),
                )),
            },
        }
    }

    /// What the registry stores of the asker, where the claim becomes its own.
    pub(super) fn owner(&self, asker: Asker) -> Option<Owner> {
        asker.owns.then(|| match asker.key == self.system.current() {
            true => self.me(),
            false => self.described(asker.key),
        })
    }

    /// A call that begins now.
    pub(super) fn call(&self, keep: u64) -> Call {
        let me = self.me();
        Call {
            at_ms: self.system.now_ms(),
            actor: me.holder().to_string(),
            request: format!("{:016x}", fastrand::u64(..)),
            keep,
        }
    }

    /// What the registry stores of this process.
    pub(crate) fn me(&self) -> Owner {
        let key = self.system.current();
        // Never waited for: in a forked child it may be held by a thread that was not forked.
        let Ok(mut me) = self.askers.me.try_lock() else { return self.described(key) };
        match me.as_ref().filter(|me| me.key == key) {
            Some(me) => me.clone(),
            None => me.insert(self.described(key)).clone(),
        }
    }

    fn described(&self, key: ProcessKey) -> Owner {
        let holder = self.system.holder(key.pid);
        Owner {
            key,
            name: holder.name,
            since_ms: holder.started_at_ms,
            session: self.system.session_of(key.pid),
        }
    }
}

impl Call {
    /// An event of this call.
    pub(super) fn event<'e>(&'e self, action: &'e str) -> NewEvent<'e> {
        NewEvent {
            at_ms: self.at_ms,
            action,
            actor: &self.actor,
            request: &self.request,
            ..NewEvent::default()
        }
    }
}

//! What the thread of a stack tells those who hold the stack: how each service is, and what happened.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::error::{Error, Result};
use crate::machine::cancelling::{self, Sleeper};
use crate::model::{Identity, StackEvent, StackEventKind};
use crate::time::now_ms;

/// How far a service is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Progress {
    Pending,
    Ready,
    /// Not ready in time, not to be started, or ended before it was ready.
    Failed(Failure),
    Stopped,
}

/// Why a service is not ready.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Failure {
    pub(super) message: String,
    pub(super) exit_code: Option<i32>,
    pub(super) last_lines: Vec<String>,
}

/// Events that nobody has taken yet are kept up to this number; of lines of output the oldest go first.
const KEPT: usize = 4096;

#[derive(Debug, Default)]
struct Inner {
    progress: Vec<(Identity, Progress)>,
    events: VecDeque<StackEvent>,
    over: bool,
}

impl Inner {
    fn set(&mut self, identity: &Identity, progress: Progress) {
        if let Some((_, known)) = self.progress.iter_mut().find(|(name, _)| name == identity) {
            *known = progress;
        }
    }

    fn tell(&mut self, identity: &Identity, what: StackEventKind) {
        if self.events.len() >= KEPT {
            skip_one(&mut self.events);
        }
        self.events.push_back(StackEvent { at_ms: now_ms(), identity: identity.clone(), what });
    }
}

/// The board of a stack.
#[derive(Debug, Default)]
pub(super) struct Board {
    inner: Mutex<Inner>,
    changed: Condvar,
}

impl Board {
    pub(super) fn new(names: impl Iterator<Item = Identity>) -> Self {
        let progress = names.map(|name| (name, Progress::Pending)).collect();
        Self { inner: Mutex::new(Inner { progress, ..Inner::default() }), ..Self::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says how far a service is.
    pub(super) fn set(&self, identity: &Identity, progress: Progress) {
        self.lock().set(identity, progress);
        self.changed.notify_all();
    }

    /// Says what has happened to a service.
    pub(super) fn tell(&self, identity: &Identity, what: StackEventKind) {
        self.lock().tell(identity, what);
        self.changed.notify_all();
    }

    /// Says both at once: who hears what has happened finds how far the service is by that.
    pub(super) fn settle(&self, identity: &Identity, progress: Progress, what: StackEventKind) {
        let mut inner = self.lock();
        inner.set(identity, progress);
        inner.tell(identity, what);
        drop(inner);
        self.changed.notify_all();
    }

    /// Says that nothing more will happen.
    pub(super) fn close(&self) {
        self.lock().over = true;
        self.changed.notify_all();
    }

    pub(super) fn is_over(&self) -> bool {
        self.lock().over
    }

    /// Waits until nothing more will happen; false where the time is over, or this thread's call is cancelled.
    pub(super) fn wait_over(self: &Arc<Self>, at_most: Option<Duration>) -> bool {
        let deadline = at_most.map(|time| Instant::now() + time);
        let _woken = cancelling::wakes(self);
        let mut inner = self.lock();
        while !inner.over {
            if cancelling::is_cancelled() {
                return false;
            }
            let Some(changed) = self.wait(inner, deadline) else { return false };
            inner = changed;
        }
        true
    }

    /// The next event, waited for at most so long; none also where nothing more will happen.
    /// Also none where this thread's call is cancelled.
    pub(super) fn next(self: &Arc<Self>, at_most: Option<Duration>) -> Option<StackEvent> {
        let deadline = at_most.map(|time| Instant::now() + time);
        let _woken = cancelling::wakes(self);
        let mut inner = self.lock();
        loop {
            if let Some(event) = inner.events.pop_front() {
                return Some(event);
            }
            if inner.over {
                return None;
            }
            if cancelling::is_cancelled() {
                return None;
            }
            inner = self.wait(inner, deadline)?;
        }
    }

    /// Waits until every service is ready.
    ///
    /// # Errors
    ///
    /// `NOT_READY` with the first that cannot be, once all others are; `TIMEOUT`; `CANCELLED`.
    pub(super) fn wait_ready(self: &Arc<Self>, at_most: Option<Duration>) -> Result<()> {
        let deadline = at_most.map(|time| Instant::now() + time);
        let _woken = cancelling::wakes(self);
        let mut inner = self.lock();
        loop {
            let pending = inner.progress.iter().find(|(_, one)| *one == Progress::Pending);
            let Some((name, _)) = pending.filter(|_| !inner.over) else { break };
            cancelling::check(|| format!("waiting until {name} is ready"))?;
            let what = format!("{name} is ready");
            inner = self.wait(inner, deadline).ok_or_else(|| Error::Timeout {
                what,
                waited_ms: at_most.map_or(0, |time| time.as_millis() as u64),
            })?;
        }
        let unready = inner.progress.iter().find(|(_, one)| *one != Progress::Ready);
        match unready {
            None => Ok(()),
            Some((identity, progress)) => {
                let failure = match progress {
                    Progress::Failed(failure) => failure.clone(),
                    _ => Failure { message: "it was stopped".to_owned(), ..Failure::default() },
                };
                Err(Error::NotReady {
                    identity: identity.clone(),
                    message: failure.message,
                    exit_code: failure.exit_code,
                    last_lines: failure.last_lines,
                })
            }
        }
    }

    /// Waits for a change; none where the time is over.
    fn wait<'b>(
        &self,
        inner: MutexGuard<'b, Inner>,
        deadline: Option<Instant>,
    ) -> Option<MutexGuard<'b, Inner>> {
        let Some(deadline) = deadline else {
            return Some(self.changed.wait(inner).unwrap_or_else(PoisonError::into_inner));
        };
        let left =
            deadline.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
        let waited = self.changed.wait_timeout(inner, left);
        Some(waited.unwrap_or_else(PoisonError::into_inner).0)
    }
}

impl Sleeper for Board {
    fn wake(&self) {
        // Whoever has the lock has not yet begun to wait, or has looked before.
        drop(self.lock());
        self.changed.notify_all();
    }
}

/// Makes room: the oldest line of output becomes a number of lines that were skipped.
fn skip_one(events: &mut VecDeque<StackEvent>) {
    let line = |event: &StackEvent| matches!(event.what, StackEventKind::Output { .. });
    let Some(at) = events.iter().position(line) else {
        events.pop_front();
        return;
    };
    let name = events[at].identity.clone();
    let before = at.checked_sub(1).and_then(|before| events.get_mut(before));
    if let Some(StackEvent { identity, what: StackEventKind::OutputSkipped { lines }, .. }) = before
        && *identity == name
    {
        *lines += 1;
        events.remove(at);
    } else {
        events[at].what = StackEventKind::OutputSkipped { lines: 1 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Identity {
        text.parse().unwrap()
    }

    #[test]
    fn lines_that_nobody_takes_become_a_number() {
        let web = name("shop:web");
        let board = Arc::new(Board::new([web.clone()].into_iter()));
        board.tell(&web, StackEventKind::Started { pid: 1, port: None });
        for number in 0..KEPT + 10 {
            board.tell(&web, StackEventKind::Output { error: false, line: number.to_string() });
        }
        board.close();
        let events: Vec<StackEventKind> =
            std::iter::from_fn(|| board.next(None)).map(|event| event.what).collect();
        assert_eq!(events[0], StackEventKind::Started { pid: 1, port: None });
        let StackEventKind::OutputSkipped { lines } = events[1] else { panic!("{:?}", events[1]) };
        let shown = events[2..].len() as u64;
        assert_eq!(lines + shown, (KEPT + 10) as u64);
        let last = StackEventKind::Output { error: false, line: (KEPT + 9).to_string() };
        assert_eq!(events.last(), Some(&last));
    }

    #[test]
    fn who_waits_hears_of_the_first_that_is_not_ready() {
        let (web, api) = (name("shop:web"), name("shop:api"));
        let board = Arc::new(Board::new([api.clone(), web.clone()].into_iter()));
        let late = board.wait_ready(Some(Duration::ZERO)).unwrap_err();
        assert!(late.to_string().starts_with("shop:api is ready not within"), "{late}");
        board.set(&api, Progress::Ready);
        let failure =
            Failure { message: "it has crashed".into(), exit_code: Some(3), ..Failure::default() };
        board.set(&web, Progress::Failed(failure));
        let error = board.wait_ready(None).unwrap_err();
        assert_eq!(error.to_string(), "shop:web is not ready: it has crashed");
        assert_eq!(error.fields()["exit_code"], 3);
        board.set(&web, Progress::Ready);
        assert!(board.wait_ready(None).is_ok());
    }
}

//! What is waited for by a doorbell.

use std::io;

use super::apart::apart;
use super::news::{Answer, Asked, Source};
use crate::claims::Patience;
use crate::error::{Error, Result};
use crate::machine::waiting::Waitable;
use crate::messages::Subscription;
use crate::model::Received;

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix::Bell;
#[cfg(windows)]
use windows::Bell;

/// What can be looked at without waiting, and rings when a look may give more.
pub(super) trait Rings: Send + 'static {
    type Item: Send + 'static;

    /// The next one, where nothing has to be read or written for that.
    fn at_hand(&mut self) -> Option<Self::Item>;

    /// What comes next; where there is nothing yet, its bell hangs from then on.
    fn look(&mut self) -> Result<Option<Self::Item>>;

    /// Confirms what was given last.
    fn confirm(&mut self) -> Result<()>;

    /// What is ready when it was rung since the last look.
    fn bell(&self) -> Option<Waitable<'_>>;

    /// Forgets the rings so far.
    fn drain(&self);
}

impl Rings for Subscription {
    type Item = Received;

    fn at_hand(&mut self) -> Option<Received> {
        self.give_unconfirmed()
    }

    fn look(&mut self) -> Result<Option<Received>> {
        self.look_or_hang()
    }

    fn confirm(&mut self) -> Result<()> {
        Self::confirm(self)
    }

    fn bell(&self) -> Option<Waitable<'_>> {
        Self::bell(self)
    }

    fn drain(&self) {
        Self::drain(self);
    }
}

/// A source of news that rings.
pub(super) struct Rung<S> {
    source: S,
    bell: Option<Bell>,
    patience: Patience,
}

impl<S: Rings> Rung<S> {
    pub(super) fn new(source: S) -> Self {
        Self { source, bell: None, patience: Patience::default() }
    }

    /// Sleeps until it is rung, or until it is time to look in case a ring was lost.
    async fn sleep(&mut self) -> io::Result<()> {
        let bell = match (&mut self.bell, self.source.bell()) {
            (Some(bell), _) => bell,
            (none, Some(bell)) => none.insert(Bell::of(bell)?),
            (None, None) => return Ok(()),
        };
        let is_rung = bell.rings_within(self.patience.time()).await?;
        self.patience.learn(is_rung);
        // Before the look, so that whoever rings after that is heard anew.
        self.source.drain();
        Ok(())
    }

    async fn next(mut self: Box<Self>) -> Answer<S::Item> {
        loop {
            let look = apart(move || {
                let seen = self.source.look();
                (self, seen)
            });
            let seen = match look.await {
                Ok((this, seen)) => {
                    self = this;
                    seen
                }
                Err(error) => return (None, Some(Err(error))),
            };
            if let Some(item) = seen.transpose() {
                return (Some(self), Some(item));
            }
            if let Err(error) = self.sleep().await {
                let what = format!("hearing a doorbell in this runtime ({error})");
                return (Some(self), Some(Err(Error::Unsupported { what })));
            }
        }
    }
}

impl<S: Rings> Source<S::Item> for Rung<S> {
    fn at_hand(&mut self) -> Option<S::Item> {
        self.source.at_hand()
    }

    fn ask(self: Box<Self>) -> Asked<S::Item> {
        Box::pin(self.next())
    }

    fn confirm(mut self: Box<Self>) -> Asked<S::Item> {
        Box::pin(async {
            let confirm = apart(move || {
                let done = self.source.confirm();
                (self, done)
            });
            match confirm.await {
                Ok((this, done)) => (Some(this as Box<dyn Source<S::Item>>), done.err().map(Err)),
                Err(error) => (None, Some(Err(error))),
            }
        })
    }
}

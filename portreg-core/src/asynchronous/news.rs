//! Streams of what comes: one thing at a time, nothing read ahead of what is asked for.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::apart::apart;
use crate::error::Result;
use crate::model::Received;

/// What gives one thing after the other.
pub(super) trait Source<T>: Send {
    /// The next one, where that takes no time.
    fn at_hand(&mut self) -> Option<T> {
        None
    }

    /// Waits for the next one.
    fn ask(self: Box<Self>) -> Asked<T>;

    /// Confirms what was given last, and gives nothing.
    fn confirm(self: Box<Self>) -> Asked<T>;
}

/// What comes of asking: the source, where it can be asked again, and what it gave.
pub(super) type Answer<T> = (Option<Box<dyn Source<T>>>, Option<Result<T>>);

/// An answer that is waited for.
pub(super) type Asked<T> = Pin<Box<dyn Future<Output = Answer<T>> + Send>>;

enum State<T> {
    /// Nothing is asked for.
    Resting(Box<dyn Source<T>>),
    Asking(Asked<T>),
    Confirming(Asked<T>),
    Over,
}

/// What comes, one after the other, as a stream: messages, lines of a log, what happens to a stack.
///
/// Nothing is asked for before the stream is polled, and a poll that is given up loses nothing. Dropping the
/// stream ends what waits behind it at once. After an error it goes on where it was, as the blocking form does.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let path = folder.path().join("registry.db");
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// # runtime.block_on(async {
/// use portreg_core::{Registry, Since, SubscribeOptions};
/// use tokio_stream::StreamExt as _;
///
/// let registry = Registry::open_at(&path)?.asynchronous();
/// registry.publish("build:web", "done", &Default::default()).await?;
/// let options = SubscribeOptions { since: Since::Start, ..Default::default() };
/// let mut messages = registry.subscribe("build:*", &options).await?;
/// let message = messages.next().await.unwrap()?.message().unwrap();
/// assert_eq!(message.payload, "done");
/// # Ok::<(), portreg_core::Error>(())
/// # })?;
/// # Ok::<(), portreg_core::Error>(())
/// ```
#[must_use = "a stream does nothing unless it is polled"]
pub struct News<T> {
    state: State<T>,
}

impl<T: Send + 'static> News<T> {
    pub(super) fn of(source: impl Source<T> + 'static) -> Self {
        Self { state: State::Resting(Box::new(source)) }
    }

    /// The lines or events of an iterator that waits.
    pub(super) fn of_iterator(iterator: impl Iterator<Item = Result<T>> + Send + 'static) -> Self {
        Self::of(Waited(iterator))
    }

    fn rest(&mut self, source: Option<Box<dyn Source<T>>>) {
        self.state = source.map_or(State::Over, State::Resting);
    }
}

impl News<Received> {
    /// Confirms what was given last, as [`Subscription::confirm`](crate::Subscription::confirm) does: a named
    /// cursor goes on after it. Where the next message was asked for already, that has confirmed it.
    ///
    /// # Errors
    ///
    /// As the stream itself.
    pub async fn confirm(&mut self) -> Result<()> {
        if let State::Resting(_) = &self.state
            && let State::Resting(source) = std::mem::replace(&mut self.state, State::Over)
        {
            self.state = State::Confirming(source.confirm());
        }
        poll_fn(|cx| match &mut self.state {
            State::Confirming(asked) => {
                let (source, wrong) = ready!(asked.as_mut().poll(cx));
                self.rest(source);
                Poll::Ready(wrong.map_or(Ok(()), |wrong| wrong.map(drop)))
            }
            _ => Poll::Ready(Ok(())),
        })
        .await
    }
}

impl<T: Send + 'static> Stream for News<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match &mut self.state {
                State::Over => return Poll::Ready(None),
                State::Resting(source) => {
                    if let Some(item) = source.at_hand() {
                        return Poll::Ready(Some(Ok(item)));
                    }
                    if let State::Resting(source) = std::mem::replace(&mut self.state, State::Over)
                    {
                        self.state = State::Asking(source.ask());
                    }
                }
                State::Asking(asked) => {
                    let (source, item) = ready!(asked.as_mut().poll(cx));
                    self.rest(source);
                    return Poll::Ready(item);
                }
                // Somebody gave up to wait for it.
                State::Confirming(asked) => {
                    let (source, wrong) = ready!(asked.as_mut().poll(cx));
                    self.rest(source);
                    if wrong.is_some() {
                        return Poll::Ready(wrong);
                    }
                }
            }
        }
    }
}

impl<T> fmt::Debug for News<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Resting(_) => "resting",
            State::Asking(_) => "asking",
            State::Confirming(_) => "confirming",
            State::Over => "over",
        };
        f.debug_struct("News").field("state", &state).finish_non_exhaustive()
    }
}

/// An iterator that waits on a thread for that.
struct Waited<I>(I);

impl<T: Send + 'static, I: Iterator<Item = Result<T>> + Send + 'static> Source<T> for Waited<I> {
    fn ask(self: Box<Self>) -> Asked<T> {
        Box::pin(async {
            let mut waited = self;
            let asked = apart(move || {
                let item = waited.0.next();
                (waited, item)
            });
            match asked.await {
                Ok((_, None)) => (None, None),
                Ok((waited, item)) => (Some(waited as Box<dyn Source<T>>), item),
                Err(error) => (None, Some(Err(error))),
            }
        })
    }

    /// There is nothing to confirm.
    fn confirm(self: Box<Self>) -> Asked<T> {
        Box::pin(async { (Some(self as Box<dyn Source<T>>), None) })
    }
}

//! What comes one after the other: messages, lines, events. A thread of its own waits for each.

use std::sync::mpsc::{self, Sender};
use std::sync::{Mutex, MutexGuard, PoisonError};

use napi::Env;
use napi::bindgen_prelude::{Object, Result};
use napi_derive::napi;
use portreg_core::{self as core, Canceller, Detached, EnvWatch, Logs, Subscription, Watch};

use crate::answer::{answer, json};
use crate::handle::{Deferred, settle, thread};

/// Where a feed comes from.
pub(crate) trait Source: Send + 'static {
    /// The next one as JSON, waited for without limit; none after the last.
    fn next(&mut self) -> Option<core::Result<String>>;

    /// Confirms what was given last.
    fn confirm(&mut self) -> core::Result<()> {
        Ok(())
    }
}

impl Source for Subscription {
    fn next(&mut self) -> Option<core::Result<String>> {
        Iterator::next(self).map(|received| json(&received?))
    }

    fn confirm(&mut self) -> core::Result<()> {
        Self::confirm(self)
    }
}

impl Source for Logs {
    fn next(&mut self) -> Option<core::Result<String>> {
        Iterator::next(self).map(|line| json(&line?))
    }
}

impl Source for Watch {
    fn next(&mut self) -> Option<core::Result<String>> {
        Iterator::next(self).map(|watched| json(&watched?))
    }
}

impl Source for EnvWatch {
    fn next(&mut self) -> Option<core::Result<String>> {
        Iterator::next(self).map(|names| json(&names?))
    }
}

impl Source for Detached {
    fn next(&mut self) -> Option<core::Result<String>> {
        self.next_report().map(|report| json(&report))
    }
}

/// What is asked of the thread.
enum Wish {
    Next(Deferred<Option<String>>),
    Confirm(Deferred<Option<String>>),
}

/// A feed in the hands of JavaScript.
#[napi]
pub struct Feed {
    /// None after it was closed, which ends the thread and what it reads from.
    wishes: Mutex<Option<Sender<Wish>>>,
    canceller: Canceller,
}

impl Feed {
    pub(crate) fn of(mut source: impl Source) -> core::Result<Self> {
        let canceller = Canceller::new()?;
        let (wishes, asked) = mpsc::channel();
        let scope = canceller.clone();
        thread("portreg feed", move || {
            for wish in asked {
                match wish {
                    Wish::Next(promise) => {
                        let next = scope.scope(|| answer(|| source.next().transpose()));
                        settle(promise, if scope.is_cancelled() { Ok(None) } else { next });
                    }
                    Wish::Confirm(promise) => {
                        settle(promise, answer(|| source.confirm().map(|()| None)));
                    }
                }
            }
        })?;
        Ok(Self { wishes: Mutex::new(Some(wishes)), canceller })
    }

    fn ask<'env>(
        &self,
        env: &'env Env,
        wish: impl FnOnce(Deferred<Option<String>>) -> Wish,
    ) -> Result<Object<'env>> {
        let (deferred, promise) = env.create_deferred()?;
        let refused = match &*self.wishes() {
            Some(wishes) => wishes.send(wish(deferred)).err().map(|refused| refused.0),
            None => Some(wish(deferred)),
        };
        if let Some(Wish::Next(promise) | Wish::Confirm(promise)) = refused {
            settle(promise, Ok(None));
        }
        Ok(promise)
    }

    fn wishes(&self) -> MutexGuard<'_, Option<Sender<Wish>>> {
        self.wishes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[napi]
impl Feed {
    /// A promise of the next one as JSON; null after the last, or when the feed was closed.
    #[napi(ts_return_type = "Promise<string | null>")]
    pub fn next<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        self.ask(env, Wish::Next)
    }

    /// A promise that what was given last is confirmed.
    #[napi(ts_return_type = "Promise<null>")]
    pub fn confirm<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        self.ask(env, Wish::Confirm)
    }

    /// Ends the feed: who waits for it is given null.
    #[napi]
    pub fn close(&self) {
        self.canceller.cancel();
        self.wishes().take();
    }
}

/// Nobody has it any more, or the worker thread that had it has ended, which waits for no promise.
impl Drop for Feed {
    fn drop(&mut self) {
        self.close();
    }
}

//! A stack that runs below this process.

use std::mem::ManuallyDrop;
use std::sync::Arc;

use napi::Env;
use napi::bindgen_prelude::{Object, Result};
use napi_derive::napi;
use portreg_core::{self as core, Error, Stack, UpOptions};
use serde::Deserialize;

use crate::answer::{answer, json};
use crate::feed::{Feed, Source};
use crate::handle::{Cancel, apart};
use crate::options;
use crate::values::Time;
use crate::verbs::read;

/// A stack in the hands of JavaScript. It runs until `down` or the end of the process, also where
/// nobody holds this any more.
#[napi]
pub struct Running {
    stack: ManuallyDrop<Arc<Stack>>,
}

impl From<Stack> for Running {
    fn from(stack: Stack) -> Self {
        Self { stack: ManuallyDrop::new(Arc::new(stack)) }
    }
}

impl Running {
    /// What is to be started.
    pub(crate) fn options(given: &str) -> core::Result<UpOptions> {
        #[derive(Deserialize)]
        struct Arguments {
            options: options::Up,
        }
        read(given).map(|Arguments { options }| options.into())
    }
}

/// How long something may take.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Within {
    timeout: Option<Time>,
}

#[napi]
impl Running {
    /// The names of its services as JSON, in the order in which they start.
    #[napi]
    pub fn services(&self) -> Result<String> {
        answer(|| json(&self.stack.services()))
    }

    /// A promise that all are ready.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn wait_ready<'env>(
        &self,
        env: &'env Env,
        given: String,
        cancel: &Cancel,
    ) -> Result<Object<'env>> {
        let (stack, canceller) = (Arc::clone(&self.stack), cancel.canceller.clone());
        apart::<_, ()>(env, move || {
            let Within { timeout } = answer(|| read(&given))?;
            canceller.scope(|| answer(|| stack.wait_ready(timeout.map(|time| time.0))))
        })
    }

    /// What happens, one after the other.
    #[napi]
    pub fn events(&self, given: String) -> Result<Feed> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Nothing {}
        answer(|| {
            let Nothing {} = read(&given)?;
            Feed::of(Events(Arc::clone(&self.stack)))
        })
    }

    /// A promise that all services have ended and their ports are free.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn down<'env>(
        &self,
        env: &'env Env,
        given: String,
        cancel: &Cancel,
    ) -> Result<Object<'env>> {
        let (stack, canceller) = (Arc::clone(&self.stack), cancel.canceller.clone());
        apart::<_, ()>(env, move || {
            answer(|| {
                let Within { timeout } = read(&given)?;
                stack.close(timeout.map(|time| time.0));
                match canceller.scope(|| stack.wait_over(None)) {
                    true => Ok(()),
                    false => Err(Error::Cancelled { what: "ending services".to_owned() }),
                }
            })
        })
    }
}

/// The events of a stack.
struct Events(Arc<Stack>);

impl Source for Events {
    fn next(&mut self) -> Option<core::Result<String>> {
        self.0.next_event(None).map(|event| json(&event))
    }
}

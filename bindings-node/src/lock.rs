//! A lock that is held.

use std::mem::ManuallyDrop;
use std::sync::{Mutex, PoisonError};

use napi::bindgen_prelude::Result;
use napi_derive::napi;
use portreg_core::LockGuard;

use crate::answer::answer;

/// A lock in the hands of this process, until it is released or the process ends. That nobody in
/// JavaScript holds this any more releases nothing: when that is noticed is a matter of luck.
#[napi]
pub struct Guard {
    guard: Mutex<ManuallyDrop<Option<LockGuard>>>,
    generation: i64,
}

impl From<LockGuard> for Guard {
    fn from(guard: LockGuard) -> Self {
        let generation = guard.generation();
        Self { guard: Mutex::new(ManuallyDrop::new(Some(guard))), generation }
    }
}

#[napi]
impl Guard {
    /// The fencing number.
    #[napi(getter)]
    pub fn generation(&self) -> i64 {
        self.generation
    }

    /// Whether it is held still.
    #[napi]
    pub fn is_held(&self) -> Result<bool> {
        let guard = self.guard.lock().unwrap_or_else(PoisonError::into_inner);
        answer(|| guard.as_ref().map_or(Ok(false), LockGuard::is_held))
    }

    /// Lets go of it; a second call does nothing.
    #[napi]
    pub fn release(&self) -> Result<()> {
        let guard = self.guard.lock().unwrap_or_else(PoisonError::into_inner).take();
        answer(|| guard.map_or(Ok(()), LockGuard::release))
    }
}

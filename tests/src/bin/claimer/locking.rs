//! What a helper process does with locks.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use portreg_core::{LockGuard, LockOptions, Registry};
use serde_json::{Value, json};

use super::acts::{Done, Failed, shown, text};

/// The locks that this process has.
#[derive(Default)]
pub(crate) struct Locking {
    guards: RefCell<HashMap<String, LockGuard>>,
}

impl Locking {
    /// Does what is asked, where it is about locks.
    pub(crate) fn act(
        &self,
        registry: &Registry,
        request: &Value,
    ) -> Result<Option<Value>, Failed> {
        let done = match text(request, "do")? {
            "lock" => self.lock(registry, request),
            "unlock" => self.unlock(request),
            "drop_locks" => {
                self.guards.borrow_mut().clear();
                Ok(Value::Null)
            }
            "is_held" => match self.guards.borrow().get(text(request, "name")?) {
                Some(guard) => shown(guard.is_held()?),
                None => shown(false),
            },
            "runs" => match self.guards.borrow().get(text(request, "name")?) {
                Some(guard) => shown(guard.runs(text(request, "mark")?)?),
                None => Err("the lock is not held".into()),
            },
            "locks" => shown(registry.locks()?),
            "count_up" => count_up(registry, request),
            _ => return Ok(None),
        };
        done.map(Some)
    }

    fn lock(&self, registry: &Registry, request: &Value) -> Done {
        let name = text(request, "name")?;
        let time = |field: &str| request[field].as_u64().map(Duration::from_millis);
        let options = LockOptions { wait: time("wait_ms"), ttl: time("ttl_ms") };
        let guard = registry.lock(name, &options)?;
        let generation = guard.generation();
        self.guards.borrow_mut().insert(name.to_owned(), guard);
        shown(generation)
    }

    fn unlock(&self, request: &Value) -> Done {
        let guard = self.guards.borrow_mut().remove(text(request, "name")?);
        guard.ok_or("the lock is not held")?.release()?;
        Ok(Value::Null)
    }
}

/// Takes a lock again and again, and adds one to the number in a file each time, as only one process
/// at a time may. Gives the generation of each turn, and when it began and ended.
fn count_up(registry: &Registry, request: &Value) -> Done {
    let (name, file) = (text(request, "name")?, Path::new(text(request, "file")?));
    let mut turns = Vec::new();
    for _ in 0..request["count"].as_u64().unwrap_or(1) {
        let guard = registry.lock(name, &LockOptions::default())?;
        let begun = now_ns();
        let number: u64 =
            std::fs::read_to_string(file)?.trim().parse().map_err(|_| "the file is torn")?;
        std::fs::write(file, (number + 1).to_string())?;
        let generation = guard.generation();
        let ended = now_ns();
        guard.release()?;
        turns.push(json!([generation, begun, ended]));
    }
    shown(turns)
}

/// A clock that all processes of the machine share.
fn now_ns() -> i64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    #[expect(unsafe_code, reason = "the shared clock has no safe wrapper in std")]
    // SAFETY: the struct lives as long as the call.
    unsafe {
        libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time)
    };
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}

//! Unix: `pthread_atfork`.
#![expect(unsafe_code, reason = "pthread_atfork has no safe wrapper")]

use std::ffi::c_int;
use std::sync::OnceLock;

/// What runs around each fork of this process.
#[derive(Clone, Copy)]
struct Hooks {
    prepare: fn(),
    parent: fn(),
    child: fn(),
}

static HOOKS: OnceLock<Hooks> = OnceLock::new();

type Hook = Option<unsafe extern "C" fn()>;

unsafe extern "C" {
    // Neither libc nor rustix declares it for Linux.
    fn pthread_atfork(prepare: Hook, parent: Hook, child: Hook) -> c_int;
}

/// Runs `prepare` before each fork, `parent` and `child` after it, from now on.
///
/// Only the first call of a process counts: hooks cannot be taken back. They run in the thread that
/// forks; `child` may do nothing but what is safe in a signal handler.
pub(crate) fn register(prepare: fn(), parent: fn(), child: fn()) {
    if HOOKS.set(Hooks { prepare, parent, child }).is_err() {
        return;
    }
    // SAFETY: the three are functions of this library, which is never unloaded while it has hooks:
    // the C library drops the hooks of a library that is closed.
    let status =
        unsafe { pthread_atfork(Some(before), Some(after_in_parent), Some(after_in_child)) };
    if status != 0 {
        tracing::warn!(status, "forks go unnoticed: pthread_atfork has failed");
    }
}

extern "C" fn before() {
    run(|hooks| hooks.prepare);
}

extern "C" fn after_in_parent() {
    run(|hooks| hooks.parent);
}

extern "C" fn after_in_child() {
    run(|hooks| hooks.child);
}

fn run(which: impl Fn(&Hooks) -> fn()) {
    if let Some(hooks) = HOOKS.get() {
        which(hooks)();
    }
}

//! A port registry that lives inside programs.
//!
//! Every program of one user opens one shared SQLite file in-process; a claim answers "which port
//! is mine?", the same answer for the same name every time, without races.

mod allocate;
#[cfg(feature = "tokio")]
mod asynchronous;
mod claims;
mod config;
mod directory;
mod error;
#[doc(hidden)]
pub mod fuzz;
mod locks;
mod logs;
mod machine;
mod messages;
mod model;
mod observe;
mod registry;
mod store;
mod supervise;
mod time;
mod watch;
mod wording;

#[cfg(feature = "tokio")]
pub use asynchronous::{AsyncRegistry, AsyncStack, News};
pub use error::{Error, ErrorCode, Result};
pub use locks::LockGuard;
pub use logs::Logs;
pub use machine::cancelling::Canceller;
pub use machine::waiting::{Waitable, Waker};
pub use messages::Subscription;
pub use model::*;
pub use registry::{
    OpenOptions, Registry, check_config_unregistered, config_unregistered, configured_port,
    foreign_tables, infer_unregistered, is_portless, is_registry_error, is_switched_off,
    project_config_schema, propose_config, user_config_schema,
};
pub use supervise::{
    Detached, DetachedReport, Foreground, ForegroundOptions, Place, Program, RunEnd, RunState,
    Stack, end_leftovers, is_ignored, leftovers, new_mark, read_env_file,
};
pub use time::{human_duration, parse_duration};
pub use watch::{EnvWatch, Watch};
pub use wording::{port_sentence, process_phrase};

/// The Rust of README.md, docs/library-rust.md, docs/locks.md, docs/messages.md, docs/stack.md and docs/watch.md, which runs as tests.
#[cfg(doctest)]
mod documents {
    #[doc = include_str!("../../README.md")]
    struct Readme;
    #[doc = include_str!("../../docs/library-rust.md")]
    struct LibraryRust;
    #[doc = include_str!("../../docs/locks.md")]
    struct Locks;
    #[doc = include_str!("../../docs/stack.md")]
    struct Stack;
    #[doc = include_str!("../../docs/messages.md")]
    struct Messages;
    #[doc = include_str!("../../docs/watch.md")]
    struct Watching;
}

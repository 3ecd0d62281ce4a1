//! Async forms of what waits, for programs that run on tokio (feature `tokio`).
//!
//! Whatever may wait works on the runtime's threads for that, and dropping its future cancels it; who waits
//! for messages has no thread. Nothing is decided here.

mod apart;
mod news;
mod registry;
mod rung;
mod stack;

pub use news::News;
pub use registry::AsyncRegistry;
pub use stack::AsyncStack;

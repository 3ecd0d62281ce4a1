//! What changes: the feed of all that happens to the registry, and files that are kept current by it.

mod env;
mod feed;

pub use env::EnvWatch;
pub use feed::Watch;

//! The plain types of the core once more, as UniFFI hands them over.

mod options;
mod records;

pub use options::*;
pub use records::*;

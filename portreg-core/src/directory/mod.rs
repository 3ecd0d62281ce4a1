//! The directory: where services answer, by environment.

mod endpoints;
mod env_file;
mod snippets;
mod variables;

use crate::claims::Claims;
pub(crate) use env_file::{check_format, write_variables};
pub(crate) use variables::stack_prefix;

/// The verbs about where services answer.
pub(crate) struct Directory<'a> {
    pub(crate) claims: Claims<'a>,
}

//! The directory: where services answer, by environment.

mod endpoints;

use crate::claims::Claims;

/// The verbs about where services answer.
pub(crate) struct Directory<'a> {
    pub(crate) claims: Claims<'a>,
}

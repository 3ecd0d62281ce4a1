//! The machine beside the registry: who listens where, where the two disagree, why a port is not
//! free, and how it gets free. Looks at everything and needs nobody's help.

mod conflicts;
mod explain;
mod kill;
mod listeners;
mod mismatch;
mod resolutions;
mod sight;
mod status;
#[cfg(test)]
mod tests;

use crate::claims::Claims;

/// What the verbs that look at the machine work with.
pub(crate) struct Observer<'a> {
    pub(crate) claims: Claims<'a>,
}

//! Windows: no process is ever forked.

/// Runs nothing: there is nothing to be told about.
pub(crate) fn register(_prepare: fn(), _parent: fn(), _child: fn()) {}

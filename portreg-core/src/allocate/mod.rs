//! Which port next: the order of CONTRACT section 3, over indexes, never over what is taken.

mod choose;
mod port_set;

pub(crate) use choose::{Candidates, Choice, Wish};
pub(crate) use port_set::PortSet;

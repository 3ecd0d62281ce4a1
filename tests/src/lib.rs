//! Tests of portreg from outside.

pub mod bare;
pub mod netlink;
pub mod pace;
pub mod stamp;

//! Tests of portreg from outside.

pub mod bare;
pub mod pace;

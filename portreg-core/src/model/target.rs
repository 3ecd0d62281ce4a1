//! Targets: what a verb takes where it takes an identity.

use std::fmt;
use std::str::FromStr;

use super::{Identity, parse_port};
use crate::error::Error;

/// A service by name, or by the port it claims (`:3000`).
///
/// ```
/// use portreg_core::Target;
///
/// assert_eq!(":3000".parse::<Target>()?, Target::Port(3000));
/// assert!(matches!("shop:web".parse::<Target>()?, Target::Name(_)));
/// # Ok::<(), portreg_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// The service of this name.
    Name(Identity),
    /// The service that claims this port.
    Port(u16),
}

impl FromStr for Target {
    type Err = Error;

    fn from_str(input: &str) -> Result<Self, Error> {
        match input.strip_prefix(':') {
            Some(port) => parse_port(port, "port").map(Self::Port),
            None => input.parse().map(Self::Name),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(identity) => identity.fmt(f),
            Self::Port(port) => write!(f, ":{port}"),
        }
    }
}

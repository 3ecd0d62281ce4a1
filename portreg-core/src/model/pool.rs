//! Pools of ports, and ports that are kept out of use.

use super::PortRange;

/// A named set of ports.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Pool {
    /// Its name.
    pub name: String,
    /// Its ports.
    pub ranges: Vec<PortRange>,
    /// How many of them are claimed.
    pub claimed: u32,
    /// How many ports it holds.
    pub capacity: u32,
    /// The runs that are neither claimed nor kept out of use.
    pub free: Vec<PortRange>,
}

/// Ports that are given to nobody.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Reservation {
    /// The ports.
    pub ports: PortRange,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

//! What leaves the registry and what comes into it.

use serde_json::Value;

use super::{Holder, Identity, PortRange, Reservation, Service};
use crate::error::ErrorCode;

/// Where a service answers in one environment.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Endpoint {
    /// The name.
    pub identity: Identity,
    /// The environment: `local`, `tunnel`, `dev`, `staging`, `prod` or another word.
    pub env: String,
    /// The URL.
    pub url: String,
}

/// The port a name had.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Memory {
    /// The name.
    pub identity: Identity,
    /// Its port.
    pub port: u16,
    /// When it was released, in milliseconds since the Unix epoch.
    pub since_ms: i64,
}

/// Everything of a registry that can be carried to another one.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Export {
    /// The form of this document.
    pub version: u32,
    /// The services.
    pub services: Vec<Service>,
    /// Their endpoints that were set.
    #[serde(default)]
    pub endpoints: Vec<Endpoint>,
    /// Ports kept out of use.
    #[serde(default)]
    pub reserved: Vec<Reservation>,
    /// Pools that were set.
    #[serde(default)]
    pub pools: Vec<PoolDefinition>,
    /// The ports that names had.
    #[serde(default)]
    pub memory: Vec<Memory>,
}

/// A pool as it was set.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PoolDefinition {
    /// Its name.
    pub name: String,
    /// Its ports.
    pub ranges: Vec<PortRange>,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ImportReport {
    /// What came in.
    pub added: Vec<Identity>,
    /// What was there already, the same.
    pub kept: Vec<Identity>,
    /// What had ended: no claim came in, but the name remembers its port.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remembered: Vec<Identity>,
    /// What clashes with what is there.
    pub refused: Vec<Refusal>,
}

/// One entry that an import did not take.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Refusal {
    /// The name, or what stood in its place.
    pub identity: Value,
    /// Its port.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// The error code.
    #[serde(serialize_with = "code_name", skip_deserializing, default = "refused")]
    pub code: ErrorCode,
    /// Why.
    pub reason: String,
}

fn code_name<S: serde::Serializer>(code: &ErrorCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code.as_str())
}

fn refused() -> ErrorCode {
    ErrorCode::InvalidOption
}

/// A claim that was ended.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Released {
    /// The name.
    pub identity: Identity,
    /// The port it had.
    pub port: Option<u16>,
    /// Why: `released`, `expired`, `owner_gone`, `worktree_gone`, `superseded`; `leftovers` where
    /// the claim stays and only what a killed `run` had left was ended.
    pub reason: String,
    /// What a killed `run` of the name had left running, which was ended too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ended: Vec<Holder>,
}

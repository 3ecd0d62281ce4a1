//! Claims: what is asked for, and what came of it.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use serde_json::{Map, Value};

use super::{Holder, Identity, Launch, PortRange, ReasonCode};
use crate::error::Error;

/// What a claim asks for. All of it may be left out; what is left out keeps its value.
///
/// ```
/// use portreg_core::ClaimOptions;
///
/// let options = ClaimOptions { port: vec![3000], ..ClaimOptions::default() };
/// assert!(!options.strict);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClaimOptions {
    /// The ports asked for, in order.
    pub port: Vec<u16>,
    /// The asked port or an error.
    pub strict: bool,
    /// Where a port may come from.
    pub range: Option<PortRange>,
    /// The pool a port may come from.
    pub pool: Option<String>,
    /// In which order free ports are tried.
    pub strategy: Option<Strategy>,
    /// How long the claim lasts without being renewed.
    pub expires_in: Option<Duration>,
    /// The claim outlives its owner and reboots, and is never cleaned.
    pub persistent: Option<bool>,
    /// The service this one belongs with.
    pub pair: Option<String>,
    /// What to do where another process holds the name; `share` where nothing is said.
    pub on_conflict: Option<OnConflict>,
    /// Who holds the claim.
    pub owner: OwnerOption,
    /// Anything the caller wants to keep with it: a JSON object.
    pub metadata: Option<Map<String, Value>>,
    /// A line for people.
    pub description: Option<String>,
    /// The folder it belongs to; the working folder where nothing is said.
    pub dir: Option<PathBuf>,
    /// How to start the service; stored for `up`.
    pub launch: Launch,
}

/// Who holds a claim.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OwnerOption {
    /// The calling process.
    #[default]
    Caller,
    /// Nobody: it lasts until it expires or is released.
    None,
    /// The process of this pid.
    Pid(u32),
}

/// What `adopt` makes a service of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdoptTarget {
    /// Who listens on this port.
    Port(u16),
    /// The process of this pid, which listens on one port.
    Pid(u32),
}

/// One name of a list that is claimed all or nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OneOfMany {
    /// The name.
    pub identity: String,
    /// What is asked for it.
    pub options: ClaimOptions,
}

/// In which order ports that nobody has had yet are tried.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Strategy {
    /// From the lowest on.
    #[default]
    Sequential,
    /// From a place that the name gives.
    Hashed,
    /// From anywhere.
    Random,
}

/// What a claim does where another process holds the name.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum OnConflict {
    /// Gives the same port and says who holds it.
    #[default]
    Share,
    /// Is refused with `IDENTITY_HELD`.
    Fail,
    /// Ends the holder, where that is safe, and takes over.
    Replace,
    /// Takes the first free sibling, `.2` to `.99`.
    Next,
}

/// How a claim came to its port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The name had no claim.
    New,
    /// The caller had it already.
    Renewed,
    /// Another process holds it.
    Shared,
    /// It had ended, or had no owner; the port is the same.
    TookOver,
    /// It has another port than before.
    Moved,
}

/// A name and its port.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Claim {
    /// The name.
    pub identity: Identity,
    /// Its port.
    pub port: u16,
    /// How it came to it.
    pub outcome: Outcome,
    /// The first port that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_port: Option<u16>,
    /// The port it had before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<u16>,
    /// Why it did not get the port that was asked for, or lost the one it had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonCode>,
    /// The process that is behind the outcome: who holds the name, or who is on the port.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// Grows whenever the claim passes into other hands: a fencing number.
    pub generation: i64,
    /// When it ends unless renewed, in milliseconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at_ms: Option<i64>,
    /// Where it answers.
    pub url: String,
}

impl Claim {
    /// Whether the end of the block that made this claim releases it.
    pub fn is_releasable(&self) -> bool {
        matches!(self.outcome, Outcome::New | Outcome::TookOver | Outcome::Moved)
    }
}

macro_rules! words {
    ($type:ident, $option:literal, $($word:literal => $variant:ident),+) => {
        impl $type {
            /// The word for it in options, configuration and JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $type {
            type Err = Error;

            fn from_str(input: &str) -> Result<Self, Error> {
                match input {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(Error::option(
                        $option,
                        format!("{:?} is unknown; it is one of {}", crate::model::identity::clip(input), [$($word),+].join(", ")),
                    )),
                }
            }
        }
    };
}
pub(super) use words;

words!(Strategy, "strategy", "sequential" => Sequential, "hashed" => Hashed, "random" => Random);
words!(OnConflict, "on_conflict", "share" => Share, "fail" => Fail, "replace" => Replace, "next" => Next);
words!(Outcome, "outcome", "new" => New, "renewed" => Renewed, "shared" => Shared, "took_over" => TookOver, "moved" => Moved);

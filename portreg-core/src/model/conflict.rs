//! Conflicts: where the registry and the machine disagree.

use super::{Identity, Listener};

/// How a service and the machine disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// Somebody else listens on its port.
    ForeignListener,
    /// It runs, and nobody listens on its port.
    NotListening,
    /// It listens where its clients do not look, or where others can reach it.
    WrongAddress,
    /// Two processes that have nothing to do with each other listen on its port.
    DuplicateOwner,
    /// Its time is over and it still listens.
    ExpiredButLive,
}

impl ConflictKind {
    /// The word for it in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ForeignListener => "foreign_listener",
            Self::NotListening => "not_listening",
            Self::WrongAddress => "wrong_address",
            Self::DuplicateOwner => "duplicate_owner",
            Self::ExpiredButLive => "expired_but_live",
        }
    }
}

/// One disagreement between a service and the machine.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Conflict {
    /// How they disagree.
    pub kind: ConflictKind,
    /// The service.
    pub identity: Identity,
    /// Its port.
    pub port: u16,
    /// What should be there, in words.
    pub expected: String,
    /// Who is there, where anybody is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Listener>,
    /// What is wrong, and the command that resolves it.
    pub hint: String,
}

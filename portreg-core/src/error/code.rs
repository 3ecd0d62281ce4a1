//! The stable names of errors, the same in every language.

/// The stable name of an error, the same in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// A name is no identity.
    InvalidIdentity,
    /// A text is no pattern.
    InvalidPattern,
    /// An option's value cannot be used.
    InvalidOption,
    /// A configuration file cannot be used.
    InvalidConfig,
    /// Nothing by that name.
    NotFound,
    /// The port belongs to somebody else.
    PortInUse,
    /// The port is kept out of use.
    PortReserved,
    /// No port is left.
    RangeExhausted,
    /// The name is held by another process.
    IdentityHeld,
    /// The project has as many ports as it may have.
    LimitReached,
    /// The claim belongs to another process.
    NotOwner,
    /// A program could not be started.
    SpawnFailed,
    /// A service did not get ready.
    NotReady,
    /// A wait took too long.
    Timeout,
    /// The caller gave up.
    Cancelled,
    /// Others kept writing past the deadline.
    RegistryBusy,
    /// The registry is damaged.
    RegistryCorrupt,
    /// The registry is of a newer format.
    RegistryNewer,
    /// The registry cannot be opened or written.
    RegistryUnavailable,
    /// This system cannot do it.
    Unsupported,
}

impl ErrorCode {
    /// All codes, in the order of the documentation.
    pub const ALL: [Self; 20] = [
        Self::InvalidIdentity,
        Self::InvalidPattern,
        Self::InvalidOption,
        Self::InvalidConfig,
        Self::NotFound,
        Self::PortInUse,
        Self::PortReserved,
        Self::RangeExhausted,
        Self::IdentityHeld,
        Self::LimitReached,
        Self::NotOwner,
        Self::SpawnFailed,
        Self::NotReady,
        Self::Timeout,
        Self::Cancelled,
        Self::RegistryBusy,
        Self::RegistryCorrupt,
        Self::RegistryNewer,
        Self::RegistryUnavailable,
        Self::Unsupported,
    ];

    /// The code as every language spells it.
    ///
    /// ```
    /// assert_eq!(portreg_core::ErrorCode::PortInUse.as_str(), "PORT_IN_USE");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidIdentity => "INVALID_IDENTITY",
            Self::InvalidPattern => "INVALID_PATTERN",
            Self::InvalidOption => "INVALID_OPTION",
            Self::InvalidConfig => "INVALID_CONFIG",
            Self::NotFound => "NOT_FOUND",
            Self::PortInUse => "PORT_IN_USE",
            Self::PortReserved => "PORT_RESERVED",
            Self::RangeExhausted => "RANGE_EXHAUSTED",
            Self::IdentityHeld => "IDENTITY_HELD",
            Self::LimitReached => "LIMIT_REACHED",
            Self::NotOwner => "NOT_OWNER",
            Self::SpawnFailed => "SPAWN_FAILED",
            Self::NotReady => "NOT_READY",
            Self::Timeout => "TIMEOUT",
            Self::Cancelled => "CANCELLED",
            Self::RegistryBusy => "REGISTRY_BUSY",
            Self::RegistryCorrupt => "REGISTRY_CORRUPT",
            Self::RegistryNewer => "REGISTRY_NEWER",
            Self::RegistryUnavailable => "REGISTRY_UNAVAILABLE",
            Self::Unsupported => "UNSUPPORTED",
        }
    }
}

impl std::fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

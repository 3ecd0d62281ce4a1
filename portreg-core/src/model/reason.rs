//! Why a port is as it is: the codes that `explain` gives and that claims carry.

use std::fmt;

/// Why a port is not free, or not the one that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonCode {
    /// A process listens on it.
    Listening,
    /// A connection on it was closed a moment ago.
    TimeWait,
    /// A service claims it.
    Claimed,
    /// It is kept out of use by `reserve` or the configuration.
    Reserved,
    /// The system excludes it.
    Excluded,
    /// Only an administrator may listen on it.
    Privileged,
    /// The system gives it to outgoing connections.
    Ephemeral,
    /// Nothing keeps anybody from it.
    Free,
    /// A process has bound it without listening.
    Bound,
    /// It is the source port of an outgoing connection.
    Outgoing,
    /// Browsers refuse to open it.
    BrowserUnsafe,
    /// It is the usual port of a well-known server.
    WellKnown,
    /// A container publishes it.
    Container,
    /// A process of another user has it.
    OtherUser,
    /// It is taken on one of 127.0.0.1 and ::1 only.
    OneFamily,
    /// macOS AirPlay listens on it.
    Airplay,
    /// It is the remembered port of another name.
    Remembered,
}

impl ReasonCode {
    /// All codes.
    pub const ALL: [Self; 17] = [
        Self::Listening,
        Self::TimeWait,
        Self::Claimed,
        Self::Reserved,
        Self::Excluded,
        Self::Privileged,
        Self::Ephemeral,
        Self::Free,
        Self::Bound,
        Self::Outgoing,
        Self::BrowserUnsafe,
        Self::WellKnown,
        Self::Container,
        Self::OtherUser,
        Self::OneFamily,
        Self::Airplay,
        Self::Remembered,
    ];

    /// The code as JSON and every language spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Listening => "listening",
            Self::TimeWait => "time_wait",
            Self::Claimed => "claimed",
            Self::Reserved => "reserved",
            Self::Excluded => "excluded",
            Self::Privileged => "privileged",
            Self::Ephemeral => "ephemeral",
            Self::Free => "free",
            Self::Bound => "bound",
            Self::Outgoing => "outgoing",
            Self::BrowserUnsafe => "browser_unsafe",
            Self::WellKnown => "well_known",
            Self::Container => "container",
            Self::OtherUser => "other_user",
            Self::OneFamily => "one_family",
            Self::Airplay => "airplay",
            Self::Remembered => "remembered",
        }
    }
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

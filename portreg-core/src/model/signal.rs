//! The signals that portreg sends and passes on, by the names people write.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// A signal, by its name.
///
/// ```
/// use portreg_core::Signal;
///
/// assert_eq!("SIGTERM".parse::<Signal>()?, Signal::Term);
/// assert_eq!("int".parse::<Signal>()?.to_string(), "SIGINT");
/// # Ok::<(), portreg_core::Error>(())
/// ```
///
/// # Errors
///
/// Parsing fails with `INVALID_OPTION` for any other name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Signal {
    /// The terminal is gone; many servers read their configuration anew.
    Hup,
    /// Ctrl-C.
    Int,
    /// Ctrl-\.
    Quit,
    /// Ends a process without asking it.
    Kill,
    /// Free for programs.
    Usr1,
    /// Free for programs.
    Usr2,
    /// Asks a process to end.
    Term,
    /// Goes on after a stop.
    Cont,
    /// Stops a process without asking it.
    Stop,
    /// Ctrl-Z.
    Tstp,
    /// The terminal has another size.
    Winch,
    /// A child has ended or stopped.
    Chld,
}

impl Signal {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Hup,
        Self::Int,
        Self::Quit,
        Self::Kill,
        Self::Usr1,
        Self::Usr2,
        Self::Term,
        Self::Cont,
        Self::Stop,
        Self::Tstp,
        Self::Winch,
        Self::Chld,
    ];

    /// The name as the manuals spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hup => "SIGHUP",
            Self::Int => "SIGINT",
            Self::Quit => "SIGQUIT",
            Self::Kill => "SIGKILL",
            Self::Usr1 => "SIGUSR1",
            Self::Usr2 => "SIGUSR2",
            Self::Term => "SIGTERM",
            Self::Cont => "SIGCONT",
            Self::Stop => "SIGSTOP",
            Self::Tstp => "SIGTSTP",
            Self::Winch => "SIGWINCH",
            Self::Chld => "SIGCHLD",
        }
    }
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Signal {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let name = text.trim().to_ascii_uppercase();
        let full = if name.starts_with("SIG") { name } else { format!("SIG{name}") };
        Self::ALL.into_iter().find(|signal| signal.as_str() == full).ok_or_else(|| {
            let known = Self::ALL.map(Self::as_str).join(", ");
            Error::option("signal", format!("{text:?} is none of {known}"))
        })
    }
}

impl TryFrom<String> for Signal {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Signal> for String {
    fn from(signal: Signal) -> Self {
        signal.as_str().to_owned()
    }
}

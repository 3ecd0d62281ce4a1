//! The one form of errors: a line for people, an object for programs, a code for the shell.

use portreg_core::{Error, ErrorCode};
use serde_json::{Map, Value, json};

/// What fails in the command.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

/// Why the command ends without doing what it was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    code: ErrorCode,
    message: String,
    data: Map<String, Value>,
    reader_gone: bool,
}

impl Failure {
    /// A failure with a code of portreg and a message that says the way out.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), data: Map::new(), reader_gone: false }
    }

    /// An option or argument that cannot be used.
    pub fn option(option: &str, message: impl Into<String>) -> Self {
        Self::from(Error::InvalidOption { option: option.to_owned(), message: message.into() })
    }

    /// What another process of portreg has told of its failure.
    pub(crate) fn told(code: &str, message: String, data: Map<String, Value>) -> Self {
        let known = ErrorCode::ALL.into_iter().find(|known| known.as_str() == code);
        Self { data, ..Self::new(known.unwrap_or(ErrorCode::SpawnFailed), message) }
    }

    /// The same with one more field in its JSON form.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.data.insert(name.to_owned(), value.into());
        self
    }

    /// The same with one more way out in its message.
    #[must_use]
    pub(crate) fn hinting(mut self, hint: &str) -> Self {
        self.message = format!("{}; {hint}", self.message);
        self
    }

    /// The stable code.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The line for people.
    ///
    /// ```
    /// use portreg_cli::failure::Failure;
    /// use portreg_core::ErrorCode;
    ///
    /// let failure = Failure::new(ErrorCode::NotFound, "no service shop:web");
    /// assert_eq!(failure.line(), "error: no service shop:web");
    /// assert_eq!(failure.exit_code(), 3);
    /// ```
    pub fn line(&self) -> String {
        format!("error: {}", one_line(&self.message))
    }

    /// The object for programs: code, message and the data behind them.
    pub fn json(&self) -> Value {
        let mut error = Map::new();
        error.insert("code".into(), self.code.as_str().into());
        error.insert("message".into(), self.message.clone().into());
        error.extend(self.data.clone());
        json!({ "error": error })
    }

    /// The code and the data behind the message.
    pub(crate) fn fields(&self) -> Map<String, Value> {
        let code = ("code".to_owned(), self.code.as_str().into());
        std::iter::once(code).chain(self.data.clone()).collect()
    }

    /// The exit code of the process.
    pub fn exit_code(&self) -> i32 {
        if self.reader_gone { 0 } else { exit_code(self.code) }
    }

    /// Whether the one who read the answer has left, as in `portreg find | head`: nothing to say.
    pub(crate) fn is_reader_gone(&self) -> bool {
        self.reader_gone
    }
}

/// The exit code that stands for an error code.
pub fn exit_code(code: ErrorCode) -> i32 {
    match code {
        ErrorCode::InvalidIdentity
        | ErrorCode::InvalidPattern
        | ErrorCode::InvalidOption
        | ErrorCode::InvalidConfig => 2,
        ErrorCode::NotFound => 3,
        ErrorCode::PortInUse
        | ErrorCode::PortReserved
        | ErrorCode::RangeExhausted
        | ErrorCode::IdentityHeld
        | ErrorCode::LimitReached
        | ErrorCode::NotOwner => 4,
        ErrorCode::Timeout | ErrorCode::NotReady => 5,
        ErrorCode::Cancelled => 130,
        _ => 1,
    }
}

/// Whether the registry itself is what cannot be used.
pub(crate) fn is_registry(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::RegistryBusy
            | ErrorCode::RegistryCorrupt
            | ErrorCode::RegistryNewer
            | ErrorCode::RegistryUnavailable
    )
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        Self {
            code: error.code(),
            message: error.to_string(),
            data: error.fields(),
            reader_gone: false,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl From<std::io::Error> for Failure {
    /// Only writing the answer fails in this way; files say themselves which of them it was.
    fn from(error: std::io::Error) -> Self {
        let message = format!("the answer cannot be written: {error}");
        Self {
            reader_gone: error.kind() == std::io::ErrorKind::BrokenPipe,
            ..Self::new(ErrorCode::Unsupported, message)
        }
    }
}

/// Text from anywhere as one line that cannot steer a terminal.
pub(crate) fn one_line(text: &str) -> String {
    let text = text.replace("\r\n", " ").replace(['\n', '\r', '\t'], " ");
    text.chars()
        .flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] })
        .collect()
}

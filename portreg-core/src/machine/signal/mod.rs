//! The numbers that this system gives to signals.

use crate::model::Signal;

#[cfg(unix)]
pub(super) mod held;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

impl Signal {
    /// The number this system gives it; on Windows, which has none, the usual one.
    pub fn number(self) -> i32 {
        system::number(self)
    }

    /// The signal of a number of this system.
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|signal| signal.number() == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_are_found_by_name_and_by_number() {
        for signal in Signal::ALL {
            assert_eq!(signal.as_str().parse::<Signal>().unwrap(), signal);
            assert_eq!(Signal::from_number(signal.number()), Some(signal));
        }
        assert!("SIGNOPE".parse::<Signal>().unwrap_err().to_string().contains("SIGTERM"));
    }
}

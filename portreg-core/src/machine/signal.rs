//! The numbers that this system gives to signals.

use crate::model::Signal;

impl Signal {
    /// The number this system gives it.
    pub fn number(self) -> i32 {
        self.raw().as_raw()
    }

    /// The signal of a number of this system.
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|signal| signal.number() == number)
    }

    pub(super) const fn raw(self) -> rustix::process::Signal {
        use rustix::process::Signal as Raw;
        match self {
            Self::Hup => Raw::HUP,
            Self::Int => Raw::INT,
            Self::Quit => Raw::QUIT,
            Self::Kill => Raw::KILL,
            Self::Usr1 => Raw::USR1,
            Self::Usr2 => Raw::USR2,
            Self::Term => Raw::TERM,
            Self::Cont => Raw::CONT,
            Self::Stop => Raw::STOP,
            Self::Tstp => Raw::TSTP,
            Self::Winch => Raw::WINCH,
            Self::Chld => Raw::CHILD,
        }
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

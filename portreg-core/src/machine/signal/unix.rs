//! Unix: the numbers of the C library.

use rustix::process::Signal as Raw;

use crate::model::Signal;

pub(super) fn number(signal: Signal) -> i32 {
    signal.raw().as_raw()
}

impl Signal {
    pub(in crate::machine) const fn raw(self) -> Raw {
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

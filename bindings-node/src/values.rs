//! Values of options as they come from JavaScript: what may be said as a number or as a word, and lists of these.

use std::time::Duration;

use portreg_core::{Error, MoveTo, OwnerOption, PortRange, Since, parse_duration};
use serde::Deserialize;
use serde::de::{self, DeserializeOwned, Deserializer, Error as _};
use serde_json::Value;

/// Milliseconds, or a text such as `90s`.
pub(crate) struct Time(pub(crate) Duration);

/// A number from 1 to 65535.
#[derive(Clone, Copy)]
pub(crate) struct Port(pub(crate) u16);

/// One, or a list of them.
pub(crate) struct OneOrMore<T>(pub(crate) Vec<T>);

/// A port, `8000-8099`, or a list of these.
pub(crate) struct Ranges(pub(crate) Vec<PortRange>);

/// The same where only one of them is meant.
pub(crate) struct Range(pub(crate) PortRange);

/// Where a service is moved to: a port, or `next`.
pub(crate) struct To(pub(crate) MoveTo);

/// Who shall own a claim: `caller`, `none`, or the process with this pid.
pub(crate) struct Owner(pub(crate) OwnerOption);

/// From when on something is wanted: `now`, `start`, or after an id.
pub(crate) struct Beginning(pub(crate) Since);

const A_PORT: &str = "a port, which is a whole number from 1 to 65535";

/// A whole number from 0 on, or a word.
enum Said {
    Number(u64),
    Word(String),
}

impl Said {
    fn read<'de, D: Deserializer<'de>>(deserializer: D, meant: &str) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        match (value.as_u64(), value.as_str()) {
            (Some(number), _) => Ok(Self::Number(number)),
            (_, Some(word)) => Ok(Self::Word(word.to_owned())),
            _ => Err(wrong(&value, meant)),
        }
    }
}

fn wrong<E: de::Error>(value: impl std::fmt::Display, meant: &str) -> E {
    E::custom(format!("{value} is not {meant}"))
}

/// What is wrong, without the name of the option, which the place in the document tells.
fn reason<E: de::Error>(error: Error) -> E {
    match error {
        Error::InvalidOption { message, .. } => E::custom(message),
        other => E::custom(other),
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let meant = "milliseconds as a whole number, or a text such as '90s' or '1h30m'";
        match Said::read(deserializer, meant)? {
            Said::Number(ms) => Ok(Self(Duration::from_millis(ms))),
            Said::Word(text) => parse_duration(&text, "time").map(Self).map_err(reason),
        }
    }
}

impl Port {
    fn of<E: de::Error>(said: Said) -> Result<Self, E> {
        match said {
            Said::Number(number) => match u16::try_from(number) {
                Ok(port) if port != 0 => Ok(Self(port)),
                _ => Err(wrong(number, A_PORT)),
            },
            Said::Word(word) => Err(wrong(format_args!("'{word}'"), A_PORT)),
        }
    }
}

impl<'de> Deserialize<'de> for Port {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::of(Said::read(deserializer, A_PORT)?)
    }
}

impl<'de> Deserialize<'de> for To {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Said::read(deserializer, A_PORT)? {
            Said::Word(word) if word == "next" => Ok(Self(MoveTo::Next)),
            said => Port::of(said).map(|port| Self(MoveTo::Port(port.0))),
        }
    }
}

impl<'de> Deserialize<'de> for Owner {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let meant = "'caller', 'none', or the pid of a process";
        match Said::read(deserializer, meant)? {
            Said::Number(pid) => {
                let pid = u32::try_from(pid).map_err(|_| wrong(pid, meant))?;
                Ok(Self(OwnerOption::Pid(pid)))
            }
            Said::Word(word) => match word.as_str() {
                "caller" => Ok(Self(OwnerOption::Caller)),
                "none" => Ok(Self(OwnerOption::None)),
                _ => Err(wrong(format_args!("'{word}'"), meant)),
            },
        }
    }
}

impl<'de> Deserialize<'de> for Beginning {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let meant = "'now', 'start', or the id of what came before";
        match Said::read(deserializer, meant)? {
            Said::Number(id) => {
                let id = i64::try_from(id).map_err(|_| wrong(id, meant))?;
                Ok(Self(Since::After(id)))
            }
            Said::Word(word) => match word.as_str() {
                "now" => Ok(Self(Since::Now)),
                "start" => Ok(Self(Since::Start)),
                _ => Err(wrong(format_args!("'{word}'"), meant)),
            },
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for OneOrMore<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let list = match Value::deserialize(deserializer)? {
            Value::Array(list) => list,
            one => vec![one],
        };
        let read = |value| T::deserialize(value).map_err(D::Error::custom);
        list.into_iter().map(read).collect::<Result<_, _>>().map(Self)
    }
}

impl<'de> Deserialize<'de> for Ranges {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = OneOrMore::<Value>::deserialize(deserializer)?;
        let parse = |value: &Value| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            PortRange::parse_list(&text).map_err(reason)
        };
        let all: Result<Vec<_>, _> = given.0.iter().map(parse).collect();
        Ok(Self(all?.concat()))
    }
}

impl<'de> Deserialize<'de> for Range {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Ranges::deserialize(deserializer)?.0.as_slice() {
            [range] => Ok(Self(*range)),
            _ => Err(D::Error::custom("one range is meant, such as '3000-3099'")),
        }
    }
}

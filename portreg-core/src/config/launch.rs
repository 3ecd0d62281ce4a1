//! The parts of a service's settings that have a form of their own: port, command, ready, stop, logs.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};

use super::text;
use super::value::{DurationValue, PortNumber, SignalText, port_number, some};

/// What `port` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum PortSetting {
    /// Nothing.
    #[default]
    Unset,
    /// `"dynamic"`: any port, as if nothing were said, but said.
    Dynamic,
    /// `false`: a worker, supervised and listed without a port.
    None,
    /// These ports, in order.
    Ports(Vec<u16>),
}

impl PortSetting {
    /// The ports asked for.
    pub(crate) fn ports(&self) -> &[u16] {
        match self {
            Self::Ports(ports) => ports,
            _ => &[],
        }
    }
}

impl<'de> Deserialize<'de> for PortSetting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Ports;
        impl<'de> Visitor<'de> for Ports {
            type Value = PortSetting;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "a port (1 to 65535), a list of ports, \"dynamic\", or false for a worker",
                )
            }

            fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<PortSetting, E> {
                Ok(PortSetting::Ports(vec![port_number(value)?]))
            }

            fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<PortSetting, E> {
                match value {
                    false => Ok(PortSetting::None),
                    true => Err(E::invalid_type(serde::de::Unexpected::Bool(true), &self)),
                }
            }

            fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<PortSetting, E> {
                match value {
                    "dynamic" => Ok(PortSetting::Dynamic),
                    _ => Err(E::invalid_type(serde::de::Unexpected::Str(value), &self)),
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<PortSetting, A::Error> {
                let mut ports = vec![];
                while let Some(PortNumber(port)) = list.next_element()? {
                    if !ports.contains(&port) {
                        ports.push(port);
                    }
                }
                match ports.is_empty() {
                    true => Err(A::Error::custom(
                        "the list of ports is empty; write \"dynamic\" for any port",
                    )),
                    false => Ok(PortSetting::Ports(ports)),
                }
            }
        }
        deserializer.deserialize_any(Ports)
    }
}

impl JsonSchema for PortSetting {
    fn schema_name() -> Cow<'static, str> {
        "PortSetting".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let port = generator.subschema_for::<PortNumber>();
        json_schema!({ "oneOf": [
            port.clone(),
            { "type": "array", "items": port, "minItems": 1 },
            { "const": "dynamic" },
            { "const": false },
        ] })
    }
}

/// A command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Command {
    /// A text for the shell.
    Shell(String),
    /// A program and its arguments, without a shell.
    Argv(Vec<String>),
}

impl<'de> Deserialize<'de> for Command {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Line;
        impl<'de> Visitor<'de> for Line {
            type Value = Command;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a command, as a text for the shell or a list of program and arguments")
            }

            fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Command, E> {
                text::filled(value).map_err(E::custom)?;
                Ok(Command::Shell(value.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Command, A::Error> {
                let mut words: Vec<String> = vec![];
                while let Some(word) = list.next_element()? {
                    words.push(word);
                }
                match words.first() {
                    Some(program) if !program.trim().is_empty() => Ok(Command::Argv(words)),
                    _ => {
                        Err(A::Error::custom("the command is empty; its first word is the program"))
                    }
                }
            }
        }
        deserializer.deserialize_any(Line)
    }
}

impl JsonSchema for Command {
    fn schema_name() -> Cow<'static, str> {
        "Command".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "oneOf": [
            { "type": "string", "minLength": 1 },
            { "type": "array", "items": { "type": "string" }, "minItems": 1 },
        ] })
    }
}

/// A variable's value: a text; a number or a truth value is taken as its text.
pub(super) struct Variable(String);

impl From<Variable> for String {
    fn from(variable: Variable) -> Self {
        variable.0
    }
}

impl<'de> Deserialize<'de> for Variable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Variable;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Variable, E> {
                match value.contains('\0') {
                    true => Err(E::custom("a variable holds no NUL character")),
                    false => Ok(Variable(value.to_owned())),
                }
            }

            fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Variable, E> {
                Ok(Variable(value.to_string()))
            }

            fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Variable, E> {
                Ok(Variable(value.to_string()))
            }

            fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Variable, E> {
                Ok(Variable(value.to_string()))
            }

            fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Variable, E> {
                Ok(Variable(value.to_string()))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

impl JsonSchema for Variable {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Variable".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"] })
    }
}

/// How a service is ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, expecting = "an object with signal and timeout")]
pub(crate) struct Stop {
    /// The signal that asks it to end; SIGTERM where nothing is said. Kept by its full name.
    #[serde(deserialize_with = "full_signal")]
    #[schemars(with = "SignalText")]
    pub(crate) signal: Option<String>,
    /// How long it may take until it is killed.
    #[serde(deserialize_with = "some::<_, DurationValue, _>")]
    #[schemars(with = "DurationValue")]
    pub(crate) timeout: Option<Duration>,
}

fn full_signal<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let name: String = SignalText::deserialize(from)?.into();
    Ok(text::full_signal(&name).map(str::to_owned))
}

/// Who opens the listening socket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Listen {
    /// The service itself.
    #[default]
    None,
    /// The supervisor, which hands it down.
    Inherit,
}

/// How much of a service's output is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, expecting = "an object with max_bytes, files and days")]
pub(crate) struct Logs {
    /// The size of one file.
    #[schemars(with = "std::num::NonZeroU64")]
    pub(crate) max_bytes: Option<std::num::NonZeroU64>,
    /// How many files.
    #[schemars(with = "std::num::NonZeroU32")]
    pub(crate) files: Option<std::num::NonZeroU32>,
    /// How many days.
    #[schemars(with = "std::num::NonZeroU32")]
    pub(crate) days: Option<std::num::NonZeroU32>,
}

//! The kinds of values that files hold: how each is read, what it may be, how the schema says so.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};

use super::document::reason;
use super::text;
use crate::model::PortRange;
use crate::time::parse_duration;

/// For `deserialize_with`: a value that is there, read as `W` and kept as what that holds.
pub(super) fn some<'de, D, W, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    W: Deserialize<'de> + Into<T>,
{
    W::deserialize(deserializer).map(|value| Some(value.into()))
}

/// The same for a list.
pub(super) fn list<'de, D, W, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    W: Deserialize<'de> + Into<T>,
{
    Vec::<W>::deserialize(deserializer).map(|values| values.into_iter().map(Into::into).collect())
}

/// The same for an object.
pub(super) fn map<'de, D, N, W, T>(
    deserializer: D,
) -> Result<std::collections::BTreeMap<String, T>, D::Error>
where
    D: Deserializer<'de>,
    N: Deserialize<'de> + Into<String> + Ord,
    W: Deserialize<'de> + Into<T>,
{
    std::collections::BTreeMap::<N, W>::deserialize(deserializer)
        .map(|values| values.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
}

/// Reads a text that has to pass a check.
struct TextVisitor {
    what: &'static str,
    check: fn(&str) -> Result<(), String>,
}

impl Visitor<'_> for TextVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<String, E> {
        (self.check)(value).map_err(E::custom)?;
        Ok(value.to_owned())
    }
}

macro_rules! texts {
    ($($(#[doc = $doc:literal])+ $name:ident: $what:literal, $check:expr, $schema:tt;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) struct $name(String);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let visitor = TextVisitor { what: $what, check: $check };
                deserializer.deserialize_str(visitor).map(Self)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl From<$name> for std::path::PathBuf {
            fn from(text: $name) -> Self {
                Self::from(text.0)
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )+};
}

texts! {
    /// Any text but none.
    Text: "a text", text::filled, { "type": "string", "minLength": 1 };
    /// A path.
    PathText: "a path", text::filled, { "type": "string", "minLength": 1 };
    /// A URL in which placeholders may stand.
    UrlText: "an http:// or https:// URL", text::url, { "type": "string", "pattern": "^([Hh][Tt][Tt][Pp][Ss]?://|\\{url)" };
    /// A host name in which placeholders may stand.
    HostText: "a host name", text::host, { "type": "string", "minLength": 1 };
    /// A service by its name, or the part of it that differs.
    ReferenceText: "the name of a service, such as \"api\" or \"shop:api\"", text::reference,
        { "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(:[A-Za-z0-9][A-Za-z0-9._-]{0,63}){0,2}$" };
    /// The name of a pool, or of a project.
    SegmentText: "a name of A-Z a-z 0-9 . _ -", text::segment,
        { "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$" };
    /// The name of a variable.
    VariableText: "the name of a variable", text::variable,
        { "type": "string", "pattern": "^[^=\\u0000]+$" };
    /// The name of an environment in the service directory.
    EndpointText: "the name of an environment, of a-z 0-9 -", text::endpoint,
        { "type": "string", "pattern": "^[a-z0-9-]{1,32}$" };
    /// A signal by its name.
    SignalText: "the name of a signal, such as \"SIGTERM\"", text::signal,
        { "type": "string", "pattern": "^(SIG)?(TERM|INT|QUIT|HUP|KILL|USR1|USR2|WINCH)$" };
    /// Where a probe connects to.
    AddressText: "host:port", text::address, { "type": "string", "minLength": 1 };
}

/// A port number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PortNumber(pub(super) u16);

impl From<PortNumber> for u16 {
    fn from(port: PortNumber) -> Self {
        port.0
    }
}

/// A port from a number of a file.
pub(super) fn port_number<E: serde::de::Error>(value: u64) -> Result<u16, E> {
    match u16::try_from(value) {
        Ok(port) if port != 0 => Ok(port),
        _ => Err(E::custom(format!("{value} is no port; ports are 1 to 65535"))),
    }
}

impl<'de> Deserialize<'de> for PortNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;
        impl Visitor<'_> for Numbers {
            type Value = PortNumber;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a port, 1 to 65535")
            }

            fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<PortNumber, E> {
                port_number(value).map(PortNumber)
            }
        }
        deserializer.deserialize_u64(Numbers)
    }
}

impl JsonSchema for PortNumber {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Port".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": 65535 })
    }
}

/// A run of ports: `"3000-3099"` or `[3000, 3099]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RangeValue(pub(super) PortRange);

impl From<RangeValue> for PortRange {
    fn from(range: RangeValue) -> Self {
        range.0
    }
}

impl<'de> Deserialize<'de> for RangeValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Range;
        impl<'de> Visitor<'de> for Range {
            type Value = RangeValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a range, \"3000-3099\" or [3000, 3099]")
            }

            fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<RangeValue, E> {
                value.parse().map(RangeValue).map_err(|error| E::custom(reason(error)))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<RangeValue, A::Error> {
                let mut ports = vec![];
                while let Some(PortNumber(port)) = list.next_element()? {
                    ports.push(port);
                }
                let [first, last] = ports[..] else {
                    let count = ports.len();
                    let message = format!("a range has two ports, first and last, not {count}");
                    return Err(A::Error::custom(message));
                };
                PortRange::new(first, last)
                    .map(RangeValue)
                    .map_err(|error| A::Error::custom(reason(error)))
            }
        }
        deserializer.deserialize_any(Range)
    }
}

impl JsonSchema for RangeValue {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Range".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let port = generator.subschema_for::<PortNumber>();
        json_schema!({ "oneOf": [
            { "type": "string", "pattern": "^[0-9]{1,5}(-[0-9]{1,5})?$" },
            { "type": "array", "items": port, "minItems": 2, "maxItems": 2 },
        ] })
    }
}

/// A duration: `"90s"`, `"1h30m"`, or a number of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DurationValue(pub(super) Duration);

impl From<DurationValue> for Duration {
    fn from(duration: DurationValue) -> Self {
        duration.0
    }
}

impl<'de> Deserialize<'de> for DurationValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Span;
        impl Visitor<'_> for Span {
            type Value = DurationValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a duration such as \"90s\", \"10m\", \"1h30m\" or \"7d\"")
            }

            fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<DurationValue, E> {
                parse_duration(value, "duration")
                    .map(DurationValue)
                    .map_err(|error| E::custom(reason(error)))
            }

            fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<DurationValue, E> {
                self.visit_str(&value.to_string())
            }
        }
        deserializer.deserialize_any(Span)
    }
}

impl JsonSchema for DurationValue {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "oneOf": [
            { "type": "string", "pattern": "^([0-9]+(ms|s|m|h|d|w))+$|^[0-9]+$" },
            { "type": "integer", "minimum": 0 },
        ] })
    }
}

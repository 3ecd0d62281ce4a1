//! `ready`: what tells that a service can be used, as a URL or an object.

use std::borrow::Cow;
use std::fmt;
use std::num::NonZeroU32;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};

use super::launch::Command;
use super::line_pattern::LinePattern;
use super::report::duration_text;
use super::text;
use super::value::{AddressText, DurationValue, PortNumber, Text, UrlText, some};

/// What is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Probe {
    /// A GET of this URL; 2xx and 3xx pass.
    Http(String),
    /// A connection to `host:port`.
    Tcp(String),
    /// A line of its output that this regular expression matches.
    Log(String),
    /// A command that ends with 0.
    Cmd(Command),
}

/// A probe and how it is repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ready {
    /// What is tried.
    pub(crate) probe: Probe,
    /// The time between two probes.
    pub(crate) interval: Option<Duration>,
    /// How long one may take.
    pub(crate) timeout: Option<Duration>,
    /// So many failures in a row make a service `failing`.
    pub(crate) retries: Option<NonZeroU32>,
}

impl Ready {
    fn of(probe: Probe) -> Self {
        Self { probe, interval: None, timeout: None, retries: None }
    }

    /// Reads what `--ready`, a library or the registry holds: a URL or an object.
    ///
    /// # Errors
    ///
    /// `INVALID_OPTION` for anything else.
    pub(crate) fn from_value(value: &serde_json::Value) -> crate::error::Result<Self> {
        Self::deserialize(value)
            .map_err(|error| crate::error::Error::option("ready", error.to_string()))
    }

    /// The same as a value, which [`Ready::from_value`] reads again.
    pub(crate) fn to_value(&self) -> serde_json::Value {
        let (key, value) = match &self.probe {
            Probe::Http(url) => ("http", serde_json::json!(url)),
            Probe::Tcp(address) => ("tcp", serde_json::json!(address)),
            Probe::Log(line) => ("log", serde_json::json!(line)),
            Probe::Cmd(Command::Shell(line)) => ("cmd", serde_json::json!(line)),
            Probe::Cmd(Command::Argv(argv)) => ("cmd", serde_json::json!(argv)),
        };
        let mut object = serde_json::Map::from_iter([(key.to_owned(), value)]);
        let times = [("interval", self.interval), ("timeout", self.timeout)];
        for (name, time) in times.into_iter().filter_map(|(name, time)| Some((name, time?))) {
            object.insert(name.to_owned(), duration_text(time).into());
        }
        if let Some(retries) = self.retries {
            object.insert("retries".to_owned(), retries.get().into());
        }
        serde_json::Value::Object(object)
    }
}

/// One probe, and how it is repeated.
#[derive(Default, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, expecting = "a URL or an object with http, tcp, log or cmd")]
#[schemars(rename = "ReadyProbe")]
struct Fields {
    /// The URL to get.
    #[serde(deserialize_with = "some::<_, UrlText, _>")]
    #[schemars(with = "UrlText")]
    http: Option<String>,
    /// The address to connect to, "localhost:{port}" or a port.
    #[schemars(with = "Address")]
    tcp: Option<Address>,
    /// A regular expression that a line of its output matches.
    #[serde(deserialize_with = "some::<_, Text, _>")]
    #[schemars(with = "Text")]
    log: Option<String>,
    /// A command that ends with 0.
    #[schemars(with = "Command")]
    cmd: Option<Command>,
    /// The time between two probes.
    #[serde(deserialize_with = "some::<_, DurationValue, _>")]
    #[schemars(with = "DurationValue")]
    interval: Option<Duration>,
    /// How long one may take.
    #[serde(deserialize_with = "some::<_, DurationValue, _>")]
    #[schemars(with = "DurationValue")]
    timeout: Option<Duration>,
    /// So many failures in a row make it failing.
    #[schemars(with = "NonZeroU32")]
    retries: Option<NonZeroU32>,
}

impl Fields {
    fn ready(self) -> Result<Ready, String> {
        self.log.as_deref().map(LinePattern::check).transpose()?;
        let tcp = self.tcp.map(|address| address.0);
        let mut probes = [
            self.http.map(Probe::Http),
            tcp.map(Probe::Tcp),
            self.log.map(Probe::Log),
            self.cmd.map(Probe::Cmd),
        ]
        .into_iter()
        .flatten();
        match (probes.next(), probes.next()) {
            (Some(probe), None) => Ok(Ready {
                probe,
                interval: self.interval,
                timeout: self.timeout,
                retries: self.retries,
            }),
            _ => Err("write exactly one of http, tcp, log and cmd".to_owned()),
        }
    }
}

impl<'de> Deserialize<'de> for Ready {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Ready;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a URL, or an object with one of http, tcp, log and cmd")
            }

            fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Ready, E> {
                let tcp = value.starts_with("tcp://");
                let check = if tcp { text::address } else { text::url };
                check(value).map_err(E::custom)?;
                let probe = if tcp { Probe::Tcp } else { Probe::Http };
                Ok(Ready::of(probe(value.to_owned())))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Ready, A::Error> {
                // The map's own access keeps the places of its keys and values.
                Fields::deserialize(MapAccessDeserializer::new(map))?
                    .ready()
                    .map_err(A::Error::custom)
            }
        }
        deserializer.deserialize_any(Form)
    }
}

impl JsonSchema for Ready {
    fn schema_name() -> Cow<'static, str> {
        "Ready".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let url = generator.subschema_for::<UrlText>();
        let object = generator.subschema_for::<Fields>();
        json_schema!({ "anyOf": [url, { "type": "string", "pattern": "^tcp://" }, object] })
    }
}

/// `host:port` or a port number.
struct Address(String);

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl Visitor<'_> for Form {
            type Value = Address;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"host:port\" or a port")
            }

            fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Address, E> {
                text::address(value).map_err(E::custom)?;
                Ok(Address(value.to_owned()))
            }

            fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Address, E> {
                super::value::port_number::<E>(value).map(|port| Address(port.to_string()))
            }
        }
        deserializer.deserialize_any(Form)
    }
}

impl JsonSchema for Address {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Address".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = generator.subschema_for::<AddressText>();
        let port = generator.subschema_for::<PortNumber>();
        json_schema!({ "oneOf": [text, port] })
    }
}

//! The machine's and the user's file: settings for all projects.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::time::Duration;

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};

use super::de::{Ignored, Node};
use super::document::{Document, key_start, reason};
use super::value::{DurationValue, PortNumber, RangeValue, SegmentText, list, map, some};
use crate::error::Result;
use crate::model::{PortRange, Strategy};

/// The keys of the user's file, without `$schema`.
pub(super) const USER_KEYS: [&str; 9] = [
    "defaultRange",
    "preferredPorts",
    "reservedPorts",
    "defaultExpires",
    "tunnelProviders",
    "pools",
    "strategy",
    "maxPortsPerProject",
    "retention",
];

/// Settings for all projects of a user or a machine.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct UserFile {
    /// The schema of this file, for editors.
    #[serde(rename = "$schema")]
    #[schemars(with = "String")]
    schema: Option<String>,
    /// Where ports come from when nothing else is said, [3100, 9999] or "3100-9999".
    #[serde(deserialize_with = "some::<_, RangeValue, _>")]
    #[schemars(with = "RangeValue")]
    pub(super) default_range: Option<PortRange>,
    /// Ports that are tried before all others, in order.
    #[serde(deserialize_with = "some_list::<_, PortNumber, _>")]
    #[schemars(with = "Vec<PortNumber>")]
    pub(super) preferred_ports: Option<Vec<u16>>,
    /// Ports that are given to nobody: numbers, or runs as "8000-8099".
    #[serde(deserialize_with = "list::<_, PortsValue, _>")]
    #[schemars(with = "Vec<PortsValue>")]
    pub(super) reserved_ports: Vec<PortRange>,
    /// How long a claim without owner lasts, "8h".
    #[serde(deserialize_with = "some::<_, DurationValue, _>")]
    #[schemars(with = "DurationValue")]
    pub(super) default_expires: Option<Duration>,
    /// Settings of tunnels, by provider. Secrets in them are never shown.
    #[serde(deserialize_with = "map::<_, SegmentText, ProviderValue, _>")]
    pub(super) tunnel_providers: BTreeMap<String, serde_json::Map<String, serde_json::Value>>,
    /// Named sets of ports: "8000-8999", [8000, 8999], or a list of ranges.
    #[serde(deserialize_with = "map::<_, SegmentText, PoolValue, _>")]
    #[schemars(with = "BTreeMap<String, PoolValue>")]
    pub(super) pools: BTreeMap<String, Vec<PortRange>>,
    /// In which order free ports are tried.
    #[schemars(with = "Strategy")]
    pub(super) strategy: Option<Strategy>,
    /// How many ports a project may have.
    #[schemars(with = "std::num::NonZeroU32")]
    pub(super) max_ports_per_project: Option<std::num::NonZeroU32>,
    /// How long the past is kept.
    pub(super) retention: RetentionFile,
}

/// How long the past is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "an object with history, messages, channel, memory"
)]
#[schemars(rename = "Retention")]
pub(super) struct RetentionFile {
    /// Events: an age such as "90d", or how many.
    #[schemars(with = "KeepValue")]
    pub(super) history: Option<KeepValue>,
    /// Messages, by age.
    #[serde(deserialize_with = "some::<_, DurationValue, _>")]
    #[schemars(with = "DurationValue")]
    pub(super) messages: Option<Duration>,
    /// Messages of one channel, by number.
    #[schemars(with = "std::num::NonZeroU64")]
    pub(super) channel: Option<std::num::NonZeroU64>,
    /// Ports that names had: an age such as "180d", or how many.
    #[schemars(with = "KeepValue")]
    pub(super) memory: Option<KeepValue>,
}

/// An age, or a number of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeepValue {
    Age(Duration),
    Count(u64),
}

impl<'de> Deserialize<'de> for KeepValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keep;
        impl Visitor<'_> for Keep {
            type Value = KeepValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an age such as \"90d\", or a number of entries")
            }

            fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<KeepValue, E> {
                crate::time::parse_duration(value, "retention")
                    .map(KeepValue::Age)
                    .map_err(|error| E::custom(reason(error)))
            }

            fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<KeepValue, E> {
                Ok(KeepValue::Count(value))
            }
        }
        deserializer.deserialize_any(Keep)
    }
}

impl JsonSchema for KeepValue {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Keep".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "oneOf": [{ "type": "string" }, { "type": "integer", "minimum": 0 }] })
    }
}

fn some_list<'de, D, W, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    W: Deserialize<'de> + Into<T>,
{
    list::<D, W, T>(deserializer).map(Some)
}

/// The settings of a tunnel's provider. What is wrong with them is said without repeating them.
struct ProviderValue(serde_json::Map<String, serde_json::Value>);

impl From<ProviderValue> for serde_json::Map<String, serde_json::Value> {
    fn from(provider: ProviderValue) -> Self {
        provider.0
    }
}

impl<'de> Deserialize<'de> for ProviderValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::Object(map) => Ok(Self(map)),
            _ => Err(D::Error::custom("the settings of a provider are an object")),
        }
    }
}

/// One port as a number or a text, or a run of ports.
struct PortsValue(PortRange);

impl From<PortsValue> for PortRange {
    fn from(ports: PortsValue) -> Self {
        ports.0
    }
}

impl<'de> Deserialize<'de> for PortsValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Ports;
        impl<'de> Visitor<'de> for Ports {
            type Value = PortsValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a port (1 to 65535) or a range, \"3000-3099\"")
            }

            fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<PortsValue, E> {
                let port = super::value::port_number::<E>(value)?;
                Ok(PortsValue(PortRange { first: port, last: port }))
            }

            fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<PortsValue, E> {
                value.parse().map(PortsValue).map_err(|error| E::custom(reason(error)))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<PortsValue, A::Error> {
                let list = serde::de::value::SeqAccessDeserializer::new(list);
                RangeValue::deserialize(list).map(|range| PortsValue(range.0))
            }
        }
        deserializer.deserialize_any(Ports)
    }
}

impl JsonSchema for PortsValue {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Ports".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let port = generator.subschema_for::<PortNumber>();
        let range = generator.subschema_for::<RangeValue>();
        json_schema!({ "anyOf": [port, range] })
    }
}

/// The ports of a pool.
struct PoolValue(Vec<PortRange>);

impl From<PoolValue> for Vec<PortRange> {
    fn from(pool: PoolValue) -> Self {
        pool.0
    }
}

impl<'de> Deserialize<'de> for PoolValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pool;
        impl<'de> Visitor<'de> for Pool {
            type Value = PoolValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"8000-8999\", [8000, 8999] or a list of ranges")
            }

            fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<PoolValue, E> {
                PortRange::parse_list(value)
                    .map(PoolValue)
                    .map_err(|error| E::custom(reason(error)))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<PoolValue, A::Error> {
                let mut ranges: Vec<PortRange> = vec![];
                let mut numbers = true;
                while let Some(PortsValue(range)) = list.next_element()? {
                    numbers &= range.first == range.last;
                    ranges.push(range);
                }
                match ranges[..] {
                    [] => {
                        return Err(A::Error::custom(
                            "the pool holds no ports; write \"8000-8999\"",
                        ));
                    }
                    // Two single ports are the ends of a run, as in `defaultRange`.
                    [first, last] if numbers => {
                        let range = PortRange::new(first.first, last.first);
                        return range
                            .map(|range| PoolValue(vec![range]))
                            .map_err(|error| A::Error::custom(reason(error)));
                    }
                    _ => {}
                }
                ranges.sort();
                match ranges.windows(2).find(|pair| pair[0].overlaps(&pair[1])) {
                    Some(pair) => {
                        Err(A::Error::custom(format!("{} and {} overlap", pair[0], pair[1])))
                    }
                    None => Ok(PoolValue(ranges)),
                }
            }
        }
        deserializer.deserialize_any(Pool)
    }
}

impl JsonSchema for PoolValue {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Pool".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let ports = generator.subschema_for::<PortsValue>();
        json_schema!({ "oneOf": [
            { "type": "string" },
            { "type": "array", "items": ports, "minItems": 1 },
        ] })
    }
}

/// A file with its text, so that what is found wrong later still has a place.
#[derive(Debug)]
pub(super) struct UserDocument {
    pub(super) document: Document,
    pub(super) settings: UserFile,
    /// The keys it has, in its own spelling.
    pub(super) keys: Vec<String>,
    /// Where each pool is set.
    pub(super) pools: BTreeMap<String, usize>,
    /// The older tool's keys that were passed over.
    pub(super) ignored: Vec<String>,
}

impl UserDocument {
    /// Reads the file; `None` where there is none.
    pub(super) fn read(file: &Path, foreign: bool) -> Result<Option<Self>> {
        Document::read(file)?.map(|document| Self::parse(document, foreign)).transpose()
    }

    /// Reads the text of a file, which may be the older tool's.
    pub(super) fn parse(document: Document, foreign: bool) -> Result<Self> {
        let ignored: Ignored = RefCell::default();
        let (mut settings, mut keys, mut pools) = (UserFile::default(), vec![], BTreeMap::new());
        if let Some(object) = document.parse()? {
            keys = object.properties.iter().map(|p| p.name.as_str().to_owned()).collect();
            pools = pool_places(&object);
            let value = Value::Object(object);
            let node = Node { value: &value, ignored: foreign.then_some(&ignored) };
            settings = UserFile::deserialize(node).map_err(|fault| {
                document.error(fault.at.unwrap_or(value.start()), fault.message)
            })?;
        }
        Ok(Self { settings, keys, pools, ignored: ignored.into_inner(), document })
    }
}

fn pool_places(object: &Object<'_>) -> BTreeMap<String, usize> {
    let Some(pools) = object.get_object("pools") else { return BTreeMap::new() };
    let entries = pools.properties.iter();
    entries.map(|entry| (entry.name.as_str().to_owned(), key_start(&entry.name))).collect()
}

//! How values cross: from the core to its mirrors, and back. Text that is a name, a range, a length of time, JSON or
//! a URL has a type of its own, for which Swift has one as well (`uniffi.toml`).

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use portreg_core as core;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::errors::PortregError;
use crate::mirrors::{Holder, ReasonCode};

/// What becomes something that Swift understands.
pub(crate) trait Mirror<T> {
    /// The same for Swift.
    fn mirror(self) -> T;
}

/// What becomes something of the core again.
pub(crate) trait Original<T> {
    /// The same for the core.
    ///
    /// # Errors
    ///
    /// Where it is none: a name that is no identity.
    fn original(self) -> Result<T, PortregError>;
}

/// A name, or where one is meant `:PORT`. Text until the core reads it, which says what is wrong with it.
pub struct Identity(pub(crate) String);
uniffi::custom_newtype!(Identity, String);

/// A URL.
pub struct Url(pub(crate) String);
uniffi::custom_newtype!(Url, String);

/// Ports from the first to the last.
pub struct PortRange(core::PortRange);
uniffi::custom_type!(PortRange, String, {
    lower: |range| range.0.to_string(),
    try_lift: |text| match text.parse() {
        Ok(range) => Ok(Self(range)),
        Err(error) => Err(PortregError::from(error).into()),
    },
});

/// A length of time, in nanoseconds for Swift.
pub struct Span(Duration);
uniffi::custom_type!(Span, u64, {
    lower: |span| u64::try_from(span.0.as_nanos()).unwrap_or(u64::MAX),
    try_lift: |nanoseconds| Ok(Self(Duration::from_nanos(nanoseconds))),
});

/// Any JSON, as its text.
pub struct JsonValue(pub(crate) Value);
uniffi::custom_type!(JsonValue, String, {
    lower: |value| value.0.to_string(),
    try_lift: |text| Ok(Self(serde_json::from_str(&text)?)),
});

macro_rules! same {
    ($($type:ty),+) => {$(
        impl Mirror<$type> for $type {
            fn mirror(self) -> $type {
                self
            }
        }

        impl Original<$type> for $type {
            fn original(self) -> Result<$type, PortregError> {
                Ok(self)
            }
        }
    )+};
}

same!(bool, u16, u32, u64, i32, i64, f64, String);

/// One way and the other, each by an expression.
macro_rules! cross {
    ($($core:ty, $mirror:ty: $to:expr, $from:expr;)+) => {$(
        impl Mirror<$mirror> for $core {
            fn mirror(self) -> $mirror {
                let to: fn($core) -> $mirror = $to;
                to(self)
            }
        }

        impl Original<$core> for $mirror {
            fn original(self) -> Result<$core, PortregError> {
                let from: fn($mirror) -> Result<$core, PortregError> = $from;
                from(self)
            }
        }
    )+};
}

cross! {
    core::Identity, Identity: |name| Identity(name.into()), |name| Ok(name.0.parse()?);
    core::PortRange, PortRange: PortRange, |range| Ok(range.0);
    Duration, Span: Span, |span| Ok(span.0);
    Value, JsonValue: JsonValue, |value| Ok(value.0);
    PathBuf, String: |path| path.to_string_lossy().into_owned(), |path| Ok(path.into());
    String, Url: Url, |url| Ok(url.0);
    usize, u64: |number| number as u64, |number| Ok(usize::try_from(number).unwrap_or(usize::MAX));
    Map<String, Value>, HashMap<String, JsonValue>:
        |map| map.into_iter().map(|(name, value)| (name, JsonValue(value))).collect(),
        |map| Ok(map.into_iter().map(|(name, value)| (name, value.0)).collect());
    BTreeMap<String, String>, HashMap<String, String>:
        |map| map.into_iter().collect(), |map| Ok(map.into_iter().collect());
}

impl Mirror<String> for IpAddr {
    fn mirror(self) -> String {
        self.to_string()
    }
}

impl Mirror<String> for core::Signal {
    fn mirror(self) -> String {
        self.to_string()
    }
}

impl Mirror<String> for core::ErrorCode {
    fn mirror(self) -> String {
        self.to_string()
    }
}

impl<A: Mirror<B>, B> Mirror<Option<B>> for Option<A> {
    fn mirror(self) -> Option<B> {
        self.map(A::mirror)
    }
}

impl<A: Original<B>, B> Original<Option<B>> for Option<A> {
    fn original(self) -> Result<Option<B>, PortregError> {
        self.map(A::original).transpose()
    }
}

impl<A: Mirror<B>, B> Mirror<Vec<B>> for Vec<A> {
    fn mirror(self) -> Vec<B> {
        self.into_iter().map(A::mirror).collect()
    }
}

impl<A: Original<B>, B> Original<Vec<B>> for Vec<A> {
    fn original(self) -> Result<Vec<B>, PortregError> {
        self.into_iter().map(A::original).collect()
    }
}

/// The data of an error, by name, as the core gives them to every language.
pub(crate) struct Data(Map<String, Value>);

impl Data {
    pub(crate) fn of(error: &core::Error) -> Self {
        Self(error.fields())
    }

    /// One of them; what is not there is what it is empty.
    pub(crate) fn take<T: FromData>(&mut self, name: &str) -> T {
        T::from_data(self.0.remove(name))
    }
}

/// What can be read from the data of an error.
pub(crate) trait FromData {
    fn from_data(value: Option<Value>) -> Self;
}

fn read<T: DeserializeOwned>(value: Option<Value>) -> Option<T> {
    serde_json::from_value(value?).ok()
}

macro_rules! data {
    ($($type:ty: $read:ty = $empty:expr;)+) => {$(
        impl FromData for $type {
            fn from_data(value: Option<Value>) -> Self {
                Option::<$type>::from_data(value).unwrap_or_else(|| $empty)
            }
        }

        impl FromData for Option<$type> {
            fn from_data(value: Option<Value>) -> Self {
                read::<$read>(value).map(Mirror::mirror)
            }
        }
    )+};
}

data! {
    String: String = String::new();
    u16: u16 = 0;
    u32: u32 = 0;
    u64: u64 = 0;
    i32: i32 = 0;
    i64: i64 = 0;
    Vec<String>: Vec<String> = Vec::new();
    Vec<PortRange>: Vec<core::PortRange> = Vec::new();
    Identity: core::Identity = Identity(String::new());
    ReasonCode: core::ReasonCode = ReasonCode::Listening;
}

impl FromData for Option<Url> {
    fn from_data(value: Option<Value>) -> Self {
        read(value).map(Url)
    }
}

impl FromData for Option<PortRange> {
    fn from_data(value: Option<Value>) -> Self {
        read(value).map(PortRange)
    }
}

impl FromData for Option<Holder> {
    fn from_data(value: Option<Value>) -> Self {
        read::<core::Holder>(value).map(Mirror::mirror)
    }
}

//! Reads a parsed value into a type, so that each fault keeps the place it was found at.

use std::cell::RefCell;
use std::fmt;

use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;
use serde::de::{
    self, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};

use super::document::key_start;
use super::nearest::{nearest, unknown_key};
use crate::model::clip;

/// What is wrong, and at which byte of the file once that is known.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) at: Option<usize>,
}

impl Fault {
    /// Keeps the innermost place.
    fn at(mut self, offset: usize) -> Self {
        self.at.get_or_insert(offset);
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), at: None }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format!("{} is not allowed here; write {expected}", shown(found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn unknown_variant(found: &str, allowed: &'static [&'static str]) -> Self {
        let hint = nearest(found, allowed.iter().copied())
            .map(|near| format!("; did you mean {near:?}?"))
            .unwrap_or_default();
        let found = clip(found);
        Self::custom(format!("{found:?} is unknown; it is one of {}{hint}", allowed.join(", ")))
    }

    fn unknown_field(found: &str, allowed: &'static [&'static str]) -> Self {
        Self::custom(unknown_key(found, allowed))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::custom(format!("{field:?} is missing"))
    }
}

/// How a value is named in a message.
fn shown(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => value.to_string(),
        Unexpected::Unsigned(value) => value.to_string(),
        Unexpected::Signed(value) => value.to_string(),
        Unexpected::Float(value) => value.to_string(),
        Unexpected::Str(value) => format!("{:?}", clip(value)),
        Unexpected::Unit | Unexpected::Option => "null".to_owned(),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "an object".to_owned(),
        other => other.to_string(),
    }
}

/// Keys of the older tool's files that its own code or documents know and portreg does not.
const FOREIGN: [&str; 17] = [
    "_detected",
    "agents",
    "branch",
    "color",
    "dev",
    "dns",
    "expose",
    "framework",
    "health",
    "healthPath",
    "health_path",
    "label",
    "name",
    "noPort",
    "preferredPort",
    "stack",
    "timeout",
];

/// The keys of the older tool that were passed over.
pub(super) type Ignored = RefCell<Vec<String>>;

/// One value of a file, ready to be read.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    pub(super) value: &'a Value<'a>,
    /// Where the file is the older tool's: its own keys are passed over and noted here.
    pub(super) ignored: Option<&'a Ignored>,
}

impl<'a> Node<'a> {
    fn members(
        self,
        object: &'a Object<'a>,
        fields: Option<&'static [&'static str]>,
    ) -> Members<'a> {
        Members { left: object.properties.iter(), current: None, fields, ignored: self.ignored }
    }
}

impl<'de> Deserializer<'de> for Node<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let result = match self.value {
            Value::StringLit(text) => visitor.visit_str(&text.value),
            Value::BooleanLit(lit) => visitor.visit_bool(lit.value),
            Value::NullKeyword(_) => visitor.visit_unit(),
            Value::NumberLit(number) => {
                let text = number.value;
                if let Ok(value) = text.parse::<u64>() {
                    visitor.visit_u64(value)
                } else if let Ok(value) = text.parse::<i64>() {
                    visitor.visit_i64(value)
                } else {
                    visitor.visit_f64(text.parse().unwrap_or(f64::INFINITY))
                }
            }
            Value::Array(array) => {
                visitor.visit_seq(Elements { left: array.elements.iter(), ignored: self.ignored })
            }
            Value::Object(object) => visitor.visit_map(self.members(object, None)),
        };
        result.map_err(|fault| fault.at(self.value.start()))
    }

    /// A key is said or left out; `null` says nothing.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.value {
            Value::Object(object) => visitor
                .visit_map(self.members(object, Some(fields)))
                .map_err(|fault| fault.at(self.value.start())),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let start = self.value.start();
        match self.value {
            Value::StringLit(text) => visitor
                .visit_enum(text.value.as_ref().into_deserializer())
                .map_err(|fault: Fault| fault.at(start)),
            _ => {
                let message = format!("write one of {}", variants.join(", "));
                Err(Fault { message, at: Some(start) })
            }
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

struct Elements<'a> {
    left: std::slice::Iter<'a, Value<'a>>,
    ignored: Option<&'a Ignored>,
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        let Some(value) = self.left.next() else { return Ok(None) };
        let node = Node { value, ignored: self.ignored };
        seed.deserialize(node).map(Some).map_err(|fault| fault.at(value.start()))
    }
}

struct Members<'a> {
    left: std::slice::Iter<'a, ObjectProp<'a>>,
    current: Option<&'a ObjectProp<'a>>,
    fields: Option<&'static [&'static str]>,
    ignored: Option<&'a Ignored>,
}

impl Members<'_> {
    /// Whether the key is the older tool's own. What looks like a misspelt key of portreg's is an
    /// error there too.
    fn passes_over(&self, name: &str) -> bool {
        let (Some(ignored), Some(fields)) = (self.ignored, self.fields) else { return false };
        if fields.contains(&name) {
            return false;
        }
        let foreign = FOREIGN.contains(&name) || nearest(name, fields.iter().copied()).is_none();
        if foreign {
            ignored.borrow_mut().push(name.to_owned());
        }
        foreign
    }
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        while let Some(property) = self.left.next() {
            let name = property.name.as_str();
            if self.passes_over(name) {
                continue;
            }
            self.current = Some(property);
            return seed
                .deserialize(name.into_deserializer())
                .map(Some)
                .map_err(|fault: Fault| fault.at(key_start(&property.name)));
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let Some(property) = self.current.take() else {
            return Err(de::Error::custom("a value without its key"));
        };
        let node = Node { value: &property.value, ignored: self.ignored };
        seed.deserialize(node).map_err(|fault| fault.at(property.value.start()))
    }
}

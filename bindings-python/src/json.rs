//! Python values that are to be JSON.

use portreg_core::Error;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde_json::{Map, Number, Value};

/// As deep as a value may be nested: what is deeper cannot be read back.
const DEEPEST: usize = 120;

/// A value as JSON; tuples are arrays, and records are objects.
pub(crate) fn from_python(value: &Bound<'_, PyAny>, option: &str) -> Result<Value, Error> {
    read(value, option, 0)
}

/// The same where an object is wanted.
pub(crate) fn object(value: &Bound<'_, PyAny>, option: &str) -> Result<Map<String, Value>, Error> {
    match from_python(value, option)? {
        Value::Object(map) => Ok(map),
        _ => Err(refused(option, "is no JSON object; give a dict with names of type str")),
    }
}

fn refused(option: &str, message: impl Into<String>) -> Error {
    Error::InvalidOption { option: option.to_owned(), message: message.into() }
}

fn read(value: &Bound<'_, PyAny>, option: &str, depth: usize) -> Result<Value, Error> {
    let wrong = |_: PyErr| refused(option, "cannot be JSON: a number is too large for it");
    if depth > DEEPEST {
        return Err(refused(option, format!("is nested deeper than {DEEPEST}")));
    }
    if value.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(flag) = value.cast::<PyBool>() {
        return Ok(Value::Bool(flag.is_true()));
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Value::String(text.to_string_lossy().into_owned()));
    }
    if value.is_instance_of::<PyInt>() {
        let number = value.extract::<i64>().map(Number::from);
        return Ok(Value::Number(match number {
            Ok(number) => number,
            Err(_) => value.extract::<u64>().map(Number::from).map_err(wrong)?,
        }));
    }
    if let Ok(number) = value.cast::<PyFloat>() {
        let number = Number::from_f64(number.value());
        let no_number = || refused(option, "cannot be JSON: it has no NaN and no infinity");
        return number.map(Value::Number).ok_or_else(no_number);
    }
    if let Ok(dict) = value.cast::<PyDict>() {
        let mut map = Map::new();
        for (name, value) in dict {
            let Ok(name) = name.extract::<String>() else {
                return Err(refused(option, "cannot be JSON: the names in a dict must be str"));
            };
            map.insert(name, read(&value, option, depth + 1)?);
        }
        return Ok(Value::Object(map));
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let items = value.try_iter().map_err(wrong)?;
        let items = items.map(|item| read(&item.map_err(wrong)?, option, depth + 1));
        return items.collect::<Result<_, _>>().map(Value::Array);
    }
    if let Ok(record) = value.call_method0("asdict") {
        return read(&record, option, depth + 1);
    }
    let kind = value
        .get_type()
        .name()
        .map_or_else(|_| "value".to_owned(), |name| name.to_string_lossy().into_owned());
    Err(refused(option, format!("cannot be JSON: it holds a {kind}")))
}

//! What callers give: lengths and points of time, ports, names and words, in the forms that Python people write.

use std::convert::Infallible;
use std::fmt::Display;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use portreg_core::{Error, OwnerOption, PortRange, Since as Beginning, parse_duration, parse_port};
use pyo3::exceptions::{PyOverflowError, PyTypeError};
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyInt, PyString};
use serde_json::Value;

use crate::json;
use crate::records::Named;
use crate::run::refused;

/// Says by which name of `portreg._types` an argument is known to type checkers.
macro_rules! hint {
    ($name:literal) => {
        #[cfg(feature = "stubs")]
        const INPUT_TYPE: PyStaticExpr = pyo3::type_hint_identifier!("portreg._types", $name);
    };
}

fn wrong(option: &str, message: impl Into<String>) -> Error {
    Error::InvalidOption { option: option.to_owned(), message: message.into() }
}

fn no_such(wanted: &str, given: &Borrowed<'_, '_, PyAny>) -> PyErr {
    match given.get_type().name() {
        Ok(kind) => {
            PyTypeError::new_err(format!("expected {wanted}, not {}", kind.to_string_lossy()))
        }
        Err(error) => error,
    }
}

fn is_number(object: &Borrowed<'_, '_, PyAny>) -> bool {
    object.is_instance_of::<PyInt>() || object.is_instance_of::<PyFloat>()
}

/// A length of time: a timedelta, seconds, or text such as `2h`.
#[derive(Debug, Clone)]
pub(crate) enum Span {
    Seconds(f64),
    Text(String),
}

impl<'py> FromPyObject<'_, 'py> for Span {
    type Error = PyErr;
    hint!("Duration");

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyString>() {
            return Ok(Self::Text(object.extract()?));
        }
        if is_number(&object) {
            return Ok(Self::Seconds(object.extract()?));
        }
        match object.call_method0("total_seconds") {
            Ok(seconds) => Ok(Self::Seconds(seconds.extract()?)),
            Err(_) => Err(no_such("a timedelta, seconds, or text such as '2h'", &object)),
        }
    }
}

impl Span {
    /// The time, for the option of this name.
    pub(crate) fn read(&self, option: &str) -> Result<Duration, Error> {
        match self {
            Self::Text(text) => parse_duration(text, option),
            Self::Seconds(seconds) => Duration::try_from_secs_f64(*seconds)
                .map_err(|_| wrong(option, format!("{seconds} seconds are no length of time"))),
        }
    }
}

/// The time of an option that may be left out.
pub(crate) fn time(span: Option<&Span>, option: &str) -> Result<Option<Duration>, Error> {
    span.map(|span| span.read(option)).transpose()
}

/// A point in time: a datetime, milliseconds since the Unix epoch, or a length of time that has passed since.
#[derive(Debug, Clone)]
pub(crate) enum Moment {
    At(i64),
    Ago(Span),
}

impl<'py> FromPyObject<'_, 'py> for Moment {
    type Error = PyErr;
    hint!("Moment");

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyInt>() {
            return Ok(Self::At(object.extract()?));
        }
        if let Ok(seconds) = object.call_method0("timestamp") {
            return Ok(Self::At((seconds.extract::<f64>()? * 1000.0).round() as i64));
        }
        match object.is_instance_of::<PyFloat>() {
            true => {
                Err(no_such("a datetime, milliseconds, a timedelta, or text such as '2h'", &object))
            }
            false => object.extract().map(Self::Ago),
        }
    }
}

/// The milliseconds of a moment, for the option of this name.
pub(crate) fn moment_ms(moment: Option<&Moment>, option: &str) -> Result<Option<i64>, Error> {
    let ago = |span: &Span| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let then = now.saturating_sub(span.read(option)?).as_millis();
        Ok(i64::try_from(then).unwrap_or(i64::MAX))
    };
    match moment {
        None => Ok(None),
        Some(Moment::At(ms)) => Ok(Some(*ms)),
        Some(Moment::Ago(span)) => ago(span).map(Some),
    }
}

/// A whole number; one that is too large for any use is the largest, so that it is refused by its option's name.
fn whole(object: &Borrowed<'_, '_, PyAny>) -> PyResult<i128> {
    object.extract::<i128>().or_else(|error| {
        match error.is_instance_of::<PyOverflowError>(object.py()) {
            true => Ok(i128::MAX),
            false => Err(error),
        }
    })
}

/// A port, or several in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ports(Vec<i128>);

impl<'py> FromPyObject<'_, 'py> for Ports {
    type Error = PyErr;
    hint!("Ports");

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.is_instance_of::<PyInt>() {
            true => Ok(Self(vec![whole(&object)?])),
            false => object
                .extract()
                .map(Self)
                .map_err(|_| no_such("a port or a list of ports", &object)),
        }
    }
}

impl Ports {
    pub(crate) fn read(&self, option: &str) -> Result<Vec<u16>, Error> {
        self.0.iter().map(|number| port(*number, option)).collect()
    }
}

/// The number as a port.
pub(crate) fn port(number: i128, option: &str) -> Result<u16, Error> {
    parse_port(&number.to_string(), option)
}

/// One port as an argument: a number that is none is refused by its name, not as too large for a type.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Port(pub(crate) u16);

impl<'py> FromPyObject<'_, 'py> for Port {
    type Error = PyErr;
    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = pyo3::type_hint_identifier!("builtins", "int");

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        port(whole(&object)?, "port").map(Self).map_err(refused(object.py()))
    }
}

/// A run of ports: `8000-8099`, a pair with both ends, a port, or a `range`.
#[derive(Debug, Clone)]
pub(crate) enum Ranges {
    Text(String),
    Ends(i128, i128),
}

impl<'py> FromPyObject<'_, 'py> for Ranges {
    type Error = PyErr;
    hint!("Range");

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyString>() {
            return Ok(Self::Text(object.extract()?));
        }
        if object.is_instance_of::<PyInt>() {
            let port = whole(&object)?;
            return Ok(Self::Ends(port, port));
        }
        if let Ok(stop) = object.getattr("stop") {
            let (first, step) = (object.getattr("start")?.extract()?, object.getattr("step")?);
            if step.extract::<i128>()? == 1 {
                return Ok(Self::Ends(first, stop.extract::<i128>()? - 1));
            }
        }
        let ends = object.extract::<(i128, i128)>();
        let (first, last) =
            ends.map_err(|_| no_such("'8000-8099', a pair of ports or a range", &object))?;
        Ok(Self::Ends(first, last))
    }
}

impl Ranges {
    pub(crate) fn read(&self, option: &str) -> Result<PortRange, Error> {
        match self {
            Self::Text(text) => text.parse(),
            Self::Ends(first, last) => PortRange::new(port(*first, option)?, port(*last, option)?),
        }
    }
}

/// One name, or several.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names(pub(crate) Vec<String>);

impl<'py> FromPyObject<'_, 'py> for Names {
    type Error = PyErr;
    hint!("Names");

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.is_instance_of::<PyString>() {
            true => Ok(Self(vec![object.extract()?])),
            false => object.extract().map(Self),
        }
    }
}

/// Who holds a claim: the caller, nobody, or the process of a pid.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Owner(pub(crate) OwnerOption);

impl<'py> FromPyObject<'_, 'py> for Owner {
    type Error = PyErr;
    hint!("Owner");

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let unknown = |owner: &str| {
            let message = format!("{owner:?} is unknown; it is 'caller', 'none', None or a pid");
            refused(object.py())(wrong("owner", message))
        };
        if object.is_none() {
            return Ok(Self(OwnerOption::None));
        }
        if object.is_instance_of::<PyInt>() {
            let pid = whole(&object)?;
            let pid = u32::try_from(pid).map_err(|_| unknown(&pid.to_string()))?;
            return Ok(Self(OwnerOption::Pid(pid)));
        }
        match object.extract::<String>()?.as_str() {
            "caller" => Ok(Self(OwnerOption::Caller)),
            "none" => Ok(Self(OwnerOption::None)),
            other => Err(unknown(other)),
        }
    }
}

/// Where a feed begins: now, with the oldest that is kept, or after an id.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Since(pub(crate) Beginning);

impl<'py> FromPyObject<'_, 'py> for Since {
    type Error = PyErr;
    hint!("Since");

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyInt>() {
            return Ok(Self(Beginning::After(object.extract()?)));
        }
        match object.extract::<String>().as_deref() {
            Ok("now") => Ok(Self(Beginning::Now)),
            Ok("start") => Ok(Self(Beginning::Start)),
            _ => Err(PyTypeError::new_err("since is 'now', 'start' or an id")),
        }
    }
}

/// A value that is kept as JSON.
#[derive(Debug)]
pub(crate) struct Json(pub(crate) Py<PyAny>);

impl<'py> FromPyObject<'_, 'py> for Json {
    type Error = PyErr;
    hint!("Json");

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(object.to_owned().unbind()))
    }
}

impl Json {
    pub(crate) fn read(&self, py: Python<'_>, option: &str) -> Result<Value, Error> {
        json::from_python(self.0.bind(py), option)
    }
}

/// A word of the core, such as `share` for what a claim does on a conflict.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<T>(pub(crate) T);

impl<'py, T: FromStr<Err = Error> + Named> FromPyObject<'_, 'py> for Word<T> {
    type Error = PyErr;
    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = pyo3::type_hint_identifier!("portreg._records", T::NAME);

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        object.extract::<String>()?.parse().map(Self).map_err(refused(object.py()))
    }
}

impl<'py, T: Display + Named> IntoPyObject<'py> for Word<T> {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = pyo3::type_hint_identifier!("portreg._records", T::NAME);

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(PyString::intern(py, &self.0.to_string()))
    }
}

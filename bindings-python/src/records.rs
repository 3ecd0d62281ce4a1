//! Records of the core become the frozen classes of `portreg._records`, which are made from the same types.

use std::fmt::Display;

use pyo3::IntoPyObjectExt as _;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyTuple};
use serde::ser::{self, Impossible, Serialize};

/// A record on its way to Python.
pub(crate) struct Record<T>(pub(crate) T);

/// What has a class or a type in `portreg._records`.
pub(crate) trait Named {
    const NAME: &'static str;
}

macro_rules! named {
    ($($name:ident),+ $(,)?) => {
        $(impl Named for portreg_core::$name { const NAME: &'static str = stringify!($name); })+
    };
}

named!(
    Channel,
    ConfigReport,
    Conflict,
    DoctorReport,
    Endpoint,
    Event,
    Export,
    Holder,
    ImportReport,
    Inference,
    Killed,
    Listener,
    Lock,
    LogLine,
    Message,
    Pool,
    PortReport,
    Received,
    Released,
    Reservation,
    RunningService,
    Service,
    Snippet,
    StackEvent,
    StatusReport,
    UpCheck,
    Watched,
    // Words have a type of their own, too.
    EnvFormat,
    LogStream,
    OnConflict,
    Outcome,
    ReasonCode,
    RestartPolicy,
    SnippetTool,
    TunnelProvider,
    Status,
    Strategy,
);

/// Records of a list on their way to Python.
pub(crate) fn all<T>(list: Vec<T>) -> Vec<Record<T>> {
    list.into_iter().map(Record).collect()
}

impl<'py, T: Named + Serialize> IntoPyObject<'py> for Record<T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = pyo3::type_hint_identifier!("portreg._records", T::NAME);

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let form = Form { py, class: Some(T::NAME), is_json: false };
        self.0.serialize(form).map_err(|Trouble(error)| error)
    }
}

/// Declares what is handed on as it is, under the type that type checkers know it by.
macro_rules! known_as {
    ($($(#[$doc:meta])* $name:ident($inner:ty) = $module:literal $hint:literal;)+) => {
        $(
            $(#[$doc])*
            pub(crate) struct $name<'py>(pub(crate) Bound<'py, $inner>);

            impl<'py> IntoPyObject<'py> for $name<'py> {
                type Target = $inner;
                type Output = Bound<'py, $inner>;
                type Error = std::convert::Infallible;

                #[cfg(feature = "stubs")]
                const OUTPUT_TYPE: PyStaticExpr = pyo3::type_hint_identifier!($module, $hint);

                fn into_pyobject(self, _py: Python<'py>) -> Result<Self::Output, Self::Error> {
                    Ok(self.0)
                }
            }
        )+
    };
}

known_as! {
    /// The fields of a record by name.
    Fields(PyDict) = "portreg._types" "Fields";
    /// Variables of an environment by name.
    Variables(PyDict) = "portreg._types" "Variables";
    /// A socket of the standard library.
    Socket(PyAny) = "portreg._types" "Socket";
    /// The names of the fields of a claim.
    ClaimFields(PyTuple) = "portreg._types" "ClaimFields";
}

/// A value as Python has it: structs are records, their lists tuples; what is JSON consists of dicts and lists.
pub(crate) fn to_python<'py>(
    py: Python<'py>,
    value: &impl Serialize,
) -> PyResult<Bound<'py, PyAny>> {
    value.serialize(Form { py, class: None, is_json: false }).map_err(|Trouble(error)| error)
}

/// Fields of records that hold any JSON value.
fn holds_json(field: &str) -> bool {
    matches!(field, "payload" | "ready")
}

/// How a value is turned into an object of Python.
#[derive(Clone, Copy)]
struct Form<'py> {
    py: Python<'py>,
    /// The class that a map becomes: how a record is written that holds another one flattened.
    class: Option<&'static str>,
    /// Whether this is inside JSON, where lists are lists.
    is_json: bool,
}

impl<'py> Form<'py> {
    fn inside(self, is_json: bool) -> Self {
        Self { class: None, is_json, ..self }
    }

    fn made(self, value: impl IntoPyObject<'py, Error: Into<PyErr>>) -> Made<'py> {
        value.into_bound_py_any(self.py).map_err(Trouble)
    }
}

type Made<'py> = Result<Bound<'py, PyAny>, Trouble>;

#[derive(Debug)]
struct Trouble(PyErr);

impl Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Trouble {}

impl ser::Error for Trouble {
    fn custom<T: Display>(message: T) -> Self {
        Self(pyo3::exceptions::PyValueError::new_err(message.to_string()))
    }
}

impl From<PyErr> for Trouble {
    fn from(error: PyErr) -> Self {
        Self(error)
    }
}

/// A list that grows.
struct Items<'py> {
    form: Form<'py>,
    items: Vec<Bound<'py, PyAny>>,
}

/// A record or a dict that grows.
struct Entries<'py> {
    form: Form<'py>,
    class: Option<&'static str>,
    fields: Bound<'py, PyDict>,
    /// The name that waits for its value, in a map.
    name: Option<Bound<'py, PyAny>>,
}

impl<'py> Entries<'py> {
    fn new(form: Form<'py>, class: Option<&'static str>) -> Self {
        Self { form, class, fields: PyDict::new(form.py), name: None }
    }

    fn made(self) -> Made<'py> {
        static RECORDS: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
        let Some(class) = self.class else { return Ok(self.fields.into_any()) };
        let py = self.form.py;
        let records =
            RECORDS.get_or_try_init(py, || py.import("portreg._records").map(Bound::unbind))?;
        Ok(records.bind(py).getattr(class)?.call((), Some(&self.fields))?)
    }
}

impl<'py> ser::Serializer for Form<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Trouble;
    type SerializeSeq = Items<'py>;
    type SerializeTuple = Impossible<Self::Ok, Trouble>;
    type SerializeTupleStruct = Impossible<Self::Ok, Trouble>;
    type SerializeTupleVariant = Impossible<Self::Ok, Trouble>;
    type SerializeMap = Entries<'py>;
    type SerializeStruct = Entries<'py>;
    type SerializeStructVariant = Impossible<Self::Ok, Trouble>;

    fn serialize_bool(self, value: bool) -> Made<'py> {
        self.made(value)
    }

    fn serialize_i8(self, value: i8) -> Made<'py> {
        self.made(value)
    }

    fn serialize_i16(self, value: i16) -> Made<'py> {
        self.made(value)
    }

    fn serialize_i32(self, value: i32) -> Made<'py> {
        self.made(value)
    }

    fn serialize_i64(self, value: i64) -> Made<'py> {
        self.made(value)
    }

    fn serialize_u8(self, value: u8) -> Made<'py> {
        self.made(value)
    }

    fn serialize_u16(self, value: u16) -> Made<'py> {
        self.made(value)
    }

    fn serialize_u32(self, value: u32) -> Made<'py> {
        self.made(value)
    }

    fn serialize_u64(self, value: u64) -> Made<'py> {
        self.made(value)
    }

    fn serialize_f32(self, value: f32) -> Made<'py> {
        self.made(value)
    }

    fn serialize_f64(self, value: f64) -> Made<'py> {
        self.made(value)
    }

    fn serialize_char(self, value: char) -> Made<'py> {
        self.made(value)
    }

    fn serialize_str(self, value: &str) -> Made<'py> {
        self.made(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Made<'py> {
        self.made(value)
    }

    fn serialize_none(self) -> Made<'py> {
        self.made(self.py.None())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Made<'py> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Made<'py> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Made<'py> {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, word: &'static str) -> Made<'py> {
        self.made(word)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Made<'py> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Made<'py> {
        Err(no_record(name))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Items<'py>, Trouble> {
        Ok(Items { form: self, items: Vec::with_capacity(length.unwrap_or(0)) })
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Trouble> {
        Err(no_record("a tuple"))
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Trouble> {
        Err(no_record(name))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Trouble> {
        Err(no_record(name))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries<'py>, Trouble> {
        Ok(Entries::new(self, self.class))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Entries<'py>, Trouble> {
        Ok(Entries::new(self, Some(name)))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Trouble> {
        Err(no_record(name))
    }
}

fn no_record(name: &str) -> Trouble {
    ser::Error::custom(format!("{name} has no form in Python"))
}

impl<'py> ser::SerializeSeq for Items<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Trouble;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Trouble> {
        self.items.push(value.serialize(self.form.inside(self.form.is_json))?);
        Ok(())
    }

    fn end(self) -> Made<'py> {
        let py = self.form.py;
        Ok(match self.form.is_json {
            true => PyList::new(py, self.items)?.into_any(),
            false => PyTuple::new(py, self.items)?.into_any(),
        })
    }
}

impl<'py> ser::SerializeMap for Entries<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Trouble;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, name: &T) -> Result<(), Trouble> {
        self.name = Some(name.serialize(self.form.inside(false))?);
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Trouble> {
        let Some(name) = self.name.take() else { return Err(no_record("a value without a name")) };
        // Not by `str()`, which hears Ctrl-C and can only print it here.
        let is_json = self.class.is_none() || holds_json(name.extract().map_err(Trouble)?);
        Ok(self.fields.set_item(name, value.serialize(self.form.inside(is_json))?)?)
    }

    fn end(self) -> Made<'py> {
        self.made()
    }
}

impl<'py> ser::SerializeStruct for Entries<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Trouble;

    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Trouble> {
        let value = value.serialize(self.form.inside(holds_json(name)))?;
        Ok(self.fields.set_item(name, value)?)
    }

    fn end(self) -> Made<'py> {
        self.made()
    }
}

//! Errors of the core become the exceptions of `portreg._errors`.

use portreg_core::Error;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use crate::records::to_python;

/// The exception for an error.
pub(crate) fn raised(py: Python<'_>, error: &Error) -> PyErr {
    let data = to_python(py, &error.fields());
    let made = data.and_then(|data| told(py, error.code().as_str(), &error.to_string(), data));
    made.unwrap_or_else(|failed| failed)
}

/// The exception of a code, with what it says and its data.
pub(crate) fn told(
    py: Python<'_>,
    code: &str,
    message: &str,
    data: Bound<'_, PyAny>,
) -> PyResult<PyErr> {
    static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let make = MAKE.import(py, "portreg._errors", "make")?;
    Ok(PyErr::from_value(make.call1((code, message, data))?))
}

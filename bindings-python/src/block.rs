//! `with`: classes whose block gives back what they hold.

/// Makes a context manager of a class, with what the end of the block does.
///
/// What went wrong in the block is worth more than what goes wrong at its end; Ctrl-C is no error and always heard.
macro_rules! block {
    ($class:ident, $end:expr) => {
        #[pymethods]
        impl $class {
            fn __enter__(slf: Py<Self>) -> Py<Self> {
                slf
            }

            #[pyo3(signature = (kind, error, traceback, /))]
            fn __exit__(
                &self,
                py: Python<'_>,
                kind: &Bound<'_, PyAny>,
                error: &Bound<'_, PyAny>,
                traceback: &Bound<'_, PyAny>,
            ) -> PyResult<()> {
                _ = (error, traceback);
                use pyo3::exceptions::PyException;

                let end: fn(&Self, Python<'_>) -> PyResult<()> = $end;
                match end(self, py) {
                    Err(error) if !kind.is_none() && error.is_instance_of::<PyException>(py) => {
                        Ok(())
                    }
                    ended => ended,
                }
            }
        }
    };
}

pub(crate) use block;

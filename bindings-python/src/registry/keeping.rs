//! Verbs that keep the registry in order.

use portreg_core::{
    Error, Export, ImportOptions, ImportReport, Pool, PortRange, Registry as Core, Released,
    Reservation,
};
use pyo3::prelude::*;

use super::Registry;
use crate::arguments::Ranges;
use crate::json;
use crate::records::{Record, all};
use crate::run;

/// The ranges of a pool, as one text or as a list.
struct PoolRanges(Vec<Ranges>);

impl<'py> FromPyObject<'_, 'py> for PoolRanges {
    type Error = PyErr;
    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr =
        pyo3::type_hint_identifier!("portreg._types", "PoolRanges");

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.extract::<Ranges>() {
            Ok(one) => Ok(Self(vec![one])),
            Err(_) => object.extract().map(Self),
        }
    }
}

impl PoolRanges {
    fn read(&self) -> Result<Vec<PortRange>, Error> {
        let mut read = Vec::new();
        for ranges in &self.0 {
            match ranges {
                Ranges::Text(text) => read.extend(PortRange::parse_list(text)?),
                ends => read.push(ends.read("ranges")?),
            }
        }
        Ok(read)
    }
}

/// What `export` has given, as a record or as a dict.
struct Document(Export);

impl<'py> FromPyObject<'_, 'py> for Document {
    type Error = PyErr;
    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr =
        pyo3::type_hint_identifier!("portreg._types", "Document");

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let read = || {
            let value = json::from_python(&object, "document")?;
            serde_json::from_value(value).map(Self).map_err(|error| Error::InvalidOption {
                option: "document".to_owned(),
                message: format!("is none that export has written: {error}"),
            })
        };
        read().map_err(run::refused(object.py()))
    }
}

#[pymethods]
impl Registry {
    /// Keeps a port or a run of ports out of use. A reason that is not given keeps its value.
    ///
    /// Raises `PortInUse` where a service claims one of them; `InvalidOption`.
    ///
    /// >>> registry.reserve("4000-4009", reason="printers").ports
    /// '4000-4009'
    #[pyo3(signature = (ports, *, reason=None))]
    fn reserve(
        &self,
        py: Python<'_>,
        ports: Ranges,
        reason: Option<&str>,
    ) -> PyResult<Record<Reservation>> {
        let ports = ports.read("ports").map_err(run::refused(py))?;
        self.run(py, |core| core.reserve(ports, reason)).map(Record)
    }

    /// Takes reserved ports back into use. Raises `NotFound` where they are not reserved.
    ///
    /// >>> reservation = registry.reserve("4000-4009")
    /// >>> registry.unreserve(4005).ports
    /// '4005'
    fn unreserve(&self, py: Python<'_>, ports: Ranges) -> PyResult<Record<Reservation>> {
        let ports = ports.read("ports").map_err(run::refused(py))?;
        self.run(py, |core| core.unreserve(ports)).map(Record)
    }

    /// The reservations, in order of ports.
    ///
    /// >>> registry.reservations()
    /// []
    fn reservations(&self, py: Python<'_>) -> PyResult<Vec<Record<Reservation>>> {
        self.run(py, Core::reservations).map(all)
    }

    /// The pools in force, in order of names, with their use.
    ///
    /// >>> [pool.name for pool in registry.pools()]
    /// ['dev', 'production', 'test']
    fn pools(&self, py: Python<'_>) -> PyResult<Vec<Record<Pool>>> {
        self.run(py, Core::pools).map(all)
    }

    /// Makes a pool, or gives it other ports. Raises `InvalidOption` for a bad name and where pools would overlap.
    ///
    /// >>> registry.set_pool("e2e", "20000-20099").capacity
    /// 100
    fn set_pool(&self, py: Python<'_>, name: &str, ranges: PoolRanges) -> PyResult<Record<Pool>> {
        let ranges = ranges.read().map_err(run::refused(py))?;
        self.run(py, |core| core.set_pool(name, &ranges)).map(Record)
    }

    /// Removes a pool that was set. Raises `NotFound`.
    ///
    /// >>> pool = registry.set_pool("e2e", "20000-20099")
    /// >>> registry.remove_pool("e2e")
    fn remove_pool(&self, py: Python<'_>, name: &str) -> PyResult<()> {
        self.run(py, |core| core.remove_pool(name))
    }

    /// Ends dead, expired and orphaned claims, never one on whose port anything listens, and what killed runs have left;
    /// `dry_run` shows the same and ends nothing.
    ///
    /// >>> registry.cleanup(dry_run=True)
    /// []
    #[pyo3(signature = (*, dry_run=false))]
    fn cleanup(&self, py: Python<'_>, dry_run: bool) -> PyResult<Vec<Record<Released>>> {
        self.wait(py, move |core| core.cleanup(dry_run)).map(all)
    }

    /// Everything that can be carried to another registry; ``json.dumps(document.asdict())`` is the same as
    /// `portreg export` writes. Raises `InvalidPattern`.
    ///
    /// >>> claim = registry.claim("shop:web")
    /// >>> [service.identity for service in registry.export().services]
    /// ['shop:web']
    #[pyo3(signature = (pattern=None))]
    fn export(&self, py: Python<'_>, pattern: Option<&str>) -> PyResult<Record<Export>> {
        self.run(py, |core| core.export(pattern)).map(Record)
    }

    /// Takes in a document: an `Export`, or a dict of that form. Any clash refuses the whole, unless `skip`; a held claim
    /// never changes. Nothing came in where `refused` is not empty and `skip` was not said.
    ///
    /// Raises `InvalidOption` for what is no such document, and for one of a newer version.
    ///
    /// >>> claim = registry.claim("shop:web")
    /// >>> registry.import_(registry.export()).kept
    /// ('shop:web',)
    #[pyo3(signature = (document, *, dry_run=false, skip=false))]
    fn import_(
        &self,
        py: Python<'_>,
        document: Document,
        dry_run: bool,
        skip: bool,
    ) -> PyResult<Record<ImportReport>> {
        let options = ImportOptions { dry_run, skip };
        self.run(py, |core| core.import(&document.0, options)).map(Record)
    }
}

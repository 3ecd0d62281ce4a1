//! Verbs about where services answer.

use std::path::PathBuf;

use portreg_core::{Endpoint, EnvFormat};
use pyo3::prelude::*;
use pyo3::types::IntoPyDict as _;

use super::Registry;
use crate::arguments::Word;
use crate::records::{Record, Variables, all};

#[pymethods]
impl Registry {
    /// Where a service answers in an environment: ``"local"``, which follows its port, or another one that was set or
    /// that its configuration says. Raises `NotFound`; `InvalidOption` for a wrong word.
    ///
    /// >>> claim = registry.claim("shop:web")
    /// >>> registry.url("shop:web").url == claim.url
    /// True
    #[pyo3(signature = (target, env="local"))]
    fn url(&self, py: Python<'_>, target: &str, env: &str) -> PyResult<Record<Endpoint>> {
        self.run(py, |core| core.url(target, env)).map(Record)
    }

    /// Sets where a service answers in another environment than ``"local"``. Raises `NotFound`; `InvalidOption` for what
    /// is no URL or no environment.
    ///
    /// >>> claim = registry.claim("shop:web")
    /// >>> registry.set_endpoint("shop:web", "prod", "https://shop.example.com").env
    /// 'prod'
    fn set_endpoint(
        &self,
        py: Python<'_>,
        target: &str,
        env: &str,
        url: &str,
    ) -> PyResult<Record<Endpoint>> {
        self.run(py, |core| core.set_endpoint(target, env, url)).map(Record)
    }

    /// Removes an endpoint that was set, and gives it. Raises `NotFound`; `InvalidOption` for ``"local"`` and for what
    /// the configuration says.
    ///
    /// >>> claim = registry.claim("shop:web")
    /// >>> endpoint = registry.set_endpoint("shop:web", "prod", "https://shop.example.com")
    /// >>> registry.remove_endpoint("shop:web", "prod") == endpoint
    /// True
    fn remove_endpoint(
        &self,
        py: Python<'_>,
        target: &str,
        env: &str,
    ) -> PyResult<Record<Endpoint>> {
        self.run(py, |core| core.remove_endpoint(target, env)).map(Record)
    }

    /// All endpoints by name and environment; a shorter pattern means all under it. Raises `InvalidPattern`.
    ///
    /// >>> claim = registry.claim("shop:web")
    /// >>> [endpoint.env for endpoint in registry.endpoints("shop")]
    /// ['local']
    #[pyo3(signature = (pattern=None))]
    fn endpoints(&self, py: Python<'_>, pattern: Option<&str>) -> PyResult<Vec<Record<Endpoint>>> {
        self.run(py, |core| core.endpoints(pattern)).map(all)
    }

    /// The variables of all services that fit, in order of names: ``SHOP_WEB_PORT`` and ``SHOP_WEB_URL`` for
    /// ``shop:web``. For one name also ``PORT``, ``HOST``, ``URL``, what its configuration sets, and the URLs of those it
    /// works with.
    ///
    /// Raises `NotFound`; `InvalidOption` where two services would have the same variables; `InvalidPattern`,
    /// `InvalidConfig`.
    ///
    /// >>> claim = registry.claim("shop:web")
    /// >>> registry.env("shop")["SHOP_WEB_PORT"] == str(claim.port)
    /// True
    #[pyo3(signature = (pattern=None))]
    fn env<'py>(&self, py: Python<'py>, pattern: Option<&str>) -> PyResult<Variables<'py>> {
        self.run(py, |core| core.env(pattern))?.into_py_dict(py).map(Variables)
    }

    /// Writes the variables into a file, between two marker lines at its end or wherever they stand; says whether the
    /// file had to be changed. Everything else in it stays byte for byte.
    ///
    /// Raises what `env` raises; `InvalidOption` where the file cannot be written or has half of the markers, and for
    /// ``"json"``, which has no comments.
    ///
    /// >>> claim = registry.claim("shop:web")
    /// >>> registry.write_env(".env.local", "shop"), registry.write_env(".env.local", "shop")
    /// (True, False)
    #[pyo3(signature = (file, pattern=None, *, format=Word(EnvFormat::Dotenv)))]
    fn write_env(
        &self,
        py: Python<'_>,
        file: PathBuf,
        pattern: Option<&str>,
        format: Word<EnvFormat>,
    ) -> PyResult<bool> {
        self.run(py, |core| core.write_env(pattern, format.0, &file))
    }
}

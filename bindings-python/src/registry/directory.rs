//! Verbs about where services answer.

use std::path::PathBuf;

use portreg_core::{Endpoint, EnvFormat, Snippet, SnippetTool};
use pyo3::prelude::*;
use pyo3::types::IntoPyDict as _;

use super::Registry;
use crate::arguments::Word;
use crate::feeds::EnvWatch;
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

    /// Sets where a service answers in an environment; of ``"local"``, scheme and host before its port. Raises
    /// `NotFound`; `InvalidOption` for what is no URL or no environment.
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

    /// Keeps the variables in a file current: writes it at once as `write_env` does, and again whenever they change, as
    /// long as the next change is asked for.
    ///
    /// Raises what `write_env` raises, but that what is not there is waited for.
    ///
    /// >>> claim = registry.claim("shop:web")
    /// >>> with registry.watch_env(".env.local", "shop") as watch:
    /// ...     moved = registry.reassign("shop:web")
    /// ...     watch.next()
    /// ['SHOP_WEB_PORT', 'SHOP_WEB_URL']
    #[pyo3(signature = (file, pattern=None, *, format=Word(EnvFormat::Dotenv)))]
    fn watch_env(
        &self,
        py: Python<'_>,
        file: PathBuf,
        pattern: Option<&str>,
        format: Word<EnvFormat>,
    ) -> PyResult<EnvWatch> {
        self.run(py, |core| core.watch_env(pattern, format.0, &file)).map(EnvWatch::new)
    }

    /// A piece of configuration that tells another tool where services answer: ``"vite"``, ``"next"``, ``"express"``,
    /// ``"django"``, ``"flask"``, ``"compose"``, ``"caddy"`` or ``"nginx"``. Nothing is written.
    ///
    /// Raises `NotFound` where nothing fits, or nothing of it has a port; `InvalidOption`, `InvalidPattern`,
    /// `InvalidConfig`.
    ///
    /// >>> claim = registry.claim("shop:api")
    /// >>> f"process.env.PORT ?? {claim.port}" in registry.snippet("shop", "express").snippet
    /// True
    fn snippet(
        &self,
        py: Python<'_>,
        pattern: &str,
        tool: Word<SnippetTool>,
    ) -> PyResult<Record<Snippet>> {
        self.run(py, |core| core.snippet(pattern, tool.0)).map(Record)
    }
}

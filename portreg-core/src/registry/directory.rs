//! Verbs about where services answer.

use std::path::Path;
use std::sync::Arc;

use super::Registry;
use crate::directory::{Directory, check_format, write_variables};
use crate::error::Result;
use crate::model::{Endpoint, EnvFormat, Snippet, SnippetTool};
use crate::watch::EnvWatch;

impl Registry {
    fn directory(&self) -> Directory<'_> {
        Directory { claims: self.claims() }
    }

    /// Where a service answers in an environment: `local`, which follows its port, or another one that was set or
    /// that its configuration says.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` where there is no such service, or it has no such endpoint; `INVALID_OPTION` for a wrong word;
    /// `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// let claim = registry.claim("shop:web")?;
    /// assert_eq!(registry.url("shop:web", "local")?.url, claim.url);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn url(&self, target: &str, env: &str) -> Result<Endpoint> {
        self.directory().url(target, env)
    }

    /// Sets where a service answers in an environment. It goes with the service, unless that is persistent. `local`
    /// follows the port: of it, scheme and host are set, as in `https://localhost:3000`.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` where there is no such service; `INVALID_OPTION` for what is no URL or no environment (1 to 32 of
    /// `a-z 0-9 -`), and for a `local` with another port; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// registry.claim("shop:web")?;
    /// registry.set_endpoint("shop:web", "prod", "https://shop.example.com")?;
    /// assert_eq!(registry.url("shop:web", "prod")?.url, "https://shop.example.com");
    /// assert!(registry.set_endpoint("shop:web", "prod", "shop.example.com").is_err());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn set_endpoint(&self, target: &str, env: &str, url: &str) -> Result<Endpoint> {
        self.directory().set(target, env, url)
    }

    /// Removes an endpoint that was set, and gives it.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` where there is none; `INVALID_OPTION` for `local` and for what the configuration says.
    /// `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// registry.claim("shop:web")?;
    /// registry.set_endpoint("shop:web", "prod", "https://shop.example.com")?;
    /// registry.remove_endpoint("shop:web", "prod")?;
    /// assert!(registry.url("shop:web", "prod").is_err());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn remove_endpoint(&self, target: &str, env: &str) -> Result<Endpoint> {
        self.directory().remove(target, env)
    }

    /// All endpoints by name and environment, `local` ones too; a shorter pattern means all under it.
    ///
    /// # Errors
    ///
    /// `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// registry.claim("shop:web")?;
    /// registry.set_endpoint("shop:web", "dev", "https://dev.example.com")?;
    /// let envs: Vec<String> = registry.endpoints(Some("shop"))?.into_iter().map(|one| one.env).collect();
    /// assert_eq!(envs, ["dev", "local"]);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn endpoints(&self, pattern: Option<&str>) -> Result<Vec<Endpoint>> {
        self.directory().endpoints(pattern)
    }

    /// The variables of all services that fit, in order of names: `SHOP_WEB_PORT` and `SHOP_WEB_URL` for `shop:web`. For
    /// one name also `PORT`, `HOST`, `URL`, what its configuration sets, and the URLs of those it works with.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` where nothing fits, or a reference in the configuration has no port yet; `INVALID_OPTION` where two
    /// services would have the same variables; `INVALID_PATTERN`; `INVALID_CONFIG`; `REGISTRY_*` where the registry
    /// cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// let claim = registry.claim("shop:web")?;
    /// let variables = registry.env(Some("shop"))?;
    /// assert_eq!(variables[0], ("SHOP_WEB_PORT".to_owned(), claim.port.to_string()));
    /// assert_eq!(variables[1], ("SHOP_WEB_URL".to_owned(), claim.url));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn env(&self, pattern: Option<&str>) -> Result<Vec<(String, String)>> {
        self.directory().variables(pattern)
    }

    /// A piece of configuration that tells another tool where services answer: the ports of those that fit, and how
    /// they reach those they work with (`pair` and `needs`). See [`SnippetTool`] for what each tool gets. Nothing is written.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` where nothing fits, or nothing of it has a port; `INVALID_OPTION` where a proxy would know two services
    /// by one name; `INVALID_PATTERN`; `INVALID_CONFIG`; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::SnippetTool;
    ///
    /// let claim = registry.claim("shop:api")?;
    /// let express = registry.snippet("shop", SnippetTool::Express)?;
    /// assert!(express.snippet.contains(&format!("app.listen(process.env.PORT ?? {});", claim.port)));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn snippet(&self, pattern: &str, tool: SnippetTool) -> Result<Snippet> {
        self.directory().snippet(pattern, tool)
    }

    /// Writes the variables into a file, between two marker lines at its end or wherever they stand; says whether the
    /// file had to be changed. Everything else in it stays byte for byte, and it is replaced in one step.
    ///
    /// # Errors
    ///
    /// As [`Registry::env`]; `INVALID_OPTION` where the file cannot be written or has half of the markers, and for
    /// JSON, which has no comments.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::EnvFormat;
    ///
    /// let claim = registry.claim("shop:web")?;
    /// let file = folder.path().join(".env.local");
    /// std::fs::write(&file, "SECRET=mine\n").unwrap();
    /// assert!(registry.write_env(Some("shop"), EnvFormat::Dotenv, &file)?);
    /// assert!(!registry.write_env(Some("shop"), EnvFormat::Dotenv, &file)?);
    /// let text = std::fs::read_to_string(&file).unwrap();
    /// assert!(text.starts_with("SECRET=mine\n") && text.contains(&format!("SHOP_WEB_PORT={}", claim.port)));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn write_env(&self, pattern: Option<&str>, format: EnvFormat, file: &Path) -> Result<bool> {
        check_format(format)?;
        write_variables(file, format, &self.env(pattern)?)
    }

    /// Keeps the variables in a file current: writes it at once as [`Registry::write_env`] does, and again whenever
    /// a service has come, moved or gone, or anything else has happened that changes them. What the configuration
    /// says is read anew then.
    ///
    /// # Errors
    ///
    /// As [`Registry::write_env`], but for `NOT_FOUND`: what is not there is waited for. `NOT_FOUND` is for a `:PORT`
    /// that no service claims.
    ///
    /// ```no_run
    /// use portreg_core::{EnvFormat, Registry};
    ///
    /// let registry = Registry::open()?;
    /// for names in registry.watch_env(Some("shop"), EnvFormat::Dotenv, ".env.local".as_ref())? {
    ///     println!("changed: {}", names?.join(", "));
    /// }
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn watch_env(
        &self,
        pattern: Option<&str>,
        format: EnvFormat,
        file: &Path,
    ) -> Result<EnvWatch> {
        EnvWatch::begin(Arc::clone(&self.shared), pattern, format, file)
    }
}

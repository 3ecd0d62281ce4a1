//! Verbs about where services answer.

use super::Registry;
use crate::directory::Directory;
use crate::error::Result;
use crate::model::Endpoint;

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

    /// Sets where a service answers in another environment than `local`. It goes with the service, unless that is
    /// persistent.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` where there is no such service; `INVALID_OPTION` for what is no URL or no environment (1 to 32 of
    /// `a-z 0-9 -`), and for `local`; `REGISTRY_*` where the registry cannot be used.
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
}

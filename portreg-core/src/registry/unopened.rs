//! What can be told without opening the registry.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::Registry;
use crate::config::{
    Config, Environment, Known, PortSetting, infer, project_schema, propose, user_schema,
};
use crate::error::{Error, Result};
use crate::model::{ConfigReport, Identity, Inference};
use crate::store;

/// The rows of tables of another tool's SQLite file, each an object by column, in lists by table. A table that
/// it does not have is left out. Neither the file nor anything beside it is changed, and what its tool has
/// written last is there, also while that runs.
///
/// # Errors
///
/// `INVALID_OPTION` where it cannot be read, or is no such file.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// let file = folder.path().join("port-registry.db");
/// std::fs::write(&file, "no database")?;
/// let error = portreg_core::foreign_tables(&file, &["services"]).unwrap_err();
/// assert_eq!(error.code().as_str(), "INVALID_OPTION");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn foreign_tables(path: &Path, names: &[&str]) -> Result<Map<String, Value>> {
    store::tables(path, names)
}

impl Registry {
    /// Where the registry is: the path that is given, else what the environment says.
    ///
    /// # Errors
    ///
    /// `REGISTRY_UNAVAILABLE` where no place for a registry can be told.
    ///
    /// ```
    /// use std::path::Path;
    ///
    /// let path = portreg_core::Registry::locate(Some(Path::new("/tmp/registry.db")))?;
    /// assert_eq!(path, Path::new("/tmp/registry.db"));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn locate(path: Option<&Path>) -> Result<PathBuf> {
        Environment::capture().registry_path(path)
    }

    /// Puts a backup in the place of the registry, the newest where no date is said. The registry is
    /// kept aside; the path says where.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` where there is no such backup; `REGISTRY_CORRUPT` where the backup is damaged
    /// itself; `REGISTRY_UNAVAILABLE` where files cannot be moved.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// let path = folder.path().join("registry.db");
    /// let error = portreg_core::Registry::restore(Some(&path), None).unwrap_err();
    /// assert_eq!(error.code().as_str(), "NOT_FOUND");
    /// ```
    pub fn restore(path: Option<&Path>, date: Option<&str>) -> Result<PathBuf> {
        store::restore(&Self::locate(path)?, date)
    }

    /// The days of which there are backups, newest first.
    ///
    /// # Errors
    ///
    /// `REGISTRY_UNAVAILABLE` where no place for a registry can be told.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// let path = folder.path().join("registry.db");
    /// assert!(portreg_core::Registry::backups(Some(&path))?.is_empty());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn backups(path: Option<&Path>) -> Result<Vec<String>> {
        let all = store::backups(&Self::locate(path)?);
        Ok(all.into_iter().map(|backup| backup.date).collect())
    }
}

/// The port that the configuration of a folder gives a name, or the folder's own name where none is
/// said; for programs that go on without a registry.
///
/// # Errors
///
/// `INVALID_CONFIG`; `INVALID_IDENTITY`; `INVALID_OPTION` where the folder cannot be used.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// std::fs::write(folder.path().join(".portreg.json"), r#"{ "shop:web": { "port": 3000 } }"#).unwrap();
/// assert_eq!(portreg_core::configured_port(Some("shop:web"), folder.path())?, Some(3000));
/// # Ok::<(), portreg_core::Error>(())
/// ```
pub fn configured_port(identity: Option<&str>, dir: &Path) -> Result<Option<u16>> {
    let environment = Environment::capture();
    let config = Config::load(dir, &environment)?;
    let identity: Identity = match identity {
        Some(identity) => identity.parse()?,
        None => infer(dir, &config, &environment)?.identity()?,
    };
    let service = config.service(&identity)?;
    Ok(service.and_then(|service| service.port.ports().first().copied()))
}

/// Whether the configuration of a folder says that a name has no port, as workers do.
///
/// # Errors
///
/// As [`configured_port`].
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// std::fs::write(folder.path().join(".portreg.json"), r#"{ "shop:mail": { "port": false } }"#).unwrap();
/// assert!(portreg_core::is_portless(Some("shop:mail"), folder.path())?);
/// # Ok::<(), portreg_core::Error>(())
/// ```
pub fn is_portless(identity: Option<&str>, dir: &Path) -> Result<bool> {
    if identity.is_some_and(|target| target.starts_with(':')) {
        return Ok(false);
    }
    let environment = Environment::capture();
    let config = Config::load(dir, &environment)?;
    if config.project.is_none() {
        return Ok(false);
    }
    let identity: Identity = match identity {
        Some(identity) => identity.parse()?,
        None => infer(dir, &config, &environment)?.identity()?,
    };
    Ok(config.service(&identity)?.is_some_and(|service| service.port == PortSetting::None))
}

/// The identity of a folder by what the folder says alone, where the registry cannot be asked: two
/// clones of one name, which [`Registry::infer`] tells apart, have one identity here.
///
/// # Errors
///
/// `INVALID_CONFIG`; `INVALID_OPTION` where the folder cannot be used.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// let inferred = portreg_core::infer_unregistered(folder.path())?;
/// assert_eq!(inferred.stack, "app");
/// # Ok::<(), portreg_core::Error>(())
/// ```
pub fn infer_unregistered(dir: &Path) -> Result<Inference> {
    let environment = Environment::capture();
    infer(dir, &Config::load(dir, &environment)?, &environment)?.inference()
}

/// The settings in force in a folder, as [`Registry::config`]: that needs no registry.
///
/// # Errors
///
/// `INVALID_CONFIG` with file, line and column.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// assert_eq!(portreg_core::config_unregistered(folder.path())?.values["strategy"], "sequential");
/// # Ok::<(), portreg_core::Error>(())
/// ```
pub fn config_unregistered(dir: &Path) -> Result<ConfigReport> {
    Ok(Config::load(dir, &Environment::capture())?.report())
}

/// Looks for what is wrong with the configuration of a folder as [`Registry::check_config`], but for
/// what only the registry knows: a pool, or a service of the project, may be there for all that.
///
/// # Errors
///
/// `INVALID_CONFIG` with file, line and column.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// portreg_core::check_config_unregistered(folder.path())?;
/// # Ok::<(), portreg_core::Error>(())
/// ```
pub fn check_config_unregistered(dir: &Path) -> Result<()> {
    let known = Known { pool: &|_| Ok(true), service: &|_| Ok(true) };
    Config::load(dir, &Environment::capture())?.check(&known)
}

/// Whether `PORTREG=off` switches off what claims ports by itself: `run`, plugins, fixtures.
///
/// ```
/// assert!(!portreg_core::is_switched_off());
/// ```
pub fn is_switched_off() -> bool {
    Environment::capture().is_off()
}

/// A commented project config for a folder, from what its manifests, Procfile and compose files say.
///
/// # Errors
///
/// `INVALID_OPTION` where the folder cannot be read.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// assert!(portreg_core::propose_config(folder.path())?.contains('{'));
/// # Ok::<(), portreg_core::Error>(())
/// ```
pub fn propose_config(dir: &Path) -> Result<String> {
    propose(dir)
}

/// The JSON Schema of `.portreg.json`.
///
/// ```
/// assert!(portreg_core::project_config_schema().is_object());
/// ```
pub fn project_config_schema() -> serde_json::Value {
    project_schema()
}

/// The JSON Schema of the user's `config.json`.
///
/// ```
/// assert!(portreg_core::user_config_schema().is_object());
/// ```
pub fn user_config_schema() -> serde_json::Value {
    user_schema()
}

/// Whether an error means that the registry itself cannot be used, so that programs which merely
/// run something go on without it.
///
/// ```
/// let error = portreg_core::Error::Unsupported { what: "this".into() };
/// assert!(!portreg_core::is_registry_error(&error));
/// ```
pub fn is_registry_error(error: &Error) -> bool {
    matches!(
        error,
        Error::RegistryBusy { .. }
            | Error::RegistryCorrupt { .. }
            | Error::RegistryNewer { .. }
            | Error::RegistryUnavailable { .. }
    )
}

//! The handle that programs hold: every verb is a method of a few lines.

mod claiming;
mod directory;
mod keeping;
mod leftovers;
mod locking;
mod looking;
mod messaging;
mod observing;
mod running;
mod stacks;
mod unopened;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::claims::{Claims, Shared};
use crate::config::Environment;
use crate::error::Result;
use crate::messages::Messages;
use crate::observe::Observer;
use crate::store::Store;
pub use unopened::{
    check_config_unregistered, config_unregistered, configured_port, foreign_tables,
    infer_unregistered, is_portless, is_registry_error, is_switched_off, project_config_schema,
    propose_config, user_config_schema,
};

/// The registry of one user on one machine, open in this process.
///
/// The handle is cheap to share (`Send + Sync`, methods take `&self`) and survives `fork`: parent
/// and child each go on with a connection of their own. It prints nothing, installs no signal
/// handler and starts no thread.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let path = folder.path().join("registry.db");
/// use portreg_core::Registry;
///
/// let registry = Registry::open_at(&path)?;
/// let claim = registry.claim("shop:web")?;
/// assert_eq!(registry.get_port("shop:web")?, claim.port);
/// # Ok::<(), portreg_core::Error>(())
/// ```
#[derive(Clone)]
pub struct Registry {
    shared: Arc<Shared>,
}

/// Where the registry is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenOptions {
    /// The registry file; found by `PORTREG_REGISTRY`, `PORTREG_HOME` and the system's folder for
    /// the state of programs where nothing is said.
    pub path: Option<PathBuf>,
}

impl Registry {
    /// Opens the registry of this user, and makes it where there is none.
    ///
    /// # Errors
    ///
    /// `REGISTRY_UNAVAILABLE` where the file or its folder cannot be made, read or written, where
    /// it lies on a network file system, or where another copy of SQLite has it open in this
    /// process; `REGISTRY_CORRUPT` where it is damaged (it is kept as it is); `REGISTRY_BUSY`
    /// where others keep it locked for 5 s.
    ///
    /// ```no_run
    /// let registry = portreg_core::Registry::open()?;
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn open() -> Result<Self> {
        Self::open_with(&OpenOptions::default())
    }

    /// Opens the registry in a file of the caller's choice.
    ///
    /// # Errors
    ///
    /// As [`Registry::open`].
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// assert!(registry.path().ends_with("registry.db"));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn open_at(path: impl AsRef<Path>) -> Result<Self> {
        Self::open_with(&OpenOptions { path: Some(path.as_ref().to_owned()) })
    }

    /// Opens the registry that the options name.
    ///
    /// # Errors
    ///
    /// As [`Registry::open`].
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let path = folder.path().join("registry.db");
    /// use portreg_core::{OpenOptions, Registry};
    ///
    /// let registry = Registry::open_with(&OpenOptions { path: Some(path) })?;
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn open_with(options: &OpenOptions) -> Result<Self> {
        let environment = Environment::capture();
        let path = environment.registry_path(options.path.as_deref())?;
        let shared = Shared::new(Store::open(&path)?, environment);
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The registry file.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let path = folder.path().join("registry.db");
    /// let registry = portreg_core::Registry::open_at(&path)?;
    /// assert_eq!(registry.path(), path);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn path(&self) -> &Path {
        self.shared.store().path()
    }

    /// What is wrong with the file, for fuzzing; nothing is as it should be.
    pub(crate) fn wrong(&self) -> Result<Vec<String>> {
        self.shared.store().check()
    }

    fn messages(&self) -> Messages<'_> {
        Messages { shared: &self.shared }
    }

    fn observer(&self) -> Observer<'_> {
        Observer { claims: self.claims() }
    }

    fn claims(&self) -> Claims<'_> {
        self.shared.claims()
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registry").field("path", &self.path()).finish_non_exhaustive()
    }
}

//! Verbs that only look.

use std::path::Path;
use std::sync::Arc;

use super::Registry;
use crate::error::Result;
use crate::model::{
    AvailableOptions, ConfigReport, DoctorReport, Event, FindOptions, HistoryOptions, Inference,
    Service, Since,
};
use crate::watch::Watch;

impl Registry {
    /// The service of a name or a port (`:3000`), as it stands now.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND`; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// registry.claim("shop:web")?;
    /// assert_eq!(registry.get("shop:web")?.identity.as_str(), "shop:web");
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn get(&self, target: &str) -> Result<Service> {
        self.claims().get(target)
    }

    /// The port of a name.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND`; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// let claim = registry.claim("shop:web")?;
    /// assert_eq!(registry.get_port("shop:web")?, claim.port);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn get_port(&self, target: &str) -> Result<u16> {
        self.claims().port_of(target)
    }

    /// The same where it is ready: the name has a port, and no other thread works with this handle. None says no more
    /// than that it is not; see [`Registry::claim_at_once`].
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// let claim = registry.claim("shop:web")?;
    /// assert_eq!(registry.get_port_at_once("shop:web"), Some(claim.port));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn get_port_at_once(&self, name: &str) -> Option<u16> {
        self.claims().port_at_once(name)
    }

    /// The services that fit, in order of names. A shorter pattern stands for all names under it.
    ///
    /// # Errors
    ///
    /// `INVALID_PATTERN`; `INVALID_OPTION` for an unknown pool; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::FindOptions;
    ///
    /// registry.claim("shop:web:main")?;
    /// let found = registry.find(&FindOptions { pattern: Some("shop".into()), ..FindOptions::default() })?;
    /// assert_eq!(found.len(), 1);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn find(&self, options: &FindOptions) -> Result<Vec<Service>> {
        self.claims().find(options)
    }

    /// Ports that a claim could get now, lowest first; at least one.
    ///
    /// # Errors
    ///
    /// `RANGE_EXHAUSTED`; for a single port `PORT_IN_USE` and `PORT_RESERVED`; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::AvailableOptions;
    ///
    /// let options = AvailableOptions { count: Some(3), ..AvailableOptions::default() };
    /// assert_eq!(registry.available(&options)?.len(), 3);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn available(&self, options: &AvailableOptions) -> Result<Vec<u16>> {
        self.claims().available(options)
    }

    /// The newest events that fit, oldest first.
    ///
    /// # Errors
    ///
    /// `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::HistoryOptions;
    ///
    /// registry.claim("shop:web")?;
    /// assert_eq!(registry.history(&HistoryOptions::default())?[0].action, "claim");
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn history(&self, options: &HistoryOptions) -> Result<Vec<Event>> {
        self.claims().history(options)
    }

    /// Begins to follow what happens to the registry: claims, moves, releases, endpoints, what supervisors do,
    /// refusals and conflicts; from now on, from the oldest event that is kept, or after an id. A pattern stands
    /// for the names under it too; a rename fits by either name.
    ///
    /// What nobody wrote is no event: that somebody listens now, or that a process has ended which no supervisor
    /// looks after, comes only when somebody notices it. What retention has taken away unseen is told as a gap.
    ///
    /// # Errors
    ///
    /// `INVALID_PATTERN`; `NOT_FOUND` for a `:PORT` that no service claims; `REGISTRY_*` where the registry cannot
    /// be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::Since;
    ///
    /// registry.claim("shop:api")?;
    /// for watched in registry.watch(Some("shop"), Since::Start)? {
    ///     if let Some(event) = watched?.event() {
    ///         assert_eq!((event.id, event.action.as_str()), (1, "claim"));
    /// #       break;
    ///     }
    /// }
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn watch(&self, pattern: Option<&str>, since: Since) -> Result<Watch> {
        Watch::begin(Arc::clone(&self.shared), pattern, since)
    }

    /// The identity of a folder (the working folder where none is said), and where each part comes from.
    ///
    /// # Errors
    ///
    /// `INVALID_CONFIG`; `INVALID_OPTION` where the folder cannot be used; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// let inferred = registry.infer(Some(folder.path()))?;
    /// assert_eq!(inferred.stack, "app");
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn infer(&self, dir: Option<&Path>) -> Result<Inference> {
        self.claims().infer(dir)
    }

    /// The settings in force in a folder, and where each comes from. Secrets are shown as `***`.
    ///
    /// # Errors
    ///
    /// `INVALID_CONFIG` with file, line and column.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// assert_eq!(registry.config(Some(folder.path()))?.values["strategy"], "sequential");
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn config(&self, dir: Option<&Path>) -> Result<ConfigReport> {
        self.claims().settings(dir)
    }

    /// Looks for what is wrong with the configuration of a folder as a whole: keys that tie, pools and
    /// references (`pair`, `needs`, `{port:api}`) that mean nothing, circles of `needs`.
    ///
    /// # Errors
    ///
    /// `INVALID_CONFIG` with file, line and column; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// let file = folder.path().join(".portreg.json");
    /// std::fs::write(file, r#"{ "shop:web": { "needs": ["api"] } }"#).unwrap();
    /// assert!(registry.check_config(Some(folder.path())).is_err());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn check_config(&self, dir: Option<&Path>) -> Result<()> {
        self.claims().check_settings_of(dir)
    }

    /// Looks whether everything is as it should be; with `fix` mends what can be mended.
    ///
    /// # Errors
    ///
    /// `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// assert!(registry.doctor(false)?.ok);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn doctor(&self, fix: bool) -> Result<DoctorReport> {
        if fix {
            // Before its claims are cleaned away, which is how it is found.
            self.end_all_leftovers(None)?;
        }
        self.claims().doctor(fix)
    }

    /// Everything that is wrong with the registry file itself, in sentences; nothing where it is whole.
    ///
    /// # Errors
    ///
    /// `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// registry.claim("shop:web")?;
    /// assert!(registry.check()?.is_empty());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn check(&self) -> Result<Vec<String>> {
        self.shared.store().check()
    }
}

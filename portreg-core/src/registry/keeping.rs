//! Verbs that keep the registry in order.

use super::Registry;
use crate::error::Result;
use crate::model::{Export, ImportOptions, ImportReport, Pool, PortRange, Released, Reservation};

impl Registry {
    /// Keeps ports out of use: they are given to nobody. A reason that is not given keeps its value.
    ///
    /// # Errors
    ///
    /// `PORT_IN_USE` where a service claims one of them; `INVALID_OPTION`; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// registry.reserve("4000-4009".parse()?, Some("printers"))?;
    /// assert_eq!(registry.reservations()?.len(), 1);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn reserve(&self, ports: PortRange, reason: Option<&str>) -> Result<Reservation> {
        self.claims().audited("reserve", "", self.claims().reserve(ports, reason))
    }

    /// Takes reserved ports back into use.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` where they are not reserved; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// registry.reserve("4000-4009".parse()?, None)?;
    /// registry.unreserve("4005".parse()?)?;
    /// assert_eq!(registry.reservations()?.len(), 2);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn unreserve(&self, ports: PortRange) -> Result<Reservation> {
        self.claims().unreserve(ports)
    }

    /// The reservations, in order of ports.
    ///
    /// # Errors
    ///
    /// `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// assert!(registry.reservations()?.is_empty());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn reservations(&self) -> Result<Vec<Reservation>> {
        self.shared.store().read(|reader| reader.reservations())
    }

    /// The pools in force, in order of names, with their use.
    ///
    /// # Errors
    ///
    /// `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// assert!(registry.pools()?.iter().any(|pool| pool.name == "test"));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn pools(&self) -> Result<Vec<Pool>> {
        self.claims().pools()
    }

    /// Makes a pool, or gives it other ports.
    ///
    /// # Errors
    ///
    /// `INVALID_OPTION` for a bad name and where pools would overlap; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// let pool = registry.set_pool("e2e", &["20000-20099".parse()?])?;
    /// assert_eq!(pool.capacity, 100);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn set_pool(&self, name: &str, ranges: &[PortRange]) -> Result<Pool> {
        self.claims().set_pool(name, ranges)
    }

    /// Removes a pool that was set.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND`; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// registry.set_pool("e2e", &["20000-20099".parse()?])?;
    /// registry.remove_pool("e2e")?;
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn remove_pool(&self, name: &str) -> Result<()> {
        self.claims().remove_pool(name)
    }

    /// Ends dead, expired and orphaned claims, never one on whose port anything listens; `dry_run`
    /// shows the same and ends nothing.
    ///
    /// What a `run` that was killed has left is ended first, listening or not: processes of this
    /// user that carry the mark of a start whose starter and whose own process are gone; never this
    /// process or its ancestors. [`Released::ended`] names them. Where their claim stays, because it
    /// is persistent or in other hands by now, there is an entry without a port, `leftovers`. What the
    /// command of a killed `lock` has left is ended too, and the history tells of the lock.
    ///
    /// # Errors
    ///
    /// `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// assert!(registry.cleanup(true)?.is_empty());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn cleanup(&self, dry_run: bool) -> Result<Vec<Released>> {
        let left = match dry_run {
            true => self.leftovers(None)?,
            false => {
                self.line().cleanup()?;
                self.end_all_leftovers(None)?
            }
        };
        self.claims().cleanup(dry_run, &left)
    }

    /// Everything that can be carried to another registry.
    ///
    /// # Errors
    ///
    /// `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// registry.claim("shop:web")?;
    /// assert_eq!(registry.export(None)?.services.len(), 1);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn export(&self, pattern: Option<&str>) -> Result<Export> {
        self.claims().export(pattern)
    }

    /// Takes in a document. Any clash refuses the whole, unless `skip`; a held claim never changes.
    /// Nothing came in where `refused` is not empty and `skip` was not said. What has ended by now
    /// comes in as a memory only.
    ///
    /// # Errors
    ///
    /// `INVALID_OPTION` for a document of a newer version; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::ImportOptions;
    ///
    /// registry.claim("shop:web")?;
    /// let document = registry.export(None)?;
    /// let report = registry.import(&document, ImportOptions::default())?;
    /// assert_eq!(report.kept.len(), 1);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn import(&self, document: &Export, options: ImportOptions) -> Result<ImportReport> {
        self.claims().import(document, options)
    }
}

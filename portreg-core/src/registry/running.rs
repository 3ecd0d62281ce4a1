//! Verbs about what services do while they run.

use super::Registry;
use crate::error::{Error, Result};
use crate::logs::Logs;
use crate::model::{LogOptions, Sought};

impl Registry {
    /// The lines that a service printed, oldest first; where it follows, also those to come.
    ///
    /// Logs are there after the service has ended, and after its name was released. Where it follows,
    /// a service that exists and has no log yet is waited for.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` where there is neither a log nor a service of that name, or where the service has no
    /// log because portreg did not start it; `REGISTRY_UNAVAILABLE` where the log cannot be read;
    /// `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// # std::fs::create_dir_all(folder.path().join("logs/shop~web")).unwrap();
    /// # let file = folder.path().join("logs/shop~web/current.log");
    /// # std::fs::write(file, "1760000000000 o. listening\n1760000000001 e. no such file\n").unwrap();
    /// use portreg_core::{LogOptions, LogStream};
    ///
    /// let errors = LogOptions { stream: Some(LogStream::Err), last: Some(20), ..LogOptions::default() };
    /// for line in registry.logs("shop:web", &errors)? {
    ///     assert_eq!(line?.line, "no such file");
    /// }
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn logs(&self, target: &str, options: &LogOptions) -> Result<Logs> {
        let claims = self.claims();
        let identity = claims.identity_of(target)?;
        let folder = self.shared.logs();
        if !Logs::exist(&folder, &identity) {
            let claim = self.shared.store().read(|reader| reader.claim(identity.as_str()))?;
            if claim.is_none() {
                return Err(claims.not_found(&identity));
            }
            if !options.follow {
                return Err(Error::NotFound {
                    what: format!(
                        "{identity} has no log: portreg did not start it; `portreg up {identity}` does"
                    ),
                    sought: Sought::Log(identity),
                });
            }
        }
        Logs::open(&folder, &identity, options)
    }
}

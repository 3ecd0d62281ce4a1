//! Verbs that take and give up names.

use std::time::Duration;

use super::Registry;
use crate::claims::Leftovers;
use crate::error::{Error, Result};
use crate::logs;
use crate::model::{
    Claim, ClaimOptions, Ended, Identity, MoveTo, OneOfMany, ReleaseOptions, Released, Service,
};
use crate::supervise;

impl Registry {
    /// Claims a name with nothing else said: the same port every time, held by this process.
    ///
    /// # Errors
    ///
    /// As [`Registry::claim_with`].
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// let claim = registry.claim("shop:web")?;
    /// assert_eq!(registry.claim("shop:web")?.port, claim.port);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn claim(&self, identity: &str) -> Result<Claim> {
        self.claim_with(identity, &ClaimOptions::default())
    }

    /// Claims a name.
    ///
    /// An option that is not given keeps its value. Renewing what the caller holds already is one
    /// cached read.
    ///
    /// # Errors
    ///
    /// `INVALID_IDENTITY` and `INVALID_OPTION` before anything is read; `INVALID_CONFIG` where a
    /// configuration file that applies is wrong; `IDENTITY_HELD` where another process holds the name
    /// and `on_conflict` says so; with `strict` `PORT_IN_USE` and `PORT_RESERVED`; `RANGE_EXHAUSTED`;
    /// `LIMIT_REACHED`; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::{ClaimOptions, Outcome};
    ///
    /// let options = ClaimOptions { range: Some("20000-20099".parse()?), ..ClaimOptions::default() };
    /// let claim = registry.claim_with("shop:api", &options)?;
    /// assert_eq!(claim.outcome, Outcome::New);
    /// assert!((20000..=20099).contains(&claim.port));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn claim_with(&self, identity: &str, options: &ClaimOptions) -> Result<Claim> {
        let result = self.claims().claim(&identity.parse()?, options);
        self.claims().audited("claim", identity, result)
    }

    /// What [`Registry::claim_with`] gives where it is ready: this process holds the name already, asks nothing new, and
    /// no other thread works with this handle. None says no more than that it is not.
    ///
    /// For callers that must not wait because they hold something that others need, as the lock of an interpreter:
    /// they ask here first, and [`Registry::claim_with`] after they have let go.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::ClaimOptions;
    ///
    /// let options = ClaimOptions::default();
    /// assert_eq!(registry.claim_at_once("shop:web", &options), None);
    /// let claim = registry.claim_with("shop:web", &options)?;
    /// assert_eq!(registry.claim_at_once("shop:web", &options).map(|one| one.port), Some(claim.port));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn claim_at_once(&self, identity: &str, options: &ClaimOptions) -> Option<Claim> {
        self.claims().claim_at_once(&identity.parse().ok()?, options)
    }

    /// Claims all names of a list, or none of them; `contiguous` puts their ports side by side.
    ///
    /// Asked ports come first and stay. Of the names that choose, one that could have other ports gives
    /// way to one that could not: where there is a way to give each of them a port, it is found.
    ///
    /// # Errors
    ///
    /// As [`Registry::claim_with`], for the first name that fails; nothing is claimed then. What one name is
    /// refused for by itself comes before `LIMIT_REACHED` for all of them, and that before
    /// `RANGE_EXHAUSTED` for the first that is left without a port.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::OneOfMany;
    ///
    /// let list = ["shop:web", "shop:api"].map(|name| OneOfMany { identity: name.into(), ..OneOfMany::default() });
    /// let claims = registry.claim_many(&list, true)?;
    /// assert_eq!(claims[0].port + 1, claims[1].port);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn claim_many(&self, list: &[OneOfMany], contiguous: bool) -> Result<Vec<Claim>> {
        let claimed = self.claims().claim_many(list, contiguous);
        let first = list.first().map_or("", |one| one.identity.as_str());
        self.claims().audited("claim", first, claimed)
    }

    /// Claims a port under a name that nobody has to invent and nobody remembers: for tests and scripts.
    ///
    /// # Errors
    ///
    /// As [`Registry::claim_with`].
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::ClaimOptions;
    ///
    /// let one = registry.claim_any(&ClaimOptions::default())?;
    /// let other = registry.claim_any(&ClaimOptions::default())?;
    /// assert_ne!(one.port, other.port);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn claim_any(&self, options: &ClaimOptions) -> Result<Claim> {
        self.claims().audited("claim", "", self.claims().claim_any(options))
    }

    /// Makes a claim last as long as when it was made, counted from now.
    ///
    /// # Errors
    ///
    /// `NOT_OWNER` where the claim has passed into other hands since; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// let claim = registry.claim("shop:web")?;
    /// assert_eq!(registry.renew(&claim)?.generation, claim.generation);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn renew(&self, claim: &Claim) -> Result<Claim> {
        self.claims().renew(claim)
    }

    /// Gives up the service of a name or a port (`:3000`). Its port is remembered.
    ///
    /// What a killed `run` of it has left is ended too, as by [`Registry::cleanup`].
    ///
    /// # Errors
    ///
    /// `NOT_FOUND`; `NOT_OWNER` where a process holds it that is neither this one nor its ancestor or
    /// descendant; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// registry.claim("shop:web")?;
    /// assert_eq!(registry.release("shop:web")?.reason, "released");
    /// assert!(registry.get("shop:web").is_err());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn release(&self, target: &str) -> Result<Released> {
        let claims = self.claims();
        let names = [claims.identity_of(target)?];
        if self.leftovers(Some(&names))?.is_empty() {
            return claims.audited("release", target, claims.release(target, false));
        }
        let mut released =
            self.release_matching(Some(names[0].as_str()), &ReleaseOptions::default())?;
        released.pop().ok_or_else(|| claims.not_found(&names[0]))
    }

    /// Gives up exactly this claim.
    ///
    /// # Errors
    ///
    /// `NOT_OWNER` where the claim has passed into other hands since; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// let claim = registry.claim("shop:web")?;
    /// registry.release_claim(&claim)?;
    /// assert!(registry.release_claim(&claim).is_err());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn release_claim(&self, claim: &Claim) -> Result<Released> {
        self.claims().release_claim(claim)
    }

    /// Gives up all services that match: a plain name is exactly that one, unless `under`; without a
    /// pattern every service.
    ///
    /// All of them, or none where one is held by another process. What killed runs of them have left
    /// is ended too, as by [`Registry::cleanup`].
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` where nothing matches; `NOT_OWNER`; `INVALID_PATTERN`, also for `*` alone; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::ReleaseOptions;
    ///
    /// registry.claim("shop:web:main")?;
    /// let under = ReleaseOptions { under: true, ..ReleaseOptions::default() };
    /// assert_eq!(registry.release_matching(Some("shop"), &under)?.len(), 1);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn release_matching(
        &self,
        pattern: Option<&str>,
        options: &ReleaseOptions,
    ) -> Result<Vec<Released>> {
        let claims = self.claims();
        let told = pattern.unwrap_or_default();
        // Refused before anything is ended: a leftover that listens holds its claim.
        let dry = ReleaseOptions { dry_run: true, ..options.clone() };
        let listed = claims.audited("release", told, claims.release_matching(pattern, &dry))?;
        let names: Vec<Identity> = listed.iter().map(|one| one.identity.clone()).collect();
        let (released, left) = match options.dry_run {
            true => (listed, self.leftovers(Some(&names))?),
            false => {
                let left = self.end_all_leftovers(Some(&names))?;
                (claims.audited("release", told, claims.release_matching(pattern, options))?, left)
            }
        };
        Ok(released.into_iter().map(|one| with_ended(one, &left)).collect())
    }

    /// Moves a service to another port.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND`; `NOT_OWNER`; `PORT_IN_USE`, `PORT_RESERVED`, `RANGE_EXHAUSTED`; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::MoveTo;
    ///
    /// let before = registry.claim("shop:web")?.port;
    /// let moved = registry.reassign("shop:web", MoveTo::Next, false)?;
    /// assert_eq!(moved.moved_from, Some(before));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn reassign(&self, target: &str, to: MoveTo, force: bool) -> Result<Claim> {
        self.claims().audited("reassign", target, self.claims().reassign(target, to, force))
    }

    /// Gives a service another name; port, endpoints and history go with it.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND`; `NOT_OWNER`; `IDENTITY_HELD` where the new name is a service; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// let port = registry.claim("shop:web")?.port;
    /// assert_eq!(registry.rename("shop:web", "store:web", false)?.port, Some(port));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn rename(&self, old: &str, new: &str, force: bool) -> Result<Service> {
        let before = self.claims().identity_of(old);
        let renamed = self.claims().rename(old, new, force);
        let identity = self.claims().audited("rename", old, renamed)?;
        if let Ok(before) = before {
            logs::rename(&self.shared.logs(), &before, &identity);
        }
        self.get(identity.as_str())
    }

    /// Ends what a run of this name has left behind whose supervisor was killed, and says what that
    /// was; nothing where the supervisor lives, or where there is no such name.
    ///
    /// # Errors
    ///
    /// `INVALID_IDENTITY`; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// assert!(registry.end_leftovers("shop:web", std::time::Duration::ZERO)?.is_empty());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn end_leftovers(&self, target: &str, grace: Duration) -> Result<Vec<Ended>> {
        match self.claims().abandoned_mark(target) {
            Ok(Some(mark)) => Ok(supervise::end_leftovers(&mark, grace)),
            Ok(None) | Err(Error::NotFound { .. }) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }
}

/// The same with what was ended for it.
fn with_ended(mut released: Released, left: &[Leftovers]) -> Released {
    if let Some(left) = left.iter().find(|left| left.identity == released.identity) {
        released.ended.clone_from(&left.processes);
    }
    released
}

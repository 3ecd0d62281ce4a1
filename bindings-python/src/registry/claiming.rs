//! Verbs that take and give up names.

use std::path::PathBuf;

use portreg_core::{
    ClaimOptions, MoveTo, OnConflict, OneOfMany, ReleaseOptions, RestartPolicy, Strategy,
    TunnelProvider,
};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use super::Registry;
use super::launching::{Starting, launching};
use crate::arguments::{Json, Names, Owner, Port, Ports, Ranges, Span, Word, time};
use crate::claim::Claim;
use crate::json;
use crate::records::{Record, all};
use crate::run;

/// Declares what a claim may be asked for, once for all verbs that claim.
macro_rules! claiming {
    (
        $($option:ident: $type:ty = $default:expr),+;
        $($launch:ident: $starting:ty = $absent:expr),+ $(,)?
    ) => {
        /// What is asked for with a name.
        #[derive(Default)]
        struct Wish {
            $($option: $type,)+
            starting: Starting,
        }

        impl Wish {
            /// Takes one option of a dict.
            fn set(&mut self, option: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
                match option {
                    $(stringify!($option) => self.$option = value.extract()?,)+
                    $(stringify!($launch) => self.starting.$launch = value.extract()?,)+
                    _ => return Err(PyTypeError::new_err(format!("a claim has no option {option:?}"))),
                }
                Ok(())
            }
        }

        #[pymethods]
        impl Registry {
            /// Claims a name: gives its port, the same one every time, held by this process until it ends.
            ///
            /// `port` is the port that is asked for, or several in order; with `strict` that one or an error. `range`
            /// (``"8000-8099"``, a pair, a ``range``) or `pool` says where a port may come from, `strategy` in which
            /// order. `expires` ends the claim after that time unless it is renewed; `persistent` keeps it for ever.
            /// `on_conflict` says what to do where another process holds the name: ``"share"`` gives the same port,
            /// ``"fail"``, ``"replace"`` ends the other, ``"next"`` takes a sibling. `owner` is ``"caller"``, None for
            /// nobody, or a pid. `metadata`, `description`, `dir` and `pair` are kept with it; `cmd`, `ready`, `restart`,
            /// `needs`, `env`, `env_file` and `tunnel` say how `up` starts the service. What is left out keeps its value.
            ///
            /// To claim what this process holds already is one cached read.
            ///
            /// Raises `InvalidIdentity`, `InvalidOption`, `InvalidConfig`; `IdentityHeld`; with `strict` `PortInUse` and
            /// `PortReserved`; `RangeExhausted`; `LimitReached`.
            ///
            /// >>> claim = registry.claim("shop:web:main", range="24000-24099", expires="2h")
            /// >>> claim.outcome, claim.url == f"http://localhost:{claim.port}"
            /// ('new', True)
            /// >>> with registry.claim("shop:api") as api:  # released at the end of the block
            /// ...     int(api) == api.port
            /// True
            #[expect(clippy::too_many_arguments, reason = "each is a keyword in Python")]
            #[pyo3(signature = (identity, *, $($option = $default,)+ $($launch = $absent),+))]
            fn claim(
                &self,
                py: Python<'_>,
                identity: &str,
                $($option: $type,)+
                $($launch: $starting),+
            ) -> PyResult<Claim> {
                let starting = Starting { $($launch),+ };
                self.claim_wished(py, Some(identity), Wish { $($option,)+ starting })
            }

            /// Claims a port under a name that nobody has to invent and nobody remembers: for tests and scripts.
            ///
            /// Options and errors are those of `claim`.
            ///
            /// >>> with registry.claim_any() as one, registry.claim_any() as other:
            /// ...     one.port != other.port
            /// True
            #[expect(clippy::too_many_arguments, reason = "each is a keyword in Python")]
            #[pyo3(signature = (*, $($option = $default,)+ $($launch = $absent),+))]
            fn claim_any(
                &self,
                py: Python<'_>,
                $($option: $type,)+
                $($launch: $starting),+
            ) -> PyResult<Claim> {
                let starting = Starting { $($launch),+ };
                self.claim_wished(py, None, Wish { $($option,)+ starting })
            }
        }
    };
}

launching!(claiming:
    port: Option<Ports> = None,
    strict: bool = false,
    range: Option<Ranges> = None,
    pool: Option<String> = None,
    strategy: Option<Word<Strategy>> = None,
    expires: Option<Span> = None,
    expires_in: Option<Span> = None,
    persistent: Option<bool> = None,
    pair: Option<String> = None,
    on_conflict: Option<Word<OnConflict>> = None,
    owner: Owner = Owner::default(),
    metadata: Option<Json> = None,
    description: Option<String> = None,
    dir: Option<PathBuf> = None
);

impl Wish {
    fn options(self, py: Python<'_>) -> PyResult<ClaimOptions> {
        let refused = run::refused(py);
        let read = || {
            // Nobody says both; the one is the word of the command and the other that of the record.
            let expires = self.expires.or(self.expires_in);
            let metadata = self.metadata.map(|value| json::object(value.0.bind(py), "metadata"));
            Ok(ClaimOptions {
                port: self.port.map_or(Ok(Vec::new()), |ports| ports.read("port"))?,
                strict: self.strict,
                range: self.range.map(|range| range.read("range")).transpose()?,
                pool: self.pool,
                strategy: self.strategy.map(|word| word.0),
                expires_in: time(expires.as_ref(), "expires")?,
                persistent: self.persistent,
                pair: self.pair,
                on_conflict: self.on_conflict.map(|word| word.0),
                owner: self.owner.0,
                metadata: metadata.transpose()?,
                description: self.description,
                dir: self.dir,
                launch: self.starting.launch(py)?,
            })
        };
        read().map_err(refused)
    }
}

impl Registry {
    fn claim_wished(&self, py: Python<'_>, identity: Option<&str>, wish: Wish) -> PyResult<Claim> {
        let options = wish.options(py)?;
        let core = self.core(py)?;
        let Some(identity) = identity else {
            let claim = run::run(py, || core.claim_any(&options))?;
            return Ok(Claim::new(core, claim));
        };
        if let Some(claim) = run::at_once(py, || core.claim_at_once(identity, &options))? {
            return Ok(Claim::new(core, claim));
        }
        let claim = match options.on_conflict {
            // Who is replaced is given time to end.
            Some(OnConflict::Replace) => {
                let identity = identity.to_owned();
                self.wait(py, move |core| core.claim_with(&identity, &options))?
            }
            _ => run::run(py, || core.claim_with(identity, &options))?,
        };
        Ok(Claim::new(core, claim))
    }
}

/// One of the names of `claim_many`: a name, or a dict with `identity` and options.
fn one_of_many(py: Python<'_>, item: &Bound<'_, PyAny>) -> PyResult<OneOfMany> {
    if item.is_instance_of::<PyString>() {
        return Ok(OneOfMany { identity: item.extract()?, ..OneOfMany::default() });
    }
    let (mut wish, mut identity) = (Wish::default(), None);
    for (option, value) in item.cast::<PyDict>()? {
        match option.extract::<String>()?.as_str() {
            "identity" => identity = Some(value.extract::<String>()?),
            option => wish.set(option, &value)?,
        }
    }
    let nameless = || PyTypeError::new_err("each dict of claim_many needs an identity");
    Ok(OneOfMany { identity: identity.ok_or_else(nameless)?, options: wish.options(py)? })
}

/// What claim_many is asked for, as type checkers see it.
struct Many(Vec<OneOfMany>);

impl<'py> FromPyObject<'_, 'py> for Many {
    type Error = PyErr;
    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr =
        pyo3::type_hint_identifier!("portreg._types", "ClaimRequests");

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let items = object.try_iter()?.map(|item| one_of_many(object.py(), &item?));
        items.collect::<PyResult<_>>().map(Self)
    }
}

#[pymethods]
impl Registry {
    /// Claims all names of a list, or none of them; `contiguous` puts their ports side by side.
    ///
    /// Each item is a name, or a dict with `identity` and the options of `claim`. Raises what `claim` raises, for the
    /// first name that fails.
    ///
    /// >>> web, api = registry.claim_many(["shop:web", {"identity": "shop:api", "expires": "2h"}], contiguous=True)
    /// >>> api.port - web.port
    /// 1
    #[pyo3(signature = (requests, *, contiguous=false))]
    fn claim_many(&self, py: Python<'_>, requests: Many, contiguous: bool) -> PyResult<Vec<Claim>> {
        let core = self.core(py)?;
        let claims = run::run(py, || core.claim_many(&requests.0, contiguous))?;
        Ok(claims.into_iter().map(|claim| Claim::new(core, claim)).collect())
    }

    /// Makes a claim last as long as when it was made, counted from now, and gives it anew.
    ///
    /// Raises `NotOwner` where the claim has passed into other hands since.
    ///
    /// >>> claim = registry.claim("shop:web", expires="1h")
    /// >>> registry.renew(claim).generation == claim.generation
    /// True
    fn renew(&self, py: Python<'_>, claim: &Claim) -> PyResult<Claim> {
        let core = self.core(py)?;
        let renewed = run::run(py, || core.renew(&claim.record))?;
        Ok(Claim::new(core, renewed))
    }

    /// Gives up the service of a name or a port (``":3000"``). Its port is remembered. What a killed `run` of it has
    /// left is ended too.
    ///
    /// Raises `NotFound`; `NotOwner` where a process holds it that is neither this one nor its ancestor or descendant.
    ///
    /// >>> claim = registry.claim("shop:web")
    /// >>> registry.release("shop:web").reason
    /// 'released'
    fn release(&self, py: Python<'_>, target: String) -> PyResult<Record<portreg_core::Released>> {
        self.wait(py, move |core| core.release(&target)).map(Record)
    }

    /// Gives up exactly this claim.
    ///
    /// Raises `NotOwner` where the claim has passed into other hands since.
    ///
    /// >>> registry.release_claim(registry.claim("shop:web")).identity
    /// 'shop:web'
    fn release_claim(
        &self,
        py: Python<'_>,
        claim: &Claim,
    ) -> PyResult<Record<portreg_core::Released>> {
        self.run(py, |core| core.release_claim(&claim.record)).map(Record)
    }

    /// Gives up all services that match: a plain name is exactly that one, unless `under`; without a pattern every
    /// service. `worktree` leaves only services of that folder or below it; `force` takes away also what others hold;
    /// `dry_run` shows what would be freed. All of them are freed, or none.
    ///
    /// Raises `NotFound` where nothing matches; `NotOwner`; `InvalidPattern`, also for ``"*"`` alone.
    ///
    /// >>> claim = registry.claim("shop:web:main")
    /// >>> [one.identity for one in registry.release_matching("shop", under=True)]
    /// ['shop:web:main']
    #[pyo3(signature = (pattern=None, *, under=false, worktree=None, force=false, dry_run=false))]
    fn release_matching(
        &self,
        py: Python<'_>,
        pattern: Option<String>,
        under: bool,
        worktree: Option<PathBuf>,
        force: bool,
        dry_run: bool,
    ) -> PyResult<Vec<Record<portreg_core::Released>>> {
        let options = ReleaseOptions { under, worktree, force, dry_run };
        self.wait(py, move |core| core.release_matching(pattern.as_deref(), &options)).map(all)
    }

    /// Moves a service to another port: to `port`, or to the next that a new claim would get. `restart` also starts it
    /// again there, where `up` runs it; `force` moves also what others hold.
    ///
    /// Raises `NotFound`; `NotOwner`; `PortInUse`, `PortReserved`, `RangeExhausted`.
    ///
    /// >>> before = registry.claim("shop:web")
    /// >>> registry.reassign("shop:web").moved_from == before.port
    /// True
    #[pyo3(signature = (target, port=None, *, force=false, restart=false))]
    fn reassign(
        &self,
        py: Python<'_>,
        target: String,
        port: Option<Port>,
        force: bool,
        restart: bool,
    ) -> PyResult<Claim> {
        let to = port.map_or(MoveTo::Next, |port| MoveTo::Port(port.0));
        let claim = self.wait(py, move |core| match restart {
            true => core.move_and_restart(&target, to, force),
            false => core.reassign(&target, to, force),
        })?;
        Ok(Claim::new(self.core(py)?, claim))
    }

    /// Gives a service another name; port, endpoints and history go with it.
    ///
    /// Raises `NotFound`; `NotOwner`; `IdentityHeld` where the new name is a service.
    ///
    /// >>> port = registry.claim("shop:web").port
    /// >>> registry.rename("shop:web", "store:web").port == port
    /// True
    #[pyo3(signature = (old, new, *, force=false))]
    fn rename(
        &self,
        py: Python<'_>,
        old: &str,
        new: &str,
        force: bool,
    ) -> PyResult<Record<portreg_core::Service>> {
        self.run(py, |core| core.rename(old, new, force)).map(Record)
    }
}

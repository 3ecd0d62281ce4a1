//! Verbs that start, end and wait for processes, and show what these print.

use std::path::PathBuf;

use portreg_core::{
    DownOptions, LogOptions, LogStream, OnConflict, RestartPolicy, RunningService, Service,
    TunnelProvider, UpCheck, UpOptions, WaitOptions,
};
use pyo3::prelude::*;

use super::Registry;
use super::launching::{Starting, launching};
use crate::arguments::{Json, Moment, Names, Span, Word, moment_ms, time};
use crate::logs::Logs;
use crate::records::{Record, all};
use crate::run;
use crate::stack::{Detached, Stack};

/// Declares what `up` may be asked for, once for all its forms.
macro_rules! starting {
    (
        $($option:ident: $type:ty = $default:expr),+;
        $($launch:ident: $starting:ty = $absent:expr),+ $(,)?
    ) => {
        /// What is to be started, and how.
        struct Wish {
            $($option: $type,)+
            starting: Starting,
        }

        #[pymethods]
        impl Registry {
            /// Starts services in the order in which they need each other, each when what it needs is ready, and keeps
            /// them running. Returns when their names are claimed: `Stack.wait_ready` waits until they are ready, and to
            /// iterate over the stack tells what happens. They end with the ``with`` block, with the object, or with this
            /// process.
            ///
            /// `patterns` are names, patterns or short names of this project; all that the configuration of `dir` enables
            /// where none is said. `no_deps` leaves out what they need; each may take `timeout` (a minute) to get ready.
            /// `cmd`, `ready`, `restart`, `needs`, `env`, `env_file` and `tunnel` start one service without
            /// configuration. `output` tells what they print line by line as events, `color` and `pty` make them print as
            /// on a terminal; a `keeper` (the portreg command) ends what is left where this process is killed.
            ///
            /// Raises `NotFound` where nothing says how to start a service; `InvalidConfig`; `IdentityHeld`; what `claim`
            /// raises of ports.
            ///
            /// >>> claim = registry.claim("shop:files", range="24400-24499")
            /// >>> with registry.up("shop:files", cmd="exec python3 -m http.server {port}") as stack:
            /// ...     stack.wait_ready("30s")
            /// ...     registry.get("shop:files").status
            /// 'running'
            #[expect(clippy::too_many_arguments, reason = "each is a keyword in Python")]
            #[pyo3(signature = (patterns=None, *, $($option = $default,)+ $($launch = $absent),+))]
            fn up(&self, py: Python<'_>, patterns: Option<Names>, $($option: $type,)+ $($launch: $starting),+) -> PyResult<Stack> {
                let starting = Starting { $($launch),+ };
                let options = Wish { $($option,)+ starting }.options(py, patterns)?;
                self.wait(py, move |core| core.up(&options)).map(Stack::new)
            }

            /// The same in the background: the `portreg` command runs the stack in a session of its own, beyond this
            /// process. `command` is the command; where none is said the one beside this interpreter, else on PATH.
            ///
            /// Raises `SpawnFailed` where there is no such command; `InvalidOption`.
            #[expect(clippy::too_many_arguments, reason = "each is a keyword in Python")]
            #[pyo3(signature = (patterns=None, *, command=None, $($option = $default,)+ $($launch = $absent),+))]
            fn up_detached(
                &self,
                py: Python<'_>,
                patterns: Option<Names>,
                command: Option<PathBuf>,
                $($option: $type,)+
                $($launch: $starting),+
            ) -> PyResult<Detached> {
                let starting = Starting { $($launch),+ };
                let options = Wish { $($option,)+ starting }.options(py, patterns)?;
                let command = match command {
                    Some(command) => Some(command),
                    None => py.import("portreg._command")?.call_method0("program")?.extract()?,
                };
                let core = self.core(py)?;
                let detached = run::run(py, || core.up_detached(&options, command.as_deref()))?;
                Ok(Detached::new(core, detached))
            }

            /// What `up` would start and in which order, and what stands in the way: ports in use, missing programs,
            /// folders and files. Nothing is started or claimed.
            ///
            /// >>> registry.check_up("shop:web", cmd="no-such-program").problems[0].identity
            /// 'shop:web'
            #[expect(clippy::too_many_arguments, reason = "each is a keyword in Python")]
            #[pyo3(signature = (patterns=None, *, $($option = $default,)+ $($launch = $absent),+))]
            fn check_up(
                &self,
                py: Python<'_>,
                patterns: Option<Names>,
                $($option: $type,)+
                $($launch: $starting),+
            ) -> PyResult<Record<UpCheck>> {
                let starting = Starting { $($launch),+ };
                let options = Wish { $($option,)+ starting }.options(py, patterns)?;
                self.run(py, |core| core.check_up(&options)).map(Record)
            }
        }
    };
}

launching!(starting:
    dir: Option<PathBuf> = None,
    no_deps: bool = false,
    timeout: Option<Span> = None,
    on_conflict: Option<Word<OnConflict>> = None,
    output: bool = false,
    color: bool = false,
    pty: bool = false,
    keeper: Option<PathBuf> = None
);

impl Wish {
    fn options(self, py: Python<'_>, patterns: Option<Names>) -> PyResult<UpOptions> {
        let refused = run::refused(py);
        let read = || {
            Ok(UpOptions {
                patterns: patterns.unwrap_or_default().0,
                dir: self.dir,
                no_deps: self.no_deps,
                timeout: time(self.timeout.as_ref(), "timeout")?,
                on_conflict: self.on_conflict.map(|word| word.0),
                launch: self.starting.launch(py)?,
                // Only a process that exists for the stack may want to be the parent of all orphans.
                adopt_orphans: false,
                output: self.output,
                color: self.color,
                pty: self.pty,
                keeper: self.keeper,
            })
        };
        read().map_err(refused)
    }
}

fn ending(py: Python<'_>, under: bool, timeout: Option<&Span>) -> PyResult<DownOptions> {
    let timeout = time(timeout, "timeout").map_err(run::refused(py))?;
    Ok(DownOptions { under, timeout })
}

#[pymethods]
impl Registry {
    /// Ends services that `up` or `run` have started, from any process: whole trees, in reverse order, each within
    /// `timeout`. Returns when they are gone and their ports are free; the claims stay. Of the worktree of the working
    /// folder where no target is said; `under` means also all under a plain name.
    ///
    /// Raises `NotFound` where there is no such service, or portreg has not started it; `InvalidPattern`; `Timeout`.
    ///
    /// >>> claim = registry.claim("shop:web")
    /// >>> registry.down("shop:web")
    /// Traceback (most recent call last):
    /// portreg.NotFound: ...
    #[pyo3(signature = (target=None, *, under=false, timeout=None))]
    fn down(
        &self,
        py: Python<'_>,
        target: Option<String>,
        under: bool,
        timeout: Option<Span>,
    ) -> PyResult<Vec<Record<Service>>> {
        let options = ending(py, under, timeout.as_ref())?;
        self.wait(py, move |core| core.down(target.as_deref(), &options)).map(all)
    }

    /// Ends services that `up` has started and starts them again, on the same ports; returns when they are ready.
    ///
    /// Raises what `down` raises; `NotReady` where one does not get ready.
    #[pyo3(signature = (target=None, *, under=false, timeout=None))]
    fn restart(
        &self,
        py: Python<'_>,
        target: Option<String>,
        under: bool,
        timeout: Option<Span>,
    ) -> PyResult<Vec<Record<Service>>> {
        let options = ending(py, under, timeout.as_ref())?;
        self.wait(py, move |core| core.restart(target.as_deref(), &options)).map(all)
    }

    /// The services that run or have crashed, in order of names, with what each and all it started use; with `all` the
    /// others too. Raises `InvalidPattern`.
    ///
    /// >>> registry.ps("shop")
    /// []
    #[pyo3(signature = (pattern=None, *, all=false))]
    fn ps(
        &self,
        py: Python<'_>,
        pattern: Option<&str>,
        all: bool,
    ) -> PyResult<Vec<Record<RunningService>>> {
        self.run(py, |core| core.ps(pattern, all)).map(crate::records::all)
    }

    /// Waits until services are ready: their probes pass, or where nobody probes them, they listen on their ports; with
    /// `gone` until nothing of them runs. Without limit where no `timeout` is said.
    ///
    /// Raises `NotReady` at once where one has ended and is not started again; `Timeout`.
    ///
    /// >>> claim = registry.claim("shop:web", range="24500-24599")
    /// >>> with claim.socket():
    /// ...     [service.identity for service in registry.wait_ready("shop:web", timeout="30s")]
    /// ['shop:web']
    #[pyo3(signature = (targets, *, gone=false, timeout=None))]
    fn wait_ready(
        &self,
        py: Python<'_>,
        targets: Names,
        gone: bool,
        timeout: Option<Span>,
    ) -> PyResult<Vec<Record<Service>>> {
        let timeout = time(timeout.as_ref(), "timeout").map_err(run::refused(py))?;
        let options = WaitOptions { gone, timeout };
        self.wait(py, move |core| core.wait_ready(&targets.0, &options)).map(all)
    }

    /// The lines that a service printed, oldest first; with `follow` also those to come, across restarts. `last` begins
    /// with the newest so many, `since` with those not older than a datetime, milliseconds, or how long ago; `stream` is
    /// ``"out"`` or ``"err"``.
    ///
    /// Raises `NotFound` where there is neither a log nor a service of that name, or portreg did not start it.
    ///
    /// >>> registry.logs("shop:web", last=20)
    /// Traceback (most recent call last):
    /// portreg.NotFound: ...
    #[pyo3(signature = (target, *, follow=false, last=None, since=None, stream=None))]
    fn logs(
        &self,
        py: Python<'_>,
        target: &str,
        follow: bool,
        last: Option<usize>,
        since: Option<Moment>,
        stream: Option<Word<LogStream>>,
    ) -> PyResult<Logs> {
        let since_ms = moment_ms(since.as_ref(), "since").map_err(run::refused(py))?;
        let options = LogOptions { follow, last, since_ms, stream: stream.map(|word| word.0) };
        self.run(py, |core| core.logs(target, &options)).map(|logs| Logs::new(logs, follow))
    }
}

//! Verbs that start, end and wait for processes.

use std::path::Path;

use super::Registry;
use crate::error::Result;
use crate::model::{
    Claim, DownOptions, MoveTo, RunningService, Service, UpCheck, UpOptions, WaitOptions,
};
use crate::supervise::{self, Detached, Foreground, ForegroundOptions, Program, Stack};

impl Registry {
    /// Starts services in the order in which they need each other, each when what it needs is ready, and keeps
    /// them running: from now on one thread of this process works for them. Returns when their names are
    /// claimed; [`Stack::wait_ready`] waits until they are ready, [`Stack::next_event`] tells what happens.
    ///
    /// The services end with the stack: when it is dropped, or with this process. What runs already, started by
    /// somebody else, is used and not started twice.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` where nothing says how to start a service; `INVALID_CONFIG`, also for circles of `needs`;
    /// `IDENTITY_HELD` where a process that does not serve holds a name; what [`Registry::claim_with`] says of
    /// ports; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::{Launch, UpOptions};
    ///
    /// # let claim = portreg_core::ClaimOptions { range: "23100-23199".parse().ok(), ..Default::default() };
    /// # registry.claim_with("shop:files", &claim)?;
    /// let launch = Launch { cmd: Some("exec python3 -m http.server {port}".into()), ..Launch::default() };
    /// let options = UpOptions { patterns: vec!["shop:files".into()], launch, ..UpOptions::default() };
    /// let stack = registry.up(&options)?;
    /// stack.wait_ready(None)?;
    /// assert!(registry.get("shop:files")?.pid.is_some());
    /// stack.down(None);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn up(&self, options: &UpOptions) -> Result<Stack> {
        supervise::up(&self.shared, options)
    }

    /// Runs a program in the foreground on the port of a claim, until it ends: with all it started, and its name is
    /// given back then. It has the terminal where this process has it; `PORT`, `HOST`, `PORTREG_URL` and
    /// `PORTREG_IDENTITY` say its place, also where `{port}`, `{host}` and `{url}` stand in it. `down` and `restart`
    /// work on it from any process; after `down` its claim stays, as stopped.
    ///
    /// The claim is given back also where the program cannot be started. What is only shared stays as it is.
    ///
    /// # Errors
    ///
    /// As [`Foreground::start`].
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::{ForegroundOptions, Program, RunState};
    ///
    /// let claim = registry.claim("shop:web")?;
    /// let test = format!("test {{port}} = {}", claim.port);
    /// let program =
    ///     Program { argv: ["sh", "-c", &test].map(Into::into).to_vec(), ..Program::default() };
    /// let mut running = registry.run(&claim, program, ForegroundOptions::default())?;
    /// let end = loop {
    ///     if let RunState::Ended(end) = running.step(&[], None, None, |_| {}) {
    ///         break end;
    ///     }
    /// };
    /// assert_eq!(end.exit_code, 0);
    /// assert!(registry.get("shop:web").is_err(), "it is given back");
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn run(
        &self,
        claim: &Claim,
        program: Program,
        options: ForegroundOptions,
    ) -> Result<Foreground> {
        supervise::run(&self.shared, claim, program, options)
    }

    /// The same in the background: the `portreg` command, by its path or else from PATH, runs the stack in a session of
    /// its own. Returns when that was started; its reports tell how it goes on, the last one whether all are ready.
    ///
    /// # Errors
    ///
    /// `SPAWN_FAILED` where there is no such command; `INVALID_OPTION` for a folder that is not there.
    ///
    /// ```no_run
    /// # let registry = portreg_core::Registry::open()?;
    /// use portreg_core::{DetachedReport, UpOptions};
    ///
    /// let mut detached = registry.up_detached(&UpOptions::default(), None)?;
    /// let last = std::iter::from_fn(|| detached.next_report()).last();
    /// assert_eq!(last, Some(DetachedReport::Ready));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn up_detached(&self, options: &UpOptions, command: Option<&Path>) -> Result<Detached> {
        supervise::up_detached(self.path(), options, command)
    }

    /// Ends what a supervisor has left that was killed, by its pid, and notes its services as stopped. Does
    /// nothing to what a living process has in its hands.
    ///
    /// # Errors
    ///
    /// `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// assert!(registry.end_orphans_of(std::process::id())?.is_empty());
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn end_orphans_of(&self, supervisor: u32) -> Result<Vec<Service>> {
        supervise::end_orphans_of(&self.shared, supervisor)
    }

    /// What [`Registry::up`] would start and in which order, and what stands in the way: ports in use, missing
    /// programs, folders and files. Nothing is started or claimed.
    ///
    /// # Errors
    ///
    /// As [`Registry::up`], for what is not a problem of one service.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::{Launch, UpOptions};
    ///
    /// let launch = Launch { cmd: Some("no-such-program".into()), ..Launch::default() };
    /// let options = UpOptions { patterns: vec!["shop:web".into()], launch, ..UpOptions::default() };
    /// let check = registry.check_up(&options)?;
    /// assert!(check.problems[0].message.starts_with("no-such-program is not on PATH"));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn check_up(&self, options: &UpOptions) -> Result<UpCheck> {
        supervise::check(&self.shared, options)
    }

    /// Ends services that `up` or `run` have started, from any process: with their own signal and time, then at
    /// once, whole trees, in reverse order. Returns when they are gone and their ports are free; the claims
    /// stay, without owner. Of the worktree of the working folder where no target is said.
    ///
    /// What a killed supervisor has left is ended as well.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` where there is no such service, or portreg has not started it; `INVALID_PATTERN`; `TIMEOUT` where
    /// a supervisor does not answer; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::DownOptions;
    ///
    /// registry.claim("shop:web")?;
    /// let error = registry.down(Some("shop:web"), &DownOptions::default()).unwrap_err();
    /// assert_eq!(error.code().as_str(), "NOT_FOUND"); // portreg has not started it
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn down(&self, target: Option<&str>, options: &DownOptions) -> Result<Vec<Service>> {
        supervise::down(&self.shared, target, options)
    }

    /// Ends services that `up` or `run` have started and starts them again, on the same ports. Returns when they are
    /// ready; a program of `run`, of which nothing tells that, has started then.
    ///
    /// # Errors
    ///
    /// As [`Registry::down`]; `NOT_READY` where one does not get ready.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::{DownOptions, Launch, UpOptions};
    ///
    /// # let claim = portreg_core::ClaimOptions { range: "23200-23299".parse().ok(), ..Default::default() };
    /// # registry.claim_with("shop:files", &claim)?;
    /// let launch = Launch { cmd: Some("exec python3 -m http.server {port}".into()), ..Launch::default() };
    /// let options = UpOptions { patterns: vec!["shop:files".into()], launch, ..UpOptions::default() };
    /// let stack = registry.up(&options)?;
    /// stack.wait_ready(None)?;
    /// let before = registry.get("shop:files")?;
    /// let after = registry.restart(Some("shop:files"), &DownOptions::default())?.remove(0);
    /// assert_eq!(after.port, before.port);
    /// assert_ne!(after.pid, before.pid);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn restart(&self, target: Option<&str>, options: &DownOptions) -> Result<Vec<Service>> {
        supervise::restart(&self.shared, target, options)
    }

    /// Moves a service that `up` has started to another port, and starts it again there. Its supervisor is asked, so
    /// any process of this user may.
    ///
    /// # Errors
    ///
    /// As [`Registry::reassign`] and [`Registry::restart`]; where no supervisor runs it nothing is moved.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// # let claim = portreg_core::ClaimOptions { range: "23500-23599".parse().ok(), ..Default::default() };
    /// # registry.claim_with("shop:files", &claim)?;
    /// use portreg_core::{Launch, MoveTo, UpOptions};
    ///
    /// let launch = Launch { cmd: Some("exec python3 -m http.server {port}".into()), ..Launch::default() };
    /// let options = UpOptions { patterns: vec!["shop:files".into()], launch, ..UpOptions::default() };
    /// let stack = registry.up(&options)?;
    /// stack.wait_ready(None)?;
    /// let before = registry.get_port("shop:files")?;
    /// let moved = registry.move_and_restart("shop:files", MoveTo::Next, false)?;
    /// assert_eq!(moved.moved_from, Some(before));
    /// assert_eq!(registry.listeners(&Default::default())?.iter().filter(|one| one.port == before).count(), 0);
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn move_and_restart(&self, target: &str, to: MoveTo, force: bool) -> Result<Claim> {
        let name = self.claims().identity_of(target)?;
        let supervised = supervise::is_supervised(&self.claims(), &name)?;
        if !supervised {
            return Err(supervise::not_supervised(name.as_str()));
        }
        // Whoever may restart it may move it: its supervisor does both.
        let claim = self.reassign(name.as_str(), to, force || supervised)?;
        self.restart(Some(name.as_str()), &DownOptions::default())?;
        Ok(claim)
    }

    /// The services that run or have crashed, in order of names, with what each and all it started use; with
    /// `all` the others too. A shorter pattern means all under it.
    ///
    /// # Errors
    ///
    /// `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// # let options = portreg_core::ClaimOptions { range: "23300-23399".parse().ok(), ..Default::default() };
    /// let claim = registry.claim_with("shop:web", &options)?;
    /// let _sockets = claim.listen()?;
    /// let running = registry.ps(Some("shop"), false)?;
    /// assert!(running[0].memory_bytes > Some(0));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn ps(&self, pattern: Option<&str>, all: bool) -> Result<Vec<RunningService>> {
        supervise::ps(&self.claims(), pattern, all)
    }

    /// Waits until services are ready: their probes pass, or where nobody probes them, they listen on their ports.
    /// With `gone` until nothing of them runs. Names that nobody has claimed yet are waited for.
    ///
    /// # Errors
    ///
    /// `NOT_READY` at once where one has ended and is not started again; `TIMEOUT`; `REGISTRY_*` where the registry
    /// cannot be used.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let registry = portreg_core::Registry::open_at(folder.path().join("registry.db"))?;
    /// use portreg_core::WaitOptions;
    ///
    /// # let options = portreg_core::ClaimOptions { range: "23400-23499".parse().ok(), ..Default::default() };
    /// let claim = registry.claim_with("shop:web", &options)?;
    /// let _sockets = claim.listen()?;
    /// let ready = registry.wait_ready(&["shop:web".into()], &WaitOptions::default())?;
    /// assert_eq!(ready[0].port, Some(claim.port));
    /// # Ok::<(), portreg_core::Error>(())
    /// ```
    pub fn wait_ready(&self, targets: &[String], options: &WaitOptions) -> Result<Vec<Service>> {
        supervise::wait(&self.shared, targets, options)
    }
}

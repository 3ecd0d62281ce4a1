//! Every verb. Made from the methods of the core's registry by `cargo xtask generate`.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::crossing::{Identity, JsonValue, Mirror, Original, PortRange, Span};
use crate::errors::PortregError;
use crate::handles::*;
use crate::mirrors::*;

#[uniffi::export]
impl Registry {
    /// Makes a service of a listener that runs already, without restart: the process becomes the owner of the claim. One whose process cannot be seen gets no owner, and the claim is persistent.
    ///
    /// - Throws: `NOT_FOUND` where nobody listens; `INVALID_OPTION` where the process does not run or listens on no port or on several; `IDENTITY_HELD` where another process holds the name; `PORT_IN_USE` where the port is another service's; `REGISTRY_*` where the registry cannot be used.
    pub fn adopt(&self, identity: Identity, target: AdoptTarget) -> Result<Claim, PortregError> {
        let given = self.core.adopt(&identity.0, target.original()?)?;
        Ok(given.mirror())
    }

    /// Ports that a claim could get now, lowest first; at least one.
    ///
    /// - Throws: `RANGE_EXHAUSTED`; for a single port `PORT_IN_USE` and `PORT_RESERVED`; `REGISTRY_*` where the registry cannot be used.
    pub fn available(&self, options: AvailableOptions) -> Result<Vec<u16>, PortregError> {
        let given = self.core.available(&options.original()?)?;
        Ok(given.mirror())
    }

    /// The channels that hold messages, by name.
    ///
    /// - Throws: `REGISTRY_*` where the registry cannot be used.
    pub fn channels(&self) -> Result<Vec<Channel>, PortregError> {
        let given = self.core.channels()?;
        Ok(given.mirror())
    }

    /// Everything that is wrong with the registry file itself, in sentences; nothing where it is whole.
    ///
    /// - Throws: `REGISTRY_*` where the registry cannot be used.
    pub fn check(&self) -> Result<Vec<String>, PortregError> {
        let given = self.core.check()?;
        Ok(given.mirror())
    }

    /// Looks for what is wrong with the configuration of a folder as a whole: keys that tie, pools and references (`pair`, `needs`, `{port:api}`) that mean nothing, circles of `needs`.
    ///
    /// - Throws: `INVALID_CONFIG` with file, line and column; `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(dir = None))]
    pub fn check_config(&self, dir: Option<String>) -> Result<(), PortregError> {
        self.core.check_config(dir.as_deref().map(Path::new))?;
        Ok(())
    }

    /// What `Registry::up` would start and in which order, and what stands in the way: ports in use, missing programs, folders and files. Nothing is started or claimed.
    ///
    /// - Throws: As `Registry::up`, for what is not a problem of one service.
    pub fn check_up(&self, options: UpOptions) -> Result<UpCheck, PortregError> {
        let given = self.core.check_up(&options.original()?)?;
        Ok(given.mirror())
    }

    /// Claims a port under a name that nobody has to invent and nobody remembers: for tests and scripts.
    ///
    /// - Throws: As `Registry::claim_with`.
    pub fn claim_any(&self, options: ClaimOptions) -> Result<Claim, PortregError> {
        let given = self.core.claim_any(&options.original()?)?;
        Ok(given.mirror())
    }

    /// Claims all names of a list, or none of them; `contiguous` puts their ports side by side.
    ///
    /// - Throws: As `Registry::claim_with`, for the first name that fails; nothing is claimed then. What one name is refused for by itself comes before `LIMIT_REACHED` for all of them, and that before `RANGE_EXHAUSTED` for the first that is left without a port.
    #[uniffi::method(default(contiguous = false))]
    pub fn claim_many(
        &self,
        list: Vec<OneOfMany>,
        contiguous: bool,
    ) -> Result<Vec<Claim>, PortregError> {
        let given = self.core.claim_many(&list.original()?, contiguous)?;
        Ok(given.mirror())
    }

    /// Claims a name.
    ///
    /// - Throws: `INVALID_IDENTITY` and `INVALID_OPTION` before anything is read; `INVALID_CONFIG` where a configuration file that applies is wrong; `IDENTITY_HELD` where another process holds the name and `on_conflict` says so; with `strict` `PORT_IN_USE` and `PORT_RESERVED`; `RANGE_EXHAUSTED`; `LIMIT_REACHED`; `REGISTRY_*` where the registry cannot be used.
    pub fn claim_with(
        &self,
        identity: Identity,
        options: ClaimOptions,
    ) -> Result<Claim, PortregError> {
        let given = self.core.claim_with(&identity.0, &options.original()?)?;
        Ok(given.mirror())
    }

    /// Ends dead, expired and orphaned claims, never one on whose port anything listens; `dry_run` shows the same and ends nothing.
    ///
    /// - Throws: `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(dry_run = false))]
    pub fn cleanup(&self, dry_run: bool) -> Result<Vec<Released>, PortregError> {
        let given = self.core.cleanup(dry_run)?;
        Ok(given.mirror())
    }

    /// Takes away all messages of a channel, and says how many that were.
    ///
    /// - Throws: `INVALID_OPTION` for what is no channel; `REGISTRY_*` where the registry cannot be used.
    pub fn clear(&self, channel: String) -> Result<u64, PortregError> {
        let given = self.core.clear(&channel)?;
        Ok(given.mirror())
    }

    /// The settings in force in a folder, and where each comes from. Secrets are shown as `***`.
    ///
    /// - Throws: `INVALID_CONFIG` with file, line and column.
    #[uniffi::method(default(dir = None))]
    pub fn config(&self, dir: Option<String>) -> Result<ConfigReport, PortregError> {
        let given = self.core.config(dir.as_deref().map(Path::new))?;
        Ok(given.mirror())
    }

    /// Where the registry and the machine disagree, in order of names; of all services where no pattern is said.
    ///
    /// - Throws: `INVALID_PATTERN`; `UNSUPPORTED` where the system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(pattern = None))]
    pub fn conflicts(&self, pattern: Option<String>) -> Result<Vec<Conflict>, PortregError> {
        let given = self.core.conflicts(pattern.as_deref())?;
        Ok(given.mirror())
    }

    /// Looks whether everything is as it should be; with `fix` mends what can be mended.
    ///
    /// - Throws: `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(fix = false))]
    pub fn doctor(&self, fix: bool) -> Result<DoctorReport, PortregError> {
        let given = self.core.doctor(fix)?;
        Ok(given.mirror())
    }

    /// Ends services that `up` or `run` have started, from any process: with their own signal and time, then at once, whole trees, in reverse order. Returns when they are gone and their ports are free; the claims stay, without owner. Of the worktree of the working folder where no target is said.
    ///
    /// - Throws: `NOT_FOUND` where there is no such service, or portreg has not started it; `INVALID_PATTERN`; `TIMEOUT` where a supervisor does not answer; `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(target = None))]
    pub fn down(
        &self,
        target: Option<Identity>,
        options: DownOptions,
    ) -> Result<Vec<Service>, PortregError> {
        let given =
            self.core.down(target.as_ref().map(|name| name.0.as_str()), &options.original()?)?;
        Ok(given.mirror())
    }

    /// All endpoints by name and environment, `local` ones too; a shorter pattern means all under it.
    ///
    /// - Throws: `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(pattern = None))]
    pub fn endpoints(&self, pattern: Option<String>) -> Result<Vec<Endpoint>, PortregError> {
        let given = self.core.endpoints(pattern.as_deref())?;
        Ok(given.mirror())
    }

    /// The variables of all services that fit, in order of names: `SHOP_WEB_PORT` and `SHOP_WEB_URL` for `shop:web`. For one name also `PORT`, `HOST`, `URL`, what its configuration sets, and the URLs of those it works with.
    ///
    /// - Throws: `NOT_FOUND` where nothing fits, or a reference in the configuration has no port yet; `INVALID_OPTION` where two services would have the same variables; `INVALID_PATTERN`; `INVALID_CONFIG`; `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(pattern = None))]
    pub fn env(&self, pattern: Option<String>) -> Result<HashMap<String, String>, PortregError> {
        let given = self.core.env(pattern.as_deref())?;
        Ok(given.into_iter().collect())
    }

    /// Why a port is as it is: everything that is to be said of it, and what can be done.
    ///
    /// - Throws: `INVALID_CONFIG` where a configuration file that applies is wrong; `UNSUPPORTED` where the system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
    pub fn explain(&self, port: u16) -> Result<PortReport, PortregError> {
        let given = self.core.explain(port.original()?)?;
        Ok(given.mirror())
    }

    /// Everything that can be carried to another registry.
    ///
    /// - Throws: `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(pattern = None))]
    pub fn export(&self, pattern: Option<String>) -> Result<Export, PortregError> {
        let given = self.core.export(pattern.as_deref())?;
        Ok(given.mirror())
    }

    /// The services that fit, in order of names. A shorter pattern stands for all names under it.
    ///
    /// - Throws: `INVALID_PATTERN`; `INVALID_OPTION` for an unknown pool; `REGISTRY_*` where the registry cannot be used.
    pub fn find(&self, options: FindOptions) -> Result<Vec<Service>, PortregError> {
        let given = self.core.find(&options.original()?)?;
        Ok(given.mirror())
    }

    /// The service of a name or a port (`:3000`), as it stands now.
    ///
    /// - Throws: `NOT_FOUND`; `REGISTRY_*` where the registry cannot be used.
    pub fn get(&self, target: Identity) -> Result<Service, PortregError> {
        let given = self.core.get(&target.0)?;
        Ok(given.mirror())
    }

    /// The port of a name.
    ///
    /// - Throws: `NOT_FOUND`; `REGISTRY_*` where the registry cannot be used.
    pub fn get_port(&self, target: Identity) -> Result<u16, PortregError> {
        let given = self.core.get_port(&target.0)?;
        Ok(given.mirror())
    }

    /// The newest events that fit, oldest first.
    ///
    /// - Throws: `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
    pub fn history(&self, options: HistoryOptions) -> Result<Vec<Event>, PortregError> {
        let given = self.core.history(&options.original()?)?;
        Ok(given.mirror())
    }

    /// Takes in a document. Any clash refuses the whole, unless `skip`; a held claim never changes. Nothing came in where `refused` is not empty and `skip` was not said. What has ended by now comes in as a memory only.
    ///
    /// - Throws: `INVALID_OPTION` for a document of a newer version; `REGISTRY_*` where the registry cannot be used.
    pub fn import(
        &self,
        document: Export,
        options: ImportOptions,
    ) -> Result<ImportReport, PortregError> {
        let given = self.core.import(&document.original()?, options.original()?)?;
        Ok(given.mirror())
    }

    /// The identity of a folder (the working folder where none is said), and where each part comes from.
    ///
    /// - Throws: `INVALID_CONFIG`; `INVALID_OPTION` where the folder cannot be used; `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(dir = None))]
    pub fn infer(&self, dir: Option<String>) -> Result<Inference, PortregError> {
        let given = self.core.infer(dir.as_deref().map(Path::new))?;
        Ok(given.mirror())
    }

    /// Frees a port: ends the own listeners of a service, or who listens on a port (`:3000`), with all that descends from them. Returns when the port can be bound, or after 2 s more.
    ///
    /// - Throws: `NOT_FOUND` where nobody listens; `PORT_IN_USE` where a stranger listens on the port of the service, or who listens may not be ended; `NOT_OWNER` where who listens on a port is a service of another folder or project, unless forced; `REGISTRY_*` where the registry cannot be used.
    pub fn kill(&self, target: Identity, options: KillOptions) -> Result<Killed, PortregError> {
        let given = self.core.kill(&target.0, &options.original()?)?;
        Ok(given.mirror())
    }

    /// Who listens on which port, by port: every process of this machine as far as this user may see it, and the service that each is.
    ///
    /// - Throws: `UNSUPPORTED` where the system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
    pub fn listeners(&self, options: ListenerOptions) -> Result<Vec<Listener>, PortregError> {
        let given = self.core.listeners(&options.original()?)?;
        Ok(given.mirror())
    }

    /// Takes a lock for this process, and waits for its turn: in order of arrival, woken when it comes.
    ///
    /// - Throws: `TIMEOUT` where it did not become free within `wait`; `IDENTITY_HELD` at once where this process or an ancestor of it holds it; `INVALID_OPTION` for what is no name and for a `ttl` of zero; `REGISTRY_*` where the registry cannot be used.
    pub fn lock(&self, name: String, options: LockOptions) -> Result<Arc<LockGuard>, PortregError> {
        let given = self.core.lock(&name, &options.original()?)?;
        handle(given)
    }

    /// The locks that are held, in order of names, with their holders and how many wait.
    ///
    /// - Throws: `REGISTRY_*` where the registry cannot be used.
    pub fn locks(&self) -> Result<Vec<Lock>, PortregError> {
        let given = self.core.locks()?;
        Ok(given.mirror())
    }

    /// The lines that a service printed, oldest first; where it follows, also those to come.
    ///
    /// - Throws: `NOT_FOUND` where there is neither a log nor a service of that name, or where the service has no log because portreg did not start it; `REGISTRY_UNAVAILABLE` where the log cannot be read; `REGISTRY_*` where the registry cannot be used.
    pub fn logs(&self, target: Identity, options: LogOptions) -> Result<Arc<Logs>, PortregError> {
        let given = self.core.logs(&target.0, &options.original()?)?;
        handle(given)
    }

    /// Moves a service that `up` has started to another port, and starts it again there. Its supervisor is asked, so any process of this user may.
    ///
    /// - Throws: As `Registry::reassign` and `Registry::restart`; where no supervisor runs it nothing is moved.
    #[uniffi::method(default(force = false))]
    pub fn move_and_restart(
        &self,
        target: Identity,
        to: MoveTo,
        force: bool,
    ) -> Result<Claim, PortregError> {
        let given = self.core.move_and_restart(&target.0, to.original()?, force)?;
        Ok(given.mirror())
    }

    /// Waits for the next message of a channel: after an id, else the next one that is published.
    ///
    /// - Throws: `TIMEOUT` where none comes within this time; `INVALID_OPTION` for what is no channel; `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(after = None, timeout = None))]
    pub fn poll(
        &self,
        channel: String,
        after: Option<i64>,
        timeout: Option<Span>,
    ) -> Result<Message, PortregError> {
        let given = self.core.poll(&channel, after, timeout.original()?)?;
        Ok(given.mirror())
    }

    /// The pools in force, in order of names, with their use.
    ///
    /// - Throws: `REGISTRY_*` where the registry cannot be used.
    pub fn pools(&self) -> Result<Vec<Pool>, PortregError> {
        let given = self.core.pools()?;
        Ok(given.mirror())
    }

    /// The services that run or have crashed, in order of names, with what each and all it started use; with `all` the others too. A shorter pattern means all under it.
    ///
    /// - Throws: `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(pattern = None, all = false))]
    pub fn ps(
        &self,
        pattern: Option<String>,
        all: bool,
    ) -> Result<Vec<RunningService>, PortregError> {
        let given = self.core.ps(pattern.as_deref(), all)?;
        Ok(given.mirror())
    }

    /// Publishes a message and gives its id. Ids grow in the order in which messages are published, over all channels. Text that is not JSON is sent as a JSON string.
    ///
    /// - Throws: `INVALID_OPTION` for a channel that is not 1 to 128 of `A-Z a-z 0-9 . _ : / -`, a payload of more than 1 MiB, an unusable sender, a `ttl` of nothing; `REGISTRY_*` where the registry cannot be used.
    pub fn publish(
        &self,
        channel: String,
        payload: JsonValue,
        options: PublishOptions,
    ) -> Result<i64, PortregError> {
        let given = self.core.publish(&channel, payload.0, &options.original()?)?;
        Ok(given.mirror())
    }

    /// Moves a service to another port.
    ///
    /// - Throws: `NOT_FOUND`; `NOT_OWNER`; `PORT_IN_USE`, `PORT_RESERVED`, `RANGE_EXHAUSTED`; `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(force = false))]
    pub fn reassign(
        &self,
        target: Identity,
        to: MoveTo,
        force: bool,
    ) -> Result<Claim, PortregError> {
        let given = self.core.reassign(&target.0, to.original()?, force)?;
        Ok(given.mirror())
    }

    /// Gives up the service of a name or a port (`:3000`). Its port is remembered.
    ///
    /// - Throws: `NOT_FOUND`; `NOT_OWNER` where a process holds it that is neither this one nor its ancestor or descendant; `REGISTRY_*` where the registry cannot be used.
    pub fn release(&self, target: Identity) -> Result<Released, PortregError> {
        let given = self.core.release(&target.0)?;
        Ok(given.mirror())
    }

    /// Gives up exactly this claim.
    ///
    /// - Throws: `NOT_OWNER` where the claim has passed into other hands since; `REGISTRY_*` where the registry cannot be used.
    pub fn release_claim(&self, claim: Claim) -> Result<Released, PortregError> {
        let given = self.core.release_claim(&claim.original()?)?;
        Ok(given.mirror())
    }

    /// Gives up all services that match: a plain name is exactly that one, unless `under`; without a pattern every service.
    ///
    /// - Throws: `NOT_FOUND` where nothing matches; `NOT_OWNER`; `INVALID_PATTERN`, also for `*` alone; `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(pattern = None))]
    pub fn release_matching(
        &self,
        pattern: Option<String>,
        options: ReleaseOptions,
    ) -> Result<Vec<Released>, PortregError> {
        let given = self.core.release_matching(pattern.as_deref(), &options.original()?)?;
        Ok(given.mirror())
    }

    /// Removes an endpoint that was set, and gives it.
    ///
    /// - Throws: `NOT_FOUND` where there is none; `INVALID_OPTION` for `local` and for what the configuration says. `REGISTRY_*` where the registry cannot be used.
    pub fn remove_endpoint(&self, target: Identity, env: String) -> Result<Endpoint, PortregError> {
        let given = self.core.remove_endpoint(&target.0, &env)?;
        Ok(given.mirror())
    }

    /// Removes a pool that was set.
    ///
    /// - Throws: `NOT_FOUND`; `REGISTRY_*` where the registry cannot be used.
    pub fn remove_pool(&self, name: String) -> Result<(), PortregError> {
        self.core.remove_pool(&name)?;
        Ok(())
    }

    /// Gives a service another name; port, endpoints and history go with it.
    ///
    /// - Throws: `NOT_FOUND`; `NOT_OWNER`; `IDENTITY_HELD` where the new name is a service; `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(force = false))]
    pub fn rename(
        &self,
        old: Identity,
        new: Identity,
        force: bool,
    ) -> Result<Service, PortregError> {
        let given = self.core.rename(&old.0, &new.0, force)?;
        Ok(given.mirror())
    }

    /// Makes a claim last as long as when it was made, counted from now.
    ///
    /// - Throws: `NOT_OWNER` where the claim has passed into other hands since; `REGISTRY_*` where the registry cannot be used.
    pub fn renew(&self, claim: Claim) -> Result<Claim, PortregError> {
        let given = self.core.renew(&claim.original()?)?;
        Ok(given.mirror())
    }

    /// The reservations, in order of ports.
    ///
    /// - Throws: `REGISTRY_*` where the registry cannot be used.
    pub fn reservations(&self) -> Result<Vec<Reservation>, PortregError> {
        let given = self.core.reservations()?;
        Ok(given.mirror())
    }

    /// Keeps ports out of use: they are given to nobody. A reason that is not given keeps its value.
    ///
    /// - Throws: `PORT_IN_USE` where a service claims one of them; `INVALID_OPTION`; `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(reason = None))]
    pub fn reserve(
        &self,
        ports: PortRange,
        reason: Option<String>,
    ) -> Result<Reservation, PortregError> {
        let given = self.core.reserve(ports.original()?, reason.as_deref())?;
        Ok(given.mirror())
    }

    /// Ends services that `up` or `run` have started and starts them again, on the same ports. Returns when they are ready; a program of `run`, of which nothing tells that, has started then.
    ///
    /// - Throws: As `Registry::down`; `NOT_READY` where one does not get ready.
    #[uniffi::method(default(target = None))]
    pub fn restart(
        &self,
        target: Option<Identity>,
        options: DownOptions,
    ) -> Result<Vec<Service>, PortregError> {
        let given =
            self.core.restart(target.as_ref().map(|name| name.0.as_str()), &options.original()?)?;
        Ok(given.mirror())
    }

    /// Sets where a service answers in an environment. It goes with the service, unless that is persistent. `local` follows the port: of it, scheme and host are set, as in `https://localhost:3000`.
    ///
    /// - Throws: `NOT_FOUND` where there is no such service; `INVALID_OPTION` for what is no URL or no environment (1 to 32 of `a-z 0-9 -`), and for a `local` with another port; `REGISTRY_*` where the registry cannot be used.
    pub fn set_endpoint(
        &self,
        target: Identity,
        env: String,
        url: String,
    ) -> Result<Endpoint, PortregError> {
        let given = self.core.set_endpoint(&target.0, &env, &url)?;
        Ok(given.mirror())
    }

    /// Makes a pool, or gives it other ports.
    ///
    /// - Throws: `INVALID_OPTION` for a bad name and where pools would overlap; `REGISTRY_*` where the registry cannot be used.
    pub fn set_pool(&self, name: String, ranges: Vec<PortRange>) -> Result<Pool, PortregError> {
        let given = self.core.set_pool(&name, &ranges.original()?)?;
        Ok(given.mirror())
    }

    /// A piece of configuration that tells another tool where services answer: the ports of those that fit, and how they reach those they work with (`pair` and `needs`). See `SnippetTool` for what each tool gets. Nothing is written.
    ///
    /// - Throws: `NOT_FOUND` where nothing fits, or nothing of it has a port; `INVALID_OPTION` where a proxy would know two services by one name; `INVALID_PATTERN`; `INVALID_CONFIG`; `REGISTRY_*` where the registry cannot be used.
    pub fn snippet(&self, pattern: String, tool: SnippetTool) -> Result<Snippet, PortregError> {
        let given = self.core.snippet(&pattern, tool.original()?)?;
        Ok(given.mirror())
    }

    /// The registry and the machine side by side: services, listeners, conflicts, pools, and the order in which configured services start and stop.
    ///
    /// - Throws: `INVALID_PATTERN`; `INVALID_CONFIG`; `UNSUPPORTED` where the system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(pattern = None))]
    pub fn status(&self, pattern: Option<String>) -> Result<StatusReport, PortregError> {
        let given = self.core.status(pattern.as_deref())?;
        Ok(given.mirror())
    }

    /// Begins to receive what is published to the channels of a pattern, in which `*` stands for any run of characters: from now on, from the oldest that is kept, or after an id.
    ///
    /// - Throws: `INVALID_PATTERN`; `INVALID_OPTION` for an unusable name of a cursor; `IDENTITY_HELD` where a live process reads by that cursor; `REGISTRY_*` where the registry cannot be used.
    pub fn subscribe(
        &self,
        pattern: String,
        options: SubscribeOptions,
    ) -> Result<Arc<Subscription>, PortregError> {
        let given = self.core.subscribe(&pattern, &options.original()?)?;
        handle(given)
    }

    /// Takes reserved ports back into use.
    ///
    /// - Throws: `NOT_FOUND` where they are not reserved; `REGISTRY_*` where the registry cannot be used.
    pub fn unreserve(&self, ports: PortRange) -> Result<Reservation, PortregError> {
        let given = self.core.unreserve(ports.original()?)?;
        Ok(given.mirror())
    }

    /// Starts services in the order in which they need each other, each when what it needs is ready, and keeps them running: from now on one thread of this process works for them. Returns when their names are claimed; `Stack::wait_ready` waits until they are ready, `Stack::next_event` tells what happens.
    ///
    /// - Throws: `NOT_FOUND` where nothing says how to start a service; `INVALID_CONFIG`, also for circles of `needs`; `IDENTITY_HELD` where a process that does not serve holds a name; what `Registry::claim_with` says of ports; `REGISTRY_*` where the registry cannot be used.
    pub fn up(&self, options: UpOptions) -> Result<Arc<Stack>, PortregError> {
        let given = self.core.up(&options.original()?)?;
        handle(given)
    }

    /// The same in the background: the `portreg` command, by its path or else from PATH, runs the stack in a session of its own. Returns when that was started; its reports tell how it goes on, the last one whether all are ready.
    ///
    /// - Throws: `SPAWN_FAILED` where there is no such command; `INVALID_OPTION` for a folder that is not there.
    #[uniffi::method(default(command = None))]
    pub fn up_detached(
        &self,
        options: UpOptions,
        command: Option<String>,
    ) -> Result<Arc<Detached>, PortregError> {
        let given =
            self.core.up_detached(&options.original()?, command.as_deref().map(Path::new))?;
        handle(given)
    }

    /// Where a service answers in an environment: `local`, which follows its port, or another one that was set or that its configuration says.
    ///
    /// - Throws: `NOT_FOUND` where there is no such service, or it has no such endpoint; `INVALID_OPTION` for a wrong word; `REGISTRY_*` where the registry cannot be used.
    pub fn url(&self, target: Identity, env: String) -> Result<Endpoint, PortregError> {
        let given = self.core.url(&target.0, &env)?;
        Ok(given.mirror())
    }

    /// Waits until services are ready: their probes pass, or where nobody probes them, they listen on their ports. With `gone` until nothing of them runs. Names that nobody has claimed yet are waited for.
    ///
    /// - Throws: `NOT_READY` at once where one has ended and is not started again; `TIMEOUT`; `REGISTRY_*` where the registry cannot be used.
    pub fn wait_ready(
        &self,
        targets: Vec<Identity>,
        options: WaitOptions,
    ) -> Result<Vec<Service>, PortregError> {
        let given = self.core.wait_ready(
            &targets.into_iter().map(|name| name.0).collect::<Vec<_>>(),
            &options.original()?,
        )?;
        Ok(given.mirror())
    }

    /// Begins to follow what happens to the registry: claims, moves, releases, endpoints, what supervisors do, refusals and conflicts; from now on, from the oldest event that is kept, or after an id. A pattern stands for the names under it too; a rename fits by either name.
    ///
    /// - Throws: `INVALID_PATTERN`; `NOT_FOUND` for a `:PORT` that no service claims; `REGISTRY_*` where the registry cannot be used.
    #[uniffi::method(default(pattern = None, since = None))]
    pub fn watch(
        &self,
        pattern: Option<String>,
        since: Option<Since>,
    ) -> Result<Arc<Watch>, PortregError> {
        let given = self.core.watch(pattern.as_deref(), since.original()?.unwrap_or_default())?;
        handle(given)
    }

    /// Keeps the variables in a file current: writes it at once as `Registry::write_env` does, and again whenever a service has come, moved or gone, or anything else has happened that changes them. What the configuration says is read anew then.
    ///
    /// - Throws: As `Registry::write_env`, but for `NOT_FOUND`: what is not there is waited for. `NOT_FOUND` is for a `:PORT` that no service claims.
    #[uniffi::method(default(pattern = None))]
    pub fn watch_env(
        &self,
        pattern: Option<String>,
        format: EnvFormat,
        file: String,
    ) -> Result<Arc<EnvWatch>, PortregError> {
        let given =
            self.core.watch_env(pattern.as_deref(), format.original()?, Path::new(&file))?;
        handle(given)
    }

    /// Writes the variables into a file, between two marker lines at its end or wherever they stand; says whether the file had to be changed. Everything else in it stays byte for byte, and it is replaced in one step.
    ///
    /// - Throws: As `Registry::env`; `INVALID_OPTION` where the file cannot be written or has half of the markers, and for JSON, which has no comments.
    #[uniffi::method(default(pattern = None))]
    pub fn write_env(
        &self,
        pattern: Option<String>,
        format: EnvFormat,
        file: String,
    ) -> Result<bool, PortregError> {
        let given =
            self.core.write_env(pattern.as_deref(), format.original()?, Path::new(&file))?;
        Ok(given.mirror())
    }
}

//! What a helper process can do: the verbs of the library, sockets, files, threads and forks.

use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use portreg_core::{
    Canceller, Claim, ClaimOptions, Error, Export, FindOptions, HistoryOptions, ImportOptions,
    LogOptions, MoveTo, OneOfMany, OpenOptions, PortRange, Registry, ReleaseOptions, Stack,
    Subscription,
};
use serde_json::Value;

use super::forks;
use super::locking::Locking;
use super::options::options;

/// All that the process has.
#[derive(Default)]
pub(crate) struct Process {
    registry: Option<Registry>,
    listeners: Vec<TcpListener>,
    files: Vec<File>,
    churn: Option<Churn>,
    locking: Locking,
    subscription: Option<Subscription>,
    children: Vec<std::process::Child>,
    pub(crate) stack: Option<Stack>,
}

/// Threads that claim and release until they are told to stop.
struct Churn {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Result<u64, String>>>,
}

/// Why an act failed.
pub(crate) enum Failed {
    /// The library said so.
    Core(Error),
    /// Anything else.
    Other(Box<dyn std::error::Error>),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

macro_rules! other {
    ($($type:ty),+) => {$(
        impl From<$type> for Failed {
            fn from(error: $type) -> Self {
                Self::Other(error.into())
            }
        }
    )+};
}

other!(std::io::Error, serde_json::Error, &str, String);

pub(crate) type Done = Result<Value, Failed>;

pub(crate) fn shown(value: impl serde::Serialize) -> Done {
    Ok(serde_json::to_value(value)?)
}

pub(crate) fn text<'v>(request: &'v Value, name: &str) -> Result<&'v str, Failed> {
    request[name].as_str().ok_or_else(|| format!("{name} is missing in {request}").into())
}

fn port(value: &Value) -> Result<u16, Failed> {
    let port = value.as_u64().and_then(|port| u16::try_from(port).ok());
    port.ok_or_else(|| format!("{value} is no port").into())
}

impl Process {
    /// What a forked child takes over: all but the children, which are its siblings.
    pub(crate) fn inherited(&mut self) -> Self {
        std::mem::forget(std::mem::take(&mut self.children));
        std::mem::take(self)
    }

    /// Does one thing.
    pub(crate) fn act(&mut self, request: &Value) -> Done {
        match text(request, "do")? {
            "open" => {
                let path = request["path"].as_str().map(PathBuf::from);
                self.registry = Some(Registry::open_with(&OpenOptions { path })?);
                Ok(Value::Null)
            }
            "close" => {
                self.registry = None;
                Ok(Value::Null)
            }
            "listen" => {
                let listener = TcpListener::bind(("127.0.0.1", port(&request["port"])?))?;
                self.listeners.push(listener);
                Ok(Value::Null)
            }
            "listen_claim" => {
                let claim: Claim = serde_json::from_value(request["claim"].clone())?;
                let listeners = claim.listen()?;
                let count = listeners.len();
                self.listeners.extend(listeners);
                shown(count)
            }
            "unlisten" => {
                self.listeners.clear();
                Ok(Value::Null)
            }
            "hold_file" => {
                self.files.push(File::open(text(request, "path")?)?);
                Ok(Value::Null)
            }
            "drop_files" => {
                self.files.clear();
                Ok(Value::Null)
            }
            "fork" => {
                let (how, socket) = (text(request, "how")?, text(request, "socket")?.to_owned());
                shown(forks::fork(how, Path::new(&socket), self))
            }
            "reap" => shown(forks::reap(request["pid"].as_i64().unwrap_or(-1) as i32)),
            "spawn" => self.spawn(request),
            "die" => forks::die(),
            "exit" => std::process::exit(request["code"].as_i64().unwrap_or(0) as i32),
            "env" => shown(std::env::var(text(request, "name")?).ok()),
            "setsid" => {
                forks::own_session();
                Ok(Value::Null)
            }
            "chdir" => {
                std::env::set_current_dir(text(request, "dir")?)?;
                Ok(Value::Null)
            }
            "limit_file_size" => {
                forks::limit_file_size(request["bytes"].as_u64().unwrap_or(u64::MAX));
                Ok(Value::Null)
            }
            "subscribe" => {
                self.subscription = Some(super::messages::subscribe(self.registry()?, request)?);
                Ok(Value::Null)
            }
            "receive" => {
                let subscription = self.subscription.as_mut().ok_or("nothing is subscribed to")?;
                super::messages::receive(subscription, request)
            }
            "follow" => {
                let subscription = self.subscription.as_mut().ok_or("nothing is subscribed to")?;
                super::messages::follow(subscription, request)
            }
            "unsubscribe" => {
                self.subscription = None;
                Ok(Value::Null)
            }
            "cancelled_by" => self.cancelled_by(request),
            "churn" => self.start_churn(request),
            "churn_stop" => self.stop_churn(),
            _ => self.verb(request),
        }
    }

    /// Does the `request`, which is cancelled once there is the `file`.
    fn cancelled_by(&mut self, request: &Value) -> Done {
        let file = PathBuf::from(text(request, "file")?);
        let canceller = Canceller::new()?;
        let cancels = std::thread::spawn({
            let canceller = canceller.clone();
            move || {
                while !file.exists() {
                    std::thread::sleep(Duration::from_millis(1));
                }
                canceller.cancel();
            }
        });
        let done = canceller.scope(|| self.act(&request["request"]));
        cancels.join().map_err(|_| "a thread panicked")?;
        done
    }

    pub(crate) fn registry(&self) -> Result<&Registry, Failed> {
        self.registry.as_ref().ok_or_else(|| "no registry is open".into())
    }

    /// A verb of the library, by its own name.
    fn verb(&mut self, request: &Value) -> Done {
        let registry = self.registry()?;
        if let Some(done) = self.locking.act(registry, request)? {
            return Ok(done);
        }
        let claim = || serde_json::from_value::<Claim>(request["claim"].clone());
        let force = request["force"] == true;
        match text(request, "do")? {
            "claim" => shown(
                registry.claim_with(text(request, "identity")?, &options(&request["options"])?)?,
            ),
            "claim_any" => shown(registry.claim_any(&options(&request["options"])?)?),
            "claim_many" => shown(claim_many(registry, request)?),
            "burst" => shown(burst(registry, request)?),
            "renew" => shown(registry.renew(&claim()?)?),
            "release_claim" => shown(registry.release_claim(&claim()?)?),
            "release" => shown(registry.release(text(request, "target")?)?),
            "release_matching" => {
                let under = request["under"] == true;
                let options = ReleaseOptions { under, force, ..ReleaseOptions::default() };
                shown(registry.release_matching(request["pattern"].as_str(), &options)?)
            }
            "reassign" => {
                let to = match &request["to"] {
                    Value::Null => MoveTo::Next,
                    to => MoveTo::Port(port(to)?),
                };
                shown(registry.reassign(text(request, "target")?, to, force)?)
            }
            "rename" => {
                shown(registry.rename(text(request, "old")?, text(request, "new")?, force)?)
            }
            "reserve" => shown(registry.reserve(text(request, "ports")?.parse()?, None)?),
            "set_pool" => {
                let range: PortRange = text(request, "ports")?.parse()?;
                shown(registry.set_pool(text(request, "name")?, &[range])?)
            }
            "cleanup" => shown(registry.cleanup(false)?),
            "get" => shown(registry.get(text(request, "target")?)?),
            "get_port" => shown(registry.get_port(text(request, "target")?)?),
            "find" => {
                let pattern = request["pattern"].as_str().map(str::to_owned);
                shown(registry.find(&FindOptions { pattern, ..FindOptions::default() })?)
            }
            "history" => {
                let pattern = request["pattern"].as_str().map(str::to_owned);
                shown(registry.history(&HistoryOptions { pattern, ..HistoryOptions::default() })?)
            }
            "export" => shown(registry.export(None)?),
            "import" => {
                let document: Export = serde_json::from_value(request["document"].clone())?;
                shown(registry.import(&document, ImportOptions::default())?)
            }
            "publish" => super::messages::publish(registry, request),
            "give_up" => super::asynchronous::give_up(registry, request),
            "new_line" => {
                let options = LogOptions { follow: true, last: Some(0), ..LogOptions::default() };
                let mut logs = registry.logs(text(request, "target")?, &options)?;
                shown(logs.next().transpose()?)
            }
            "infer" => shown(registry.infer(request["dir"].as_str().map(Path::new))?),
            "doctor" => shown(registry.doctor(request["fix"] == true)?),
            "check" => shown(registry.check()?),
            _ => self.of_stacks(request),
        }
    }

    fn spawn(&mut self, request: &Value) -> Done {
        let argv: Vec<String> = serde_json::from_value(request["argv"].clone())?;
        let (program, args) = argv.split_first().ok_or("argv is empty")?;
        let mut command = Command::new(program);
        command.args(args).stdin(Stdio::null()).stdout(Stdio::null());
        if let Some(dir) = request["dir"].as_str() {
            command.current_dir(dir);
        }
        let child = command.spawn()?;
        let pid = child.id();
        self.children.push(child);
        shown(pid)
    }

    fn start_churn(&mut self, request: &Value) -> Done {
        let prefix = text(request, "prefix")?.to_owned();
        let stop = Arc::new(AtomicBool::new(false));
        let mut threads = Vec::new();
        for number in 0..request["threads"].as_u64().unwrap_or(1) {
            let (registry, stop) = (self.registry()?.clone(), Arc::clone(&stop));
            let name = format!("{prefix}:t{number}");
            threads.push(std::thread::spawn(move || {
                let mut rounds = 0;
                while !stop.load(Ordering::Relaxed) {
                    let claimed = registry.claim(&name).and_then(|_| registry.release(&name));
                    claimed.map_err(|error| error.to_string())?;
                    rounds += 1;
                }
                Ok(rounds)
            }));
        }
        self.churn = Some(Churn { stop, threads });
        Ok(Value::Null)
    }

    fn stop_churn(&mut self) -> Done {
        let churn = self.churn.take().ok_or("nothing churns")?;
        churn.stop.store(true, Ordering::Relaxed);
        let mut rounds = 0;
        for thread in churn.threads {
            rounds += thread.join().map_err(|_| "a thread panicked")??;
        }
        shown(rounds)
    }
}

fn claim_many(registry: &Registry, request: &Value) -> Result<Vec<Claim>, Failed> {
    let names: Vec<String> = serde_json::from_value(request["identities"].clone())?;
    let options = options(&request["options"])?;
    let list: Vec<OneOfMany> = names
        .into_iter()
        .map(|identity| OneOfMany { identity, options: options.clone() })
        .collect();
    Ok(registry.claim_many(&list, request["contiguous"] == true)?)
}

/// Claims many new names one after the other; gives their ports.
fn burst(registry: &Registry, request: &Value) -> Result<Vec<u16>, Failed> {
    let prefix = text(request, "prefix")?;
    let options: ClaimOptions = options(&request["options"])?;
    let mut ports = Vec::new();
    for number in 0..request["count"].as_u64().unwrap_or(1) {
        ports.push(registry.claim_with(&format!("{prefix}:n{number}"), &options)?.port);
    }
    Ok(ports)
}

impl Drop for Process {
    fn drop(&mut self) {
        for child in &mut self.children {
            // It may be gone already.
            _ = child.kill();
            _ = child.wait();
        }
    }
}

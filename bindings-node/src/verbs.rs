//! Every verb by its name: arguments are read from JSON, the core answers, the answer is JSON.

use std::path::{Path, PathBuf};

use portreg_core::{AdoptTarget, Claim, EnvFormat, Error, Export, Payload, Registry, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::answer::json;
use crate::options::{self, LAUNCH};
use crate::values::{Port, Range, Ranges, To};

/// The arms of `call`: the name of a verb, its arguments by name, and what it does.
macro_rules! verbs {
    ($verb:ident, $given:ident, { $($name:literal ($($argument:ident: $type:ty),*) => $answer:expr,)+ }) => {
        match $verb {
            $($name => {
                #[derive(Deserialize)]
                #[serde(rename_all = "camelCase", deny_unknown_fields)]
                struct Arguments { $($argument: $type),* }
                let Arguments { $($argument),* } = read($given)?;
                json(&$answer)
            })+
            _ => Err(Error::Unsupported { what: format!("the verb {}", $verb) }),
        }
    };
}

/// Does what a verb says.
pub(crate) fn call(registry: &Registry, verb: &str, given: &str) -> Result<String> {
    verbs!(verb, given, {
        "claim" (identity: String, options: options::Claim) =>
            registry.claim_with(&identity, &options.into())?,
        "claimMany" (list: Vec<options::One>, options: options::ClaimMany) =>
            registry.claim_many(&list.into_iter().map(Into::into).collect::<Vec<_>>(), options.contiguous)?,
        "claimAny" (options: options::Claim) => registry.claim_any(&options.into())?,
        "renew" (claim: Claim) => registry.renew(&claim)?,
        "release" (target: String) => registry.release(&target)?,
        "note" (claim: Claim) => portreg_cli::port_note(registry, &claim),
        "releaseClaim" (claim: Claim) => registry.release_claim(&claim)?,
        "releaseMatching" (pattern: Option<String>, options: options::Release) =>
            registry.release_matching(pattern.as_deref(), &options.into())?,
        "get" (target: String) => registry.get(&target)?,
        "getPort" (target: String) => registry.get_port(&target)?,
        "find" (options: options::Find) => registry.find(&options.into())?,
        "listeners" (options: options::Listeners) => registry.listeners(&options.into())?,
        "conflicts" (pattern: Option<String>) => registry.conflicts(pattern.as_deref())?,
        "explain" (port: Port) => registry.explain(port.0)?,
        "status" (pattern: Option<String>) => registry.status(pattern.as_deref())?,
        "kill" (target: String, options: options::Kill) => registry.kill(&target, &options.into())?,
        "adopt" (identity: String, port: Option<Port>, pid: Option<u32>) =>
            registry.adopt(&identity, adopted(port, pid)?)?,
        "reassign" (target: String, to: To, force: bool, restart: bool) => match restart {
            true => registry.move_and_restart(&target, to.0, force)?,
            false => registry.reassign(&target, to.0, force)?,
        },
        "rename" (old: String, new: String, force: bool) => registry.rename(&old, &new, force)?,
        "available" (options: options::Available) => registry.available(&options.into())?,
        "reserve" (ports: Range, reason: Option<String>) =>
            registry.reserve(ports.0, reason.as_deref())?,
        "unreserve" (ports: Range) => registry.unreserve(ports.0)?,
        "reservations" () => registry.reservations()?,
        "pools" () => registry.pools()?,
        "setPool" (name: String, ranges: Ranges) => registry.set_pool(&name, &ranges.0)?,
        "removePool" (name: String) => registry.remove_pool(&name)?,
        "checkUp" (options: options::Up) => registry.check_up(&options.into())?,
        "down" (target: Option<String>, options: options::Down) =>
            registry.down(target.as_deref(), &options.into())?,
        "restart" (target: Option<String>, options: options::Down) =>
            registry.restart(target.as_deref(), &options.into())?,
        "ps" (pattern: Option<String>, all: bool) => registry.ps(pattern.as_deref(), all)?,
        "waitReady" (targets: Vec<String>, options: options::Wait) =>
            registry.wait_ready(&targets, &options.into())?,
        "url" (target: String, env: String) => registry.url(&target, &env)?,
        "setEndpoint" (target: String, env: String, url: String) =>
            registry.set_endpoint(&target, &env, &url)?,
        "removeEndpoint" (target: String, env: String) => registry.remove_endpoint(&target, &env)?,
        "endpoints" (pattern: Option<String>) => registry.endpoints(pattern.as_deref())?,
        "env" (pattern: Option<String>) => variables(registry.env(pattern.as_deref())?),
        "writeEnv" (pattern: Option<String>, format: Option<String>, file: PathBuf) =>
            registry.write_env(pattern.as_deref(), format_of(format.as_deref())?, &file)?,
        "snippet" (pattern: String, tool: String) => registry.snippet(&pattern, tool.parse()?)?,
        "publish" (channel: String, payload: Value, options: options::Publish) =>
            registry.publish(&channel, Payload::Json(payload), &options.into())?,
        "poll" (channel: String, options: options::Poll) =>
            registry.poll(&channel, options.after, options.timeout.map(|time| time.0))?,
        "channels" () => registry.channels()?,
        "clear" (channel: String) => registry.clear(&channel)?,
        "locks" () => registry.locks()?,
        "history" (options: options::History) => registry.history(&options.into())?,
        "cleanup" (dry_run: bool) => registry.cleanup(dry_run)?,
        "export" (pattern: Option<String>) => registry.export(pattern.as_deref())?,
        "import" (document: Export, options: options::Import) =>
            registry.import(&document, options.into())?,
        "infer" (dir: Option<PathBuf>) => registry.infer(dir.as_deref())?,
        "config" (dir: Option<PathBuf>) => registry.config(dir.as_deref())?,
        "checkConfig" (dir: Option<PathBuf>) => registry.check_config(dir.as_deref())?,
        "doctor" (fix: bool) => registry.doctor(fix)?,
        "check" () => registry.check()?,
        "configuredPort" (identity: Option<String>, dir: PathBuf) =>
            portreg_core::configured_port(identity.as_deref(), Path::new(&dir))?,
    })
}

/// Arguments from JSON; what cannot be read is told by the name of the option.
pub(crate) fn read<T: DeserializeOwned>(given: &str) -> Result<T> {
    let mut document: Value =
        serde_json::from_str(given).map_err(|error| option("arguments", &error.to_string()))?;
    gather_launch(&mut document);
    serde_path_to_error::deserialize(document).map_err(|error| {
        let path = error.path().to_string();
        let message = error.into_inner().to_string();
        option(named(&message).unwrap_or_else(|| called(&path)), &message)
    })
}

/// The name in what serde says of a field that is missing or unknown: the path leads to what holds it.
fn named(message: &str) -> Option<&str> {
    let rest =
        message.strip_prefix("missing field `").or(message.strip_prefix("unknown field `"))?;
    rest.split_once('`').map(|(name, _)| name)
}

/// `port` of the path `list[1].options.port[0]`, and `env.A` of `options.launch.env.A`.
fn called(path: &str) -> &str {
    let name = path.rsplit_once("options.").map_or(path, |(_, name)| name);
    let name = name.trim_start_matches("launch.");
    name.split_once('[').map_or(name, |(name, _)| name)
}

/// How a service is started stands beside the other options, here and in each of a list, and is one thing
/// in the core.
fn gather_launch(document: &mut Value) {
    if let Some(Value::Array(list)) = document.get_mut("list") {
        list.iter_mut().for_each(gather_launch);
    }
    let Some(Value::Object(options)) = document.get_mut("options") else { return };
    let launch: Map<String, Value> = LAUNCH
        .iter()
        .filter_map(|key| options.remove(*key).map(|value| ((*key).to_owned(), value)))
        .collect();
    if !launch.is_empty() {
        options.insert("launch".to_owned(), Value::Object(launch));
    }
}

fn option(option: &str, message: &str) -> Error {
    Error::InvalidOption { option: option.to_owned(), message: message.to_owned() }
}

fn adopted(port: Option<Port>, pid: Option<u32>) -> Result<AdoptTarget> {
    match (port, pid) {
        (Some(port), None) => Ok(AdoptTarget::Port(port.0)),
        (None, Some(pid)) => Ok(AdoptTarget::Pid(pid)),
        _ => Err(option("port", "say either the port or the pid of what listens")),
    }
}

pub(crate) fn format_of(format: Option<&str>) -> Result<EnvFormat> {
    format.map_or(Ok(EnvFormat::Dotenv), str::parse)
}

fn variables(list: Vec<(String, String)>) -> Map<String, Value> {
    list.into_iter().map(|(name, value)| (name, Value::from(value))).collect()
}

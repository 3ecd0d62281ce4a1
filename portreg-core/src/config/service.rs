//! What a project file says about one service.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Map, Value};

use super::launch::{Command, Listen, Logs, PortSetting, Stop, Variable};
use super::ready::Ready;
use super::value::{
    DurationValue, EndpointText, HostText, PathText, RangeValue, ReferenceText, SegmentText, Text,
    UrlText, VariableText, list, map, some,
};
use crate::model::{OnConflict, PortRange, RestartPolicy, Tunnel};

/// The settings of the services that a key of the project file names.
///
/// Placeholders such as `{port}` stand as they were written; see [`super::substitute`].
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default, expecting = "an object, the settings of a service")]
pub(crate) struct ServiceConfig {
    /// The pattern it stands under.
    #[serde(skip)]
    pub(crate) key: String,
    /// The file it stands in; relative paths start from that file's folder.
    #[serde(skip)]
    pub(crate) file: PathBuf,
    /// The line of the key.
    #[serde(skip)]
    pub(crate) line: usize,
    /// The column of the key.
    #[serde(skip)]
    pub(crate) column: usize,

    /// The port or the ports to ask for, in order; "dynamic" for any; false for a worker without one.
    pub(crate) port: PortSetting,
    /// Where a port may come from, "3000-3099" or [3000, 3099].
    #[serde(deserialize_with = "some::<_, RangeValue, _>")]
    #[schemars(with = "RangeValue")]
    pub(crate) range: Option<PortRange>,
    /// The pool a port may come from.
    #[serde(deserialize_with = "some::<_, SegmentText, _>")]
    #[schemars(with = "SegmentText")]
    pub(crate) pool: Option<String>,
    /// The asked port or an error.
    pub(crate) strict: bool,
    /// What to do where another process holds the name.
    #[schemars(with = "OnConflict")]
    pub(crate) on_conflict: Option<OnConflict>,
    /// Anything to keep with the claim.
    #[schemars(with = "Map<String, Value>")]
    pub(crate) metadata: Option<Map<String, Value>>,
    /// A line for people.
    #[schemars(with = "String")]
    pub(crate) description: Option<String>,
    /// Whether `up` starts it; false keeps its port.
    #[schemars(with = "bool")]
    pub(crate) enabled: Option<bool>,
    /// The command that starts it: a text goes to the shell, a list of arguments does not.
    #[schemars(with = "Command")]
    pub(crate) cmd: Option<Command>,
    /// The folder it runs in, from the file's folder.
    #[serde(deserialize_with = "some::<_, PathText, _>")]
    #[schemars(with = "PathText")]
    pub(crate) dir: Option<PathBuf>,
    /// The host name in its URL.
    #[serde(deserialize_with = "some::<_, HostText, _>")]
    #[schemars(with = "HostText")]
    pub(crate) host: Option<String>,
    /// What tells that it is ready.
    #[schemars(with = "Ready")]
    pub(crate) ready: Option<Ready>,
    /// The program that is expected, where something else starts it.
    #[serde(deserialize_with = "some::<_, Text, _>")]
    #[schemars(with = "Text")]
    pub(crate) process: Option<String>,
    /// Variables of its environment.
    #[serde(deserialize_with = "map::<_, VariableText, Variable, _>")]
    #[schemars(with = "BTreeMap<String, Variable>")]
    pub(crate) env: BTreeMap<String, String>,
    /// A file with more of them, from the file's folder.
    #[serde(deserialize_with = "some::<_, PathText, _>")]
    #[schemars(with = "PathText")]
    pub(crate) env_file: Option<PathBuf>,
    /// Where it answers in other environments.
    #[serde(deserialize_with = "map::<_, EndpointText, UrlText, _>")]
    #[schemars(with = "BTreeMap<String, UrlText>")]
    pub(crate) endpoints: BTreeMap<String, String>,
    /// The service it belongs with.
    #[serde(deserialize_with = "some::<_, ReferenceText, _>")]
    #[schemars(with = "ReferenceText")]
    pub(crate) pair: Option<String>,
    /// The services that must be ready before it starts.
    #[serde(deserialize_with = "list::<_, ReferenceText, _>")]
    #[schemars(with = "Vec<ReferenceText>")]
    pub(crate) needs: Vec<String>,
    /// When it is started again.
    #[schemars(with = "RestartPolicy")]
    pub(crate) restart: Option<RestartPolicy>,
    /// How it is ended.
    #[schemars(with = "Stop")]
    pub(crate) stop: Option<Stop>,
    /// Whether the supervisor opens the socket and hands it down.
    #[schemars(with = "Listen")]
    pub(crate) listen: Option<Listen>,
    /// A tunnel that makes it reachable from outside.
    #[schemars(with = "Tunnel")]
    pub(crate) tunnel: Option<Tunnel>,
    /// How long its claim lasts without being renewed.
    #[serde(deserialize_with = "some::<_, DurationValue, _>")]
    #[schemars(with = "DurationValue")]
    pub(crate) expires: Option<Duration>,
    /// Whether its claim outlives owner and reboot.
    #[schemars(with = "bool")]
    pub(crate) persistent: Option<bool>,
    /// How much of its output is kept.
    #[schemars(with = "Logs")]
    pub(crate) logs: Option<Logs>,
}

impl ServiceConfig {
    /// Whether `up` starts it without being asked for it by name.
    pub(crate) fn is_enabled(&self) -> bool {
        self.enabled.unwrap_or(true)
    }

    /// The folder that the file lies in.
    pub(crate) fn root(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("."))
    }

    /// The folder it runs in.
    pub(crate) fn working_dir(&self) -> PathBuf {
        self.dir.as_ref().map_or_else(|| self.root().to_owned(), |dir| self.root().join(dir))
    }
}

//! A service of a stack as it is to be run: what options, configuration and registry say, in this order.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::super::tunnel::{Plan, Providers};
use crate::config::{Command, Listen, PortSetting, Ready, ServiceConfig};
use crate::error::{Error, Result};
use crate::logs::LogBounds;
use crate::model::{Identity, Launch, RestartPolicy, Signal, shown_command, shown_line};

/// How long a service may take to end after it was asked to, where nothing is said.
const STOPS_WITHIN: Duration = Duration::from_secs(10);

/// A service as it is to be run. Placeholders stand as they were written.
#[derive(Debug, Clone)]
pub(super) struct Spec {
    pub(super) identity: Identity,
    /// None where something else starts it.
    pub(super) cmd: Option<Command>,
    /// Whether it is given a port.
    pub(super) has_port: bool,
    pub(super) dir: PathBuf,
    pub(super) env: BTreeMap<String, String>,
    pub(super) env_files: Vec<PathBuf>,
    pub(super) ready: Option<Ready>,
    /// What must be ready before it starts, as far as it is started here or known.
    pub(super) needs: Vec<Identity>,
    /// What it belongs with.
    pub(super) pair: Option<Identity>,
    pub(super) restart: RestartPolicy,
    pub(super) stop_signal: Signal,
    pub(super) stops_within: Duration,
    /// Whether the supervisor opens its sockets and hands them down.
    pub(super) inherits: bool,
    pub(super) bounds: LogBounds,
    /// The tunnel that is opened to it.
    pub(super) tunnel: Option<Plan>,
    /// What the registry is to keep of how it is started.
    pub(super) launch: Launch,
}

impl Spec {
    /// What is to be run under a name; `root` is the folder where nothing else is said.
    pub(super) fn new(
        identity: Identity,
        config: Option<&ServiceConfig>,
        launch: &Launch,
        root: &Path,
        providers: &Providers,
    ) -> Result<Self> {
        let usual = ServiceConfig::default();
        let config_or_usual = config.unwrap_or(&usual);
        let dir = config.map_or_else(|| root.to_owned(), ServiceConfig::working_dir);
        let shell = launch.cmd.clone().map(Command::Shell);
        let cmd = shell.or_else(|| config_or_usual.cmd.clone());
        let ready = match &launch.ready {
            Some(value) => Some(Ready::from_value(value)?),
            None => config_or_usual.ready.clone(),
        };
        let mut env = config_or_usual.env.clone();
        env.extend(launch.env.clone());
        let of_config =
            config_or_usual.env_file.as_ref().map(|file| config_or_usual.root().join(file));
        let of_launch = launch.env_file.as_ref().map(|file| root.join(file));
        let (stop_signal, stops_within) = stop_of(config_or_usual)?;
        let restart = launch.restart.or(config_or_usual.restart).unwrap_or_default();
        let logs = config_or_usual.logs.unwrap_or_default();
        let bounds = LogBounds::default();
        let has_port = config_or_usual.port != PortSetting::None;
        let tunnel = launch.tunnel.as_ref().or(config_or_usual.tunnel.as_ref());
        if tunnel.is_some() && !has_port {
            let message = format!("{identity} has no port that a tunnel could lead to");
            return Err(Error::option("tunnel", message));
        }
        Ok(Self {
            launch: Launch {
                cmd: cmd.as_ref().map(text_of),
                ready: launch.ready.clone().or_else(|| ready.as_ref().map(Ready::to_value)),
                restart: Some(restart),
                ..launch.clone()
            },
            identity,
            cmd,
            has_port,
            dir,
            env,
            env_files: of_config.into_iter().chain(of_launch).collect(),
            ready,
            needs: Vec::new(),
            pair: None,
            restart,
            stop_signal,
            stops_within,
            inherits: config_or_usual.listen == Some(Listen::Inherit),
            tunnel: tunnel.map(|tunnel| Plan::new(tunnel, providers)).transpose()?,
            bounds: LogBounds {
                max_bytes: logs.max_bytes.map_or(bounds.max_bytes, Into::into),
                files: logs.files.map_or(bounds.files, Into::into),
                days: logs.days.map_or(bounds.days, Into::into),
            },
        })
    }

    /// A program that somebody has at the terminal, in this folder or the working folder. What is configured
    /// for its name says how it is ended.
    pub(super) fn of_program(
        identity: Identity,
        config: Option<&ServiceConfig>,
        dir: Option<&Path>,
    ) -> Result<Self> {
        let (stop_signal, stops_within) = stop_of(config.unwrap_or(&ServiceConfig::default()))?;
        let here = || std::env::current_dir().unwrap_or_default();
        Ok(Self {
            identity,
            cmd: None,
            has_port: true,
            dir: dir.map_or_else(here, Path::to_owned),
            env: BTreeMap::new(),
            env_files: Vec::new(),
            ready: None,
            needs: Vec::new(),
            pair: None,
            restart: RestartPolicy::Never,
            tunnel: None,
            stop_signal,
            stops_within,
            inherits: false,
            bounds: LogBounds::default(),
            launch: Launch::default(),
        })
    }

    /// Takes another name for a service, which was given it because its own is held.
    pub(super) fn rename(&mut self, asked: &Identity, given: &Identity) {
        let names =
            std::iter::once(&mut self.identity).chain(&mut self.needs).chain(&mut self.pair);
        names.filter(|name| *name == asked).for_each(|name| name.clone_from(given));
    }

    /// The command as it is shown, without secrets.
    pub(super) fn shown(&self) -> Option<String> {
        self.cmd.as_ref().map(|cmd| match cmd {
            Command::Shell(line) => shown_line(line),
            Command::Argv(argv) => shown_command(argv),
        })
    }
}

/// The signal by which a service is asked to end, and how long that may take.
fn stop_of(config: &ServiceConfig) -> Result<(Signal, Duration)> {
    let stop = config.stop.clone().unwrap_or_default();
    let signal = stop.signal.as_deref().map(str::parse::<Signal>).transpose()?;
    Ok((signal.unwrap_or(Signal::Term), stop.timeout.unwrap_or(STOPS_WITHIN)))
}

/// A command as a line for the shell, which is how the registry keeps it.
fn text_of(command: &Command) -> String {
    match command {
        Command::Shell(line) => line.clone(),
        Command::Argv(argv) => {
            let quoted = |word: &String| match word.chars().all(is_plain) && !word.is_empty() {
                true => word.clone(),
                false => format!("'{}'", word.replace('\'', r"'\''")),
            };
            argv.iter().map(quoted).collect::<Vec<_>>().join(" ")
        }
    }
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_./:@%+,={}".contains(c)
}

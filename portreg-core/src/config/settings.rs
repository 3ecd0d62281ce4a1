//! The settings in force: every file and variable in its order, and which of them said what.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Map, Value};

use super::document::{reason, whole};
use super::environment::Environment;
use super::locate::Places;
use super::project::ProjectFile;
use super::service::ServiceConfig;
use super::text;
use super::user::{KeepValue, UserDocument};
use crate::error::{Error, Result};
use crate::model::{DEFAULT_RANGE, Identity, PortRange, Strategy};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const PREDEFINED_POOLS: [(&str, PortRange); 3] = [
    ("dev", PortRange { first: 8000, last: 8999 }),
    ("test", PortRange { first: 7000, last: 7999 }),
    ("production", PortRange { first: 9000, last: 9999 }),
];

/// How many events are kept where nothing is said.
pub(crate) const USUAL_HISTORY: u64 = 100_000;

/// How long a claim without owner lasts where nobody says otherwise.
pub(crate) const USUAL_EXPIRES: Duration = Duration::from_secs(8 * 60 * 60);

/// What says a setting where no file and no variable does.
pub(super) const DEFAULT: &str = "default";

/// Everything that files and variables say for one folder.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Config {
    /// Where ports come from when nothing else is said.
    pub(crate) default_range: PortRange,
    /// Ports that are tried before all others.
    pub(crate) preferred_ports: Vec<u16>,
    /// Ports that are given to nobody: what all files and the variable say together.
    pub(crate) reserved: Vec<PortRange>,
    /// How long a claim without owner lasts.
    pub(crate) default_expires: Duration,
    /// Pools by name, the predefined ones too.
    pub(crate) pools: BTreeMap<String, PoolSetting>,
    /// In which order free ports are tried.
    pub(crate) strategy: Strategy,
    /// How many ports a project may have.
    pub(crate) max_ports_per_project: Option<u32>,
    /// How long the past is kept.
    pub(crate) retention: Retention,
    /// Settings of tunnels by provider, with their secrets: never to be shown as they are.
    pub(crate) tunnel_providers: BTreeMap<String, Map<String, Value>>,
    /// The project file that applies to the folder.
    pub(crate) project: Option<ProjectFile>,
    /// The files that were there and read, least weight first.
    pub(crate) files: Vec<PathBuf>,
    /// Keys of the older tool's files that were passed over, by file.
    pub(crate) ignored: Vec<(PathBuf, String)>,
    /// The root of the worktree that the folder lies in, else the folder.
    pub(crate) root: PathBuf,
    /// The repository's folder that all its worktrees share; none outside git.
    pub(crate) common_dir: Option<PathBuf>,
    /// What said each setting: a file, a variable or `default`.
    pub(super) sources: BTreeMap<&'static str, String>,
}

/// A pool of ports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PoolSetting {
    /// Its ports, in order.
    pub(crate) ranges: Vec<PortRange>,
    /// Whether somebody set it; its ports are then given only to those who ask for the pool.
    pub(crate) configured: bool,
    /// The file or variable that set it, or `default`.
    pub(crate) source: String,
}

/// How long the past is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Retention {
    /// Events.
    pub(crate) history: Keep,
    /// Messages, by age.
    pub(crate) messages: Duration,
    /// Messages of one channel, by number.
    pub(crate) channel: u64,
    /// Ports that names had.
    pub(crate) memory: Keep,
}

/// At most so many, and none older.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keep {
    /// How many.
    pub(crate) count: u64,
    /// How old.
    pub(crate) age: Duration,
}

impl Keep {
    fn set(&mut self, value: KeepValue) {
        match value {
            KeepValue::Age(age) => self.age = age,
            KeepValue::Count(count) => self.count = count,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        let predefined = |ranges| PoolSetting { ranges, configured: false, source: DEFAULT.into() };
        Self {
            root: PathBuf::new(),
            common_dir: None,
            default_range: DEFAULT_RANGE,
            preferred_ports: vec![],
            reserved: vec![],
            default_expires: USUAL_EXPIRES,
            pools: PREDEFINED_POOLS
                .into_iter()
                .map(|(name, range)| (name.to_owned(), predefined(vec![range])))
                .collect(),
            strategy: Strategy::default(),
            max_ports_per_project: None,
            retention: Retention {
                history: Keep { count: USUAL_HISTORY, age: 90 * DAY },
                messages: 7 * DAY,
                channel: 10_000,
                memory: Keep { count: 10_000, age: 180 * DAY },
            },
            tunnel_providers: BTreeMap::new(),
            project: None,
            files: vec![],
            ignored: vec![],
            sources: BTreeMap::new(),
        }
    }
}

impl Config {
    /// Reads all that applies to the folder.
    ///
    /// # Errors
    ///
    /// `INVALID_CONFIG` with file, line and column for anything in it that is wrong.
    pub(crate) fn load(dir: &Path, environment: &Environment) -> Result<Self> {
        Self::load_from(&Places::find(dir, environment), environment)
    }

    pub(super) fn load_from(places: &Places, environment: &Environment) -> Result<Self> {
        let mut config = Self {
            root: places.root().to_owned(),
            common_dir: places.common_dir().map(Path::to_owned),
            ..Self::default()
        };
        for (file, foreign) in places.user_files() {
            match UserDocument::read(file, foreign)? {
                Some(document) => config.take(document)?,
                // Going on without it would mean other ports than its author was promised.
                None if environment.named_config().as_deref() == Some(file) => {
                    let message = "PORTREG_CONFIG names this file and it is not there; \
                                   write it, or unset the variable";
                    return Err(whole(file, message));
                }
                None => {}
            }
        }
        config.take_variables(environment)?;
        config.refuse_overlaps(|name, message| whole(name, message), None)?;
        config.reserved.sort();
        config.reserved.dedup();
        for file in places.project_files() {
            if let Some(project) = ProjectFile::read(file)? {
                config.files.push(file.to_owned());
                let keys = project.ignored.iter();
                config.ignored.extend(keys.map(|key| (file.to_owned(), key.clone())));
                config.project = Some(project);
                break;
            }
        }
        Ok(config)
    }

    /// What the project file says about the identity.
    ///
    /// # Errors
    ///
    /// `INVALID_CONFIG` naming both keys where two apply and neither is nearer.
    pub(crate) fn service(&self, identity: &Identity) -> Result<Option<&ServiceConfig>> {
        self.project.as_ref().map_or(Ok(None), |project| project.service(identity))
    }

    /// A pool by its name, or by the way its name is spelled in a variable.
    pub(crate) fn pool(&self, name: &str) -> Option<&PoolSetting> {
        self.pools.get(name).or_else(|| {
            let wanted = in_variable(name);
            self.pools.iter().find(|(name, _)| in_variable(name) == wanted).map(|(_, pool)| pool)
        })
    }

    /// Takes one file over those of less weight.
    pub(super) fn take(&mut self, document: UserDocument) -> Result<()> {
        let UserDocument { document, settings, keys, pools, ignored } = document;
        let file = document.file().to_owned();
        let source = file.display().to_string();
        self.files.push(file.clone());
        for key in super::user::USER_KEYS {
            if keys.iter().any(|there| there == key) {
                self.sources.insert(key, source.clone());
            }
        }
        self.ignored.extend(ignored.into_iter().map(|key| (file.clone(), key)));
        self.default_range = settings.default_range.unwrap_or(self.default_range);
        if let Some(ports) = settings.preferred_ports {
            self.preferred_ports = ports;
        }
        // What one file keeps out of use, another one does not bring back.
        self.reserved.extend(settings.reserved_ports);
        self.default_expires = settings.default_expires.unwrap_or(self.default_expires);
        self.tunnel_providers.extend(settings.tunnel_providers);
        self.strategy = settings.strategy.unwrap_or(self.strategy);
        let limit = settings.max_ports_per_project.map(std::num::NonZeroU32::get);
        self.max_ports_per_project = limit.or(self.max_ports_per_project);
        let retention = settings.retention;
        retention.history.into_iter().for_each(|keep| self.retention.history.set(keep));
        retention.memory.into_iter().for_each(|keep| self.retention.memory.set(keep));
        self.retention.messages = retention.messages.unwrap_or(self.retention.messages);
        let channel = retention.channel.map(std::num::NonZeroU64::get);
        self.retention.channel = channel.unwrap_or(self.retention.channel);
        for (name, ranges) in settings.pools {
            let source = source.clone();
            self.pools.insert(name, PoolSetting { ranges, configured: true, source });
        }
        let at = |name: &str| pools.get(name).copied().unwrap_or_default();
        self.refuse_overlaps(|name, message| document.error(at(name), message), Some(&source))
    }

    fn take_variables(&mut self, environment: &Environment) -> Result<()> {
        if let Some(text) = environment.text("PORTREG_RANGE")? {
            self.default_range = text.parse().map_err(|error| at("PORTREG_RANGE", error))?;
            self.sources.insert("defaultRange", "PORTREG_RANGE".to_owned());
        }
        if let Some(text) = environment.text("PORTREG_RESERVED")? {
            let ports = text.split(',').filter(|part| !part.trim().is_empty());
            for part in ports {
                self.reserved.push(part.parse().map_err(|error| at("PORTREG_RESERVED", error))?);
            }
            self.sources.insert("reservedPorts", "PORTREG_RESERVED".to_owned());
        }
        if let Some(text) = environment.text("PORTREG_STRATEGY")? {
            self.strategy = text.trim().parse().map_err(|error| at("PORTREG_STRATEGY", error))?;
            self.sources.insert("strategy", "PORTREG_STRATEGY".to_owned());
        }
        for (suffix, variable) in environment.pools() {
            let Some(text) = environment.text(variable)? else { continue };
            let ranges = PortRange::parse_list(text).map_err(|error| at(variable, error))?;
            let known = self.pools.keys().find(|name| in_variable(name) == in_variable(suffix));
            let name = known.cloned().unwrap_or_else(|| suffix.to_lowercase());
            text::segment(&name).map_err(|message| whole(variable, message))?;
            let source = variable.to_owned();
            self.pools.insert(name, PoolSetting { ranges, configured: true, source });
            self.sources.insert("pools", variable.to_owned());
        }
        Ok(())
    }

    /// Two pools that share a port would give it away twice over. The error stands at the pool
    /// that somebody set; of two, at the one that the newest source (`only`) set.
    fn refuse_overlaps(
        &self,
        place: impl Fn(&str, String) -> Error,
        only: Option<&str>,
    ) -> Result<()> {
        for (name, pool) in self.pools.iter().filter(|(_, pool)| pool.configured) {
            if only.is_some_and(|only| only != pool.source) {
                continue;
            }
            for (other, second) in self.pools.iter().filter(|(other, _)| *other != name) {
                let clash = pool.ranges.iter().find_map(|range| {
                    Some((range, second.ranges.iter().find(|other| range.overlaps(other))?))
                });
                if let Some((range, with)) = clash {
                    let hint = match second.configured {
                        true => format!("set in {}", second.source),
                        false => "predefined; set it elsewhere to use these ports".to_owned(),
                    };
                    let message =
                        format!("pool {name} ({range}) overlaps pool {other} ({with}, {hint})");
                    let name = if only.is_some() { name } else { &pool.source };
                    return Err(place(name, message));
                }
            }
        }
        Ok(())
    }
}

/// How a pool's name is spelled in a variable.
fn in_variable(name: &str) -> String {
    let upper = name.to_ascii_uppercase();
    upper.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

fn at(variable: &str, error: Error) -> Error {
    whole(variable, reason(error))
}

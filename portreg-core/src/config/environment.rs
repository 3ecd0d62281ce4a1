//! The variables that steer portreg, captured once, and the places they lead to.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::document::whole;
use crate::error::{Error, Result};

const POOL: &str = "PORTREG_POOL_";
const NAMES: [&str; 14] = [
    "PORTREG",
    "PORTREG_HOME",
    "PORTREG_REGISTRY",
    "PORTREG_CONFIG",
    "PORTREG_RANGE",
    "PORTREG_RESERVED",
    "PORTREG_STRATEGY",
    "HOME",
    "XDG_STATE_HOME",
    "XDG_CONFIG_HOME",
    // Windows only: where that system keeps such files.
    "USERPROFILE",
    "LOCALAPPDATA",
    "APPDATA",
    "PROGRAMDATA",
];

/// The variables that portreg knows, as they were when they were captured. Empty ones count as unset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Environment {
    variables: BTreeMap<String, OsString>,
    machine: Option<PathBuf>,
}

impl Environment {
    /// The environment of this process.
    pub(crate) fn capture() -> Self {
        let mut environment = Self::from_pairs(std::env::vars_os());
        // Programs started without HOME (cron, some service managers) still have a home.
        if environment.get("HOME").is_none()
            && let Some(home) = std::env::home_dir()
        {
            environment.variables.insert("HOME".to_owned(), home.into_os_string());
        }
        environment.machine = machine_config(&environment);
        environment
    }

    /// An environment of these variables; those that portreg does not know are left out. No
    /// machine-wide file belongs to it.
    pub(crate) fn from_pairs<K: AsRef<OsStr>, V: Into<OsString>>(
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let variables = pairs
            .into_iter()
            .filter_map(|(name, value)| {
                let (name, value) = (name.as_ref().to_str()?, value.into());
                let known = NAMES.contains(&name)
                    || name.strip_prefix(POOL).is_some_and(|pool| !pool.is_empty());
                (known && !value.is_empty()).then(|| (name.to_owned(), value))
            })
            .collect();
        Self { variables, machine: None }
    }

    /// The same environment with this file as the machine-wide one.
    #[cfg(test)]
    pub(crate) fn with_machine_config(mut self, file: impl Into<PathBuf>) -> Self {
        self.machine = Some(file.into());
        self
    }

    fn get(&self, name: &str) -> Option<&OsStr> {
        self.variables.get(name).map(OsString::as_os_str)
    }

    /// A variable as text.
    ///
    /// # Errors
    ///
    /// `INVALID_CONFIG` where it is not UTF-8.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => {
                value.to_str().map(Some).ok_or_else(|| whole(name, "the variable is not UTF-8"))
            }
        }
    }

    /// The names behind `PORTREG_POOL_` with their variables.
    pub(super) fn pools(&self) -> impl Iterator<Item = (&str, &str)> {
        let set = self.variables.keys();
        set.filter_map(|variable| Some((variable.strip_prefix(POOL)?, variable.as_str())))
    }

    /// Whether `PORTREG=off` takes the adapters (plugins, fixtures, `run`) out of the way.
    pub(crate) fn is_off(&self) -> bool {
        let off = ["off", "0", "false", "no"];
        self.get("PORTREG")
            .and_then(OsStr::to_str)
            .is_some_and(|value| off.iter().any(|word| value.trim().eq_ignore_ascii_case(word)))
    }

    /// The home folder.
    pub(crate) fn home(&self) -> Option<PathBuf> {
        let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
        self.get(name).or_else(|| self.get("HOME")).map(PathBuf::from)
    }

    /// The registry file: the first of what was given, `PORTREG_REGISTRY`, `PORTREG_HOME` and the
    /// system's folder for the state of programs. Always absolute.
    ///
    /// # Errors
    ///
    /// `REGISTRY_UNAVAILABLE` where nothing says where the home folder is; `INVALID_OPTION` for an
    /// empty path.
    pub(crate) fn registry_path(&self, explicit: Option<&Path>) -> Result<PathBuf> {
        let path = if let Some(path) = explicit {
            if path.as_os_str().is_empty() {
                return Err(Error::option(
                    "registry",
                    "the path is empty; leave it out or name a file",
                ));
            }
            path.to_owned()
        } else if let Some(path) = self.get("PORTREG_REGISTRY") {
            PathBuf::from(path)
        } else if let Some(folder) = self.get("PORTREG_HOME") {
            Path::new(folder).join("registry.db")
        } else {
            let folder = self.state_folder().ok_or_else(|| Error::RegistryUnavailable {
                path: PathBuf::from("registry.db"),
                message: "no home folder is known; set HOME, PORTREG_HOME or PORTREG_REGISTRY"
                    .into(),
            })?;
            folder.join("portreg").join("registry.db")
        };
        Ok(std::path::absolute(&path).unwrap_or(path))
    }

    fn state_folder(&self) -> Option<PathBuf> {
        if cfg!(windows) {
            return self.absolute("LOCALAPPDATA");
        }
        // The XDG rules say that a relative path counts as unset.
        self.absolute("XDG_STATE_HOME").or_else(|| {
            let place = if cfg!(target_os = "macos") {
                "Library/Application Support"
            } else {
                ".local/state"
            };
            Some(self.home()?.join(place))
        })
    }

    fn absolute(&self, name: &str) -> Option<PathBuf> {
        self.get(name).map(PathBuf::from).filter(|path| path.is_absolute())
    }

    /// The user's file where `PORTREG_CONFIG` names one: it must be there then.
    pub(super) fn named_config(&self) -> Option<PathBuf> {
        let path = PathBuf::from(self.get("PORTREG_CONFIG")?);
        Some(std::path::absolute(&path).unwrap_or(path))
    }

    /// The user's own file: `PORTREG_CONFIG`, else in the folder for settings.
    pub(crate) fn user_config(&self) -> Option<PathBuf> {
        if let Some(path) = self.named_config() {
            return Some(path);
        }
        let folder = self
            .absolute("XDG_CONFIG_HOME")
            .or_else(|| if cfg!(windows) { self.absolute("APPDATA") } else { None })
            .or_else(|| Some(self.home()?.join(".config")))?;
        Some(folder.join("portreg").join("config.json"))
    }

    /// The machine's file.
    pub(crate) fn machine_config(&self) -> Option<&Path> {
        self.machine.as_deref()
    }

    /// The older tool's file.
    pub(crate) fn port_daddy_config(&self) -> Option<PathBuf> {
        Some(self.home()?.join(".port-daddy").join("config.json"))
    }
}

fn machine_config(environment: &Environment) -> Option<PathBuf> {
    if cfg!(windows) {
        return Some(environment.absolute("PROGRAMDATA")?.join("portreg").join("config.json"));
    }
    Some(PathBuf::from("/etc/portreg/config.json"))
}

//! What one run of the command knows: its output, its registry and the present.

use std::path::{Path, PathBuf};

use portreg_core::{Error, Identity, OpenOptions, Registry, Target};

use crate::args::Global;
use crate::failure::{Failure, Result};
use crate::output::Output;

pub(crate) struct Session<'a> {
    /// Where answers and notes go.
    pub(crate) out: &'a Output,
    /// The present, the same for all ages in one answer.
    pub(crate) now_ms: i64,
    registry: Option<PathBuf>,
    program: Option<PathBuf>,
}

impl<'a> Session<'a> {
    /// Goes where `-C` says; paths in all other options are seen from there, as with git.
    pub(crate) fn start(global: Global, program: Option<PathBuf>, out: &'a Output) -> Result<Self> {
        if let Some(dir) = &global.directory {
            std::env::set_current_dir(dir).map_err(|error| {
                Failure::option(
                    "-C",
                    format!("{} cannot be entered: {}", dir.display(), reason(&error)),
                )
            })?;
        }
        let now_ms = jiff::Timestamp::now().as_millisecond();
        Ok(Self { out, now_ms, registry: global.registry, program })
    }

    /// This command, which runs stacks in the background and keeps watch over those in the foreground.
    pub(crate) fn program(&self) -> Option<&Path> {
        self.program.as_deref()
    }

    /// Opens the registry; verbs that need none never do.
    pub(crate) fn open(&self) -> Result<Registry, Error> {
        Registry::open_with(&OpenOptions { path: self.registry.clone() })
    }

    /// Where the registry is, without opening it.
    pub(crate) fn registry_path(&self) -> Result<PathBuf> {
        Ok(Registry::locate(self.registry.as_deref())?)
    }
}

/// The name that a verb means: as it is written, or of the service that claims `:PORT`.
pub(crate) fn name_of(registry: &Registry, target: &str) -> Result<String> {
    match target.strip_prefix(':') {
        Some(_) => {
            target.parse::<Target>()?;
            Ok(registry.get(target)?.identity.as_str().to_owned())
        }
        None => Ok(target.to_owned()),
    }
}

/// The same for verbs that may be given no pattern.
pub(crate) fn pattern_of(registry: &Registry, pattern: Option<String>) -> Result<Option<String>> {
    pattern.map(|pattern| name_of(registry, &pattern)).transpose()
}

/// `did you mean :3000?` for the name `3000`.
pub(crate) fn port_hint(target: &str) -> Option<String> {
    portreg_core::parse_port(target, "port").ok()?;
    target.parse::<Identity>().ok().map(|_| format!("did you mean :{target}?"))
}

/// A path that means the same from every folder, for what is stored.
pub(crate) fn absolute(path: PathBuf) -> PathBuf {
    std::path::absolute(&path).unwrap_or(path)
}

/// What the system says of a file, without the number that means nothing to people.
pub(crate) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

/// The working folder.
pub(crate) fn working_folder() -> Result<PathBuf> {
    std::env::current_dir().map_err(|error| {
        Failure::option(
            "-C",
            format!("the working folder is gone ({}); go to another one", reason(&error)),
        )
    })
}

/// The text of a file, or of standard input for `-`.
pub(crate) fn read(path: &Path) -> Result<String> {
    let text = match path.to_str() {
        Some("-") => std::io::read_to_string(std::io::stdin()),
        _ => std::fs::read_to_string(path),
    };
    text.map_err(|error| {
        Failure::option("FILE", format!("{} cannot be read: {}", path.display(), reason(&error)))
    })
}

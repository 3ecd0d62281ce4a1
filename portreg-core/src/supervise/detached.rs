//! A stack in the background: the `portreg` command, in a session of its own, runs it.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::machine::files::is_program;
use crate::machine::waiting::{AsWaitable as _, Stream};
use crate::machine::{cancelling, children};
use crate::model::{Identity, StackEvent, UpOptions};

/// What a supervisor in the background tells who has asked for it, a JSON object a line.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "report", rename_all = "snake_case")]
pub enum DetachedReport {
    /// These services were claimed, in the order in which they start: the first report.
    Claimed {
        /// Their names.
        services: Vec<Identity>,
    },
    /// Something has happened.
    Event {
        /// What.
        #[serde(flatten)]
        event: StackEvent,
    },
    /// All services are ready; nothing more is told.
    Ready,
    /// One is not, the others run on; nothing more is told.
    NotReady {
        /// The name.
        identity: Identity,
        /// Why.
        message: String,
        /// With what its process ended, where it has.
        exit_code: Option<i32>,
        /// The last lines of its output, oldest first.
        last_lines: Vec<String>,
    },
    /// Nothing was started; nothing more is told.
    Failed {
        /// The code of the error.
        code: String,
        /// What it says.
        message: String,
        /// Its data.
        data: Map<String, Value>,
    },
}

impl DetachedReport {
    /// What came of waiting until all are ready, or of starting them.
    ///
    /// ```
    /// use portreg_core::{DetachedReport, Error};
    ///
    /// assert_eq!(DetachedReport::of(Ok(())), DetachedReport::Ready);
    /// let error = Error::PortReserved { port: 8080, message: "8080 is reserved".into() };
    /// assert!(matches!(DetachedReport::of(Err(error)), DetachedReport::Failed { .. }));
    /// ```
    pub fn of(result: Result<()>) -> Self {
        match result {
            Ok(()) => Self::Ready,
            Err(Error::NotReady { identity, message, exit_code, last_lines }) => {
                Self::NotReady { identity, message, exit_code, last_lines }
            }
            Err(error) => Self::Failed {
                code: error.code().as_str().to_owned(),
                message: error.to_string(),
                data: error.fields(),
            },
        }
    }
}

/// A stack that was started in the background, as long as it tells how that goes.
#[derive(Debug)]
pub struct Detached {
    pid: u32,
    reports: Option<BufReader<Stream>>,
}

impl Detached {
    /// The supervisor's process.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// The next report; none after the last, and where this call is cancelled by the
    /// [`Canceller`](crate::Canceller) of its scope.
    pub fn next_report(&mut self) -> Option<DetachedReport> {
        let reports = self.reports.as_mut()?;
        if reports.buffer().is_empty() {
            // Where it cannot be waited for, it is read from: that waits too.
            _ = cancelling::sleep(&[reports.get_ref().as_waitable()], None);
            if cancelling::is_cancelled() {
                return None;
            }
        }
        let mut line = String::new();
        let report = match reports.read_line(&mut line) {
            Ok(length) if length > 0 => serde_json::from_str(&line).ok(),
            _ => None,
        };
        let goes_on =
            matches!(report, Some(DetachedReport::Claimed { .. } | DetachedReport::Event { .. }));
        if !goes_on {
            self.reports = None;
        }
        report
    }
}

/// Starts a stack in the background, with the `portreg` command that is named or on PATH.
pub(crate) fn start(
    registry: &Path,
    options: &UpOptions,
    command: Option<&Path>,
) -> Result<Detached> {
    let program = command.map_or_else(|| PathBuf::from("portreg"), Path::to_owned);
    let dir = match &options.dir {
        Some(dir) => std::path::absolute(dir),
        None => std::env::current_dir(),
    };
    let dir =
        dir.map_err(|error| Error::option("dir", format!("the folder cannot be told: {error}")))?;
    let name = program.to_string_lossy().into_owned();
    if !is_program(&name, Path::new("/")) {
        return Err(Error::SpawnFailed {
            program: name,
            message: "a stack in the background needs the portreg command, which is not on PATH: install it, or say where it is".to_owned(),
        });
    }
    let asked = UpOptions { dir: Some(dir), ..options.clone() };
    let input = serde_json::to_vec(&asked)
        .map_err(|error| Error::option("options", format!("they cannot be handed on: {error}")))?;
    let argv = [program.into_os_string(), "--registry".into(), registry.into(), "supervise".into()];
    let (pid, output) = children::start_apart(&argv, &input)
        .map_err(|error| Error::SpawnFailed { program: name, message: error.to_string() })?;
    Ok(Detached { pid, reports: Some(BufReader::new(output)) })
}

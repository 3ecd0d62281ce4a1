//! The command against the real core: exit codes, JSON shapes, streams. Each test has a home of its own.

mod claiming;
mod directory;
#[cfg(unix)]
mod environment;
mod following;
#[cfg(unix)]
mod foreground;
mod logs;
#[cfg(unix)]
mod looking;
mod managing;
mod racing;
mod running;
#[cfg(target_os = "linux")]
mod stack_terminal;
#[cfg(target_os = "linux")]
mod terminal;

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A home that no other test and no user shares.
struct Home {
    dir: TempDir,
}

/// What one run of the command gave.
#[derive(Debug)]
struct Answer {
    code: i32,
    out: String,
    err: String,
}

impl Home {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("portreg").unwrap();
        for variable in [
            "PORTREG",
            "PORTREG_HOME",
            "PORTREG_REGISTRY",
            "PORTREG_CONFIG",
            "PORTREG_RANGE",
            "PORTREG_LOG",
        ] {
            command.env_remove(variable);
        }
        for variable in ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"] {
            command.env(variable, self.path());
        }
        command.current_dir(self.path());
        command.arg("--registry").arg(self.path().join("registry.db")).args(args);
        command
    }

    fn run(&self, args: &[&str]) -> Answer {
        answer(&mut self.command(args))
    }

    /// Runs what must succeed and gives its standard output.
    fn ok(&self, args: &[&str]) -> String {
        let answer = self.run(args);
        assert_eq!(answer.code, 0, "{args:?}: {answer:?}");
        answer.out
    }

    /// Runs with `--json` what must succeed.
    fn json(&self, args: &[&str]) -> Value {
        let out = self.ok(&[args, &["--json"]].concat());
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{args:?}: {error}: {out}"))
    }

    /// Runs with `--json` what must fail with this exit code, and gives its error.
    fn error(&self, args: &[&str], code: i32) -> Value {
        let answer = self.run(&[&["--json"], args].concat());
        assert_eq!(answer.code, code, "{args:?}: {answer:?}");
        let error: Value =
            serde_json::from_str(&answer.err).unwrap_or_else(|_| panic!("{args:?}: {answer:?}"));
        assert_eq!(error.as_object().unwrap().len(), 1, "{error}");
        error["error"].clone()
    }
}

fn answer(command: &mut Command) -> Answer {
    let output = command.output().unwrap();
    let answer = Answer {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    assert!(!answer.err.contains("panicked"), "{answer:?}");
    answer
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item["identity"].as_str().unwrap()).collect()
}

//! Environments below `target` in which the package is built, checked and tested.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo;
use crate::programs::run;

/// Where `bindings-python` lists what is to be installed.
const LISTS: &str = "bindings-python/pyproject.toml";

/// A second Django, for which the tests look in a folder of this name.
const OLDEST_DJANGO: (&str, &str) = ("django-oldest", "django-4.2");

/// An environment of its own for the package. It stays for the next time, as all of `target` does.
pub(super) struct Environment {
    pub(super) folder: PathBuf,
}

impl Environment {
    /// The one of the interpreter on PATH, with all that builds and checks.
    pub(super) fn of_developers() -> io::Result<Self> {
        let made = Self { folder: cargo::target().join("python") };
        if !made.program("uv").is_file() {
            run(Command::new("python3").args(["-m", "venv"]).arg(&made.folder))?;
            let pip = ["-m", "pip", "--quiet", "--disable-pip-version-check", "install", "uv"];
            run(made.command("python").args(pip))?;
        }
        made.fill(&made, "dev")?;
        Ok(made)
    }

    /// The one of another interpreter, with all that the tests need.
    pub(super) fn of_tests(&self, version: &str, interpreter: &Path) -> io::Result<Self> {
        let made = Self { folder: cargo::target().join(format!("python-{version}")) };
        if !made.program("python").is_file() {
            let venv = ["venv", "--quiet", "--clear", "--python"];
            run(self.command("uv").args(venv).arg(interpreter).arg(&made.folder))?;
        }
        self.fill(&made, "test")?;
        Ok(made)
    }

    /// Installs what an environment lacks of a list.
    fn fill(&self, other: &Self, list: &str) -> io::Result<()> {
        let group = |list: &str| [String::from("--group"), format!("{LISTS}:{list}")];
        run(self.install_into(other).args(group(list)))?;
        let (list, name) = OLDEST_DJANGO;
        let oldest = other.folder.join(name);
        if oldest.is_dir() {
            return Ok(());
        }
        run(self.install_into(other).arg("--target").arg(oldest).args(group(list)))
    }

    /// Installs a wheel in place of what is there of the package.
    pub(super) fn install(&self, other: &Self, wheel: &Path) -> io::Result<()> {
        run(self.install_into(other).args(["--no-deps", "--reinstall"]).arg(wheel))
    }

    fn install_into(&self, other: &Self) -> Command {
        let mut command = self.command("uv");
        command.args(["pip", "install", "--quiet", "--python"]).arg(other.program("python"));
        command
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join("bin").join(name)
    }

    /// A program of the environment, in the root of the workspace.
    pub(super) fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.program(name));
        command
            .current_dir(cargo::root())
            .env("VIRTUAL_ENV", &self.folder)
            .env("CARGO_TARGET_DIR", cargo::target())
            // What pyright is made of comes from npm at its first start.
            .env("PYRIGHT_PYTHON_CACHE_DIR", self.folder.join("pyright"))
            .env("PYRIGHT_PYTHON_IGNORE_WARNINGS", "1")
            .env_remove("PYTHONPATH");
        // maturin and what it starts look for cargo, python and zig there.
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(self.folder.join("bin")).chain(std::env::split_paths(&path));
        if let Ok(path) = std::env::join_paths(folders) {
            command.env("PATH", path);
        }
        cargo::without_settings(&mut command);
        command
    }
}

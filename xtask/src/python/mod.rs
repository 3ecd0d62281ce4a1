//! The Python package: what is made for it from the core, how it is built, checked and tested.

pub(crate) mod records;
mod suite;
mod wheel;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo;
use crate::counts::Suites;

/// What builds the package and checks it, beside the interpreter; as `bindings-python/pyproject.toml` says.
const GROUP: &str = "bindings-python/pyproject.toml:dev";

/// The crate behind it.
const MANIFEST: &str = "bindings-python/Cargo.toml";

/// A second Django, for which the tests look in a folder of this name.
const OLDEST_DJANGO: (&str, &str) = ("bindings-python/pyproject.toml:django-oldest", "django-4.2");

/// An environment of its own for the package, below `target`.
struct Environment {
    folder: PathBuf,
}

/// Builds the wheel, installs it, and runs every check and test of it.
pub(crate) fn test(suites: &mut Suites) {
    let environment = match Environment::make() {
        Ok(environment) => environment,
        Err(error) => {
            println!("the Python package cannot be tested: {error}");
            return suites.check("python", false);
        }
    };
    let package = cargo::root().join("bindings-python");
    suites.check("python (wheel)", environment.install());
    suites.check(
        "python (stubs)",
        environment.stubs_are(&package.join("python/portreg/_native.pyi")),
    );
    for (name, program, arguments) in [
        ("python (format)", "ruff", &["format", "--check", "--quiet", "."][..]),
        ("python (lint)", "ruff", &["check", "--quiet", "."]),
        ("python (types)", "mypy", &["python/portreg", "tests"]),
        ("python (stubtest)", "stubtest", &["portreg._native"]),
    ] {
        suites.check(name, environment.passes(program, arguments, &package));
    }
    suites.add("python (tests)", suite::run(environment.command("pytest"), &package));
}

/// Builds what is published.
pub(crate) fn publishable() -> bool {
    told(Environment::make().and_then(|environment| wheel::build(&environment))).is_some()
}

/// Makes the stubs of the native module anew.
pub(crate) fn write_stubs() -> bool {
    let written = Environment::make().and_then(|environment| {
        let stub = cargo::root().join("bindings-python/python/portreg/_native.pyi");
        fs::write(stub, environment.stubs()?)
    });
    if let Err(error) = &written {
        eprintln!("the stubs of the Python package cannot be made: {error}");
    }
    written.is_ok()
}

impl Environment {
    /// Makes the environment and installs what is missing in it. It stays for the next time, as all of `target` does.
    fn make() -> io::Result<Self> {
        let folder = cargo::target().join("python");
        let made = Self { folder };
        if !made.program("python").is_file() {
            run(Command::new("python3").args(["-m", "venv"]).arg(&made.folder))?;
        }
        let quiet = ["-m", "pip", "--quiet", "--disable-pip-version-check", "install"];
        run(made.command("python").args(quiet).args(["--upgrade", "pip>=25.1"]))?;
        run(made.command("python").args(quiet).args(["--group", GROUP]))?;
        let (group, name) = OLDEST_DJANGO;
        let oldest = made.folder.join(name);
        if !oldest.is_dir() {
            let target = ["--target".as_ref(), oldest.as_os_str()];
            run(made.command("python").args(quiet).args(["--group", group]).args(target))?;
        }
        Ok(made)
    }

    fn program(&self, name: &str) -> PathBuf {
        self.folder.join("bin").join(name)
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.program(name));
        command
            .current_dir(cargo::root())
            .env("VIRTUAL_ENV", &self.folder)
            .env_remove("PYTHONPATH");
        // maturin and what it starts look for cargo and python there.
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(self.folder.join("bin")).chain(std::env::split_paths(&path));
        if let Ok(path) = std::env::join_paths(folders) {
            command.env("PATH", path);
        }
        cargo::without_settings(&mut command);
        command
    }

    /// Builds the wheel as the other tests are built, and installs it.
    fn install(&self) -> bool {
        let wheels = self.folder.join("wheels");
        _ = fs::remove_dir_all(&wheels);
        let build = run(self.maturin("build").arg("--out").arg(&wheels));
        let installed = build.and_then(|()| {
            let wheel =
                fs::read_dir(&wheels)?.next().ok_or_else(|| io::Error::other("no wheel"))??;
            let pip = [
                "-m",
                "pip",
                "--quiet",
                "--disable-pip-version-check",
                "install",
                "--no-deps",
                "--force-reinstall",
            ];
            run(self.command("python").args(pip).arg(wheel.path()))
        });
        told(installed).is_some()
    }

    fn stubs(&self) -> io::Result<String> {
        let folder = self.folder.join("stubs");
        run(self.maturin("generate-stubs").args(["--features", "stubs", "--out"]).arg(&folder))?;
        fs::read_to_string(folder.join("portreg/_native.pyi"))
    }

    fn stubs_are(&self, committed: &Path) -> bool {
        let Some(made) = told(self.stubs()) else { return false };
        let same = fs::read_to_string(committed).is_ok_and(|committed| committed == made);
        if !same {
            println!("{} is out of date: run `cargo xtask generate`", committed.display());
        }
        same
    }

    fn maturin(&self, verb: &str) -> Command {
        let mut command = self.command("maturin");
        command.arg(verb).args(["--quiet", "--locked", "--manifest-path", MANIFEST]);
        command
    }

    fn passes(&self, program: &str, arguments: &[&str], folder: &Path) -> bool {
        told(run(self.command(program).args(arguments).current_dir(folder))).is_some()
    }
}

fn told<T>(result: io::Result<T>) -> Option<T> {
    result.inspect_err(|error| println!("{error}")).ok()
}

/// Runs a program to its end.
fn run(command: &mut Command) -> io::Result<()> {
    let program = command.get_program().display().to_string();
    let status = command
        .status()
        .map_err(|error| io::Error::other(format!("{program} cannot be started: {error}")))?;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!("{program} ended with {status}")))
    }
}

//! The Python package: what is made for it from the core, how it is built, checked and tested.

mod environment;
mod interpreters;
pub(crate) mod records;
mod suite;
mod wheel;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use environment::Environment;

use crate::cargo;
use crate::counts::Suites;
use crate::programs::{run, told};

/// The crate behind it.
const MANIFEST: &str = "bindings-python/Cargo.toml";

/// The package where it lies.
fn package() -> PathBuf {
    cargo::root().join("bindings-python")
}

/// Builds the wheel, and runs every check and test of it.
pub(crate) fn test(suites: &mut Suites) {
    let environment = match Environment::of_developers() {
        Ok(environment) => environment,
        Err(error) => {
            println!("the Python package cannot be tested: {error}");
            return suites.check("python", false);
        }
    };
    let folder = environment.folder.join("wheels");
    let wheel = told(wheel::build(&environment, &folder, wheel::Profile::Dev));
    suites.check("python (wheel)", wheel.is_some());
    let Some(wheel) = wheel else { return };
    test_on(&environment, &environment, &wheel, &[], "python (tests)", suites);
    check(&environment, suites);
    for (version, interpreter) in interpreters::others(&environment.program("python")) {
        let Some(interpreter) = interpreter else {
            println!("== python{version} is not on this machine: the package is not tested on it");
            continue;
        };
        let name = format!("python {version} (tests)");
        match told(environment.of_tests(version, &interpreter)) {
            Some(made) => test_on(&environment, &made, &wheel, &["-m", "not crowd"], &name, suites),
            None => suites.check(&name, false),
        }
    }
}

/// Installs the wheel into an environment, and runs the tests there.
fn test_on(
    environment: &Environment,
    other: &Environment,
    wheel: &Path,
    arguments: &[&str],
    name: &str,
    suites: &mut Suites,
) {
    if told(environment.install(other, wheel)).is_none() {
        return suites.check(name, false);
    }
    let mut pytest = other.command("pytest");
    pytest.env("PORTREG_WHEEL", wheel).args(arguments);
    suites.add(name, suite::run(pytest, &package()));
}

/// Checks the sources beside the installed wheel.
fn check(environment: &Environment, suites: &mut Suites) {
    let stubs = package().join("python/portreg/_native.pyi");
    suites.check("python (stubs)", environment.stubs_are(&stubs));
    for (name, program, arguments) in [
        ("python (format)", "ruff", &["format", "--check", "--quiet", "."][..]),
        ("python (lint)", "ruff", &["check", "--quiet", "."]),
        ("python (types)", "mypy", &["python/portreg", "tests"]),
        ("python (pyright)", "pyright", &["--project", ".", "--warnings"]),
        ("python (stubtest)", "stubtest", &["portreg._native"]),
    ] {
        let mut program = environment.command(program);
        let passed = told(run(program.args(arguments).current_dir(package())));
        suites.check(name, passed.is_some());
    }
}

/// Builds what is published.
pub(crate) fn publishable() -> bool {
    let folder = cargo::target().join("wheels");
    let built = Environment::of_developers()
        .and_then(|environment| wheel::build(&environment, &folder, wheel::Profile::Release));
    told(built.map(|_| println!("{}", folder.display()))).is_some()
}

/// Makes the stubs of the native module anew.
pub(crate) fn write_stubs() -> bool {
    let written = Environment::of_developers().and_then(|environment| {
        let stub = cargo::root().join("bindings-python/python/portreg/_native.pyi");
        fs::write(stub, environment.stubs()?)
    });
    if let Err(error) = &written {
        eprintln!("the stubs of the Python package cannot be made: {error}");
    }
    written.is_ok()
}

impl Environment {
    fn stubs(&self) -> io::Result<String> {
        let folder = self.folder.join("stubs");
        let mut maturin = self.command("maturin");
        maturin.args(["generate-stubs", "--quiet", "--locked", "--manifest-path", MANIFEST]);
        run(maturin.args(["--features", "stubs", "--out"]).arg(&folder))?;
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
}

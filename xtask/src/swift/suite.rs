//! Building the Swift package, its examples and its processes, and every check and test of them.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::Command;

use super::{build, written};
use crate::cargo;
use crate::counts::{Counts, Suites};
use crate::test::run_suites;

/// What the package is held to: no warning of any kind.
const STRICT: [&str; 4] =
    ["-Xswiftc", "-strict-concurrency=complete", "-Xswiftc", "-warnings-as-errors"];

/// Installs Swift where there is none, builds everything, and runs every check and test.
pub(crate) fn test(suites: &mut Suites) {
    if !passes(&mut swift("install")) {
        println!("Swift can be neither found nor installed, so its package is not tested");
        return suites.check("swift (toolchain)", false);
    }
    let library = build() && install("swift-lib", "shared") && install("swift-static", "static");
    suites.check("swift (library)", library);
    if !library {
        return;
    }
    suites.check("swift (made)", is_as_committed());
    suites.check("swift (Apple's branch)", has_apple_branch());
    suites.check("swift (format)", passes(&mut format_of("examples")));
    let with_tests = [&["--build-tests"], &STRICT[..]].concat();
    let built = [
        ("swift (build)", package("swift-lib", "bindings-swift", &with_tests)),
        ("swift (consumer)", package("swift-static", "examples/swift-cli", &STRICT)),
        ("swift (menu bar)", package("swift-lib", "examples/swift-menubar", &with_tests)),
    ];
    let all_built = built.map(|(name, mut command)| {
        let passed = passes(&mut command);
        suites.check(name, passed);
        passed
    });
    if all_built.contains(&false) {
        return;
    }
    _ = fs::remove_dir_all(target("swift-home"));
    suites.add("swift (tests)", tests("bindings-swift/debug/portregPackageTests"));
    suites.add("swift (menu bar, tests)", tests("swift-menubar/debug/swift-menubarPackageTests"));
    scenario(suites);
}

/// A process of each language, of which the scenario over all is made.
fn scenario(suites: &mut Suites) {
    let variables = variables();
    let variables: Vec<(&str, &str)> =
        variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let arguments = [
        "--package",
        "portreg-tests",
        "--test",
        "all",
        "--",
        "--ignored",
        "--exact",
        "languages::four_languages_share_one_registry",
    ];
    run_suites(suites, &arguments, &variables);
}

/// `.ci/swift`, with where the library is.
fn swift(verb: &str) -> Command {
    let mut command = Command::new(cargo::root().join(".ci/swift"));
    cargo::without_settings(&mut command);
    command.arg(verb).current_dir(cargo::root());
    command.env("LD_LIBRARY_PATH", target("swift-lib").join("lib"));
    command
}

/// A folder that this makes. It is below the root, which is all that Swift sees.
fn target(name: &str) -> PathBuf {
    cargo::root().join("target").join(name)
}

/// Installs the library as it was built, as a user would.
fn install(prefix: &str, kind: &str) -> bool {
    let script = cargo::root().join("bindings-swift/scripts/install");
    let mut command = Command::new(script);
    command.arg(target(prefix)).args([kind, "--debug"]).env("CARGO_TARGET_DIR", cargo::target());
    passes(&mut command)
}

/// Builds a package beside the library in that prefix.
fn package(prefix: &str, folder: &str, more: &[&str]) -> Command {
    let mut command = swift("build");
    command.env("PKG_CONFIG_PATH", target(prefix).join("lib/pkgconfig"));
    command.args(["swift", "build", "--quiet", "--package-path", folder, "--scratch-path"]);
    command.arg(scratch(folder)).args(more);
    command
}

/// Refuses what is not formatted as `.swift-format` says.
fn format_of(folder: &str) -> Command {
    let mut command = swift("build");
    command.args(["swift", "format", "lint", "--strict", "--recursive", folder]);
    command
}

/// Where a package is built.
fn scratch(folder: &str) -> PathBuf {
    target("swift-build").join(folder.rsplit('/').next().unwrap_or(folder))
}

fn is_as_committed() -> bool {
    let same = written().and_then(|files| {
        for (file, text) in files {
            if fs::read_to_string(cargo::root().join(file))? != text {
                return Err(io::Error::other(format!(
                    "{file} is out of date: run `cargo xtask generate`"
                )));
            }
        }
        Ok(())
    });
    same.inspect_err(|error| println!("{error}")).is_ok()
}

/// Apple's branch of the manifest cannot be built here; that it says what it should can be seen.
fn has_apple_branch() -> bool {
    let mut dump = swift("build");
    dump.env("PORTREG_APPLE", "1");
    dump.args(["swift", "package", "--package-path", "bindings-swift", "--scratch-path"]);
    let dump = dump.arg(scratch("apple")).arg("dump-package").output();
    let Ok(manifest) = dump.and_then(|output| {
        serde_json::from_slice::<serde_json::Value>(&output.stdout).map_err(io::Error::other)
    }) else {
        println!("the manifest of the Swift package cannot be evaluated as on a Mac");
        return false;
    };
    let targets = manifest["targets"].as_array();
    let binary = targets.into_iter().flatten().find(|target| target["name"] == "CPortreg");
    binary.is_some_and(|binary| {
        binary["type"] == "binary"
            && binary["checksum"].as_str().is_some_and(|checksum| checksum.len() == 64)
            && binary["url"].as_str().is_some_and(|url| url.ends_with(".xcframework.zip"))
    })
}

/// What the tests start: the command, the example, and a process of each language.
fn variables() -> [(&'static str, String); 9] {
    let shown = |path: PathBuf| path.display().to_string();
    let run = |program: PathBuf| {
        format!("{} run {}", shown(cargo::root().join(".ci/swift")), shown(program))
    };
    let debug = cargo::target().join("debug");
    let python = shown(cargo::target().join("python/bin/python"));
    let languages = cargo::root().join("tests/languages");
    [
        ("TEST_COMMAND", shown(debug.join("portreg"))),
        ("TEST_PYTHON", python.clone()),
        ("TEST_SERVE", run(scratch("swift-cli").join("debug/serve"))),
        ("TEST_RUST_PEER", format!("{} peer", shown(debug.join("claimer")))),
        ("TEST_PYTHON_PEER", format!("{python} {}", shown(languages.join("peer.py")))),
        ("TEST_NODE_PEER", format!("node {}", shown(languages.join("peer.mjs")))),
        ("TEST_SWIFT_PEER", run(scratch("bindings-swift").join("debug/peer"))),
        ("LD_LIBRARY_PATH", shown(target("swift-lib").join("lib"))),
        ("PORTREG_HOME", shown(target("swift-home"))),
    ]
}

/// Runs the tests of a package, shows what they say where one fails, and counts them.
fn tests(built: &str) -> Counts {
    let mut command = swift("run");
    let tests = target("swift-build").join(built).with_extension("xctest");
    command.arg(tests).args(["--testing-library", "swift-testing"]).envs(variables());
    // What it writes into a pipe would have colours otherwise.
    command.env("NO_COLOR", "1");
    let Ok(output) = command.output() else { return Counts { failed: 1, ..Counts::default() } };
    let text = String::from_utf8_lossy(&output.stdout);
    let text = format!("{text}{}", String::from_utf8_lossy(&output.stderr));
    let mut counts = counts(&text);
    // Killed, not started, or not understood.
    if (!output.status.success() || counts.passed == 0) && counts.failed == 0 {
        counts.failed = 1;
    }
    if counts.failed > 0 {
        println!("{text}");
    }
    counts
}

/// One for each test that has ended: `✔ Test "it works" passed after 0.001 seconds.`
fn counts(text: &str) -> Counts {
    let mut counts = Counts::default();
    for line in text.lines().map(str::trim_start) {
        let Some((mark, rest)) = line.split_once(" Test ") else { continue };
        let is_test = !rest.starts_with("run with ");
        match mark {
            "✔" if is_test && rest.contains(" passed after ") => counts.passed += 1,
            // Not the issues that it recorded on the way.
            "✘" if is_test && rest.contains(" failed after ") => counts.failed += 1,
            "➜" if is_test && rest.contains(" skipped") => counts.skipped += 1,
            _ => {}
        }
    }
    counts
}

fn passes(command: &mut Command) -> bool {
    match command.status() {
        Ok(status) => status.success(),
        Err(error) => {
            println!("{} cannot be started: {error}", command.get_program().display());
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_swift_testing_are_read() {
        let text = "◇ Test \"a\" started.\n✔ Test \"a\" passed after 0.001 seconds.\n\
            ✘ Test \"b\" recorded an issue at A.swift:1:2: Expectation failed\n\
            ✘ Test \"b\" failed after 0.001 seconds with 1 issue.\n✔ Suite A passed after 0.1 seconds.\n\
            ✘ Test run with 2 tests failed after 0.1 seconds with 1 issue.\n";
        assert_eq!(counts(text), Counts { passed: 1, failed: 1, skipped: 0 });
    }
}

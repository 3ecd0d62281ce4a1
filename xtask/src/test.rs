//! `cargo xtask test`: every check and every suite, and one line in the end.

use crate::counts::{Counts, Suites};
use crate::{cargo, node, python, swift, tools};

/// A check that is no suite.
struct Check {
    name: &'static str,
    command: &'static [&'static str],
    tail: &'static [&'static str],
    variables: &'static [(&'static str, &'static str)],
}

const CHECKS: [Check; 4] = [
    Check { name: "format", command: &["fmt", "--all", "--check"], tail: &[], variables: &[] },
    Check {
        name: "clippy",
        command: &["clippy", "--workspace", "--all-targets"],
        tail: &["--", "-D", "warnings"],
        variables: &[],
    },
    // Built with the workspace it has the features that the tests ask for, `tokio` among them.
    Check {
        name: "clippy without features",
        command: &["clippy", "--package", "portreg-core"],
        tail: &["--", "-D", "warnings"],
        variables: &[],
    },
    Check {
        name: "docs",
        command: &["doc", "--workspace", "--no-deps"],
        tail: &[],
        variables: &[("RUSTDOCFLAGS", "-D warnings")],
    },
];

/// Checks everything, and runs the tests that `rest` leaves of all.
pub(crate) fn test(rest: &[&str]) -> bool {
    let mut suites = Suites::default();
    look_for_tools(&mut suites);
    for Check { name, command, tail, variables } in CHECKS {
        println!("== {name}");
        // Formatting compiles nothing, and `--quiet` would hide the differences.
        let quiet = if name == "format" { &[] } else { cargo::quiet() };
        suites.check(name, cargo::passes(&[command, quiet, tail].concat(), variables));
    }
    println!("== build");
    let built = ["test", "--workspace", "--no-run"];
    if cargo::passes(&[&built, cargo::quiet()].concat(), &[]) {
        println!("== tests");
        let all = ["--workspace"];
        let scope: &[&str] = if rest.first() == Some(&"--package") { &[] } else { &all };
        run_suites(&mut suites, &[scope, rest].concat(), &[]);
        if rest.is_empty() {
            println!("== python");
            python::test(&mut suites);
            println!("== node");
            node::test(&mut suites);
            println!("== swift");
            swift::test(&mut suites);
        }
    } else {
        suites.check("build", false);
    }
    println!("\n{}", suites.table());
    let total = suites.total();
    println!("{total}");
    total.failed == 0
}

/// Checks and tests one of the packages alone.
pub(crate) fn alone(test: fn(&mut Suites)) -> bool {
    let mut suites = Suites::default();
    test(&mut suites);
    println!("\n{}", suites.table());
    println!("{}", suites.total());
    suites.total().failed == 0
}

/// A missing program is a failure where nobody reads notes, else a note.
fn look_for_tools(suites: &mut Suites) {
    let strict = std::env::var_os("CI").is_some_and(|value| value == "true");
    for (tool, purpose) in tools::TOOLS {
        if tools::find(tool).is_some() {
            continue;
        }
        println!("== {tool} is not on PATH: install it to test {purpose}");
        if strict {
            suites.check(tool, false);
        }
    }
}

/// Runs `cargo test` and shows what is not well, and each suite's counts.
pub(crate) fn run_suites(suites: &mut Suites, arguments: &[&str], variables: &[(&str, &str)]) {
    let test = [&["test", "--no-fail-fast"], arguments].concat();
    let run = cargo::lines(&test, variables, |line| {
        if let Some(line) = suites.read(line) {
            println!("{line}");
        }
    });
    let ended_well = match run {
        Ok(status) => status.success(),
        Err(error) => {
            println!("cargo test cannot be run: {error}");
            false
        }
    };
    suites.end();
    // A suite that ends badly without counting a failure: it was killed, or did not start.
    if !ended_well && suites.total().failed == 0 {
        suites.add("cargo test", Counts { failed: 1, ..Counts::default() });
    }
}

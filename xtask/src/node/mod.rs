//! The Node package: what is made for it from the core, how it is built, checked and tested.

pub(crate) mod records;

use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::Command;

use crate::cargo;
use crate::counts::{Counts, Suites};

/// The types of the addon, which its build writes from the Rust.
const TYPES: &str = "native/binding.d.cts";

/// Builds the package, and runs every check and test of it.
pub(crate) fn test(suites: &mut Suites) {
    let committed = fs::read_to_string(package().join(TYPES)).unwrap_or_default();
    let built = installed() && passes("npm", &["run", "--silent", "build"]);
    if !(built && passes("node", &["pack.js"])) {
        return suites.check("node (build)", false);
    }
    let written = fs::read_to_string(package().join(TYPES)).unwrap_or_default();
    if written != committed {
        println!("bindings-node/{TYPES} was out of date and is written anew: commit it");
    }
    suites.check("node (types of the addon)", written == committed);
    let format = ["prettier", "--check", "--log-level", "warn", "."];
    suites.check("node (format)", passes("npx", &format));
    suites.add("node (tests)", tests().unwrap_or(Counts { failed: 1, ..Counts::default() }));
}

fn package() -> PathBuf {
    cargo::root().join("bindings-node")
}

/// Installs what the package lists, where that was not done for this state of it.
fn installed() -> bool {
    let modified =
        |file: &str| fs::metadata(package().join(file)).and_then(|file| file.modified()).ok();
    modified("node_modules/.package-lock.json") > modified("package.json")
        || passes("npm", &["install", "--no-audit", "--no-fund", "--loglevel=error"])
}

fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(package()).env("CARGO_TARGET_DIR", cargo::target());
    cargo::without_settings(&mut command);
    command
}

fn passes(program: &str, arguments: &[&str]) -> bool {
    match command(program, arguments).status() {
        Ok(status) => status.success(),
        Err(error) => {
            println!("{program} cannot be started: {error}");
            false
        }
    }
}

/// Runs the tests, shows what they say where one fails, and counts them.
fn tests() -> io::Result<Counts> {
    let mut files = fs::read_dir(package().join("test"))?
        .map(|entry| Ok(entry?.path().display().to_string()))
        .collect::<io::Result<Vec<_>>>()?;
    files.retain(|file| file.ends_with(".test.js"));
    files.sort();
    let arguments = ["--expose-gc", "--test", "--test-reporter=tap", "--test-concurrency=2"];
    let files = files.iter().map(String::as_str);
    let output =
        command("node", &arguments.into_iter().chain(files).collect::<Vec<_>>()).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let counts = counts(&text);
    if counts.failed > 0 || !output.status.success() {
        println!("{text}{}", String::from_utf8_lossy(&output.stderr));
    }
    match output.status.success() || counts.failed > 0 {
        true => Ok(counts),
        false => Err(io::Error::other("the tests did not end well")),
    }
}

/// The counts at the end: `# pass 21`, `# fail 0`, `# cancelled 0`, `# skipped 0`.
fn counts(text: &str) -> Counts {
    let number = |word: &str| -> u32 {
        let lines = text.lines().filter_map(|line| line.strip_prefix("# ")?.strip_prefix(word));
        lines.rev().find_map(|rest| rest.trim().parse().ok()).unwrap_or(0)
    };
    Counts {
        passed: number("pass "),
        failed: number("fail ") + number("cancelled "),
        skipped: number("skipped ") + number("todo "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_of_node_are_read() {
        let text =
            "ok 1 - a\n# tests 4\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 0\n# todo 0\n";
        assert_eq!(counts(text), Counts { passed: 2, failed: 2, skipped: 0 });
    }
}

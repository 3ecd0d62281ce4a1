//! `cargo xtask coverage`: which lines of the core and of the command the tests run.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cargo;
use crate::tools;

/// Beside the other builds, which would be thrown away otherwise.
const FOLDER: &str = "target/coverage";

/// Lines that are run, of lines that can be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Lines {
    run: u32,
    all: u32,
}

/// Runs the tests with counters and prints a table by folder.
pub(crate) fn coverage() -> bool {
    if tools::find("cargo-tarpaulin").is_none() {
        println!("cargo-tarpaulin is not on PATH: cargo install cargo-tarpaulin --locked");
        return false;
    }
    let passed = cargo::passes(
        &[
            &["tarpaulin", "--engine", "llvm", "--workspace", "--lib", "--tests"][..],
            &["--exclude", "xtask", "--exclude", "shop-rust", "--no-fail-fast", "--skip-clean"],
            &["--timeout", "900", "--target-dir", FOLDER],
            &["--out", "Lcov", "--output-dir", FOLDER],
        ]
        .concat(),
        &[],
    );
    let report = Path::new(FOLDER).join("lcov.info");
    match std::fs::read_to_string(cargo::root().join(&report)) {
        Ok(text) => print!("{}", table(&by_folder(&text))),
        Err(error) => println!("{} cannot be read: {error}", report.display()),
    }
    passed
}

/// The counts of each crate and of each module of the core, from an lcov report: `SF:` names a file,
/// `DA:line,hits` counts a line of it.
fn by_folder(report: &str) -> BTreeMap<String, Lines> {
    let mut folders: BTreeMap<String, Lines> = BTreeMap::new();
    let mut names = Vec::new();
    for line in report.lines() {
        if let Some(file) = line.strip_prefix("SF:") {
            names = names_of(file);
        } else if let Some((_, hits)) = line.strip_prefix("DA:").and_then(|d| d.split_once(',')) {
            for name in &names {
                let lines = folders.entry(name.clone()).or_default();
                lines.all += 1;
                lines.run += u32::from(hits.trim() != "0");
            }
        }
    }
    folders
}

/// Under which names a file counts: none where it is no part of the product.
fn names_of(file: &str) -> Vec<String> {
    for krate in ["portreg-core", "portreg-cli"] {
        let Some((_, inside)) = file.split_once(&format!("{krate}/src/")) else { continue };
        if inside.contains("tests") {
            return Vec::new();
        }
        let module = inside.split(['/', '.']).next().unwrap_or(inside);
        return match krate {
            "portreg-core" => vec![krate.to_owned(), format!("{krate}/{module}")],
            _ => vec![krate.to_owned()],
        };
    }
    Vec::new()
}

fn table(folders: &BTreeMap<String, Lines>) -> String {
    let width = folders.keys().map(String::len).max().unwrap_or(0);
    let rows = folders.iter().map(|(name, Lines { run, all })| {
        let percent = 100.0 * f64::from(*run) / f64::from((*all).max(1));
        format!("{name:width$}  {percent:>5.1} %  {run:>5} of {all:>5}\n")
    });
    format!("{:width$}  lines\n{}", "folder", rows.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_for_the_crate_and_its_module() {
        let report = "SF:/home/me/portreg/portreg-core/src/claims/decide.rs\nDA:1,5\nDA:2,0\nend_of_record\n\
            SF:portreg-core/src/config/tests/files.rs\nDA:1,1\nend_of_record\n\
            SF:portreg-cli/src/output.rs\nDA:9,1\nend_of_record\n";
        let folders = by_folder(report);
        assert_eq!(folders["portreg-core/claims"], Lines { run: 1, all: 2 });
        assert_eq!(folders["portreg-core"], Lines { run: 1, all: 2 });
        assert_eq!(folders["portreg-cli"], Lines { run: 1, all: 1 });
        assert_eq!(folders.len(), 3);
    }
}

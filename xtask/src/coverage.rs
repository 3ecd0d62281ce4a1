//! `cargo xtask coverage`: which lines of the core and of the command the tests run.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::counts::Suites;
use crate::programs::output;
use crate::{cargo, test, tools};

/// Beside the other builds, which would be thrown away otherwise.
const FOLDER: &str = "target/coverage";

/// Counters for each line, at a place that is found when the program starts.
const FLAGS: [&str; 2] = ["-Cinstrument-coverage", "-Cllvm-args=-runtime-counter-relocation"];

/// A file of counters for each program, mapped while it runs (`%c`), so that programs count which are
/// killed or end without a word to the C library.
const COUNTERS: &str = "%c%m.profraw";

/// Lines that are run, of lines that can be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Lines {
    run: usize,
    all: usize,
}

/// Runs the tests with counters and prints a table by folder.
pub(crate) fn coverage() -> bool {
    let (Some(profdata), Some(cov)) = (tools::llvm("llvm-profdata"), tools::llvm("llvm-cov"))
    else {
        println!(
            "llvm-profdata and llvm-cov are not there: `rustup component add llvm-tools`, or install LLVM 19 or newer (Debian: llvm-19)"
        );
        return false;
    };
    measure(&profdata, &cov).unwrap_or_else(|error| {
        println!("{error}");
        false
    })
}

/// Stands in for rustc where cargo compiles what is ours (`RUSTC_WORKSPACE_WRAPPER`).
pub(crate) fn compile(rustc: &str, arguments: &[&str]) -> bool {
    Command::new(rustc).args(arguments).args(FLAGS).status().is_ok_and(|status| status.success())
}

fn measure(profdata: &Path, cov: &Path) -> io::Result<bool> {
    let folder = cargo::root().join(FOLDER);
    let counters = folder.join("counters");
    // What was counted before was counted for other code.
    if counters.exists() {
        fs::remove_dir_all(&counters)?;
    }
    let target = folder.display().to_string();
    let wrapper = std::env::current_exe()?.display().to_string();
    let pattern = counters.join(COUNTERS).display().to_string();
    let variables = [
        ("CARGO_TARGET_DIR", target.as_str()),
        ("CARGO_INCREMENTAL", "0"),
        ("RUSTC_WORKSPACE_WRAPPER", &wrapper),
        ("RUSTDOCFLAGS", &FLAGS.join(" ")),
        ("LLVM_PROFILE_FILE", &pattern),
    ];
    let scope = ["--workspace", "--exclude", "xtask"];
    let programs = programs(&scope, &variables)?;
    let mut suites = Suites::default();
    test::run_suites(&mut suites, &scope, &variables);

    let files = fs::read_dir(&counters)?.map(|entry| Ok(entry?.path()));
    let files = files.collect::<io::Result<Vec<PathBuf>>>()?;
    let merged = folder.join("merged.profdata");
    output(Command::new(profdata).args(["merge", "-sparse", "-o"]).arg(&merged).args(files))?;
    let mut export = Command::new(cov);
    export.args(["export", "-format=lcov", "-instr-profile"]).arg(merged);
    for program in programs {
        export.arg("-object").arg(program);
    }
    let report = output(&mut export)?;
    fs::write(folder.join("lcov.info"), &report)?;
    let files = product(&report, |file| fs::read_to_string(cargo::root().join(file)).ok());
    fs::write(folder.join("missed.txt"), missed(&files))?;
    print!("{}", table(&by_folder(&files)));
    println!("lines that no test runs: {FOLDER}/missed.txt");
    println!("{}", suites.total());
    Ok(suites.total().failed == 0)
}

/// Builds the tests, and gives the programs that were built.
fn programs(scope: &[&str], variables: &[(&str, &str)]) -> io::Result<Vec<String>> {
    let build = ["test", "--no-run", "--message-format=json-render-diagnostics"];
    let mut found = Vec::new();
    let status = cargo::lines(&[&build, scope].concat(), variables, |line| {
        let message = serde_json::from_str::<serde_json::Value>(line).unwrap_or_default();
        match message["executable"].as_str() {
            Some(program) => found.push(program.to_owned()),
            None if message.is_null() => println!("{line}"),
            None => {}
        }
    })?;
    if status.success() { Ok(found) } else { Err(io::Error::other("the tests do not build")) }
}

/// A file of the product, and which of its lines were run.
#[derive(Debug, PartialEq, Eq)]
struct File {
    /// From the root of the workspace.
    name: String,
    /// Number, and whether a test runs it.
    lines: Vec<(usize, bool)>,
}

/// The files of the product in an lcov report: `SF:` names a file, `DA:line,hits` counts a line of it.
/// What only tests are made of counts nowhere; `read` gives the text of a file.
fn product(report: &str, read: impl Fn(&str) -> Option<String>) -> Vec<File> {
    let mut files: Vec<File> = Vec::new();
    for record in report.split("end_of_record") {
        let Some(path) = record.lines().find_map(|line| line.strip_prefix("SF:")) else { continue };
        let Some(at) = ["portreg-core/src/", "portreg-cli/src/"].iter().find_map(|f| path.find(f))
        else {
            continue;
        };
        let name = path[at..].to_owned();
        if is_for_tests(&name, &read) {
            continue;
        }
        let text = read(&name).unwrap_or_default();
        let end = text.lines().position(|line| line == "mod tests {").unwrap_or(usize::MAX);
        let line = |line: &str| {
            let (number, hits) = line.strip_prefix("DA:")?.split_once(',')?;
            Some((number.parse().ok()?, hits != "0"))
        };
        let lines = record.lines().filter_map(line).filter(|(number, _)| *number <= end);
        files.push(File { name, lines: lines.collect() });
    }
    files
}

/// Whether a file, or a folder that it is in, is a module for tests alone.
fn is_for_tests(file: &str, read: &impl Fn(&str) -> Option<String>) -> bool {
    file.match_indices('/').skip(1).any(|(at, _)| {
        let (folder, rest) = (&file[..at], &file[at + 1..]);
        let module = rest.split(['/', '.']).next().unwrap_or(rest);
        let parents = ["mod.rs", "lib.rs"].map(|parent| read(&format!("{folder}/{parent}")));
        parents.into_iter().flatten().any(|text| {
            ["mod", "pub(crate) mod"]
                .iter()
                .any(|word| text.contains(&format!("#[cfg(test)]\n{word} {module};\n")))
        })
    })
}

/// The counts of each crate and of each module of the core.
fn by_folder(files: &[File]) -> BTreeMap<String, Lines> {
    let mut folders: BTreeMap<String, Lines> = BTreeMap::new();
    for File { name, lines } in files {
        let parts: Vec<&str> = name.split(['/', '.']).collect();
        let mut names = vec![parts[0].to_owned()];
        if parts[0] == "portreg-core" {
            names.push(format!("{}/{}", parts[0], parts[2]));
        }
        for name in names {
            let counts = folders.entry(name).or_default();
            counts.all += lines.len();
            counts.run += lines.iter().filter(|(_, run)| *run).count();
        }
    }
    folders
}

/// The lines that no test runs, as editors jump to them.
fn missed(files: &[File]) -> String {
    let mut text = String::new();
    for File { name, lines } in files {
        for (number, _) in lines.iter().filter(|(_, run)| !run) {
            text.push_str(&format!("{name}:{number}\n"));
        }
    }
    text
}

fn table(folders: &BTreeMap<String, Lines>) -> String {
    let width = folders.keys().map(String::len).max().unwrap_or(0);
    let rows = folders.iter().map(|(name, Lines { run, all })| {
        let percent = 100.0 * *run as f64 / (*all).max(1) as f64;
        format!("{name:width$}  {percent:>5.1} %  {run:>5} of {all:>5}\n")
    });
    format!("{:width$}  lines\n{}", "folder", rows.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_product_are_counted_for_the_crate_and_its_module() {
        let report = "SF:/home/me/portreg/portreg-core/src/claims/decide.rs\nDA:1,5\nDA:2,0\nDA:9,1\n\
            end_of_record\nSF:portreg-core/src/claims/played/world.rs\nDA:1,1\nend_of_record\n\
            SF:portreg-core/src/store/tests.rs\nDA:1,1\nend_of_record\n\
            SF:tests/src/bin/claimer/main.rs\nDA:1,1\nend_of_record\n\
            SF:portreg-cli/src/output.rs\nDA:9,1\nend_of_record\n";
        let read = |file: &str| match file {
            "portreg-core/src/claims/decide.rs" => Some("one\ntwo\n\n#[cfg(test)]\nmod tests {\n"),
            "portreg-core/src/claims/mod.rs" => Some("mod decide;\n#[cfg(test)]\nmod played;\n"),
            "portreg-core/src/store/mod.rs" => Some("#[cfg(test)]\npub(crate) mod tests;\n"),
            _ => None,
        };
        let files = product(report, |file| read(file).map(str::to_owned));
        let folders = by_folder(&files);
        assert_eq!(folders["portreg-core/claims"], Lines { run: 1, all: 2 });
        assert_eq!(folders["portreg-core"], Lines { run: 1, all: 2 });
        assert_eq!(folders["portreg-cli"], Lines { run: 1, all: 1 });
        assert_eq!(folders.len(), 3);
        assert_eq!(missed(&files), "portreg-core/src/claims/decide.rs:2\n");
    }
}

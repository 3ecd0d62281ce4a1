//! What each suite came to, read from the output of `cargo test`.

use std::fmt;

/// How many tests came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(crate) skipped: u32,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// The suites so far, in order.
#[derive(Debug, Default)]
pub(crate) struct Suites {
    all: Vec<(String, Counts)>,
    /// The suite that runs, until its result is read.
    running: Option<String>,
    /// The suite that was read last: doctests give several results under one heading.
    last: Option<String>,
}

impl Suites {
    /// Adds a suite, or more of one.
    pub(crate) fn add(&mut self, name: &str, counts: Counts) {
        match self.all.iter_mut().find(|(known, _)| known == name) {
            Some((_, sum)) => *sum = sum.plus(counts),
            None => self.all.push((name.to_owned(), counts)),
        }
    }

    /// Adds a check, which counts as one.
    pub(crate) fn check(&mut self, name: &str, passed: bool) {
        let counts = Counts { passed: u32::from(passed), failed: u32::from(!passed), skipped: 0 };
        self.add(name, counts);
    }

    /// Adds something that is not done, and says why.
    pub(crate) fn skip(&mut self, name: &str, reason: &str) {
        println!("== {name}: skipped: {reason}");
        self.add(name, Counts { skipped: 1, ..Counts::default() });
    }

    /// Begins a suite, whose lines follow.
    pub(crate) fn begin(&mut self, name: &str) {
        self.end();
        self.running = Some(name.to_owned());
        self.last = Some(name.to_owned());
    }

    /// Reads one line and gives what people should see of it.
    pub(crate) fn read(&mut self, line: &str) -> Option<String> {
        if let Some(name) = heading(line) {
            self.begin(&name);
            return None;
        }
        if let Some(counts) = result(line) {
            let name = self.last.clone().unwrap_or_else(|| "tests".to_owned());
            self.running = None;
            self.add(&name, counts);
            return (counts != Counts::default()).then(|| format!("{name}: {counts}"));
        }
        (!is_noise(line)).then(|| line.to_owned())
    }

    /// Ends the suite that runs: without a result it has failed.
    pub(crate) fn end(&mut self) {
        if let Some(name) = self.running.take() {
            self.add(&name, Counts { failed: 1, ..Counts::default() });
        }
    }

    pub(crate) fn total(&self) -> Counts {
        self.all.iter().fold(Counts::default(), |sum, (_, counts)| sum.plus(*counts))
    }

    /// All suites and their counts, a line each.
    pub(crate) fn table(&self) -> String {
        let width = self.all.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        let mut table = format!("{:width$}  passed  failed  skipped\n", "suite");
        for (name, counts) in self.all.iter().filter(|(_, counts)| *counts != Counts::default()) {
            let Counts { passed, failed, skipped } = counts;
            table.push_str(&format!("{name:width$}  {passed:>6}  {failed:>6}  {skipped:>7}\n"));
        }
        table
    }
}

impl Counts {
    fn plus(self, more: Self) -> Self {
        Self {
            passed: self.passed + more.passed,
            failed: self.failed + more.failed,
            skipped: self.skipped + more.skipped,
        }
    }
}

/// The suite that begins: `Running unittests src/lib.rs (target/debug/deps/portreg_core-4d3a)`,
/// `Doc-tests portreg_core`.
fn heading(line: &str) -> Option<String> {
    let line = line.trim_start();
    if let Some(name) = line.strip_prefix("Doc-tests ") {
        return Some(format!("{name} (doctests)"));
    }
    let (source, binary) = line.strip_prefix("Running ")?.strip_suffix(')')?.split_once(" (")?;
    let source = source.strip_prefix("unittests ").unwrap_or(source);
    let (_, file) = binary.rsplit_once(['/', '\\'])?;
    let (name, _) = file.rsplit_once('-')?;
    Some(format!("{name} ({})", source.replace('\\', "/")))
}

/// The counts of `test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; ...`.
fn result(line: &str) -> Option<Counts> {
    let rest = line.strip_prefix("test result: ")?;
    let count = |word: &str| {
        let words: Vec<&str> = rest.split_whitespace().collect();
        let found = words.windows(2).find(|pair| pair[1].trim_end_matches(';') == word)?;
        found[0].parse().ok()
    };
    Some(Counts { passed: count("passed")?, failed: count("failed")?, skipped: count("ignored")? })
}

/// Lines that say nothing about a failure.
fn is_noise(line: &str) -> bool {
    // What is ignored gives its reason behind the word.
    let ended =
        line.starts_with("test ") && (line.ends_with(" ... ok") || line.contains(" ... ignored"));
    let progress = ["Finished ", "Compiling ", "Fresh ", "Executable "]
        .iter()
        .any(|word| line.trim_start().starts_with(word));
    let merged = line.starts_with("all doctests ran in ");
    // Said by a program that has no line of ours to count.
    let uncounted = line.starts_with("LLVM Profile Error: Neither ");
    ended || progress || merged || uncounted || line.is_empty() || line.starts_with("running ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Suites, Vec<String>) {
        let mut suites = Suites::default();
        let shown = text.lines().filter_map(|line| suites.read(line)).collect();
        suites.end();
        (suites, shown)
    }

    const OK: &str = "test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";

    #[test]
    fn suites_are_counted_by_their_headings() {
        let text = format!(
            "     Running unittests src/lib.rs (target/debug/deps/portreg_core-4d3a)\n\nrunning 3 tests\n\
             test a::b ... ok\n{OK}\n     Running tests/cli/main.rs (target/debug/deps/cli-1f)\n{OK}\n\
             \u{20}  Doc-tests portreg_core\n{OK}\n{OK}\n"
        );
        let (suites, shown) = read(&text);
        assert_eq!(shown[0], "portreg_core (src/lib.rs): 2 passed, 0 failed, 1 skipped");
        assert_eq!(shown.len(), 4, "{shown:?}");
        assert_eq!(suites.total().to_string(), "8 passed, 0 failed, 4 skipped");
        let names: Vec<&str> = suites.all.iter().map(|(name, _)| name.as_str()).collect();
        let expected =
            ["portreg_core (src/lib.rs)", "cli (tests/cli/main.rs)", "portreg_core (doctests)"];
        assert_eq!(names, expected);
    }

    #[test]
    fn failures_are_shown() {
        let text = "     Running tests/a.rs (target/debug/deps/a-1)\ntest x ... FAILED\n---- x stdout ----\n\
             test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out";
        let (suites, shown) = read(text);
        let expected =
            ["test x ... FAILED", "---- x stdout ----", "a (tests/a.rs): 0 passed, 1 failed"];
        assert_eq!(shown, expected);
        assert_eq!(suites.total().to_string(), "0 passed, 1 failed");
    }

    #[test]
    fn a_suite_that_is_killed_has_failed() {
        let text = format!(
            "     Running tests/a.rs (target/debug/deps/a-1)\ntest x ... ok\n\
             \u{20}    Running tests/b.rs (target/debug/deps/b-1)\n{OK}"
        );
        let (suites, _) = read(&text);
        assert_eq!(suites.total(), Counts { passed: 2, failed: 1, skipped: 1 });
    }
}

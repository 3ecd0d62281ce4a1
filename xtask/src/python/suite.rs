//! Running pytest, and reading what its tests came to.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::counts::Counts;

/// Runs the tests in a folder, shows those that fail, and counts them.
pub(super) fn run(mut pytest: Command, folder: &Path) -> Counts {
    let broken = Counts { failed: 1, ..Counts::default() };
    pytest
        .args(["--quiet", "--no-header", "--color=no"])
        .current_dir(folder)
        .stdout(Stdio::piped());
    let Ok(mut child) = pytest.spawn() else { return broken };
    let mut counts = None;
    for line in child
        .stdout
        .take()
        .into_iter()
        .flat_map(|out| BufReader::new(out).lines())
        .map_while(Result::ok)
    {
        counts = counts.or(total(&line));
        if !is_progress(&line) {
            println!("{line}");
        }
    }
    let ended_well = child.wait().is_ok_and(|status| status.success());
    match counts {
        Some(counts) if ended_well || counts.failed > 0 => counts,
        _ => broken,
    }
}

/// The counts of `2 failed, 369 passed, 1 skipped, 1 error in 11.86s`.
fn total(line: &str) -> Option<Counts> {
    let (list, time) = line.rsplit_once(" in ")?;
    let is_time = time.split(['s', ' ']).next()?.parse::<f64>().is_ok();
    let mut counts = Counts::default();
    for part in list.split(", ").filter(|_| is_time) {
        let (number, word) = part.split_once(' ')?;
        let number: u32 = number.parse().ok()?;
        match word {
            "passed" | "xfailed" => counts.passed += number,
            "skipped" | "deselected" => counts.skipped += number,
            "failed" | "error" | "errors" | "xpassed" => counts.failed += number,
            _ => {}
        }
    }
    (counts != Counts::default()).then_some(counts)
}

/// `.......F.. [ 39%]`
fn is_progress(line: &str) -> bool {
    let dots = line.split('[').next().unwrap_or(line).trim_end();
    dots.chars().all(|mark| ".FEsxX".contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_of_pytest_is_read() {
        let counts = |passed, failed, skipped| Some(Counts { passed, failed, skipped });
        assert_eq!(total("369 passed in 11.86s"), counts(369, 0, 0));
        assert_eq!(
            total("1 failed, 15 passed, 2 skipped, 1 error in 65.10s (0:01:05)"),
            counts(15, 2, 2)
        );
        assert_eq!(total("E   assert 3 in [1, 2]"), None);
        assert_eq!(total("a test that failed in the night"), None);
        assert!(
            is_progress("......F [ 19%]")
                && is_progress("")
                && !is_progress("FAILED tests/a.py::b")
        );
    }
}

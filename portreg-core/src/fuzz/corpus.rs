//! Replays the saved corpus of `fuzz/` and changes it for a while: no parser panics.
//!
//! A few thousand changed inputs for each target in an ordinary run; `PORTREG_FUZZ_SECONDS=600`
//! goes on for that long for each, `PORTREG_FUZZ_SEED` with other changes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fastrand::Rng;

use super::mutator::mutated;
use crate::registry::Registry;

/// How many inputs an ordinary run tries for each target.
const INPUTS: u64 = 4000;
/// How many understood inputs are kept beside the corpus to be changed further.
const KEPT: usize = 400;

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

fn folder(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target)
}

/// The saved inputs, in order of names.
fn saved(target: &str) -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder(target)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// Runs one target on its corpus, and on what comes of it.
fn fuzz(target: &str, inputs: u64, mut run: impl FnMut(&[u8]) -> bool) {
    let mut check = |data: &[u8]| {
        catch_unwind(AssertUnwindSafe(|| run(data))).unwrap_or_else(|_| {
            panic!("{target} panicked at b\"{}\"", data.escape_ascii());
        })
    };
    let mut known = saved(target);
    assert!(!known.is_empty(), "{target} has no corpus");
    let accepted = known.iter().filter(|data| check(data)).count();
    assert!(accepted > 0, "{target} understands nothing of its corpus");
    let (first, mut rng) =
        (known.len(), Rng::with_seed(variable("PORTREG_FUZZ_SEED").unwrap_or(1)));
    let end = variable("PORTREG_FUZZ_SECONDS").map(Duration::from_secs);
    let (begin, mut tried, mut understood) = (Instant::now(), 0_u64, 0_u64);
    while end.map_or(tried < inputs, |end| begin.elapsed() < end) {
        let data = mutated(&known, &mut rng);
        tried += 1;
        if !check(&data) {
            continue;
        }
        understood += 1;
        match known.len() < first + KEPT {
            true => known.push(data),
            false => known[rng.usize(first..first + KEPT)] = data,
        }
    }
    if end.is_some() {
        let line = format!("{target}: {tried} inputs, {understood} understood, no panic\n");
        std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).unwrap();
    }
}

#[test]
fn fuzz_corpus_identity() {
    fuzz("identity", INPUTS, super::identity);
}

#[test]
fn fuzz_corpus_pattern() {
    fuzz("pattern", INPUTS, super::pattern);
}

#[test]
fn fuzz_corpus_project_config() {
    fuzz("project_config", INPUTS, super::project_config);
}

#[test]
fn fuzz_corpus_user_config() {
    fuzz("user_config", INPUTS, super::user_config);
}

#[test]
fn fuzz_corpus_duration() {
    fuzz("duration", INPUTS, super::duration);
}

#[test]
fn fuzz_corpus_range() {
    fuzz("range", INPUTS, super::range);
}

#[test]
fn fuzz_corpus_import() {
    let home = tempfile::tempdir().unwrap();
    let mut number = 0;
    let mut registry = None;
    fuzz("import", INPUTS / 10, |data| {
        number += 1;
        // Now and then into an empty registry, else into what the others left.
        if number % 64 == 1 || registry.is_none() {
            let folder = home.path().join(number.to_string());
            registry = Some(Registry::open_at(folder.join("registry.db")).unwrap());
        }
        registry.as_ref().is_some_and(|registry| super::import(registry, data))
    });
}

//! The registry against a plain model of the contract, on a machine that is played.

mod allocating;
mod carrying;
mod claiming;
mod compare;
mod keeping;
mod player;
mod regressions;
mod setting;
mod sharing;
mod stage;
mod state;
mod step;
mod verbs;
mod world;

use std::cell::Cell;
use std::path::{Path, PathBuf};

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use player::Player;
use setting::{SETTINGS, Setting};
use step::{Step, step};

/// How many steps a play has.
const STEPS: usize = 40;

/// A folder in memory where there is one: the plays wait for no disk.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    match cfg!(unix) && memory.is_dir() {
        true => tempfile::tempdir_in(memory).unwrap(),
        false => tempfile::tempdir().unwrap(),
    }
}

/// Plays a sequence from the beginning on a registry of its own.
fn play(root: &Path, number: usize, steps: &[Step]) -> Result<(), String> {
    let home = tempfile::tempdir_in(root).unwrap();
    let registry: PathBuf = home.path().join("registry.db");
    let mut player = Player::new(root, &registry, number);
    for (at, step) in steps.iter().enumerate() {
        player.play(step).map_err(|why| format!("step {at}, {step:?}: {why}"))?;
    }
    Ok(())
}

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// `PORTREG_MODEL_CASES` says how many plays, `PORTREG_MODEL_SEED` which.
#[test]
fn random_plays_do_what_the_contract_says() {
    let cases = variable("PORTREG_MODEL_CASES").unwrap_or(300) as u32;
    let seed = variable("PORTREG_MODEL_SEED").unwrap_or(0);
    let root = folder();
    Setting::write(root.path());
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let plays = (0..SETTINGS, proptest::collection::vec(step(), 1..STEPS));
    let played = Cell::new(0);
    let result = runner.run(&plays, |(number, steps)| {
        played.set(played.get() + steps.len());
        play(root.path(), number, &steps).map_err(TestCaseError::fail)
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    assert!(played.get() > 0);
}

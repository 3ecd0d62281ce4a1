//! Two processes in turns, each told from the other: by a lock, or by bare pipes and a point read.
#![expect(clippy::print_stdout, reason = "the benchmark reads it")]

use std::error::Error;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::time::Duration;

use portreg_core::{LockOptions, Registry};
use portreg_tests::bare;
use portreg_tests::stamp::monotonic_ns;

/// How long a turn lasts: who is next has fallen asleep by then.
const TURN: Duration = Duration::from_millis(1);

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["lock", path, count] => {
            let registry = Registry::open_at(path)?;
            turns(count.parse()?, || {
                let guard = registry.lock("bench", &LockOptions::default())?;
                let begun = monotonic_ns();
                std::thread::sleep(TURN);
                let ended = monotonic_ns();
                guard.release()?;
                Ok((begun, ended))
            })
        }
        ["bare", path, own, other, count] => {
            let connection = bare::open(Path::new(path))?;
            let (mut own, mut other) = (fifo(own)?, fifo(other)?);
            turns(count.parse()?, || {
                own.read_exact(&mut [0])?;
                bare::read(&connection, "bench:turns")?;
                let begun = monotonic_ns();
                std::thread::sleep(TURN);
                // What was changed has to be read anew, as after the release of a lock.
                bare::write_one(&connection, "bench:turns")?;
                let ended = monotonic_ns();
                other.write_all(&[0])?;
                Ok((begun, ended))
            })
        }
        _ => Err("lock PATH COUNT | bare PATH FIFO FIFO COUNT".into()),
    }
}

/// For reading and writing, so that nobody has to be there first and it never ends.
fn fifo(path: &str) -> std::io::Result<File> {
    OpenOptions::new().read(true).write(true).open(path)
}

/// Takes so many turns, and prints when each began and ended.
fn turns(
    count: usize,
    mut turn: impl FnMut() -> Result<(u64, u64), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut lines = String::new();
    for _ in 0..count {
        let (begun, ended) = turn()?;
        lines += &format!("{begun} {ended}\n");
    }
    print!("{lines}");
    Ok(())
}

//! The core beside the Python package: `ratios.py` starts this and has it do the same calls in turns.
//!
//! Each line it reads, `renew N` or `claim N`, is answered by the nanoseconds of N calls.
#![expect(clippy::print_stdout, reason = "whoever asks reads it there")]

use std::io::{self, BufRead as _};
use std::path::PathBuf;
use std::time::Instant;

use portreg_core::{Error, Outcome, Registry};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(file) = std::env::args_os().nth(1).filter(|file| file != "--bench") else {
        println!("it is started by bindings-python/benches/ratios.py");
        return Ok(());
    };
    let registry = Registry::open_at(PathBuf::from(file))?;
    registry.claim("bench:renewed")?;
    let mut claimed = 0;
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (verb, count) = line.split_once(' ').unwrap_or((&line, "1"));
        let mut times = Vec::new();
        for _ in 0..count.parse::<usize>()? {
            let time = match verb {
                "renew" => timed(&registry, "bench:renewed", Outcome::Renewed)?,
                _ => {
                    claimed += 1;
                    timed(&registry, &format!("bench:new:{claimed}"), Outcome::New)?
                }
            };
            times.push(time.to_string());
        }
        println!("{}", times.join(" "));
    }
    Ok(())
}

fn timed(registry: &Registry, name: &str, outcome: Outcome) -> Result<u128, Error> {
    let begun = Instant::now();
    let claim = registry.claim(name)?;
    let took = begun.elapsed().as_nanos();
    assert_eq!(claim.outcome, outcome, "{name}");
    Ok(took)
}

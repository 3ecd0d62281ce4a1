//! What the floors of processes do: SQLite alone, nothing of portreg.
#![expect(clippy::print_stdout, reason = "the benchmark reads it")]

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use portreg_tests::{bare, pace};

fn main() -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["write", path, name] => {
            let connection = bare::open(Path::new(path))?;
            bare::write_one(&connection, name)?;
            bare::shorten_log(&connection, Path::new(path))?;
        }
        ["open", path, name] => {
            let connection = bare::open(Path::new(path))?;
            let port = bare::insert_claim(&connection, name)?;
            bare::shorten_log(&connection, Path::new(path))?;
            bare::probe(port)?;
            println!("{} {port}", start.elapsed().as_micros());
        }
        ["pace", path, prefix, count, interval, at] => {
            let connection = bare::open(Path::new(path))?;
            let interval = Duration::from_micros(interval.parse()?);
            pace::calls(count.parse()?, interval, at.parse()?, |number| {
                let port = bare::insert_claim(&connection, &format!("{prefix}:web:{number}"))?;
                bare::probe(port)?;
                Ok(port)
            })?;
        }
        _ => {
            return Err(
                "write PATH NAME | open PATH NAME | pace PATH PREFIX COUNT INTERVAL AT".into()
            );
        }
    }
    Ok(())
}

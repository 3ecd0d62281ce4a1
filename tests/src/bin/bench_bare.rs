//! What the floors of processes do: SQLite alone, nothing of portreg.
#![expect(clippy::print_stdout, reason = "the benchmark reads it")]

use std::error::Error;
use std::fs::OpenOptions;
use std::io::{self, Read as _};
use std::path::Path;
use std::time::{Duration, Instant};

use portreg_tests::stamp::{Kind, Teller, monotonic_ns};
use portreg_tests::{bare, pace};
use rusqlite::Connection;

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
        ["wake", path, bell, fifo] => {
            let connection = bare::open(Path::new(path))?;
            // For writing too, so that it never ends.
            let mut bell = OpenOptions::new().read(true).write(true).open(bell)?;
            receive(&connection, fifo, || bell.read(&mut [0; 64]).map(drop))?;
        }
        ["poll", path, fifo] => {
            let connection = bare::open(Path::new(path))?;
            receive(&connection, fifo, || {
                std::thread::sleep(Duration::from_millis(1));
                Ok(())
            })?;
        }
        _ => {
            return Err(
                "write PATH NAME | open PATH NAME | pace PATH PREFIX COUNT INTERVAL AT | wake PATH BELL FIFO | poll PATH FIFO"
                    .into(),
            );
        }
    }
    Ok(())
}

/// Waits, looks for the next message, and tells when it was there.
fn receive(
    connection: &Connection,
    fifo: &str,
    mut wait: impl FnMut() -> io::Result<()>,
) -> Result<(), Box<dyn Error>> {
    let mut teller = Teller::open(fifo)?;
    let mut last = 0;
    while let Some((id, _)) = bare::read_message(connection, last)? {
        last = id;
    }
    teller.tell(Kind::Begun, monotonic_ns())?;
    loop {
        wait()?;
        if let Some((id, _)) = bare::read_message(connection, last)? {
            last = id;
            teller.tell(Kind::Took, monotonic_ns())?;
        }
    }
}

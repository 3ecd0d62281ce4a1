//! What the cases of processes do: the library, as a program of somebody's would use it.
#![expect(clippy::print_stdout, reason = "the benchmark reads it")]

use std::error::Error;
use std::time::{Duration, Instant};

use portreg_core::{Registry, SubscribeOptions};
use portreg_tests::pace;
use portreg_tests::stamp::{Kind, Teller, monotonic_ns};

fn main() -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["open", path, name] => {
            let port = Registry::open_at(path)?.claim(name)?.port;
            println!("{} {port}", start.elapsed().as_micros());
        }
        ["pace", path, prefix, count, interval, at] => {
            let registry = Registry::open_at(path)?;
            let interval = Duration::from_micros(interval.parse()?);
            pace::calls(count.parse()?, interval, at.parse()?, |number| {
                Ok(registry.claim(&format!("{prefix}:web:{number}"))?.port)
            })?;
        }
        ["memory", path, count] => {
            let registry = Registry::open_at(path)?;
            for number in 0..count.parse()? {
                registry.claim(&format!("memory{}:web:{number}", number / 5))?;
            }
            let status = std::fs::read_to_string("/proc/self/status")?;
            let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
            let kib: u64 = line.unwrap_or_default().trim().trim_end_matches(" kB").parse()?;
            println!("{}", kib * 1024);
            drop(registry);
        }
        ["receive", path, pattern, fifo] => {
            let registry = Registry::open_at(path)?;
            let subscription = registry.subscribe(pattern, &SubscribeOptions::default())?;
            let mut teller = Teller::open(fifo)?;
            teller.tell(Kind::Begun, monotonic_ns())?;
            for received in subscription {
                let at = monotonic_ns();
                received?;
                teller.tell(Kind::Took, at)?;
            }
        }
        _ => {
            return Err(
                "open PATH NAME | pace PATH PREFIX COUNT INTERVAL AT | memory PATH COUNT | receive PATH PATTERN FIFO"
                    .into(),
            );
        }
    }
    Ok(())
}

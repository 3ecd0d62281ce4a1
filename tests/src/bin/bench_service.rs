//! What the benchmarks of stacks run as a service: it tells when it began, answers, prints or crashes.

use std::error::Error;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use portreg_tests::stamp::{Kind, Teller, monotonic_ns};

fn main() -> Result<(), Box<dyn Error>> {
    let begun = monotonic_ns();
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["stamp", fifo] => {
            let mut teller = Teller::open(fifo)?;
            teller.tell(Kind::Begun, begun)?;
            // Who finds this file takes it away and crashes: the next one stays.
            if std::fs::remove_file(format!("{fifo}.crash")).is_ok() {
                std::thread::sleep(Duration::from_millis(50));
                teller.tell(Kind::Ends, monotonic_ns())?;
                std::process::exit(1);
            }
            loop {
                std::thread::park();
            }
        }
        ["http"] => answer(),
        ["flood", fifo, bytes] => {
            let took = flood(bytes.parse()?)?;
            Teller::open(fifo)?.tell(Kind::Took, took.as_nanos() as u64)?;
            Ok(())
        }
        _ => Err("stamp FIFO | http | flood FIFO BYTES".into()),
    }
}

/// Answers every connection on PORT.
fn answer() -> Result<(), Box<dyn Error>> {
    let port: u16 = std::env::var("PORT")?.parse()?;
    for stream in TcpListener::bind(("127.0.0.1", port))?.incoming() {
        let mut stream = stream?;
        let mut request = [0; 4096];
        // Who asks is gone already: the next one may not be.
        if stream.read(&mut request).is_ok() {
            _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
    }
    Ok(())
}

/// Prints so many bytes in lines of 100, as fast as they are taken.
fn flood(bytes: u64) -> Result<Duration, Box<dyn Error>> {
    let mut line = [b'.'; 100];
    line[99] = b'\n';
    let block = line.repeat(600);
    let mut out =
        std::fs::File::from(std::os::fd::AsFd::as_fd(&std::io::stdout()).try_clone_to_owned()?);
    let begun = Instant::now();
    for _ in 0..bytes / block.len() as u64 {
        out.write_all(&block)?;
    }
    Ok(begun.elapsed())
}

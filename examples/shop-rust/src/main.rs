//! The shop in Rust: a server that asks for its port by name, `cargo run -p shop-rust`.
//!
//! Its sockets listen before anybody is told the port, so nobody can come between.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example talks to people")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::process::ExitCode;
use std::thread;

use portreg_core::{ClaimOptions, OnConflict, Registry, Result};

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> Result<()> {
    let registry = Registry::open()?;
    // A second one of these is told who holds the name, instead of being given the same port.
    let options = ClaimOptions { on_conflict: Some(OnConflict::Fail), ..ClaimOptions::default() };
    let claim = registry.claim_with("shop:web", &options)?;
    let listeners = claim.listen()?;
    println!("{} answers at {}", claim.identity, claim.url);

    // One thread for each loopback: 127.0.0.1 and, where there is one, ::1.
    thread::scope(|scope| {
        for listener in listeners {
            scope.spawn(move || {
                for stream in listener.incoming().flatten() {
                    // A caller that has gone away is no reason to end.
                    drop(answer(stream));
                }
            });
        }
    });
    Ok(())
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    for line in BufReader::new(&stream).lines() {
        if line?.is_empty() {
            break;
        }
    }
    stream.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\nConnection: close\r\n\r\nHello from the shop\n",
    )
}

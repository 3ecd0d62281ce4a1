//! The Swift package: what is made for it from the core, how it is built, checked and tested.

mod documents;
mod errors;
mod mirrors;
mod model;
mod polish;
mod suite;
mod surface;
mod verbs;

use std::fs;
use std::io::{self, Write as _};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::cargo;
pub(crate) use suite::test;

const SURFACE: &str = "bindings-swift/Sources/Portreg/Made/Surface.swift";

/// What UniFFI writes of `portreg-ffi`: the Swift, and the header behind it.
const CALLS: &str = "bindings-swift/Sources/Portreg/Made/Calls.swift";
const HEADER: &str = "bindings-swift/Sources/CPortreg/CPortreg.h";

/// The library as the tests link it, and the generator built with it.
const LIBRARY: &str = "libportreg_ffi.so";
const GENERATOR: &str = "uniffi-bindgen-swift";

/// What is made from the source of the core, from the root of the workspace.
///
/// # Errors
///
/// Where the core cannot be read, or what is made of it is no Rust.
pub(crate) fn generated(vocabulary: &Value) -> io::Result<Vec<(&'static str, String)>> {
    let types = model::types()?;
    let verbs = verbs::verbs()?;
    Ok(vec![
        ("portreg-ffi/src/mirrors/records.rs", formatted(&mirrors::module(&types, false))?),
        ("portreg-ffi/src/mirrors/options.rs", formatted(&mirrors::module(&types, true))?),
        ("portreg-ffi/src/errors.rs", formatted(&errors::module(vocabulary))?),
        ("portreg-ffi/src/verbs.rs", formatted(&verbs::module(&verbs))?),
        (SURFACE, surface::module(vocabulary, &types, &verbs)),
        ("bindings-swift/Tests/PortregTests/Made/Documents.swift", documents::module()?),
    ])
}

/// Rust as `cargo fmt` writes it.
fn formatted(rust: &str) -> io::Result<String> {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .current_dir(cargo::root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut given = rustfmt.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
    // What is made is small, but a pipe is smaller.
    let text = rust.to_owned();
    let writer = std::thread::spawn(move || given.write_all(text.as_bytes()));
    let output = rustfmt.wait_with_output()?;
    writer.join().map_err(|_| io::Error::other("rustfmt was not written to"))??;
    match output.status.success() {
        true => String::from_utf8(output.stdout).map_err(io::Error::other),
        false => Err(io::Error::other(format!("rustfmt refuses what is made:\n{rust}"))),
    }
}

/// Builds the library and its generator, which is quicker than one after the other.
fn build() -> bool {
    let library = ["build", "--package", "portreg-ffi", "--features", "generator"];
    cargo::passes(&[&library, cargo::quiet()].concat(), &[])
}

/// What UniFFI writes of the library as it was built last: each file, from the root of the workspace, and its text.
fn written() -> io::Result<[(&'static str, String); 2]> {
    let debug = cargo::target().join("debug");
    let folder = cargo::target().join("swift-made");
    let status = Command::new(debug.join(GENERATOR))
        .args(["--swift-sources", "--headers"])
        .args([&debug.join(LIBRARY), &folder])
        .current_dir(cargo::root())
        .status()?;
    if !status.success() {
        return Err(io::Error::other(format!("{GENERATOR} ended with {status}")));
    }
    let calls = polish::polished(&fs::read_to_string(folder.join("Portreg.swift"))?);
    let header = fs::read_to_string(folder.join("CPortreg.h"))?;
    let header: String = header.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    Ok([(CALLS, calls), (HEADER, header)])
}

/// Writes anew what UniFFI makes.
pub(crate) fn write() -> bool {
    let written = build().then(written).unwrap_or_else(|| Err(io::Error::other("no library")));
    let written = written.and_then(|files| {
        files.iter().try_for_each(|(file, text)| fs::write(cargo::root().join(file), text))
    });
    if let Err(error) = &written {
        eprintln!("the Swift side of the library cannot be made: {error}");
    }
    written.is_ok()
}

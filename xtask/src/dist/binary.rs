//! The program itself: static, stripped, and silent about where it was built.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use crate::anonymous;
use crate::programs::output;
use crate::toolchain::Toolchain;

/// Builds the program and puts it there.
///
/// # Errors
///
/// Where it cannot be built, or is not what it should be.
pub(super) fn build(file: &Path) -> io::Result<()> {
    let mut toolchain = Toolchain::of(&format!("{}-unknown-linux-musl", std::env::consts::ARCH))?;
    toolchain.set("RUSTFLAGS", &anonymous::flags());
    if !toolchain.passes("build", &["--release", "--locked", "--package", "portreg-cli"]) {
        return Err(io::Error::other("the command cannot be built"));
    }
    fs::copy(toolchain.release().join("portreg"), file)?;
    check_static(file)?;
    anonymous::check(file)
}

/// Sees that the program asks for no loader and no library, and has no symbols left.
fn check_static(file: &Path) -> io::Result<()> {
    let readelf = ["--wide", "--program-headers", "--dynamic", "--sections"];
    let told = output(Command::new("readelf").args(readelf).arg(file))?;
    for (word, meaning) in [
        ("INTERP", "asks for a loader"),
        ("(NEEDED)", "needs a library"),
        (".symtab", "is not stripped"),
    ] {
        if told.contains(word) {
            return Err(io::Error::other(format!("{} {meaning}", file.display())));
        }
    }
    Ok(())
}

//! What is published of the Python package: the source package, and the wheel that is built from it alone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::MANIFEST;
use super::environment::Environment;
use crate::anonymous;
use crate::programs::run;

/// The last part of the oldest glibc 2 with which the wheel starts, as its name says (manylinux2014).
const GLIBC: u32 = 17;

/// How the wheel is built.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Profile {
    /// As all that is tested.
    Dev,
    /// As it is published.
    Release,
}

/// Builds both into a folder and gives the file of the wheel.
///
/// # Errors
///
/// Where they cannot be built, hold a path of this machine, or need a system newer than the wheel's name says.
pub(super) fn build(
    environment: &Environment,
    folder: &Path,
    profile: Profile,
) -> io::Result<PathBuf> {
    _ = fs::remove_dir_all(folder);
    let manifest = ["sdist", "--manifest-path", MANIFEST, "--out"];
    run(environment.command("maturin").args(manifest).arg(folder))?;
    let sources = environment.folder.join("source");
    unpack(environment, &the_file(folder, "gz")?, &sources)?;
    anonymous::check(&sources)?;

    let mut maturin = environment.command("maturin");
    // Its Cargo.lock still has what only the other members of the workspace need, so cargo has to shorten it.
    maturin.args(["build", "--quiet", "--strip", "true", "--out"]).arg(folder);
    if profile == Profile::Release {
        maturin.arg("--release");
    }
    if cfg!(target_os = "linux") {
        maturin.args(["--zig", "--compatibility", "manylinux2014"]);
    }
    maturin.current_dir(&sources).env("RUSTFLAGS", anonymous::flags());
    run(&mut maturin)?;
    let wheel = the_file(folder, "whl")?;
    let unpacked = environment.folder.join("unpacked");
    unpack(environment, &wheel, &unpacked)?;
    anonymous::check(&unpacked)?;
    starts_on_old_systems(&unpacked.join("portreg"))?;
    Ok(wheel)
}

/// Unpacks a file into a folder of its own. The files are of now, so that cargo builds them.
fn unpack(environment: &Environment, file: &Path, folder: &Path) -> io::Result<()> {
    _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    if file.extension().is_some_and(|ext| ext == "whl") {
        let arguments = ["-m", "zipfile", "--extract"];
        return run(environment.command("python").args(arguments).arg(file).arg(folder));
    }
    let tar = ["--extract", "--gzip", "--touch", "--strip-components=1", "--file"];
    run(Command::new("tar").args(tar).arg(file).arg("--directory").arg(folder))
}

/// The file of a folder with this ending.
fn the_file(folder: &Path, ending: &str) -> io::Result<PathBuf> {
    let files = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    let found = files.into_iter().find(|file| file.extension().is_some_and(|ext| ext == ending));
    found.ok_or_else(|| io::Error::other(format!("{} has no .{ending}", folder.display())))
}

/// Looks at which glibc the native module asks for.
fn starts_on_old_systems(package: &Path) -> io::Result<()> {
    let needed = newest_glibc(&fs::read(the_file(package, "so")?)?);
    match needed {
        Some(needed) if cfg!(target_os = "linux") && needed > GLIBC => Err(io::Error::other(
            format!("the native module needs glibc 2.{needed}, and not 2.{GLIBC} as it should"),
        )),
        _ => Ok(()),
    }
}

/// The greatest of the versions `GLIBC_2.N` that stand in a library.
fn newest_glibc(library: &[u8]) -> Option<u32> {
    let name = b"GLIBC_2.";
    let versions = library.windows(name.len() + 2).filter_map(|window| {
        let digits = window.strip_prefix(name)?;
        let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
        std::str::from_utf8(&digits[..count]).ok()?.parse().ok()
    });
    versions.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_glibc_that_a_library_needs_is_found() {
        assert_eq!(newest_glibc(b"\0GLIBC_2.2.5\0GLIBC_2.17\0GLIBC_2.9\0"), Some(17));
        assert_eq!(newest_glibc(b"GLIBC_PRIVATE\0"), None);
    }
}

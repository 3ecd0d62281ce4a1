//! `cargo xtask wheel`: what is published of the Python package, and that it tells nothing of who has built it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Environment, MANIFEST, run};
use crate::cargo;

/// Builds the wheel and the source package into `target/wheels`.
///
/// # Errors
///
/// Where they cannot be built, or hold a path of this machine.
pub(super) fn build(environment: &Environment) -> io::Result<()> {
    let folder = cargo::target().join("wheels");
    _ = fs::remove_dir_all(&folder);
    let mut wheel = environment.maturin("build");
    wheel.args(["--release", "--out"]).arg(&folder).env("RUSTFLAGS", flags());
    // With it the wheel runs on systems as old as glibc 2.17.
    if environment.program("python-zig").is_file() {
        wheel.arg("--zig");
    }
    run(&mut wheel)?;
    let manifest = ["sdist", "--manifest-path", MANIFEST, "--out"];
    run(environment.command("maturin").args(manifest).arg(&folder))?;
    for entry in fs::read_dir(&folder)? {
        let file = entry?.path();
        let unpacked = environment.folder.join("unpacked");
        _ = fs::remove_dir_all(&unpacked);
        let code =
            "import shutil, sys; shutil.unpack_archive(sys.argv[1], sys.argv[2], sys.argv[3])";
        let format = if file.extension().is_some_and(|ext| ext == "whl") { "zip" } else { "gztar" };
        run(environment
            .command("python")
            .args(["-c", code])
            .arg(&file)
            .arg(&unpacked)
            .arg(format))?;
        tells_nothing(&unpacked)?;
        println!("{}", file.display());
    }
    Ok(())
}

/// The folders of this machine that a build may come to know.
fn folders() -> Vec<(PathBuf, &'static str)> {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| Some(home.clone()?.join(".cargo")));
    let mut folders = vec![(cargo::root().to_owned(), "/portreg")];
    folders.extend(cargo_home.map(|folder| (folder, "/cargo")));
    folders
}

fn flags() -> String {
    let each = folders();
    let each = each.iter().map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
    each.collect::<Vec<_>>().join(" ")
}

/// Looks through every file for these folders.
fn tells_nothing(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            tells_nothing(&path)?;
            continue;
        }
        let bytes = fs::read(&path)?;
        for (told, _) in folders() {
            let told = told.into_os_string().into_encoded_bytes();
            if bytes.windows(told.len()).any(|window| window == told) {
                let told = String::from_utf8_lossy(&told).into_owned();
                return Err(io::Error::other(format!("{} names {told}", path.display())));
            }
        }
    }
    Ok(())
}

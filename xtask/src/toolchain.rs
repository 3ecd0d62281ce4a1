//! Cargo for another target: with its standard library as rustup has it, or built from Debian's copy of the source.

use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::counts::Suites;
use crate::debian::Suite;
use crate::programs::{output, run};
use crate::{cargo, test};

/// Where Debian has the source of newer compilers.
const SUITE: &str = "trixie-backports";

/// Cargo with what it needs to build for a target.
pub(crate) struct Toolchain {
    target: String,
    arguments: Vec<String>,
    variables: Vec<(String, String)>,
}

impl Toolchain {
    /// The toolchain for a target such as `x86_64-unknown-linux-musl`.
    ///
    /// # Errors
    ///
    /// Where neither rustup nor Debian has its standard library.
    pub(crate) fn of(target: &str) -> io::Result<Self> {
        let arguments = ["--target", target, "--target-dir", &build_folder().display().to_string()];
        let mut toolchain = Self {
            target: target.to_owned(),
            arguments: arguments.map(str::to_owned).to_vec(),
            variables: Vec::new(),
        };
        let sysroot = PathBuf::from(rustc(&["--print", "sysroot"])?.trim());
        if !sysroot.join("lib/rustlib").join(target).is_dir() {
            let wrapper = from_source(&folder(), &sysroot, target)?;
            toolchain.arguments.push("-Zbuild-std=std,panic_unwind,test".to_owned());
            toolchain.set("RUSTC", &wrapper.display().to_string());
            // The flag is for nightly compilers; this one has the same code.
            toolchain.set("RUSTC_BOOTSTRAP", "1");
        }
        Ok(toolchain)
    }

    /// Sets a variable for each call.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// The name by which cargo knows a setting of the target: `linker` is `CARGO_TARGET_..._LINKER`.
    pub(crate) fn set_for_target(&mut self, setting: &str, value: &str) {
        let name = format!("cargo_target_{}_{setting}", self.target.replace('-', "_"));
        self.set(&name.to_ascii_uppercase(), value);
    }

    /// Runs cargo and says whether it ended well.
    pub(crate) fn passes(&self, verb: &str, arguments: &[&str]) -> bool {
        cargo::passes(&[&[verb], &*self.arguments(), arguments].concat(), &self.variables())
    }

    /// Runs tests and adds their suites.
    pub(crate) fn tests(&self, suites: &mut Suites, arguments: &[&str]) {
        test::run_suites(suites, &[&*self.arguments(), arguments].concat(), &self.variables());
    }

    /// Where cargo puts what it builds with `--release`.
    pub(crate) fn release(&self) -> PathBuf {
        build_folder().join(&self.target).join("release")
    }

    fn arguments(&self) -> Vec<&str> {
        self.arguments.iter().map(String::as_str).collect()
    }

    fn variables(&self) -> Vec<(&str, &str)> {
        self.variables.iter().map(|(name, value)| (&**name, &**value)).collect()
    }
}

/// Where `.ci/cross` unpacks the same source.
fn folder() -> PathBuf {
    cargo::target().join("cross")
}

/// Beside the other builds: another rustc would throw them away.
fn build_folder() -> PathBuf {
    folder().join("build")
}

/// A rustc whose sysroot has the source of its standard library.
fn from_source(folder: &Path, sysroot: &Path, target: &str) -> io::Result<PathBuf> {
    let told = rustc(&["--version", "--verbose"])?;
    let word = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("");
    let (version, host) = (word("release: "), word("host: "));
    let library = folder.join(format!("rust-src/usr/src/rustc-{version}/library"));
    if !library.is_dir() {
        let suite = Suite::read(SUITE)?;
        let versions = suite.versions("rust-src")?;
        let same = versions.iter().find(|known| known.starts_with(&format!("{version}+")));
        let Some(same) = same else {
            let known = versions.join(", ");
            return Err(io::Error::other(format!(
                "the standard library for {target} is not installed (`rustup target add {target}`), and {SUITE} \
                 has no rust-src {version}, only {known}"
            )));
        };
        suite.unpack_alone(&format!("rust-src={same}"), &folder.join("rust-src"))?;
    }
    let rustlib = folder.join("sysroot/lib/rustlib");
    fs::create_dir_all(rustlib.join("src/rust"))?;
    link(&library, &rustlib.join("src/rust/library"))?;
    link(&sysroot.join("lib/rustlib").join(host), &rustlib.join(host))?;
    if target.ends_with("-musl") {
        self_contained(&rustlib.join(target).join("lib/self-contained"))?;
    }
    // Clippy looks at the name of the file.
    let wrapper = folder.join("rustc/rustc");
    fs::create_dir_all(folder.join("rustc"))?;
    let (rustc, own) = (sysroot.join("bin/rustc"), folder.join("sysroot"));
    let script =
        format!("#!/bin/sh\nexec '{}' --sysroot '{}' \"$@\"\n", rustc.display(), own.display());
    fs::write(&wrapper, script)?;
    fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755))?;
    Ok(wrapper)
}

/// What rustup has for musl beside the standard library: the C library and what a program begins and ends with, of
/// Debian's musl, and the unwinder of gcc, which was made for glibc and asks it for one function more.
fn self_contained(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let musl = PathBuf::from(format!("/usr/lib/{}-linux-musl", std::env::consts::ARCH));
    for name in ["crt1.o", "rcrt1.o", "Scrt1.o", "crti.o", "crtn.o", "libc.a"] {
        fs::copy(musl.join(name), folder.join(name)).map_err(|error| {
            io::Error::other(format!("{name} of musl: {error}; install musl-tools"))
        })?;
    }
    let of_gcc = |name: &str| {
        let file = output(Command::new("cc").arg(format!("-print-file-name={name}")))?;
        Ok::<_, io::Error>(PathBuf::from(file.trim()))
    };
    for name in ["crtbegin.o", "crtbeginS.o", "crtend.o", "crtendS.o"] {
        fs::copy(of_gcc(name)?, folder.join(name))?;
    }
    let (source, object) = (folder.join("find_object.c"), folder.join("find_object.o"));
    fs::write(&source, include_str!("find_object.c"))?;
    run(Command::new("musl-gcc").args(["-O2", "-fPIC", "-c"]).arg(source).arg("-o").arg(&object))?;
    let unwinder = folder.join("libunwind.a");
    fs::copy(of_gcc("libgcc_eh.a")?, &unwinder)?;
    run(Command::new("ar").arg("rs").arg(unwinder).arg(object))
}

fn rustc(arguments: &[&str]) -> io::Result<String> {
    output(Command::new("rustc").args(arguments).current_dir(cargo::root()))
}

fn link(to: &Path, link: &Path) -> io::Result<()> {
    if fs::read_link(link).is_ok_and(|known| known == to) {
        return Ok(());
    }
    _ = fs::remove_file(link);
    symlink(to, link)
}

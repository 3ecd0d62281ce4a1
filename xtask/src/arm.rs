//! `cargo xtask arm`: the tests of the core and of the command on Linux for Arm, run by an emulator.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use crate::counts::Suites;
use crate::programs::output;
use crate::toolchain::Toolchain;
use crate::tools;

const TARGET: &str = "aarch64-unknown-linux-gnu";

const EMULATOR: &str = "qemu-aarch64-static";

/// Where Debian has the C library of the target for programs of this system.
const LIBRARIES: &str = "/usr/aarch64-linux-gnu/lib";

/// Programs of Arm are known by the beginning of their files (see binfmt_misc), and the emulator runs them: for one
/// tree of processes, in a namespace that ends with it.
const EMULATED: &str = r#"
set -e
mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
printf '%s' ':aarch64:M::\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00:\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:'"$0"':F' \
    >/proc/sys/fs/binfmt_misc/register
exec "$@"
"#;

/// Runs the tests, or says why they are not run.
pub(crate) fn test(suites: &mut Suites) {
    match toolchain() {
        Ok(toolchain) => {
            let packages = ["--package", "portreg-core", "--package", "portreg-cli"];
            let targets = ["--lib", "--test", "cli"];
            toolchain.tests(suites, &[&packages[..], &targets].concat());
        }
        Err(error) => suites.skip("Linux on Arm", &error.to_string()),
    }
}

/// Becomes a program of Arm: cargo calls so for the tests.
pub(crate) fn emulate(program: &[&str]) -> bool {
    let error = in_namespace().args(program).exec();
    println!("unshare cannot be started: {error}");
    false
}

fn toolchain() -> io::Result<Toolchain> {
    for (program, package) in [
        ("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu and libc6-dev-arm64-cross"),
        (EMULATOR, "qemu-user-static"),
    ] {
        if tools::find(program).is_none() {
            return Err(io::Error::other(format!("there is no {program}: install {package}")));
        }
    }
    output(in_namespace().arg("true")).map_err(|error| {
        io::Error::other(format!("binfmt_misc cannot be mounted in a namespace: {error}"))
    })?;
    let mut toolchain = Toolchain::of(TARGET)?;
    toolchain.set_for_target("linker", "aarch64-linux-gnu-gcc");
    toolchain.set_for_target("runner", &format!("{} emulate", std::env::current_exe()?.display()));
    // The libraries are found where they are, whatever a test does to the environment of a program.
    toolchain.set_for_target(
        "rustflags",
        &format!(
            "-Clink-arg=-Wl,--dynamic-linker={LIBRARIES}/ld-linux-aarch64.so.1 -Clink-arg=-Wl,-rpath={LIBRARIES}"
        ),
    );
    Ok(toolchain)
}

/// A shell that has told the kernel of the emulator, for the program that follows.
fn in_namespace() -> Command {
    let emulator = tools::find(EMULATOR).unwrap_or_else(|| EMULATOR.into());
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", EMULATED]).arg(emulator);
    command
}

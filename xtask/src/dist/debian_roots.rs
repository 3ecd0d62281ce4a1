//! The program and the .deb on systems that have neither Rust nor portreg: roots of Debian 12 and 13, unpacked from its
//! packages.

use std::fs;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{Release, name_of};
use crate::cargo;
use crate::counts::Suites;
use crate::debian::Suite;
use crate::programs::{output, run, told};

const SYSTEMS: [(&str, &str); 2] = [("bookworm", "Debian 12"), ("trixie", "Debian 13")];

/// What a root has: what every Debian has, and the programs that the tests start.
const PACKAGES: [&str; 17] = [
    "base-files",
    "base-passwd",
    "bash",
    "bsdutils",
    "coreutils",
    "dash",
    "diffutils",
    "dpkg",
    "findutils",
    "git",
    "grep",
    "gzip",
    "libc-bin",
    "procps",
    "python3",
    "sed",
    "util-linux",
];

/// The tests that start the command, and none that reads the workspace.
const TESTS: [&str; 1] = ["e2e::"];

/// Enters a root: with this system's devices, processes of its own, and nothing else in common.
const ENTER: &str = r#"
set -e
root=$1
shift
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/tmp"
exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 CI="$CI" "$@"
"#;

/// Runs the command's tests in each root: on the program of the archive, and on the installed package.
pub(super) fn test(release: &Release, suites: &mut Suites) {
    let tests = match tests() {
        Ok(tests) => tests,
        Err(error) => {
            println!("the tests of the command cannot be built: {error}");
            return suites.check("tests in Debian", false);
        }
    };
    for (suite, name) in SYSTEMS {
        let root = match Root::unpacked(suite) {
            Ok(root) => root,
            Err(error) => {
                suites.skip(name, &error.to_string());
                continue;
            }
        };
        let tested = root.test(name, release, &tests, suites);
        suites.check(&format!("{name} (files)"), told(tested).is_some());
    }
}

/// The binary of the command's tests, built as `cargo xtask test` builds it.
fn tests() -> io::Result<PathBuf> {
    let mut file = None;
    let build = ["test", "--workspace", "--test", "cli", "--no-run", "--message-format=json"];
    let status = cargo::lines(&build, &[], |line| {
        let Ok(message) = serde_json::from_str::<Value>(line) else { return };
        match (&message["executable"], &message["message"]["rendered"]) {
            (Value::String(executable), _) if message["target"]["name"] == "cli" => {
                file = Some(PathBuf::from(executable));
            }
            (_, Value::String(text)) => println!("{text}"),
            _ => {}
        }
    })?;
    file.filter(|_| status.success())
        .ok_or_else(|| io::Error::other("cargo test cannot build them"))
}

struct Root {
    folder: PathBuf,
}

impl Root {
    /// A root of a suite. It stays for the next time, as all of `target` does.
    fn unpacked(suite: &str) -> io::Result<Self> {
        let folder = cargo::target().join("debian").join(format!("{suite}-root"));
        let list = PACKAGES.join(" ");
        let done = folder.join("packages");
        if fs::read_to_string(&done).is_ok_and(|done| done == list) {
            return Ok(Self { folder });
        }
        _ = fs::remove_dir_all(&folder);
        Suite::read(suite)?.unpack(&PACKAGES, &folder)?;
        fs::write(done, list)?;
        Ok(Self { folder })
    }

    fn test(
        &self,
        name: &str,
        release: &Release,
        tests: &Path,
        suites: &mut Suites,
    ) -> io::Result<()> {
        let (archive, deb) = (release.file("-linux.tar.gz")?, release.file(".deb")?);
        let place = self.folder.join("opt");
        _ = fs::remove_dir_all(&place);
        fs::create_dir_all(&place)?;
        for file in [&archive, &deb, &tests.to_owned()] {
            fs::copy(file, place.join(name_of(file)))?;
        }
        let tests = format!("/opt/{}", name_of(tests));
        // dpkg knows of no package: it finds only what is installed by it.
        fs::create_dir_all(self.folder.join("var/lib/dpkg/info"))?;
        fs::write(self.folder.join("var/lib/dpkg/status"), "")?;

        run(self.command("tar").args([
            "-xzf",
            &format!("/opt/{}", name_of(&archive)),
            "-C",
            "/opt",
        ]))?;
        let unpacked = name_of(&archive).replace(".tar.gz", "/portreg");
        self.run_tests(&format!("{name} (one file)"), &tests, &format!("/opt/{unpacked}"), suites)?;

        run(self
            .command("dpkg")
            .args(["--install", &format!("/opt/{}", name_of(&deb))])
            .stdout(io::stderr()))?;
        for file in [
            "/usr/bin/portreg",
            "/usr/share/man/man1/portreg.1.gz",
            "/usr/share/man/man1/portreg-claim.1.gz",
            "/usr/share/bash-completion/completions/portreg",
            "/usr/share/zsh/vendor-completions/_portreg",
            "/usr/share/fish/vendor_completions.d/portreg.fish",
        ] {
            run(self.command("test").args(["-f", file]))
                .map_err(|_| io::Error::other(format!("the package has not installed {file}")))?;
        }
        run(self.command("bash").args(["-n", "/usr/share/bash-completion/completions/portreg"]))?;
        self.run_tests(&format!("{name} (.deb)"), &tests, "/usr/bin/portreg", suites)?;

        run(self.command("dpkg").args(["--purge", "portreg"]).stdout(io::stderr()))?;
        let left = ["/usr", "/etc", "/var", "-name", "*portreg*"];
        let left = output(self.command("find").args(left))?;
        if left.is_empty() {
            Ok(())
        } else {
            Err(io::Error::other(format!("the package has left behind:\n{left}")))
        }
    }

    /// Runs the tests on the command at this place.
    fn run_tests(
        &self,
        name: &str,
        tests: &str,
        portreg: &str,
        suites: &mut Suites,
    ) -> io::Result<()> {
        suites.begin(name);
        let mut command = self.command("env");
        command.arg(format!("CARGO_BIN_EXE_portreg={portreg}")).arg(tests).args(TESTS);
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        for line in BufReader::new(child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?).lines() {
            if let Some(line) = suites.read(&line?) {
                println!("{line}");
            }
        }
        suites.end();
        child.wait().map(|_| ())
    }

    /// A program of the root.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child"]);
        command.args(["sh", "-c", ENTER, "sh"]).arg(&self.folder).arg(program);
        command
    }
}

//! Packages of Debian, unpacked below `target`: of any suite, with what they need, and without a trace in this system.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo;
use crate::programs::{output, run};

const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// What stands in a suite, by an apt that knows nothing of this system and changes nothing of it.
pub(crate) struct Suite {
    folder: PathBuf,
}

impl Suite {
    /// Reads the lists of a suite such as `trixie` or `trixie-backports`.
    ///
    /// # Errors
    ///
    /// Where this system is no Debian, or its mirror does not have the suite.
    pub(crate) fn read(name: &str) -> io::Result<Self> {
        let suite = Self { folder: cargo::target().join("debian").join(name) };
        for folder in ["apt.conf.d", "preferences.d", "lists/partial", "archives/partial"] {
            fs::create_dir_all(suite.folder.join(folder))?;
        }
        let folder = suite.folder.display();
        let source = format!("deb [signed-by={KEYRING}] {} {name} main\n", mirror()?);
        fs::write(suite.folder.join("sources.list"), source)?;
        fs::write(suite.folder.join("status"), "")?;
        let settings = format!(
            "Dir::Etc \"{folder}\"; Dir::State \"{folder}\"; Dir::State::status \"{folder}/status\";\n\
             Dir::Cache \"{folder}\"; APT::Install-Recommends \"false\"; APT::Sandbox::User \"\";\n\
             Acquire::Languages \"none\";\n"
        );
        fs::write(suite.folder.join("apt.conf"), settings)?;
        run(suite.apt("apt-get").args(["-qq", "update"]))?;
        Ok(suite)
    }

    /// The versions of a package, the newest first.
    pub(crate) fn versions(&self, package: &str) -> io::Result<Vec<String>> {
        let table = output(self.apt("apt-cache").args(["madison", package]))?;
        let version = |line: &str| Some(line.split('|').nth(1)?.trim().to_owned());
        Ok(table.lines().filter_map(version).collect())
    }

    /// Unpacks one package, `name` or `name=version`, without what it needs.
    pub(crate) fn unpack_alone(&self, package: &str, into: &Path) -> io::Result<()> {
        let archives = self.empty_archives()?;
        run(self.apt("apt-get").args(["-qq", "download", package]).current_dir(&archives))?;
        unpack(&archives, into, &[])
    }

    /// Unpacks packages and everything they need: a root to change into. No script of a package runs.
    pub(crate) fn unpack(&self, packages: &[&str], into: &Path) -> io::Result<()> {
        let archives = self.empty_archives()?;
        let fetch = ["-qq", "--yes", "--download-only", "install"];
        run(self.apt("apt-get").args(fetch).args(packages).stdout(io::stderr()))?;
        // One tree of programs and libraries, as every Debian of today has it.
        for folder in ["bin", "sbin", "lib", "lib64"] {
            fs::create_dir_all(into.join("usr").join(folder))?;
            let link = into.join(folder);
            if !link.is_symlink() {
                std::os::unix::fs::symlink(Path::new("usr").join(folder), link)?;
            }
        }
        for folder in ["dev", "proc", "sys", "tmp", "root"] {
            fs::create_dir_all(into.join(folder))?;
        }
        unpack(&archives, into, &["./usr/share/doc", "./usr/share/locale", "./usr/share/info"])
    }

    fn apt(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("APT_CONFIG", self.folder.join("apt.conf"));
        command
    }

    fn empty_archives(&self) -> io::Result<PathBuf> {
        let archives = self.folder.join("archives");
        fs::remove_dir_all(&archives)?;
        fs::create_dir_all(archives.join("partial"))?;
        Ok(archives)
    }
}

/// Where this system gets its packages.
fn mirror() -> io::Result<String> {
    let sources = fs::read_to_string("/etc/apt/sources.list.d/debian.sources").unwrap_or_default();
    let addresses = sources.lines().filter_map(|line| line.strip_prefix("URIs:"));
    let mirror = addresses.map(str::trim).find(|address| address.ends_with("/debian"));
    mirror
        .map(str::to_owned)
        .ok_or_else(|| io::Error::other("this system names no mirror of Debian"))
}

fn unpack(archives: &Path, into: &Path, without: &[&str]) -> io::Result<()> {
    fs::create_dir_all(into)?;
    for entry in fs::read_dir(archives)? {
        let file = entry?.path();
        if file.extension().is_none_or(|extension| extension != "deb") {
            continue;
        }
        let mut reading = Command::new("dpkg-deb")
            .arg("--fsys-tarfile")
            .arg(&file)
            .stdout(std::process::Stdio::piped())
            .spawn()?;
        let mut writing = Command::new("tar");
        writing.args(["--extract", "--keep-directory-symlink", "--directory"]).arg(into);
        writing.args(without.iter().map(|path| format!("--exclude={path}")));
        if let Some(tar) = reading.stdout.take() {
            writing.stdin(tar);
        }
        let written = run(&mut writing);
        // A reader that was left has no word of its own.
        written?;
        let status = reading.wait()?;
        if !status.success() {
            return Err(io::Error::other(format!(
                "{} cannot be unpacked: {status}",
                file.display()
            )));
        }
        fs::remove_file(file)?;
    }
    Ok(())
}

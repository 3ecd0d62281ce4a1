//! `cargo xtask dist`: what is released of the command, in `target/dist`.
//!
//! One static program that runs on any Linux is built once. The release archive holds it with completions, manual
//! pages and licenses, and every package is made of that archive.

mod binary;
mod debian_roots;
mod packages;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cargo;
use crate::counts::Suites;
use crate::programs::{output, run, told};

/// What the archive holds, by a name that the metadata of the .deb can say (portreg-cli/Cargo.toml).
const TREE: &str = "tree";

/// What was built, and where.
struct Release {
    /// `target/dist`, which holds what is published.
    folder: PathBuf,
    /// What the archive holds, unpacked.
    tree: PathBuf,
    version: String,
    /// Seconds since 1970 of the last commit: a build of it says nothing of when it was made.
    date: String,
    checksums: Vec<(String, String)>,
}

/// Builds everything and says what it is.
pub(crate) fn dist() -> bool {
    told(build()).is_some()
}

/// Builds everything and tests it: with what checks such packages, and where they are installed.
pub(crate) fn test(suites: &mut Suites) {
    let release = match build() {
        Ok(release) => release,
        Err(error) => {
            println!("the command cannot be packed: {error}");
            return suites.check("packages", false);
        }
    };
    suites.check("packages", true);
    packages::lint(&release, suites);
    debian_roots::test(&release, suites);
}

fn build() -> io::Result<Release> {
    let folder = cargo::root().join("target/dist");
    _ = fs::remove_dir_all(&folder);
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let name = format!("portreg-{version}-{}-linux", std::env::consts::ARCH);
    let tree = folder.join("build").join(TREE);
    fs::create_dir_all(&tree)?;
    let date =
        output(Command::new("git").args(["log", "-1", "--format=%ct"]).current_dir(cargo::root()))?;
    let mut release =
        Release { folder, tree, version, date: date.trim().to_owned(), checksums: Vec::new() };

    binary::build(&release.tree.join("portreg"))?;
    release.accompany()?;
    release.archive(&name)?;
    release.sources()?;
    packages::build(&mut release)?;
    release.seal()?;
    Ok(release)
}

impl Release {
    /// Puts beside the program what belongs to it: completions, manual pages, licenses.
    fn accompany(&self) -> io::Result<()> {
        let portreg = self.tree.join("portreg");
        let completions = self.tree.join("completions");
        fs::create_dir(&completions)?;
        for (shell, file) in [("bash", "portreg"), ("zsh", "_portreg"), ("fish", "portreg.fish")] {
            let script = output(Command::new(&portreg).args(["completions", shell]))?;
            fs::write(completions.join(file), script)?;
        }
        run(Command::new(&portreg)
            .args(["manual", "-q"])
            .arg(self.tree.join("man"))
            .stdout(Stdio::null()))?;
        for file in ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"] {
            fs::copy(cargo::root().join(file), self.tree.join(file))?;
        }
        Ok(())
    }

    /// Packs the tree: the same bytes for the same commit, whoever does it and when.
    fn archive(&mut self, name: &str) -> io::Result<()> {
        let file = format!("{name}.tar.gz");
        let tar = ["--create", "--sort=name", "--owner=0", "--group=0", "--numeric-owner"];
        run(Command::new("tar")
            .args(tar)
            .args(["--use-compress-program=gzip -9 --no-name", &format!("--mtime=@{}", self.date)])
            .args(["--mode=u=rwX,go=rX", &format!("--transform=s,^{TREE},{name},")])
            .arg("--file")
            .arg(self.folder.join(&file))
            .arg("--directory")
            .arg(self.folder.join("build"))
            .arg(TREE))?;
        self.note(&file)
    }

    /// Packs the source as it is committed.
    fn sources(&mut self) -> io::Result<()> {
        let name = format!("portreg-{}", self.version);
        let file = format!("{name}.tar.gz");
        let prefix = format!("--prefix={name}/");
        run(Command::new("git")
            .args(["archive", "--format=tar.gz", &prefix, "--output"])
            .arg(self.folder.join(&file))
            .arg("HEAD")
            .current_dir(cargo::root()))?;
        self.note(&file)
    }

    /// Notes the checksum of a file of the folder.
    fn note(&mut self, file: &str) -> io::Result<()> {
        let line = output(Command::new("sha256sum").arg(file).current_dir(&self.folder))?;
        let sum = line.split_whitespace().next().unwrap_or_default();
        self.checksums.push((file.to_owned(), sum.to_owned()));
        Ok(())
    }

    /// The checksum of a file that was noted.
    fn checksum(&self, file: &str) -> io::Result<&str> {
        let noted = self.checksums.iter().find(|(name, _)| name == file);
        let missing = || io::Error::other(format!("{file} is not built"));
        noted.map(|(_, sum)| sum.as_str()).ok_or_else(missing)
    }

    /// Writes the checksums of all that is published, and lists it.
    fn seal(&self) -> io::Result<()> {
        let lines = self.checksums.iter().map(|(file, sum)| format!("{sum}  {file}\n"));
        let mut lines: Vec<String> = lines.collect();
        lines.sort_by(|one, other| one[64..].cmp(&other[64..]));
        fs::write(self.folder.join("SHA256SUMS"), lines.concat())?;
        for (file, _) in &self.checksums {
            let size = fs::metadata(self.folder.join(file))?.len();
            println!("{:>9} bytes  target/dist/{file}", size);
        }
        Ok(())
    }

    /// The only file of the folder whose name ends so.
    fn file(&self, ending: &str) -> io::Result<PathBuf> {
        let missing =
            || io::Error::other(format!("there is no {ending} in {}", self.folder.display()));
        let names = self.checksums.iter().map(|(file, _)| file);
        let mut names = names.filter(|file| file.ends_with(ending));
        names.next().map(|file| self.folder.join(file)).ok_or_else(missing)
    }
}

/// The name of a file without its folder.
fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

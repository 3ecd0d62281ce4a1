//! The packages, made of the release archive, and what checks them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Release, name_of};
use crate::counts::Suites;
use crate::programs::{run, told};
use crate::{cargo, tools};

/// What makes the .deb. It packs with `xz`, not with a library of its own, and is built in less time so.
const CARGO_DEB: &str = "cargo-deb@3.8.0";

/// The recipes, each filled with what it is to be about.
const TEMPLATES: [&str; 3] = ["PKGBUILD", "portreg.rb", "portreg.spec"];

pub(super) fn build(release: &mut Release) -> io::Result<()> {
    deb(release)?;
    for name in TEMPLATES {
        let template = fs::read_to_string(cargo::root().join("packaging").join(name))?;
        fs::write(release.folder.join(name), filled(&template, release)?)?;
        release.note(name)?;
    }
    match tools::find("rpmbuild") {
        Some(_) => rpm(release),
        None => {
            println!("== .rpm: skipped: there is no rpmbuild");
            Ok(())
        }
    }
}

/// Checks each with the program that its system has for that.
pub(super) fn lint(release: &Release, suites: &mut Suites) {
    let file = |name: &str| release.folder.join(name);
    let filters = cargo::root().join("packaging/rpmlint.toml").display().to_string();
    let checks: [(&str, &[&str], Option<PathBuf>); 6] = [
        ("lintian", &["--fail-on", "error", "--allow-root"], release.file(".deb").ok()),
        ("rpmlint", &["--config", &filters], release.file(".rpm").ok()),
        ("rpmlint", &["--config", &filters], Some(file("portreg.spec"))),
        ("namcap", &[], Some(file("PKGBUILD"))),
        ("ruby", &["-wc"], Some(file("portreg.rb"))),
        ("brew", &["style", "--formula"], Some(file("portreg.rb"))),
    ];
    for (program, arguments, file) in checks {
        let Some(file) = file else {
            suites.skip(program, "what it checks is not built");
            continue;
        };
        let name = format!("{program} {}", name_of(&file));
        if tools::find(program).is_none() {
            suites.skip(&name, &format!("there is no {program}"));
            continue;
        }
        suites.check(&name, told(run(Command::new(program).args(arguments).arg(file))).is_some());
    }
}

fn deb(release: &mut Release) -> io::Result<()> {
    let folder = cargo::target().join("cargo-deb");
    let program = folder.join("bin/cargo-deb");
    if !program.is_file() {
        let root = folder.display().to_string();
        let install = ["install", "--debug", "--locked", "--no-default-features", "--root", &root];
        if !cargo::passes(&[&install, cargo::quiet(), &[CARGO_DEB]].concat(), &[]) {
            return Err(io::Error::other(format!("{CARGO_DEB} cannot be installed")));
        }
    }
    let ready = ["deb", "--quiet", "--package", "portreg-cli", "--no-build", "--no-strip"];
    run(Command::new(program)
        .args(ready)
        .args(["--output"])
        .arg(&release.folder)
        .env("SOURCE_DATE_EPOCH", &release.date)
        .current_dir(cargo::root()))?;
    release.note_built(".deb", &release.folder.clone())
}

fn rpm(release: &mut Release) -> io::Result<()> {
    let top = release.folder.join("build/rpm");
    let settings = [
        format!("_topdir {}", top.display()),
        format!("_sourcedir {}", release.folder.display()),
        "_buildhost localhost".to_owned(),
        "source_date_epoch_from_changelog 1".to_owned(),
        "clamp_mtime_to_source_date_epoch 1".to_owned(),
    ];
    let settings = settings.iter().flat_map(|setting| ["--define", setting]);
    run(Command::new("rpmbuild")
        .args(["-bb", "--quiet"])
        .args(settings)
        .arg(release.folder.join("portreg.spec")))?;
    release.note_built(".rpm", &top.join("RPMS").join(std::env::consts::ARCH))
}

/// The template with version, date and checksums for what stands there between two `@`.
fn filled(template: &str, release: &Release) -> io::Result<String> {
    let archive = release.file("-linux.tar.gz")?;
    let source = format!("portreg-{}.tar.gz", release.version);
    let day = crate::programs::output(
        Command::new("date")
            .args(["--utc", &format!("--date=@{}", release.date), "+%a %b %d %Y"])
            .env("LC_ALL", "C"),
    )?;
    let mut text = template.to_owned();
    for (word, value) in [
        ("@VERSION@", release.version.as_str()),
        ("@DAY@", day.trim()),
        ("@ARCH@", std::env::consts::ARCH),
        ("@ARCHIVE_SHA256@", release.checksum(&name_of(&archive))?),
        ("@SOURCE_SHA256@", release.checksum(&source)?),
    ] {
        text = text.replace(word, value);
    }
    Ok(text)
}

impl Release {
    /// Notes the one file of a folder whose name ends so, and puts it beside the others.
    fn note_built(&mut self, ending: &str, folder: &Path) -> io::Result<()> {
        let mut files = fs::read_dir(folder)?.map_while(Result::ok).map(|entry| entry.path());
        let file = files.find(|file| name_of(file).ends_with(ending));
        let file = file.ok_or_else(|| io::Error::other(format!("no {ending} was built")))?;
        let name = name_of(&file);
        fs::rename(&file, self.folder.join(&name))?;
        self.note(&name)
    }
}

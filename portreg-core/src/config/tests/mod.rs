//! Tests of the configuration, by subject.

mod checks;
mod errors;
mod files;
mod folders;
mod loader;
mod monorepos;
mod older_tool;
mod proposals;
mod schemas;
mod services;
mod templates;
mod worktrees;

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::document::Document;
use super::project::{PROJECT_FILE, ProjectFile};
use super::settings::Config;
use super::user::UserDocument;
use super::{Environment, Inferred, infer};
use crate::error::{Error, Result};

/// A folder that is gone with the test, by its real path.
struct Folder {
    _temp: TempDir,
    path: PathBuf,
}

impl Folder {
    fn new() -> Self {
        let temp = TempDir::new().unwrap();
        let path = dunce::canonicalize(temp.path()).unwrap();
        Self { _temp: temp, path }
    }

    /// Writes a file, with its folders.
    fn write(&self, file: &str, text: &str) -> PathBuf {
        let path = self.path.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    fn folder(&self, name: &str) -> PathBuf {
        let path = self.path.join(name);
        std::fs::create_dir_all(&path).unwrap();
        path
    }

    /// An environment whose home is `home` in this folder.
    fn environment(&self) -> Environment {
        self.environment_with(&[])
    }

    fn environment_with(&self, more: &[(&str, &str)]) -> Environment {
        let home = self.path.join("home");
        let mut pairs = vec![("HOME", home.into_os_string())];
        pairs.extend(more.iter().map(|(name, value)| (*name, value.into())));
        Environment::from_pairs(pairs)
    }

    fn load(&self, dir: &str) -> Result<Config> {
        Config::load(&self.path.join(dir), &self.environment())
    }

    fn infer(&self, dir: &str) -> Inferred {
        let config = self.load(dir).unwrap();
        infer(&self.path.join(dir), &config, &self.environment()).unwrap()
    }

    /// The whole name of a folder.
    fn name(&self, dir: &str) -> String {
        self.infer(dir).identity().unwrap().to_string()
    }
}

/// Runs git in a folder, away from the user's own settings.
fn git(dir: &Path, args: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always"])
        .args(["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"])
        .args(args)
        .current_dir(dir)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_EDITOR", "true")
        .output()
        .unwrap();
    // A rebase that stops on a conflict fails, as it should.
    if args[0] != "rebase" {
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {args:?}: {said}");
    }
}

/// A repository with one commit.
fn repository(dir: &Path) {
    std::fs::create_dir_all(dir).unwrap();
    git(dir, &["init", "-q"]);
    std::fs::write(dir.join("file"), "one\n").unwrap();
    git(dir, &["add", "."]);
    git(dir, &["commit", "-qm", "one"]);
}

fn project(text: &str) -> Result<ProjectFile> {
    project_bytes(text.as_bytes())
}

fn project_bytes(bytes: &[u8]) -> Result<ProjectFile> {
    let document = Document::from_bytes(Path::new(PROJECT_FILE), bytes.to_vec())?;
    ProjectFile::parse(&document)
}

fn user(text: &str) -> Result<UserDocument> {
    let document = Document::from_bytes(Path::new("config.json"), text.as_bytes().to_vec())?;
    UserDocument::parse(document, false)
}

/// Line, column and message of a fault in a file.
fn fault<T>(result: Result<T>) -> (usize, usize, String) {
    match result {
        Err(Error::InvalidConfig { line, column, message, .. }) => (line, column, message),
        Err(other) => panic!("another error: {other}"),
        Ok(_) => panic!("no error"),
    }
}

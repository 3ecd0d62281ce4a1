//! What git's own files say about a folder, read without running git.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::reftable::{self, Target};

/// A worktree and the repository it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Repository {
    /// The root of the worktree that the folder lies in.
    pub(crate) root: PathBuf,
    /// The worktree's own part of the repository: its HEAD is there.
    pub(crate) git_dir: PathBuf,
    /// The part that all worktrees share.
    pub(crate) common_dir: PathBuf,
    /// The root of the main worktree; of a bare repository the folder that it is.
    pub(crate) main_root: PathBuf,
}

/// What a worktree has checked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// The branch, or the short commit.
    pub(crate) name: String,
    /// What `name` is, in words.
    pub(crate) source: &'static str,
}

/// The worktree that the folder lies in.
pub(crate) fn discover(dir: &Path) -> Option<Repository> {
    dir.ancestors().find_map(at)
}

/// The worktree whose root this folder is. What only looks like one is passed over, as git does.
pub(super) fn at(root: &Path) -> Option<Repository> {
    let dot_git = root.join(".git");
    let meta = fs::metadata(&dot_git).ok()?;
    let git_dir = match meta.is_dir() {
        true => dot_git,
        false => {
            let text = fs::read_to_string(&dot_git).ok()?;
            resolve(root, text.strip_prefix("gitdir:")?.trim())
        }
    };
    if !git_dir.join("HEAD").is_file() && fs::symlink_metadata(git_dir.join("HEAD")).is_err() {
        return None;
    }
    let common_dir = read_line(&git_dir.join("commondir"))
        .map_or_else(|| git_dir.clone(), |path| resolve(&git_dir, &path));
    let main_root = match git_dir == common_dir {
        true => root.to_owned(),
        false => main_root(&common_dir),
    };
    Some(Repository { root: root.to_owned(), git_dir, common_dir, main_root })
}

/// The main worktree's root, as seen from a linked one.
fn main_root(common_dir: &Path) -> PathBuf {
    let configured = ["config.worktree", "config"]
        .into_iter()
        .find_map(|name| core_worktree(&fs::read_to_string(common_dir.join(name)).ok()?));
    if let Some(path) = configured {
        // Submodules say where their files are; their own folder lies inside the outer `.git`.
        return resolve(common_dir, &path);
    }
    let hidden = common_dir.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    match (hidden, common_dir.parent()) {
        // `shop/.git`, and `shop/.bare` with `shop/main` and others beside it.
        (true, Some(parent)) => parent.to_owned(),
        _ => common_dir.to_owned(),
    }
}

/// The value of `core.worktree` in a git configuration.
fn core_worktree(text: &str) -> Option<String> {
    let mut in_core = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            in_core = line.eq_ignore_ascii_case("[core]");
        } else if in_core
            && let Some((key, value)) = line.split_once('=')
            && key.trim().eq_ignore_ascii_case("worktree")
        {
            let value = value.trim();
            let plain = value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).unwrap_or(value);
            return Some(plain.replace("\\\\", "\\"));
        }
    }
    None
}

impl Repository {
    /// The branch of this worktree: during a rebase the one being rebased, detached the short
    /// commit. `None` where HEAD does not say (an empty or damaged repository).
    pub(crate) fn head(&self) -> Option<Head> {
        for rebase in ["rebase-merge", "rebase-apply"] {
            let folder = self.git_dir.join(rebase);
            let Some(name) = read_line(&folder.join("head-name")) else { continue };
            if let Some(branch) = name.strip_prefix("refs/heads/") {
                return Some(Head { name: branch.to_owned(), source: "git branch being rebased" });
            }
            // A detached HEAD is being rebased: what it started from stays, HEAD moves.
            if let Some(commit) = read_line(&folder.join("orig-head")).as_deref().and_then(short) {
                return Some(Head { name: commit, source: "git commit being rebased" });
            }
        }
        let head = self.read_head()?;
        match head.strip_prefix("ref:").map(str::trim) {
            // Reftable repositories keep HEAD elsewhere and leave this stand-in.
            Some("refs/heads/.invalid") => match reftable::head(&self.git_dir) {
                Some(Target::Reference(name)) => branch(&name),
                Some(Target::Commit(commit)) => detached(&commit),
                None => self.worktree_name(),
            },
            Some(name) => branch(name),
            None => detached(&head),
        }
    }

    fn read_head(&self) -> Option<String> {
        let path = self.git_dir.join("HEAD");
        // Very old repositories make HEAD a symbolic link to the branch.
        match fs::read_link(&path) {
            Ok(target) if target.starts_with("refs") => Some(format!("ref: {}", target.display())),
            _ => read_line(&path),
        }
    }

    /// A linked worktree's own name, where nothing better is known.
    fn worktree_name(&self) -> Option<Head> {
        if self.git_dir == self.common_dir {
            return None;
        }
        let name = self.git_dir.file_name()?.to_str()?.to_owned();
        Some(Head { name, source: "git worktree" })
    }
}

fn branch(reference: &str) -> Option<Head> {
    let name = reference.strip_prefix("refs/heads/").or(reference.strip_prefix("refs/"));
    Some(Head { name: name?.to_owned(), source: "git branch" })
}

fn detached(commit: &str) -> Option<Head> {
    Some(Head { name: short(commit)?, source: "git commit" })
}

/// The first seven digits of a commit.
fn short(commit: &str) -> Option<String> {
    let hex = commit.len() >= 40 && commit.bytes().all(|b| b.is_ascii_hexdigit());
    hex.then(|| commit[..7].to_ascii_lowercase())
}

fn read_line(path: &Path) -> Option<String> {
    let text = fs::read(path).ok()?;
    let text = String::from_utf8_lossy(&text);
    let line = text.lines().next()?.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

/// A path of git's, from the folder it is said in, without `.` and `..`.
fn resolve(base: &Path, path: &str) -> PathBuf {
    let joined = base.join(path);
    dunce::canonicalize(&joined).unwrap_or_else(|_| lexical(&joined))
}

/// Takes `.` and `..` out of a path whose folders may be gone.
fn lexical(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

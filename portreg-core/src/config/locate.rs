//! Which files may say something about a folder.

use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::git::{self, Repository};
use super::project::{PORT_DADDY_FILE, PROJECT_FILE};

/// The files that may apply to a folder, present or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Places {
    /// Nearest first, portreg's own before the older tool's in each folder.
    project: Vec<PathBuf>,
    /// Least weight first, and whether it is the older tool's.
    user: Vec<(PathBuf, bool)>,
    /// What decides how far the search goes: folders' `.git`, and the folder itself.
    marks: Vec<PathBuf>,
    /// The worktree that the folder lies in.
    repository: Option<Repository>,
    /// The folder, without links.
    dir: PathBuf,
}

impl Places {
    /// Looks from the folder up to the repository's root. Outside git see [`upward`].
    pub(super) fn find(dir: &Path, environment: &Environment) -> Self {
        let given = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
        let dir = dunce::canonicalize(&given).unwrap_or_else(|_| given.clone());
        let repository = git::discover(&dir);
        let folders = upward_of(&dir, repository.as_ref(), environment.home().as_deref());
        let mut places = Self { marks: vec![given], repository, dir, ..Self::default() };
        for folder in folders {
            places.project.push(folder.join(PROJECT_FILE));
            places.project.push(folder.join(PORT_DADDY_FILE));
            places.marks.push(folder.join(".git"));
        }
        places.user.extend(environment.port_daddy_config().map(|file| (file, true)));
        places.user.extend(environment.machine_config().map(|file| (file.to_owned(), false)));
        places.user.extend(environment.user_config().map(|file| (file, false)));
        places
    }

    /// The root of the worktree that the folder lies in, else the folder.
    pub(super) fn root(&self) -> &Path {
        self.repository.as_ref().map_or(&self.dir, |repository| &repository.root)
    }

    /// The repository's folder that all its worktrees share.
    pub(super) fn common_dir(&self) -> Option<&Path> {
        self.repository.as_ref().map(|repository| repository.common_dir.as_path())
    }

    pub(super) fn project_files(&self) -> impl Iterator<Item = &Path> {
        self.project.iter().map(PathBuf::as_path)
    }

    pub(super) fn user_files(&self) -> impl Iterator<Item = (&Path, bool)> {
        self.user.iter().map(|(file, foreign)| (file.as_path(), *foreign))
    }

    /// Everything that was looked at: when nothing of it changes, the answer does not.
    pub(super) fn all(&self) -> impl Iterator<Item = &Path> {
        let user = self.user.iter().map(|(file, _)| file);
        self.marks.iter().chain(&self.project).chain(user).map(PathBuf::as_path)
    }
}

/// The folders that belong to what the folder belongs to, nearest first: up to the root of the
/// repository. Outside git up to the top; but from within the home folder not into that one or what
/// lies above it (a file there would speak for everything), and never into a folder that everybody
/// may write, such as `/tmp` (there anybody could speak for others). The folder itself always counts.
pub(super) fn upward(dir: &Path, home: Option<&Path>) -> Vec<PathBuf> {
    upward_of(dir, git::discover(dir).as_ref(), home)
}

fn upward_of(dir: &Path, repository: Option<&Repository>, home: Option<&Path>) -> Vec<PathBuf> {
    if let Some(repository) = repository {
        let inside = dir.ancestors().take_while(|folder| folder.starts_with(&repository.root));
        return inside.map(Path::to_owned).collect();
    }
    let home = home.map(|home| dunce::canonicalize(home).unwrap_or_else(|_| home.to_owned()));
    dir.ancestors()
        .enumerate()
        .take_while(|(steps, folder)| {
            let above_home =
                home.as_ref().is_some_and(|home| dir.starts_with(home) && home.starts_with(folder));
            *steps == 0 || !(above_home || is_open_to_all(folder))
        })
        .map(|(_, folder)| folder.to_owned())
        .collect()
}

#[cfg(unix)]
fn is_open_to_all(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    folder.metadata().is_ok_and(|meta| meta.permissions().mode() & 0o002 != 0)
}

#[cfg(not(unix))]
fn is_open_to_all(_: &Path) -> bool {
    false
}

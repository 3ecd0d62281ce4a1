//! Whether a worktree that claims remember is still there.

use std::fs;
use std::path::{Path, PathBuf};

use super::git;

/// Whether a worktree was removed for good, so that its claims are orphans.
///
/// `root` is the worktree's root as it was when it was claimed. It is gone
/// when it does not exist, the folder it was in does (else a disk may only be unmounted), and no
/// repository still lists it. Git forgets a worktree with `git worktree remove` or `prune`; one that
/// was deleted by hand, or lies on a disk that is away, stays listed until then.
///
/// Which repository it belonged to the folder itself can no longer say. Where `common_dir` (the
/// repository's shared folder, remembered from inference) is known, that one is asked; otherwise
/// those around: beside the folder, and the ones it lay inside of.
pub(crate) fn is_worktree_gone(root: &Path, common_dir: Option<&Path>) -> bool {
    // Anything but "there is none" (no permission, a stale mount) is no proof.
    let missing = |path: &Path| {
        fs::symlink_metadata(path).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
    };
    let Some(parent) = root.parent() else { return false };
    if !missing(root) || !parent.is_dir() {
        return false;
    }
    // A shared folder inside the root itself was the main worktree's, and went with it.
    match common_dir.filter(|common| !common.starts_with(root)) {
        // The repository is away, and its list with it.
        Some(common) if !common.is_dir() => common.parent().is_some_and(Path::is_dir),
        Some(common) => !lists(common, root),
        None => !repositories_around(parent).iter().any(|common| lists(common, root)),
    }
}

/// Whether the repository's list of linked worktrees holds this one.
fn lists(common_dir: &Path, root: &Path) -> bool {
    let Ok(entries) = fs::read_dir(common_dir.join("worktrees")) else { return false };
    entries.flatten().any(|entry| {
        let text = fs::read_to_string(entry.path().join("gitdir")).unwrap_or_default();
        let dot_git = entry.path().join(text.trim_end_matches(['\n', '\r']));
        dot_git.parent().is_some_and(|listed| same(listed, root))
    })
}

/// Whether two paths of which the last part may be gone are one.
fn same(a: &Path, b: &Path) -> bool {
    let real = |path: &Path| {
        let (parent, name) = (dunce::canonicalize(path.parent()?).ok()?, path.file_name()?);
        Some(parent.join(name))
    };
    a == b || real(a).is_some_and(|a| real(b) == Some(a))
}

/// The shared folders of the repositories beside and above.
fn repositories_around(parent: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        git::discover(parent).map(|repository| repository.common_dir).into_iter().collect();
    let siblings = fs::read_dir(parent).into_iter().flatten().flatten().map(|entry| entry.path());
    for folder in siblings.filter(|path| path.is_dir()) {
        if folder.join("worktrees").is_dir() && folder.join("HEAD").is_file() {
            found.push(folder.clone());
        }
        found.extend(git::at(&folder).map(|repository| repository.common_dir));
    }
    found.sort();
    found.dedup();
    found
}

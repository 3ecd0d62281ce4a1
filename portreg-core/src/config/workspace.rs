//! Monorepos: which package of which workspace a folder lies in.

use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};

use super::infer::folder_name;
use super::manifest::{self, Manifest};

/// A package of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Package {
    /// Its folder.
    pub(super) folder: PathBuf,
    /// The workspace's folder.
    pub(super) workspace: PathBuf,
}

impl Package {
    /// Its own name and the manifest that says so, else its folder's name.
    pub(super) fn named(&self) -> (String, String) {
        match manifest::named(&self.folder) {
            Some(Manifest { name: Some(name), file, .. }) => (name, file.to_owned()),
            _ => (folder_name(&self.folder), "folder name".to_owned()),
        }
    }
}

/// The innermost package that the folder lies in, of a workspace at or below `root`.
pub(super) fn package_of(dir: &Path, root: &Path) -> Option<Package> {
    let folders = dir.ancestors().take_while(|folder| folder.starts_with(root));
    folders.filter(|folder| manifest::exists(folder)).find_map(|folder| {
        let above = folder.ancestors().skip(1).take_while(|above| above.starts_with(root));
        let workspace = above.into_iter().find(|above| holds(above, folder))?;
        Some(Package { folder: folder.to_owned(), workspace: workspace.to_owned() })
    })
}

/// Whether the first folder is a workspace with the second as a member.
fn holds(workspace: &Path, folder: &Path) -> bool {
    let Ok(inside) = folder.strip_prefix(workspace) else { return false };
    manifest::workspaces(workspace).any(|manifest| is_member(&manifest, inside))
}

fn is_member(manifest: &Manifest, inside: &Path) -> bool {
    let excluded = |pattern: &String| {
        // Cargo's `exclude` names folders and all below them.
        matches(pattern, inside) || inside.starts_with(tidy(pattern))
    };
    if manifest.exclude.iter().any(excluded) {
        return false;
    }
    let mut member = false;
    for pattern in manifest.members.iter().flatten() {
        // In npm's and pnpm's lists a later `!pattern` takes out again.
        match pattern.strip_prefix('!') {
            Some(pattern) if matches(pattern, inside) => member = false,
            None if matches(pattern, inside) => member = true,
            _ => {}
        }
    }
    member
}

fn matches(pattern: &str, inside: &Path) -> bool {
    const OPTIONS: MatchOptions = MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: true,
    };
    tidy(pattern)
        .to_str()
        .and_then(|pattern| Pattern::new(pattern).ok())
        .is_some_and(|pattern| pattern.matches_path_with(inside, OPTIONS))
}

/// `./packages/*/` is written as often as `packages/*`.
fn tidy(pattern: &str) -> &Path {
    let pattern = pattern.trim().trim_start_matches("./").trim_end_matches('/');
    Path::new(pattern)
}

/// The members' folders, for `init`, in order.
pub(super) fn packages(workspace: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = vec![];
    for manifest in manifest::workspaces(workspace) {
        let patterns = manifest.members.iter().flatten().filter(|p| !p.starts_with('!'));
        for pattern in patterns {
            let escaped = Pattern::escape(&workspace.to_string_lossy());
            let Ok(paths) = glob::glob(&format!("{escaped}/{}", tidy(pattern).display())) else {
                continue;
            };
            found.extend(paths.flatten().filter(|folder| {
                let inside = folder.strip_prefix(workspace);
                manifest::exists(folder)
                    && !folder.components().any(|part| part.as_os_str() == "node_modules")
                    && inside.is_ok_and(|inside| is_member(&manifest, inside))
            }));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// A name without npm's scope: `@acme/web` is `web`.
pub(super) fn without_scope(name: &str) -> &str {
    match name.strip_prefix('@').and_then(|rest| rest.split_once('/')) {
        Some((_, name)) if !name.is_empty() => name,
        _ => name,
    }
}

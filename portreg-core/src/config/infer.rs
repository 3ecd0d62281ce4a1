//! The name that a folder gives by itself: project, stack and context.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::environment::Environment;
use super::git::{self, Repository};
use super::manifest::{self, Manifest};
use super::settings::Config;
use super::{locate, workspace};
use crate::error::Result;
use crate::model::{Identity, Inference, segment_from};

/// The stack of a folder that is no package of its own.
pub(crate) const DEFAULT_STACK: &str = "app";

const SEGMENT_MAX: usize = 64;

/// What a folder says about its name, as text and as segments.
///
/// Whether another folder got the same segments first is the registry's to know: it compares the
/// raw texts and the roots, and appends [`suffix_of`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Inferred {
    /// The project as a segment.
    pub(crate) project: String,
    /// The stack as a segment.
    pub(crate) stack: String,
    /// The context as a segment; none outside git.
    pub(crate) context: Option<String>,
    /// The project as it is written where it comes from.
    pub(crate) project_raw: String,
    /// The stack as it is written where it comes from.
    pub(crate) stack_raw: String,
    /// The context as it is written where it comes from, such as the branch's full name.
    pub(crate) context_raw: Option<String>,
    /// The folder that was asked about.
    pub(crate) dir: PathBuf,
    /// The worktree's root; outside git the project's folder.
    pub(crate) root: PathBuf,
    /// The main worktree's root: the same for all worktrees of one clone, another for another clone.
    pub(crate) main_root: PathBuf,
    /// The repository's folder that all its worktrees share; none outside git.
    pub(crate) common_dir: Option<PathBuf>,
    /// Where each part comes from, in words.
    pub(crate) sources: Map<String, Value>,
}

impl Inferred {
    /// The whole name.
    ///
    /// # Errors
    ///
    /// `INVALID_IDENTITY` never for what [`infer`] gave; for segments that were changed since.
    pub(crate) fn identity(&self) -> Result<Identity> {
        Identity::from_segments(&self.project, Some(&self.stack), self.context.as_deref())
    }

    /// What `whoami` shows.
    ///
    /// # Errors
    ///
    /// As [`Inferred::identity`].
    pub(crate) fn inference(&self) -> Result<Inference> {
        Ok(Inference {
            identity: self.identity()?,
            project: self.project.clone(),
            stack: self.stack.clone(),
            context: self.context.clone(),
            dir: self.dir.clone(),
            sources: self.sources.clone(),
        })
    }
}

/// What the folder's name is, by its configuration, git and manifests.
///
/// # Errors
///
/// `INVALID_OPTION` where the folder's path cannot be made absolute.
pub(crate) fn infer(dir: &Path, config: &Config, environment: &Environment) -> Result<Inferred> {
    let given = std::path::absolute(dir)
        .map_err(|error| crate::error::Error::option("dir", error.to_string()))?;
    let dir = dunce::canonicalize(&given).unwrap_or(given);
    let repository = git::discover(&dir);
    let (root, main_root) = match &repository {
        Some(repository) => (repository.root.clone(), repository.main_root.clone()),
        None => {
            let root = project_root(&dir, environment.home().as_deref());
            (root.clone(), root)
        }
    };
    let mut sources = Map::new();
    let mut note = |part: &str, source: String| sources.insert(part.to_owned(), source.into());

    let (project_raw, source) = project(config, &main_root);
    note("project", source);
    let (stack_raw, source) = workspace::package_of(&dir, &root).map_or_else(
        || (DEFAULT_STACK.to_owned(), "default".to_owned()),
        |package| package.named(),
    );
    note("stack", source);
    let head = repository.as_ref().and_then(Repository::head);
    if let Some(head) = &head {
        note("context", head.source.to_owned());
    }
    let context_raw = head.map(|head| head.name);
    Ok(Inferred {
        project: segment(&project_raw),
        stack: segment(workspace::without_scope(&stack_raw)),
        context: context_raw.as_deref().map(segment),
        project_raw,
        stack_raw,
        context_raw,
        dir,
        root,
        main_root,
        common_dir: repository.map(|repository| repository.common_dir),
        sources,
    })
}

/// The project's name and where it comes from.
fn project(config: &Config, main_root: &Path) -> (String, String) {
    if let Some(file) = &config.project
        && let Some(name) = &file.project
    {
        return (name.clone(), file.file.display().to_string());
    }
    if let Some(Manifest { name: Some(name), file, .. }) = manifest::named(main_root) {
        return (name, file.to_owned());
    }
    (folder_name(main_root), "folder name".to_owned())
}

/// A folder's name; that of a bare repository without its `.git`.
pub(super) fn folder_name(folder: &Path) -> String {
    let Some(name) = folder.file_name() else { return "root".to_owned() };
    let name = name.to_string_lossy();
    match name.strip_suffix(".git") {
        Some(bare) if !bare.is_empty() && folder.join("HEAD").is_file() => bare.to_owned(),
        _ => name.into_owned(),
    }
}

/// Outside git: the workspace that the folder is a package of, else the nearest folder upward with a
/// manifest, else the folder itself.
fn project_root(dir: &Path, home: Option<&Path>) -> PathBuf {
    let folders = locate::upward(dir, home);
    let top = folders.last().map_or(dir, PathBuf::as_path);
    if let Some(package) = workspace::package_of(dir, top) {
        return package.workspace;
    }
    let nearest = folders.iter().find(|folder| manifest::exists(folder));
    nearest.cloned().unwrap_or_else(|| dir.to_owned())
}

/// Any text as a segment. What a segment cannot hold becomes `-`; where that leaves nothing, or
/// where the text is too long, a hash of the text keeps different names different.
pub(crate) fn segment(text: &str) -> String {
    let trimmed = text.trim();
    match segment_from(trimmed) {
        Some(segment) if trimmed.chars().count() <= SEGMENT_MAX => segment,
        Some(segment) => {
            let keep = segment.len().min(SEGMENT_MAX - 9);
            format!("{}-{:08x}", &segment[..keep], fnv(trimmed.as_bytes()) as u32)
        }
        None => format!("x-{:08x}", fnv(trimmed.as_bytes()) as u32),
    }
}

/// Four hex digits that tell a folder from others: what the later one of two equal names gets.
pub(crate) fn suffix_of(path: &Path) -> String {
    let hash = fnv(path.as_os_str().as_encoded_bytes());
    // The halves are folded, so that every bit of the hash counts.
    format!("{:04x}", (hash ^ (hash >> 16) ^ (hash >> 32) ^ (hash >> 48)) as u16)
}

/// FNV-1a of 64 bits: the same on every machine and in every version.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

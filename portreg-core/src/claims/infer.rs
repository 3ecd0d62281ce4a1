//! The identity of a folder: what the folder says, told apart from others that say the same.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{Claims, working_folder};
use crate::config::{Inferred, infer, suffix_of};
use crate::error::Result;
use crate::model::Inference;
use crate::store::KNOWS_ORIGINS;

/// The identities that this process has inferred: it keeps them until it ends, also when a branch is
/// switched under it.
#[derive(Debug, Default)]
pub(crate) struct InferredNames {
    by_folder: Mutex<HashMap<PathBuf, Inference>>,
}

impl InferredNames {
    fn get(&self, dir: &Path) -> Option<Inference> {
        self.by_folder.lock().unwrap_or_else(PoisonError::into_inner).get(dir).cloned()
    }

    fn keep(&self, dir: PathBuf, inference: Inference) -> Inference {
        let mut known = self.by_folder.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(dir).or_insert(inference).clone()
    }
}

impl Claims<'_> {
    /// The identity of a folder; of the working folder where none is said.
    pub(crate) fn infer(&self, dir: Option<&Path>) -> Result<Inference> {
        let dir: PathBuf = match dir {
            Some(dir) => dir.to_owned(),
            None => working_folder()?,
        };
        if let Some(known) = self.inferred.get(&dir) {
            return Ok(known);
        }
        let config = self.config(Some(&dir))?;
        let mut inferred = infer(&dir, &config, self.loader.environment())?;
        if KNOWS_ORIGINS {
            self.tell_apart(&mut inferred)?;
        }
        Ok(self.inferred.keep(dir, inferred.inference()?))
    }

    /// Two clones get different projects, two packages different stacks, two branches different
    /// contexts: the later one gets `-` and 4 hex digits.
    fn tell_apart(&self, inferred: &mut Inferred) -> Result<()> {
        let clone = inferred.main_root.to_string_lossy().into_owned();
        let suffix = suffix_of(&inferred.main_root);
        inferred.project = self.segment("", &clone, &inferred.project, &suffix)?;
        let scope = inferred.project.clone();
        let stack = suffix_of(Path::new(&inferred.stack_raw));
        inferred.stack = self.segment(&scope, &inferred.stack_raw, &inferred.stack, &stack)?;
        if let (Some(context), Some(raw)) = (&inferred.context, &inferred.context_raw) {
            // It stands for the branch: that one keeps its ports when it is checked out elsewhere.
            let suffix = suffix_of(&inferred.root);
            inferred.context = Some(self.segment(&format!("{scope}:"), raw, context, &suffix)?);
        }
        Ok(())
    }

    /// The segment that stands for a source: the wanted one, unless it stands for another already.
    fn segment(&self, scope: &str, source: &str, wanted: &str, suffix: &str) -> Result<String> {
        let known = self.store.read(|reader| reader.segment_of(scope, source))?;
        let fits = |known: &String| {
            known == wanted
                || known.strip_prefix(shortened(wanted)).is_some_and(|rest| rest.starts_with('-'))
        };
        if let Some(known) = known.filter(fits) {
            return Ok(known);
        }
        self.store.write(|writer| {
            let mut segment = wanted.to_owned();
            let mut number = 0_u32;
            while let Some(other) = writer.source_of(scope, &segment)? {
                // A clone that was removed no longer stands in the way of the next one.
                if scope.is_empty() && !Path::new(&other).exists() {
                    writer.remove_origin(scope, &segment)?;
                    break;
                }
                segment = match number {
                    0 => format!("{}-{suffix}", shortened(wanted)),
                    number => format!("{}-{suffix}{number}", shortened(wanted)),
                };
                number += 1;
            }
            writer.set_origin(scope, source, &segment)?;
            Ok(segment)
        })
    }
}

/// The segment with room for `-` and a few digits.
fn shortened(segment: &str) -> &str {
    const ROOM: usize = 56;
    &segment[..segment.len().min(ROOM)]
}

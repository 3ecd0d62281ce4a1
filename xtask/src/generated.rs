//! Files that are made from the source of the core and committed.

use std::fs;
use std::io;

use crate::{cargo, node, python, swift, vocabulary};

/// Each file, from the root of the workspace, and its text.
fn all() -> io::Result<Vec<(&'static str, String)>> {
    let vocabulary = vocabulary::read()?;
    let text = serde_json::to_string_pretty(&vocabulary).map_err(io::Error::other)? + "\n";
    let mut all = vec![
        ("schema/vocabulary.json", text),
        ("bindings-python/python/portreg/_records.py", python::records::module(&vocabulary)),
        ("bindings-node/ts/records.ts", node::records::module(&vocabulary)),
    ];
    all.extend(swift::generated(&vocabulary)?);
    Ok(all)
}

/// Writes them anew.
pub(crate) fn write() -> bool {
    let written = all().and_then(|files| {
        files.iter().try_for_each(|(file, text)| fs::write(cargo::root().join(file), text))
    });
    if let Err(error) = &written {
        eprintln!("what is made from the core cannot be written: {error}");
    }
    written.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_files_are_the_generated_ones() {
        for (file, text) in all().unwrap() {
            let committed = fs::read_to_string(cargo::root().join(file)).unwrap_or_default();
            assert!(committed == text, "{file} is out of date: run `cargo xtask generate`");
        }
    }
}

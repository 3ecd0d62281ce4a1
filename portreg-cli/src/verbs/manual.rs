//! `manual`: the manual pages as files, for `man` and for packages.

use std::fs;
use std::path::PathBuf;

use portreg_core::ErrorCode;
use serde_json::json;

use super::lines;
use crate::args::ManualArgs;
use crate::failure::{Failure, Result};
use crate::session::{Session, reason};

pub(super) fn manual(session: &Session<'_>, args: &ManualArgs) -> Result<()> {
    let folder = &args.folder;
    let written = fs::create_dir_all(folder).and_then(|()| {
        let write = |(name, text): (String, Vec<u8>)| {
            let file = folder.join(name);
            fs::write(&file, text).map(|()| file)
        };
        crate::manual::pages()?.into_iter().map(write).collect::<std::io::Result<Vec<PathBuf>>>()
    });
    let files = written.map_err(|error| {
        let folder = folder.display();
        let message = format!("no manual can be written to {folder}: {}", reason(&error));
        Failure::new(ErrorCode::InvalidOption, message).with("file", folder.to_string())
    })?;
    session.out.answer(
        &json!({ "files": files }),
        || lines(files.iter().map(|file| file.display())),
        || format!("wrote {} pages to {}\n", files.len(), folder.display()),
    )
}

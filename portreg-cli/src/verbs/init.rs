//! `init`: a project config from what the project says about itself.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use portreg_core::ErrorCode;
use serde_json::json;

use crate::args::InitArgs;
use crate::failure::{Failure, Result};
use crate::session::{Session, reason, working_folder};

pub(super) fn init(session: &Session<'_>, args: InitArgs) -> Result<()> {
    let folder = working_folder()?;
    let text = portreg_core::propose_config(&folder)?;
    let path = folder.join(".portreg.json");
    if !args.dry_run {
        write(&path, &text)?;
    }
    let record = json!({ "path": path, "written": !args.dry_run, "text": text });
    let path = path.display();
    session.out.answer(
        &record,
        || format!("{path}\n"),
        || match args.dry_run {
            true => text.clone(),
            false => format!("wrote {path}; `portreg config` shows what holds now\n"),
        },
    )
}

/// Writes a file that does not exist yet.
fn write(path: &Path, text: &str) -> Result<()> {
    let place = path.display();
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let message = match error.kind() {
            ErrorKind::AlreadyExists => format!(
                "{place} exists and is never overwritten; `portreg init --dry-run` prints what would be in it"
            ),
            _ => format!("{place} cannot be written: {}", reason(&error)),
        };
        Failure::new(ErrorCode::InvalidOption, message).with("file", path.to_string_lossy())
    })
}

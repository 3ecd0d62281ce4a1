//! `import`: what another registry or another tool has written out.

use portreg_core::{Export, ImportOptions, ImportReport, Refusal};
use serde_json::Value;

use super::lines;
use crate::args::{ImportArgs, ImportSource};
use crate::failure::{Failure, Result};
use crate::import::port_daddy::{self, List};
use crate::render;
use crate::session::{Session, read};

/// The form that `export` writes and this version reads.
const VERSION: u64 = 1;

pub(super) fn import(session: &Session<'_>, args: ImportArgs) -> Result<()> {
    let List { document, refused } = match args.from {
        Some(ImportSource::PortDaddy) if port_daddy::is_database(&args.file) => {
            port_daddy::read_database(&args.file, session.now_ms)?
        }
        Some(ImportSource::PortDaddy) => port_daddy::read(&read(&args.file)?, session.now_ms)?,
        None => {
            let text = read(&args.file)?;
            match port_daddy::is_port_list(&text) {
                true => port_daddy::read(&text, session.now_ms)?,
                false => List { document: own(&text)?, refused: Vec::new() },
            }
        }
    };
    // An entry that cannot be read clashes like any other: without --skip nothing comes in.
    let whole = refused.is_empty() || args.skip;
    let options = ImportOptions { dry_run: args.dry_run || !whole, skip: args.skip };
    let mut report = session.open()?.import(&document, options)?;
    if !whole {
        report.added.clear();
        report.remembered.clear();
    }
    report.refused.splice(..0, refused);
    let bare = || lines(&report.added);
    session.out.answer(&report, bare, || render::import_report(&report, args.dry_run))?;
    if args.skip { Ok(()) } else { refuse(&report) }
}

/// Nothing came in: the list says what clashes, the exit code says how.
fn refuse(report: &ImportReport) -> Result<()> {
    let Some(Refusal { code, .. }) = report.refused.first() else { return Ok(()) };
    let message = format!(
        "{} of the entries cannot be taken, so nothing was imported; --skip takes the rest",
        report.refused.len(),
    );
    Err(Failure::new(*code, message))
}

/// Reads what `export` writes.
fn own(text: &str) -> Result<Export> {
    let no_json = |error: serde_json::Error| {
        Failure::option("FILE", format!("it is no export of portreg: {error}"))
    };
    let value: Value = serde_json::from_str(text).map_err(no_json)?;
    match value.get("version").and_then(Value::as_u64) {
        Some(VERSION) => serde_json::from_str(text).map_err(no_json),
        Some(newer) => {
            let message =
                format!("it has form {newer} and this portreg reads {VERSION}; update portreg");
            Err(Failure::option("FILE", message))
        }
        None => {
            let message =
                "it is no export of portreg (it has no version); another tool's list needs --from";
            Err(Failure::option("FILE", message))
        }
    }
}

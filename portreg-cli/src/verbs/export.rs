//! `export`: the registry for other registries, spreadsheets and documents.

use crate::args::{ExportArgs, ExportFormat};
use crate::failure::{Failure, Result};
use crate::output::to_value;
use crate::render;
use crate::session::{Session, pattern_of};

pub(super) fn export(session: &Session<'_>, args: ExportArgs) -> Result<()> {
    let format = args.format.unwrap_or(ExportFormat::Json);
    if session.out.is_json() && format != ExportFormat::Json {
        return Err(Failure::option("format", "--json asks for another form; give one of them"));
    }
    let registry = session.open()?;
    let document = registry.export(pattern_of(&registry, args.pattern)?.as_deref())?;
    match format {
        // Files of it are read and compared by people: indented also where it is piped.
        ExportFormat::Json => session.out.text(&format!("{:#}\n", to_value(&document)?)),
        ExportFormat::Csv => session.out.raw(render::services_csv(&document.services).as_bytes()),
        ExportFormat::Markdown => session.out.text(&render::services_markdown(&document.services)),
    }
}

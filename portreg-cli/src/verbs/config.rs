//! `whoami` and `config`: what holds in this folder.

use portreg_core::ConfigReport;
use serde_json::Value;

use crate::args::ConfigArgs;
use crate::failure::Result;
use crate::render;
use crate::session::Session;

pub(super) fn whoami(session: &Session<'_>) -> Result<()> {
    let inference = session.open()?.infer(None)?;
    session.out.answer(
        &inference,
        || format!("{}\n", inference.identity),
        || render::whoami(&inference),
    )
}

pub(super) fn config(session: &Session<'_>, args: ConfigArgs) -> Result<()> {
    // Reading the settings is the check: a file that cannot be used is an error with its place.
    let report = session.open()?.config(None)?;
    if args.check {
        let human = || "the configuration can be used\n".to_owned();
        return session.out.answer(&report, String::new, human);
    }
    session.out.answer(&report, || bare(&report), || render::config(&report))
}

/// `name=value` lines.
fn bare(report: &ConfigReport) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    report.values.iter().map(|(name, value)| format!("{name}={}\n", text(value))).collect()
}

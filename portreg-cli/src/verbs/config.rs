//! `whoami` and `config`: what holds in this folder.

use portreg_core::{
    ConfigReport, check_config_unregistered, config_unregistered, infer_unregistered,
    is_registry_error,
};
use serde_json::Value;

use crate::args::ConfigArgs;
use crate::failure::Result;
use crate::render;
use crate::session::{Session, working_folder};

pub(super) fn whoami(session: &Session<'_>) -> Result<()> {
    let inference = match session.open().and_then(|registry| registry.infer(None)) {
        // What the folder says is an answer all the same: nothing is claimed by it.
        Err(error) if is_registry_error(&error) => {
            session.out.note(&format!(
                "{error}; so the name is what this folder says alone, not told apart from a clone's"
            ));
            infer_unregistered(&working_folder()?)?
        }
        inference => inference?,
    };
    session.out.answer(
        &inference,
        || format!("{}\n", inference.identity),
        || render::whoami(&inference),
    )
}

pub(super) fn config(session: &Session<'_>, args: ConfigArgs) -> Result<()> {
    let dir = working_folder()?;
    // A file that cannot be used is an error with its place.
    let report = config_unregistered(&dir)?;
    if args.check {
        match session.open().and_then(|registry| registry.check_config(Some(&dir))) {
            Err(error) if is_registry_error(&error) => {
                let without = "so pools and services that only it knows are taken for granted";
                session.out.note(&format!("{error}; {without}"));
                check_config_unregistered(&dir)?;
            }
            checked => checked?,
        }
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

//! `doctor`: how the registry and its surroundings are, and the way back to a backup.

use portreg_core::{Check, CheckState, DoctorReport, Error, ErrorCode, Registry};
use serde_json::json;

use super::lines;
use crate::args::DoctorArgs;
use crate::failure::{Result, is_registry};
use crate::render;
use crate::session::Session;

pub(super) fn doctor(session: &Session<'_>, args: DoctorArgs) -> Result<i32> {
    if let Some(date) = args.restore {
        return restore(session, date.as_deref()).map(|()| 0);
    }
    let report = match session.open().and_then(|registry| registry.doctor(args.fix)) {
        Ok(report) => report,
        Err(error) if is_registry(error.code()) => unusable(&error),
        Err(error) => return Err(error.into()),
    };
    let failed = || report.checks.iter().filter(|check| check.state == CheckState::Failed);
    let bare = || lines(failed().map(|check| &check.name));
    session.out.answer(&report, bare, || render::doctor(&report))?;
    Ok(i32::from(!report.ok))
}

fn restore(session: &Session<'_>, date: Option<&str>) -> Result<()> {
    let registry = session.registry_path()?;
    let aside = Registry::restore(Some(&registry), date)?;
    let record = json!({ "registry": registry, "kept_aside": aside });
    let path = aside.display();
    session.out.answer(
        &record,
        || format!("{path}\n"),
        || format!("{} is restored; what it was is kept as {path}\n", registry.display()),
    )
}

/// A registry that cannot be opened is what doctor is for, so it is a finding and no error.
fn unusable(error: &Error) -> DoctorReport {
    let fix =
        (error.code() == ErrorCode::RegistryCorrupt).then(|| "portreg doctor --restore".to_owned());
    let check = Check {
        name: "registry".to_owned(),
        state: CheckState::Failed,
        message: error.to_string(),
        fix,
    };
    DoctorReport { ok: false, checks: vec![check] }
}

//! `ps`: what runs, and what it uses.

use super::left_with;
use crate::claims::Claims;
use crate::error::Result;
use crate::machine::process::{self, Family};
use crate::model::{FindOptions, Identity, RunningService, Service, Status};

/// The services that run or have crashed, or all; with what is left of those that lost their supervisor.
pub(crate) fn ps(
    claims: &Claims<'_>,
    pattern: Option<&str>,
    all: bool,
) -> Result<Vec<RunningService>> {
    let options = FindOptions { pattern: pattern.map(str::to_owned), ..FindOptions::default() };
    let services = claims.find(&options)?;
    let names: Vec<Identity> = services.iter().map(|service| service.identity.clone()).collect();
    let abandoned = claims.abandoned(Some(&names))?;
    let left = left_with(abandoned.iter().map(|(_, mark)| mark.as_str()));
    let orphans_of = |name: &Identity| {
        let mark = abandoned.iter().find(|(one, _)| one == name).map(|(_, mark)| mark);
        let holders = mark.and_then(|mark| left.get(mark));
        holders.map(|holders| holders.iter().map(|one| one.pid).collect()).unwrap_or_default()
    };
    let rows = services.into_iter().map(|service| {
        let orphans: Vec<u32> = orphans_of(&service.identity);
        described(claims, service, orphans)
    });
    Ok(rows
        .filter(|row| {
            all || matches!(row.service.status, Status::Running | Status::Crashed)
                || !row.orphans.is_empty()
        })
        .collect())
}

fn described(claims: &Claims<'_>, service: Service, orphans: Vec<u32>) -> RunningService {
    let now = claims.system.now_ms();
    let key = service.pid.filter(|_| service.status == Status::Running).and_then(process::key_of);
    let uptime_ms =
        service.started_at_ms.filter(|_| key.is_some()).map(|since| (now - since).max(0));
    let usage = key.map(|key| {
        let family =
            Family { group: Some(key.pid), mark: process::mark_of(key.pid), adopter: None };
        let mut members = family.members(&[key]);
        // Who leads no group is not found by it.
        members.extend((!members.contains(&key)).then_some(key));
        process::usage(&members)
    });
    let cpu_percent = usage.as_ref().zip(uptime_ms).map(|(usage, uptime)| {
        let percent = usage.cpu_ms as f64 * 100.0 / uptime.max(1) as f64;
        (percent * 10.0).round() / 10.0
    });
    RunningService {
        url: service.endpoints.get("local").cloned(),
        uptime_ms,
        cpu_percent,
        memory_bytes: usage.map(|usage| usage.memory_bytes),
        orphans,
        service,
    }
}

//! A command that tells by its exit code whether a service is well.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use super::{Limit, Outcome};
use crate::machine::children::{self, Change, Spawn};
use crate::machine::process::{self, Family};
use crate::model::Signal;

/// Runs it, unheard and in a group of its own. With it ends what it has started in its group; where
/// it takes too long, all that descends from it.
pub(super) fn run(
    argv: &[OsString],
    env: &[(OsString, OsString)],
    dir: Option<&Path>,
    limit: &Limit,
) -> Outcome {
    // Its arguments may hold secrets.
    let name = argv.first().map(|program| program.to_string_lossy()).unwrap_or_default();
    let start = Spawn { argv, env, dir, sockets: &[], pty: false };
    let pid = match children::spawn_unheard(&start) {
        Ok(pid) => pid,
        Err(error) => return Outcome::Failed(format!("cannot start {name} ({error})")),
    };
    // Of one that has ended already nothing is left to be waited for.
    let key = process::key_of(pid);
    let left = process::wait_gone(key.as_slice(), limit.left().unwrap_or_default());
    let outcome = if !left.is_empty() {
        let family = Family { group: Some(pid), ..Family::default() };
        let find = |known: &[_]| family.members(known);
        process::end_found(&left, Signal::Kill, Duration::ZERO, |_| false, find);
        Outcome::Failed(format!("{name} did not end within {:?}", limit.of))
    } else {
        match children::change_of(pid) {
            Some(Change::Ended { code: 0, .. }) => Outcome::Passed,
            Some(Change::Ended { code, .. }) => {
                Outcome::Failed(format!("{name} ended with {code}"))
            }
            // The host waits for all its children; the pid may mean another one by now.
            _ => return Outcome::Failed(format!("how {name} ended was told to somebody else")),
        }
    };
    children::signal_group(pid, Signal::Kill);
    children::reap(pid);
    outcome
}

//! `doctor`: whether everything is as it should be, and what mends it.

use std::path::Path;

use super::Claims;
use super::settle::all_pools;
use crate::config::Config;
use crate::error::Result;
use crate::machine::files;
use crate::machine::ports::ephemeral_range;
use crate::model::{Check, CheckState, DoctorReport, PortRange};

/// A log that is larger than this was not emptied for long.
const LOG_BYTES: u64 = 64 << 20;

impl Claims<'_> {
    /// Looks at everything; with `fix` mends what can be mended.
    pub(crate) fn doctor(&self, fix: bool) -> Result<DoctorReport> {
        let mut checks = vec![self.registry_file()?, self.integrity(fix)?, self.log(fix)?];
        checks.extend(self.permissions(fix));
        checks.push(self.backups());
        checks.push(self.leftovers(fix)?);
        checks.push(self.clock()?);
        checks.push(self.limits());
        checks.extend(self.configuration(fix));
        let ok = checks.iter().all(|check| check.state != CheckState::Failed);
        Ok(DoctorReport { ok, checks })
    }

    fn registry_file(&self) -> Result<Check> {
        let path = self.store.path().display();
        match self.store.newer_form()? {
            Some(error) => Ok(check("registry", CheckState::Failed, error.to_string())),
            None => Ok(check("registry", CheckState::Ok, path.to_string())),
        }
    }

    fn integrity(&self, fix: bool) -> Result<Check> {
        let wrong = self.store.check()?;
        if wrong.is_empty() {
            return Ok(check(
                "integrity",
                CheckState::Ok,
                "the file and all its rules hold".to_owned(),
            ));
        }
        // What else is wrong is not made better by writing to the file.
        let mendable = wrong.len() == 1 && self.store.lost_ports()? > 0;
        let wrong = wrong.join("; ");
        if mendable && fix {
            let call = self.new_call()?;
            let found = self.store.write(|writer| writer.find_lost_ports(call.at_ms))?;
            let message = format!("before: {wrong}; now whole ({found} ports found again)");
            return Ok(check("integrity", CheckState::Fixed, message));
        }
        let way_out = if mendable { "portreg doctor --fix" } else { "portreg doctor --restore" };
        let fix = Some(way_out.to_owned());
        Ok(Check { fix, ..check("integrity", CheckState::Failed, wrong) })
    }

    fn log(&self, fix: bool) -> Result<Check> {
        let mut name = self.store.path().as_os_str().to_owned();
        name.push("-wal");
        let bytes = std::fs::metadata(Path::new(&name)).map_or(0, |metadata| metadata.len());
        if bytes <= LOG_BYTES {
            return Ok(check(
                "log",
                CheckState::Ok,
                format!("write-ahead log of {} kB", bytes / 1024),
            ));
        }
        if fix {
            self.store.optimise()?;
            return Ok(check(
                "log",
                CheckState::Fixed,
                format!("the write-ahead log of {} MB was emptied", bytes >> 20),
            ));
        }
        let message =
            format!("the write-ahead log has {} MB: a program keeps reading", bytes >> 20);
        Ok(Check {
            fix: Some("portreg cleanup".to_owned()),
            ..check("log", CheckState::Warning, message)
        })
    }

    fn permissions(&self, fix: bool) -> Vec<Check> {
        let path = self.store.path();
        let folder = path.parent().unwrap_or(Path::new("/"));
        let mut checks = Vec::new();
        for (path, wanted) in [(path, 0o600), (folder, 0o700)] {
            let Some(mode) = files::mode_open_to_others(path) else { continue };
            let others =
                format!("{} can be read or written by others (mode {mode:o})", path.display());
            let mended = fix && files::set_mode(path, wanted).is_ok();
            checks.push(match mended {
                true => check(
                    "permissions",
                    CheckState::Fixed,
                    format!("before: {others}; now mode {wanted:o}"),
                ),
                false => {
                    let fix = Some(format!("chmod {wanted:o} {}", path.display()));
                    Check { fix, ..check("permissions", CheckState::Warning, others) }
                }
            });
        }
        if checks.is_empty() {
            checks.push(check(
                "permissions",
                CheckState::Ok,
                "file and folder are this user's alone".to_owned(),
            ));
        }
        checks
    }

    fn backups(&self) -> Check {
        let all = crate::store::backups(self.store.path());
        match all.first() {
            Some(newest) => check(
                "backups",
                CheckState::Ok,
                format!("{} kept, the newest of {}", all.len(), newest.date),
            ),
            None => check(
                "backups",
                CheckState::Ok,
                "none yet; the first write of each day makes one".to_owned(),
            ),
        }
    }

    fn leftovers(&self, fix: bool) -> Result<Check> {
        let gone = self.cleanup(true, &[])?;
        if gone.is_empty() {
            return Ok(check(
                "leftovers",
                CheckState::Ok,
                "no dead, expired or orphaned claims".to_owned(),
            ));
        }
        let names: Vec<&str> = gone.iter().map(|gone| gone.identity.as_str()).take(5).collect();
        let message = format!("{} claims have ended: {}", gone.len(), names.join(", "));
        if fix {
            let ended = self.cleanup(false, &[])?.len();
            return Ok(check(
                "leftovers",
                CheckState::Fixed,
                format!("before: {message}; now {ended} cleaned"),
            ));
        }
        Ok(Check {
            fix: Some("portreg cleanup".to_owned()),
            ..check("leftovers", CheckState::Warning, message)
        })
    }

    fn clock(&self) -> Result<Check> {
        let now = self.system.now_ms();
        let newest = self.store.read(|reader| reader.events(None, &Default::default(), 1))?;
        match newest.first().map(|event| event.at_ms - now) {
            Some(ahead) if ahead > 60_000 => {
                let message = format!(
                    "the newest event is {} in the future: the clock was set back, so expiry dates are off by that",
                    crate::time::human_duration(ahead)
                );
                Ok(check("clock", CheckState::Warning, message))
            }
            _ => Ok(check("clock", CheckState::Ok, "agrees with the history".to_owned())),
        }
    }

    fn configuration(&self, fix: bool) -> Vec<Check> {
        let config = match self.config(None) {
            Ok(config) => config,
            Err(error) => return vec![check("config", CheckState::Failed, error.to_string())],
        };
        let mut checks = Vec::new();
        if let Err(error) = self.check_settings(&config) {
            checks.push(check("config", CheckState::Failed, error.to_string()));
        }
        for (file, key) in &config.ignored {
            let message =
                format!("{}: {key} means nothing to portreg and is ignored", file.display());
            checks.push(check("config", CheckState::Warning, message));
        }
        for (name, range) in self.given_ranges(&config) {
            if ephemeral_range().is_some_and(|system| system.overlaps(&range)) {
                let message = format!(
                    "{name} {range} overlaps the ports that the system gives to outgoing connections; choose ports below them"
                );
                checks.push(check("ports", CheckState::Warning, message));
            }
        }
        if checks.is_empty() {
            checks.push(check(
                "config",
                CheckState::Ok,
                "all files that apply here are understood".to_owned(),
            ));
        }
        checks.extend(self.secrets(&config, fix));
        checks.extend(self.tunnels(&config));
        checks.push(self.integrations(&config));
        checks
    }
}

impl Claims<'_> {
    /// The ranges from which ports are given, with what they are called.
    fn given_ranges(&self, config: &Config) -> Vec<(String, PortRange)> {
        let set = self.store.read(|reader| reader.pools()).unwrap_or_default();
        let pools = all_pools(set, config).into_iter().flat_map(|(pool, _)| {
            let name = format!("pool {}", pool.name);
            pool.ranges.into_iter().map(move |range| (name.clone(), range))
        });
        std::iter::once(("the default range".to_owned(), config.default_range))
            .chain(pools)
            .collect()
    }
}

pub(super) fn check(name: &str, state: CheckState, message: String) -> Check {
    Check { name: name.to_owned(), state, message, fix: None }
}

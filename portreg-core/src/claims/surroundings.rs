//! What `doctor` says of the surroundings: limits of the system, secrets that others can read, and
//! what portreg found to work with.

use std::collections::BTreeSet;
use std::path::Path;

use super::Claims;
use super::doctor::check;
use crate::config::Config;
use crate::machine::{files, limits};
use crate::model::{Check, CheckState};

/// Fewer open files than this are used up by a handful of servers and watchers.
const FEW_FILES: u64 = 1024;
/// Fewer watches than this end with "ENOSPC: System limit for number of file watchers reached".
const FEW_WATCHES: u64 = 65_536;

impl Claims<'_> {
    /// Limits that development servers meet.
    pub(super) fn limits(&self) -> Check {
        let files = limits::open_files();
        let watches = limits::inotify_watches();
        let told = |number: Option<u64>| number.map_or("no limit".to_owned(), |n| n.to_string());
        let message = format!(
            "open files {}, inotify watches {}",
            told(files),
            watches.map_or("unknown".to_owned(), |n| n.to_string())
        );
        let (fix, why) = match (files, watches) {
            (Some(files), _) if files < FEW_FILES => {
                ("ulimit -n 4096", "servers and watchers run out of open files")
            }
            (_, Some(watches)) if watches < FEW_WATCHES => {
                ("sysctl fs.inotify.max_user_watches=524288", "reloaders stop seeing changes")
            }
            _ => return check("limits", CheckState::Ok, message),
        };
        let message = format!("{message}: {why}");
        Check { fix: Some(fix.to_owned()), ..check("limits", CheckState::Warning, message) }
    }

    /// Files with a token that others than this user can read.
    pub(super) fn secrets(&self, config: &Config, fix: bool) -> Vec<Check> {
        let holds_token = |file: &&std::path::PathBuf| {
            std::fs::read_to_string(file).is_ok_and(|text| text.contains("authtoken"))
        };
        let mut checks = Vec::new();
        for file in config.files.iter().filter(holds_token) {
            let Some(mode) = files::mode_open_to_others(file) else { continue };
            let open =
                format!("{} holds a token and others can read it (mode {mode:o})", file.display());
            if fix && files::set_mode(file, 0o600).is_ok() {
                let message = format!("before: {open}; now mode 600");
                checks.push(check("secrets", CheckState::Fixed, message));
                continue;
            }
            let fix = Some(format!("chmod 600 {}", file.display()));
            checks.push(Check { fix, ..check("secrets", CheckState::Warning, open) });
        }
        if checks.is_empty() && !config.tunnel_providers.is_empty() {
            let message = "tokens are in files of this user alone".to_owned();
            checks.push(check("secrets", CheckState::Ok, message));
        }
        checks
    }

    /// The programs of the tunnels that the project asks for.
    pub(super) fn tunnels(&self, config: &Config) -> Vec<Check> {
        let services = config.project.iter().flat_map(|project| &project.services);
        let wanted: BTreeSet<&str> = services
            .filter_map(|(_, service)| Some(service.tunnel.as_ref()?.provider.as_str()))
            .collect();
        let told = |program: &str| match files::is_program(program, &config.root) {
            true => check("tunnels", CheckState::Ok, format!("{program} is on PATH")),
            false => {
                let message = format!(
                    "{program} is not on PATH: services that ask for its tunnel run without one"
                );
                let fix = Some(format!("install {program}"));
                Check { fix, ..check("tunnels", CheckState::Warning, message) }
            }
        };
        wanted.into_iter().map(told).collect()
    }

    /// What was found here that portreg works with.
    pub(super) fn integrations(&self, config: &Config) -> Check {
        const SIGNS: [(&str, &str); 6] = [
            ("package.json", "Node"),
            ("pyproject.toml", "Python"),
            ("manage.py", "Django"),
            ("Cargo.toml", "Rust"),
            ("Procfile", "Procfile"),
            ("compose.yaml", "compose"),
        ];
        let mut found: Vec<String> =
            config.project.iter().map(|project| format!("{}", project.file.display())).collect();
        let there = |(file, _): &&(&str, &str)| config.root.join(file).is_file();
        found.extend(SIGNS.iter().filter(there).map(|(_, name)| (*name).to_owned()));
        if config.common_dir.is_some() {
            found.push("git".to_owned());
        }
        if Path::new("/var/run/docker.sock").exists() {
            found.push("Docker".to_owned());
        }
        let message = match found.as_slice() {
            [] => "none found in this folder; `portreg init` writes a config".to_owned(),
            found => found.join(", "),
        };
        check("integrations", CheckState::Ok, message)
    }
}

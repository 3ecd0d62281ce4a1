//! `up --check`: what would start, in which order, and what stands in the way. Nothing is started, and
//! nothing claimed.

use super::ledger::Ledger;
use super::select::select;
use super::spec::Spec;
use crate::claims::Shared;
use crate::config::Command;
use crate::error::Result;
use crate::machine::files::is_program;
use crate::model::{Identity, UpCheck, UpOptions, UpProblem, UpStep};
use std::sync::Arc;

/// Looks at what `up` would do with the same options.
pub(crate) fn check(shared: &Arc<Shared>, options: &UpOptions) -> Result<UpCheck> {
    let claims = shared.claims();
    let ledger = Ledger::new(shared.clone());
    let specs = select(&claims, options)?;
    let mut found = UpCheck::default();
    for spec in &specs {
        let runs = ledger.runs_elsewhere(&spec.identity)?;
        let row = claims.store.read(|reader| reader.claim(spec.identity.as_str()))?;
        let remembered = claims.store.read(|reader| reader.remembered(spec.identity.as_str()))?;
        let has = row.and_then(|row| row.port).or(remembered).filter(|_| spec.has_port);
        let port = match has {
            Some(port) => Some(port),
            None => claims.asked_by_config(&spec.identity)?.filter(|_| spec.has_port),
        };
        if !runs {
            let mut wrong = |message: String| {
                found.problems.push(UpProblem { identity: spec.identity.clone(), message });
            };
            missing(spec, &mut wrong);
            if let Some(port) = port
                && let Some(reason) = ledger.obstacle(port, &spec.identity)
            {
                wrong(reason);
            }
        }
        found.order.push(UpStep {
            identity: spec.identity.clone(),
            port,
            cmd: spec.shown(),
            needs: known(&spec.needs, &specs),
            runs,
        });
    }
    Ok(found)
}

fn known(needs: &[Identity], specs: &[Spec]) -> Vec<Identity> {
    needs.iter().filter(|need| specs.iter().any(|spec| spec.identity == **need)).cloned().collect()
}

/// Folders, files and programs that are not there.
fn missing(spec: &Spec, wrong: &mut dyn FnMut(String)) {
    if !spec.dir.is_dir() {
        return wrong(format!("there is no folder {}", spec.dir.display()));
    }
    for file in spec.env_files.iter().filter(|file| !file.is_file()) {
        wrong(format!("there is no file {} for its variables", file.display()));
    }
    if let Some(tunnel) = &spec.tunnel {
        let program = tunnel.provider.as_str();
        if !is_program(program, &spec.dir) {
            wrong(format!("{program}, which opens its tunnel, is not on PATH: install it"));
        }
        if let Some(file) = tunnel.certificate().filter(|file| !file.is_file()) {
            wrong(format!("there is no certificate {} for its tunnel", file.display()));
        }
    }
    let program = match &spec.cmd {
        None => {
            return wrong(
                "nothing says how to start it: give it a \"cmd\", or start it by hand".to_owned(),
            );
        }
        Some(Command::Argv(argv)) => argv.first().map(String::as_str),
        Some(Command::Shell(line)) => first_program(line),
    };
    if let Some(program) = program.filter(|program| !is_program(program, &spec.dir)) {
        let hint = match spec.dir.join("node_modules/.bin").join(program).is_file() {
            true => format!("write npx {program}"),
            false => "check the name, or install it".to_owned(),
        };
        wrong(format!("{program} is not on PATH: {hint}"));
    }
}

/// The program that a line for the shell begins with; none where only the shell can tell.
fn first_program(line: &str) -> Option<&str> {
    const SHELL: [&str; 13] = [
        "cd", "exec", "export", "set", "source", ".", "if", "for", "while", "test", "[", "eval",
        "trap",
    ];
    let mut words = line.split_whitespace();
    let word =
        words.find(|word| !word.split_once('=').is_some_and(|(name, _)| is_variable(name)))?;
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "-_./+@".contains(c));
    (plain && !SHELL.contains(&word)).then_some(word)
}

fn is_variable(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_of_a_line_is_told_where_it_is_plain() {
        assert_eq!(first_program("npm run dev -- --port {port}"), Some("npm"));
        assert_eq!(first_program("NODE_ENV=dev PORT=1 node a.js"), Some("node"));
        assert_eq!(first_program("./bin/serve"), Some("./bin/serve"));
        for line in ["cd web && npm start", "$SERVER", "(sleep 1)", "exec node", "", "A=1"] {
            assert_eq!(first_program(line), None, "{line}");
        }
    }
}

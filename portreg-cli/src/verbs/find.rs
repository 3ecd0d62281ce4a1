//! `find`: the services there are.

use portreg_core::FindOptions;

use super::lines;
use crate::args::{FindArgs, FindFormat};
use crate::failure::{Failure, Result};
use crate::output::to_value;
use crate::render;
use crate::session::{Session, port_hint};

pub(super) fn find(session: &Session<'_>, args: FindArgs) -> Result<()> {
    let format = format(session, args.format)?;
    let asked = asked_for(&args);
    let options = options(args);
    let services = session.open()?.find(&options)?;
    if services.is_empty() && !session.out.is_json() {
        options
            .pattern
            .as_deref()
            .and_then(port_hint)
            .iter()
            .for_each(|hint| session.out.note(hint));
    }
    match format {
        FindFormat::Json => session.out.json(&to_value(&services)?),
        FindFormat::Markdown => session.out.text(&render::services_markdown(&services)),
        FindFormat::Table if services.is_empty() => {
            // An empty list is the answer; what to do next is not part of it.
            session
                .out
                .note(render::services(&services, asked.as_deref(), session.now_ms).trim_end());
            Ok(())
        }
        FindFormat::Table => {
            let bare = || lines(services.iter().map(|service| &service.identity));
            let human = || render::services(&services, asked.as_deref(), session.now_ms);
            session.out.answer(&services, bare, human)
        }
    }
}

/// `--json` and `--format` may both speak, if they say the same.
fn format(session: &Session<'_>, format: Option<FindFormat>) -> Result<FindFormat> {
    match (format, session.out.is_json()) {
        (None | Some(FindFormat::Json), true) => Ok(FindFormat::Json),
        (Some(_), true) => {
            Err(Failure::option("format", "--json asks for another form; give one of them"))
        }
        (format, false) => Ok(format.unwrap_or(FindFormat::Table)),
    }
}

fn options(args: FindArgs) -> FindOptions {
    FindOptions {
        pattern: args.pattern,
        status: args.status,
        port: args.port,
        pool: args.pool,
        worktree: args.worktree,
        limit: args.limit,
    }
}

/// What was asked for, for the sentence that nothing matches it.
fn asked_for(args: &FindArgs) -> Option<String> {
    let words = [
        args.pattern.clone(),
        args.status.map(|status| format!("--status {status}")),
        args.port.map(|port| format!("--port {port}")),
        args.pool.as_ref().map(|pool| format!("--pool {pool}")),
        args.worktree.as_ref().map(|dir| format!("--worktree {}", dir.display())),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

//! `ports`, `conflicts`, `explain` and `status`: the machine and the registry side by side.

use portreg_core::ListenerOptions;

use super::lines;
use crate::args::{ConflictsArgs, ExplainArgs, PortsArgs, StatusArgs};
use crate::failure::Result;
use crate::render;
use crate::session::Session;

pub(super) fn ports(session: &Session<'_>, args: PortsArgs) -> Result<()> {
    let options = ListenerOptions { port: args.port, all: args.all, sockets_only: false };
    let listeners = session.open()?.listeners(&options)?;
    if listeners.is_empty() && !session.out.is_json() {
        session.out.note(&match args.port {
            Some(port) => {
                format!("nobody listens on {port}; `portreg explain {port}` says more")
            }
            None => "nobody listens".to_owned(),
        });
        return Ok(());
    }
    let bare = || {
        let mut ports: Vec<u16> = listeners.iter().map(|listener| listener.port).collect();
        ports.dedup();
        lines(ports)
    };
    session.out.answer(&listeners, bare, || render::listeners(&listeners, session.now_ms))
}

pub(super) fn conflicts(session: &Session<'_>, args: ConflictsArgs) -> Result<()> {
    let conflicts = session.open()?.conflicts(args.pattern.as_deref())?;
    if conflicts.is_empty() && !session.out.is_json() {
        session.out.note("no conflicts: the registry and the machine agree");
        return Ok(());
    }
    let bare = || lines(conflicts.iter().map(|conflict| &conflict.identity));
    session.out.answer(&conflicts, bare, || render::conflicts(&conflicts))
}

pub(super) fn explain(session: &Session<'_>, args: ExplainArgs) -> Result<()> {
    let report = session.open()?.explain(args.port)?;
    let bare = || format!("{}\n", report.state.as_str());
    session.out.answer(&report, bare, || render::report(&report))
}

pub(super) fn status(session: &Session<'_>, args: StatusArgs) -> Result<()> {
    let status = session.open()?.status(args.pattern.as_deref())?;
    let bare = || lines(status.conflicts.iter().map(|conflict| &conflict.identity));
    session.out.answer(&status, bare, || render::status(&status, session.now_ms))
}

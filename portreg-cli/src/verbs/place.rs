//! `reassign` and `rename`: another port for a name, another name for a port.

use portreg_core::MoveTo;

use crate::args::{ReassignArgs, RenameArgs};
use crate::failure::Result;
use crate::render;
use crate::session::Session;

pub(super) fn reassign(session: &Session<'_>, args: ReassignArgs) -> Result<()> {
    let to = args.port.map_or(MoveTo::Next, MoveTo::Port);
    let registry = session.open()?;
    let claim = match args.restart {
        true => registry.move_and_restart(&args.id, to, args.force)?,
        false => registry.reassign(&args.id, to, args.force)?,
    };
    let human = || render::claims(std::slice::from_ref(&claim), session.now_ms);
    session.out.answer(&claim, || format!("{}\n", claim.port), human)
}

pub(super) fn rename(session: &Session<'_>, args: RenameArgs) -> Result<()> {
    let registry = session.open()?;
    let service = registry.rename(&args.old, &args.new, args.force)?;
    let bare = || format!("{}\n", service.identity);
    session.out.answer(&service, bare, || {
        let port = service.port.map(|port| format!(" ({port})")).unwrap_or_default();
        format!("{} is now {}{port}\n", args.old, service.identity)
    })
}

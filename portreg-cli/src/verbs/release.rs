//! `release` and `cleanup`: ports that become free.

use portreg_core::{ReleaseOptions, Released};

use super::lines;
use crate::args::{CleanupArgs, ReleaseArgs};
use crate::failure::Result;
use crate::render;
use crate::session::Session;

pub(super) fn release(session: &Session<'_>, args: ReleaseArgs) -> Result<()> {
    let options = ReleaseOptions {
        under: args.under,
        worktree: args.worktree,
        force: args.force,
        dry_run: args.dry_run,
    };
    let released = session.open()?.release_matching(args.pattern.as_deref(), &options)?;
    show(session, &released, args.dry_run)
}

pub(super) fn cleanup(session: &Session<'_>, args: CleanupArgs) -> Result<()> {
    let ended = session.open()?.cleanup(args.dry_run)?;
    if ended.is_empty() && !session.out.is_json() {
        session.out.note("nothing to clean up: every claim is in use or has time left");
        return Ok(());
    }
    show(session, &ended, args.dry_run)
}

fn show(session: &Session<'_>, released: &[Released], dry_run: bool) -> Result<()> {
    let bare = || lines(released.iter().map(|one| &one.identity));
    session.out.answer(&released, bare, || render::released(released, dry_run))
}

//! `reserve` and `unreserve`: ports that are given to nobody.

use portreg_core::Reservation;

use super::lines;
use crate::args::{ReserveArgs, UnreserveArgs};
use crate::failure::Result;
use crate::render;
use crate::session::Session;

pub(super) fn reserve(session: &Session<'_>, args: ReserveArgs) -> Result<()> {
    let registry = session.open()?;
    let Some(ports) = args.ports else {
        let all = registry.reservations()?;
        if all.is_empty() && !session.out.is_json() {
            session.out.note(render::reservations(&all).trim_end());
            return Ok(());
        }
        let bare = || lines(all.iter().map(|one| one.ports));
        return session.out.answer(&all, bare, || render::reservations(&all));
    };
    let reservation = registry.reserve(ports, args.reason.as_deref())?;
    show(session, &reservation, "reserved")
}

pub(super) fn unreserve(session: &Session<'_>, args: UnreserveArgs) -> Result<()> {
    let reservation = session.open()?.unreserve(args.ports)?;
    show(session, &reservation, "given back")
}

fn show(session: &Session<'_>, reservation: &Reservation, word: &str) -> Result<()> {
    let ports = reservation.ports;
    session.out.answer(
        reservation,
        || format!("{ports}\n"),
        || match &reservation.reason {
            Some(reason) => format!("{word} {ports}: {reason}\n"),
            None => format!("{word} {ports}\n"),
        },
    )
}

//! What `claim` shows: the names with their ports, and why a port is another one than expected.

use portreg_core::{Claim, Identity, Outcome, port_sentence, process_phrase};

use super::style::{BOLD, CYAN, DIM};
use super::table::{Cell, Table};
use super::until;

/// The claims, a line each: `shop:web  3000  http://localhost:3000  (new)`.
pub fn claims(claims: &[Claim], now_ms: i64) -> String {
    let mut table = Table::default();
    for claim in claims {
        table.row([
            Cell::new(BOLD, claim.identity.as_str()),
            Cell::new(CYAN, claim.port.to_string()),
            Cell::plain(&claim.url),
            Cell::new(DIM, format!("({})", outcome(claim, now_ms))),
        ]);
    }
    table.render()
}

fn outcome(claim: &Claim, now_ms: i64) -> String {
    let word = match (claim.outcome, claim.moved_from, &claim.holder) {
        (Outcome::New, ..) => "new".to_owned(),
        (Outcome::Renewed, ..) => "renewed".to_owned(),
        (Outcome::Shared, _, Some(holder)) => match holder.called() {
            "" => format!("shared with pid {}", holder.pid),
            name => format!("shared with {name}, pid {}", holder.pid),
        },
        (Outcome::Shared, ..) => "shared".to_owned(),
        (Outcome::TookOver, ..) => "took over".to_owned(),
        (Outcome::Moved, Some(port), _) => format!("moved from {port}"),
        (Outcome::Moved, ..) => "moved".to_owned(),
    };
    match claim.expires_at_ms {
        Some(end) => format!("{word}, ends {}", until(end, now_ms)),
        None => word,
    }
}

/// The line that tells of a port which differs from what was asked or had, where it does.
///
/// `Using port 3001 instead of 3000: 3000 is in use by Django (pid 67890, since 2 h)`
///
/// `claimer` is the service on the expected port, where one is known.
pub fn port_note(claim: &Claim, claimer: Option<&Identity>, now_ms: i64) -> Option<String> {
    // Somebody who asked for a port and got it knows why it is another one than before.
    let expected = claim.requested_port.or(claim.moved_from).filter(|port| *port != claim.port)?;
    let note = format!("Using port {} instead of {expected}", claim.port);
    let why = match (claim.reason, &claim.holder) {
        (Some(reason), holder) => port_sentence(reason, expected, claimer, holder.as_ref(), now_ms),
        (None, Some(holder)) if claim.outcome == Outcome::Shared => {
            format!("{} is held by {}", claim.identity, process_phrase(holder, now_ms))
        }
        (None, _) => return Some(note),
    };
    Some(format!("{note}: {why}"))
}

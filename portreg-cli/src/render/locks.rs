//! Locks as a table.

use portreg_core::Lock;

use super::style::{BOLD, DIM, PLAIN, YELLOW};
use super::table::{Cell, Table};
use super::time::until;

/// The locks that are held, a line for each.
pub fn locks(locks: &[Lock], now_ms: i64) -> String {
    if locks.is_empty() {
        return "no lock is held\n".to_owned();
    }
    let mut table = Table::with_head(&["LOCK", "HELD BY", "WAITING", "ENDS", "GENERATION"]);
    for lock in locks {
        let waiting = if lock.waiting > 0 { YELLOW } else { PLAIN };
        table.row([
            Cell::new(BOLD, &lock.name),
            Cell::plain(lock.owner.to_string()),
            Cell::new(waiting, lock.waiting.to_string()),
            Cell::plain(lock.expires_at_ms.map(|end| until(end, now_ms)).unwrap_or_default()),
            Cell::new(DIM, lock.generation.to_string()),
        ]);
    }
    table.render()
}

//! What people see: pure functions from records to text. The text holds ANSI styles, which the
//! output strips where no terminal shows them.

mod checks;
mod claim;
mod events;
mod locks;
mod logs;
mod messages;
mod observe;
mod service;
mod stack;
pub(crate) mod style;
mod table;
mod time;
mod transfer;

pub use checks::{config, doctor, whoami};
pub use claim::{claims, port_note};
pub use events::{EventView, event_gap, history};
pub use locks::locks;
pub use logs::LogView;
pub use messages::{channels, gap, message, payload};
pub use observe::{conflicts, killed, listeners, report, spared, status};
pub use service::{endpoints, pools, released, reservations, services};
pub use stack::{StackPrinter, processes, stack, up_check};
pub use time::{ago, until};
pub use transfer::{import_report, services_csv, services_markdown};

/// One thing or several: `1 service`, `2 services`.
pub(crate) fn counted(count: usize, thing: &str) -> String {
    match count {
        1 => format!("1 {thing}"),
        _ => format!("{count} {thing}s"),
    }
}

//! The few styles of portreg, by what they mean.

use anstyle::{AnsiColor, Style};

pub(crate) const PLAIN: Style = Style::new();
/// Names.
pub(crate) const BOLD: Style = Style::new().bold();
/// What is less important than what stands beside it.
pub(crate) const DIM: Style = Style::new().dimmed();
/// As it should be, or running.
pub(crate) const GREEN: Style = AnsiColor::Green.on_default();
/// Worth a look.
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default();
/// Wrong.
pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();
/// Ports.
pub(crate) const CYAN: Style = AnsiColor::Cyan.on_default();

/// Text in a style; plain text stays without any code.
pub(crate) fn paint(style: Style, text: &str) -> String {
    if style == PLAIN || text.is_empty() {
        text.to_owned()
    } else {
        format!("{style}{text}{style:#}")
    }
}

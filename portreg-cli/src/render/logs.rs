//! What `logs` shows: lines as they were printed, for a person with their time.

use jiff::tz::TimeZone;
use portreg_core::{LogLine, LogStream};

use super::style::{DIM, YELLOW, paint};

/// Lines as text, one after another.
///
/// ```
/// use portreg_cli::render::LogView;
///
/// let text = r#"{"at_ms":0,"identity":"shop:web","stream":"out","line":"ready"}"#;
/// let mut shown = String::new();
/// LogView::new(None).add(&serde_json::from_str(text).unwrap(), &mut shown);
/// assert_eq!(shown, "ready\n");
/// ```
#[derive(Debug)]
pub struct LogView {
    /// In whose times they are shown; without times and colours where there is none.
    zone: Option<TimeZone>,
    /// The stream whose line stands there and goes on.
    open: Option<LogStream>,
}

impl LogView {
    /// Shows lines with their times in a time zone, or as they were printed.
    pub fn new(zone: Option<TimeZone>) -> Self {
        Self { zone, open: None }
    }

    /// Adds a line to `text`, or a part of one.
    pub fn add(&mut self, line: &LogLine, text: &mut String) {
        if self.open != Some(line.stream) {
            text.push_str(self.end());
            if let Some(zone) = &self.zone {
                text.push_str(&paint(DIM, &time(line.at_ms, zone)));
                text.push(' ');
            }
        }
        // A line that brings its own colours keeps them.
        let is_painted = self.zone.is_some() && line.stream == LogStream::Err;
        match is_painted && !line.line.contains('\u{1b}') {
            true => text.push_str(&paint(YELLOW, &line.line)),
            false => text.push_str(&line.line),
        }
        self.open = line.partial.then_some(line.stream);
        if !line.partial {
            text.push('\n');
        }
    }

    /// What ends a line that stands there without its end.
    pub fn end(&mut self) -> &'static str {
        if self.open.take().is_some() { "\n" } else { "" }
    }
}

fn time(at_ms: i64, zone: &TimeZone) -> String {
    jiff::Timestamp::from_millisecond(at_ms)
        .map(|time| time.to_zoned(zone.clone()).strftime("%H:%M:%S").to_string())
        .unwrap_or_default()
}

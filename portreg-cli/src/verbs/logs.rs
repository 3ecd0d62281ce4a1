//! `logs`: what a service printed, and what it prints.

use std::io::IsTerminal as _;
use std::time::Duration;

use portreg_core::{LogLine, LogOptions};

use crate::args::LogsArgs;
use crate::failure::Result;
use crate::output::to_value;
use crate::render::LogView;
use crate::session::Session;

/// How much is put together before it is sent out, while more is there already.
const BLOCK: usize = 64 * 1024;

/// How long to wait at a time for what comes.
const LONG: Duration = Duration::from_secs(60 * 60);

pub(super) fn logs(session: &Session<'_>, args: LogsArgs) -> Result<()> {
    let options = LogOptions {
        follow: args.follow,
        last: args.count,
        since_ms: args.since,
        stream: args.stream,
    };
    let mut logs = session.open()?.logs(&args.target, &options)?;
    let is_timed = std::io::stdout().is_terminal() && !session.out.is_quiet();
    let mut view = LogView::new(is_timed.then(jiff::tz::TimeZone::system));
    let mut text = String::new();
    let mut is_empty = true;
    loop {
        match logs.next_within(Duration::ZERO) {
            Some(line) => {
                is_empty = false;
                show(session, &mut view, &line?, &mut text)?;
                if text.len() >= BLOCK {
                    send(session, &mut text)?;
                }
                continue;
            }
            None if !args.follow => break,
            None => send(session, &mut text)?,
        }
        if let Some(line) = logs.next_within(LONG) {
            show(session, &mut view, &line?, &mut text)?;
        }
    }
    text.push_str(view.end());
    if is_empty && !session.out.is_json() {
        session.out.note("no line fits; the service may have printed nothing yet");
    }
    send(session, &mut text)
}

fn show(
    session: &Session<'_>,
    view: &mut LogView,
    line: &LogLine,
    text: &mut String,
) -> Result<()> {
    if session.out.is_json() {
        text.push_str(&to_value(line)?.to_string());
        text.push('\n');
    } else {
        view.add(line, text);
    }
    Ok(())
}

/// Sends out at once what was put together. What a service printed in colours is as it was, but for
/// a terminal that wants none.
fn send(session: &Session<'_>, text: &mut String) -> Result<()> {
    if std::io::stdout().is_terminal() {
        session.out.text(text)?;
    } else {
        session.out.raw(text.as_bytes())?;
    }
    text.clear();
    session.out.finish()
}

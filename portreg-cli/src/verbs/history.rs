//! `history`: what happened, and what happens.

use std::time::Duration;

use portreg_core::{Event, HistoryOptions};

use crate::args::HistoryArgs;
use crate::failure::Result;
use crate::output::to_value;
use crate::render;
use crate::session::{Session, pattern_of, port_hint};

/// How long `-f` rests between two looks, until the change feed wakes it.
const REST: Duration = Duration::from_secs(1);

pub(super) fn history(session: &Session<'_>, args: HistoryArgs) -> Result<()> {
    let registry = session.open()?;
    let mut options = HistoryOptions {
        pattern: pattern_of(&registry, args.pattern)?,
        since_ms: args.since,
        after_id: None,
        limit: args.count,
    };
    let mut events = registry.history(&options)?;
    if !args.follow {
        if events.is_empty() && !session.out.is_json() {
            let hint = options.pattern.as_deref().and_then(port_hint);
            hint.iter().for_each(|hint| session.out.note(hint));
            let note = match &options.pattern {
                Some(pattern) => {
                    format!("nothing is known of {pattern}; `portreg history` lists all")
                }
                None => render::history(&[], session.now_ms),
            };
            session.out.note(note.trim_end());
            return Ok(());
        }
        return session.out.answer(
            &events,
            || bare(&events),
            || render::history(&events, session.now_ms),
        );
    }
    options.limit = None;
    loop {
        show(session, &events)?;
        options.after_id = events.last().map(|event| event.id).or(options.after_id);
        std::thread::sleep(REST);
        events = registry.history(&options)?;
    }
}

/// The events as they come: a JSON object or a line each, sent out at once.
fn show(session: &Session<'_>, events: &[Event]) -> Result<()> {
    if session.out.is_json() {
        for event in events {
            session.out.text(&format!("{}\n", to_value(event)?))?;
        }
    } else if session.out.is_quiet() {
        session.out.text(&bare(events))?;
    } else if !events.is_empty() {
        session.out.text(&render::history(events, jiff::Timestamp::now().as_millisecond()))?;
    }
    session.out.finish()
}

/// Id, action, name and port with tabs between.
fn bare(events: &[Event]) -> String {
    let line = |event: &Event| {
        let name = event.identity.as_ref().map(ToString::to_string).unwrap_or_default();
        let port = event.port.map(|port| port.to_string()).unwrap_or_default();
        format!("{}\t{}\t{name}\t{port}\n", event.id, event.action)
    };
    events.iter().map(line).collect()
}

//! `history` and `watch`: what happened, and what happens.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use portreg_core::{Event, HistoryOptions, Since, Watch, Watched};

use crate::args::{HistoryArgs, WatchArgs};
use crate::failure::Result;
use crate::output::to_value;
use crate::render::{self, EventView};
use crate::session::{Session, pattern_of, port_hint};

pub(super) fn history(session: &Session<'_>, args: HistoryArgs) -> Result<()> {
    let registry = session.open()?;
    let options = HistoryOptions {
        pattern: pattern_of(&registry, args.pattern)?,
        since_ms: args.since,
        after_id: None,
        limit: args.count,
    };
    if args.follow {
        // First: what happens while the history is read is in both, and shown once.
        let feed = registry.watch(options.pattern.as_deref(), Since::Now)?;
        let mut follower = Follower::new(session);
        for event in registry.history(&options)? {
            follower.show(Watched::Event(event))?;
        }
        return follower.follow(feed);
    }
    let events = registry.history(&options)?;
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
    session.out.answer(
        &events,
        || events.iter().map(bare).collect(),
        || render::history(&events, session.now_ms),
    )
}

pub(super) fn watch(session: &Session<'_>, args: WatchArgs) -> Result<()> {
    let registry = session.open()?;
    let feed = registry.watch(args.pattern.as_deref(), args.since.unwrap_or_default())?;
    Follower::new(session).follow(feed)
}

/// Shows events as they come: a JSON object or a line each, sent out at once.
struct Follower<'s> {
    session: &'s Session<'s>,
    view: EventView,
    /// The newest that was shown.
    shown: i64,
}

impl<'s> Follower<'s> {
    fn new(session: &'s Session<'s>) -> Self {
        Self { session, view: EventView::new(TimeZone::system()), shown: 0 }
    }

    fn follow(mut self, feed: Watch) -> Result<()> {
        for watched in feed {
            self.show(watched?)?;
        }
        Ok(())
    }

    fn show(&mut self, watched: Watched) -> Result<()> {
        let out = self.session.out;
        match &watched {
            Watched::Event(event) if event.id <= self.shown => return Ok(()),
            Watched::Event(event) => self.shown = event.id,
            Watched::Gap(_) => {}
        }
        match &watched {
            watched if out.is_json() => out.text(&format!("{}\n", to_value(watched)?))?,
            Watched::Gap(gap) => out.warn(&render::event_gap(gap)),
            Watched::Event(event) if out.is_quiet() => out.text(&bare(event))?,
            Watched::Event(event) => {
                out.text(&self.view.line(event, Timestamp::now().as_millisecond()))?;
            }
        }
        out.finish()
    }
}

/// Id, action, name and port with tabs between.
fn bare(event: &Event) -> String {
    let name = event.identity.as_ref().map(ToString::to_string).unwrap_or_default();
    let port = event.port.map(|port| port.to_string()).unwrap_or_default();
    format!("{}\t{}\t{name}\t{port}\n", event.id, event.action)
}

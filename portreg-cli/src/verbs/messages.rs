//! `pub`, `sub`, `poll`, `channels`, `clear`: messages between processes.

use std::io::Read as _;
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use portreg_core::{Error, Message, PublishOptions, Received, SubscribeOptions};
use serde_json::json;

use super::lines;
use crate::args::{ClearArgs, PollArgs, PubArgs, SubArgs};
use crate::failure::{Failure, Result};
use crate::output::to_value;
use crate::render;
use crate::session::Session;

/// How long to wait at a time for what comes.
const LONG: Duration = Duration::from_secs(60 * 60);

/// More of standard input is not read: it is too large already.
const LARGEST: u64 = 1024 * 1024 + 3;

pub(super) fn publish(session: &Session<'_>, args: PubArgs) -> Result<()> {
    let payload = match args.payload.as_str() {
        "-" => standard_input()?,
        _ => args.payload,
    };
    let options = PublishOptions { sender: args.sender, ttl: args.ttl };
    let id = session.open()?.publish(&args.channel, payload, &options)?;
    let said = || format!("published {id} to {}\n", args.channel);
    session.out.answer(&json!({ "id": id }), || format!("{id}\n"), said)
}

fn standard_input() -> Result<String> {
    let mut text = Vec::new();
    let read = std::io::stdin().take(LARGEST).read_to_end(&mut text);
    read.map_err(|error| {
        Failure::option("payload", format!("standard input cannot be read: {error}"))
    })?;
    let mut text = String::from_utf8(text).map_err(|_| {
        Failure::option("payload", "standard input is no UTF-8; send it as base64, or its path")
    })?;
    let end = text.strip_suffix("\r\n").or_else(|| text.strip_suffix('\n')).map(str::len);
    text.truncate(end.unwrap_or(text.len()));
    Ok(text)
}

pub(super) fn subscribe(session: &Session<'_>, args: SubArgs) -> Result<()> {
    let begun = Instant::now();
    let since = args.since.unwrap_or_default();
    let options = SubscribeOptions { since, cursor: args.cursor };
    let mut subscription = session.open()?.subscribe(&args.pattern, &options)?;
    let mut came = 0;
    while args.count.is_none_or(|count| came < count) {
        let left = args.timeout.map(|time| time.saturating_sub(begun.elapsed()));
        match subscription.next_within(left.unwrap_or(LONG)).transpose()? {
            Some(received) => {
                came += usize::from(matches!(received, Received::Message(_)));
                show(session, received)?;
                // Its line is out.
                subscription.confirm()?;
            }
            None if left.is_none() => {}
            None => return in_time(&args.pattern, came, args.count, begun.elapsed()),
        }
    }
    Ok(())
}

/// Whether as much came in time as was asked for.
fn in_time(pattern: &str, came: usize, count: Option<usize>, waited: Duration) -> Result<()> {
    let what = match (came, count) {
        (0, _) => format!("no message on {pattern}"),
        (_, Some(count)) => format!("only {came} of {count} messages on {pattern}"),
        (_, None) => return Ok(()),
    };
    let waited_ms = u64::try_from(waited.as_millis()).unwrap_or(u64::MAX);
    Err(Error::Timeout { what, waited_ms }.into())
}

/// A message or a gap as it comes, sent out at once.
fn show(session: &Session<'_>, received: Received) -> Result<()> {
    if session.out.is_json() {
        session.out.text(&format!("{}\n", to_value(&received)?))?;
    } else {
        match received {
            Received::Message(message) => session.out.text(&line(session, &message))?,
            Received::Gap(gap) => session.out.warn(&render::gap(&gap)),
        }
    }
    session.out.finish()
}

fn line(session: &Session<'_>, message: &Message) -> String {
    match session.out.is_quiet() {
        true => render::payload(message) + "\n",
        false => render::message(message, &TimeZone::system()),
    }
}

pub(super) fn poll(session: &Session<'_>, args: PollArgs) -> Result<()> {
    let message = session.open()?.poll(&args.channel, args.after, args.timeout)?;
    let shown = || line(session, &message);
    session.out.answer(&message, shown, shown)
}

pub(super) fn channels(session: &Session<'_>) -> Result<()> {
    let channels = session.open()?.channels()?;
    if channels.is_empty() && !session.out.is_json() {
        session.out.note(render::channels(&[], session.now_ms).trim_end());
        return Ok(());
    }
    session.out.answer(
        &channels,
        || lines(channels.iter().map(|channel| &channel.channel)),
        || render::channels(&channels, session.now_ms),
    )
}

pub(super) fn clear(session: &Session<'_>, args: ClearArgs) -> Result<()> {
    let cleared = session.open()?.clear(&args.channel)?;
    let said = || match cleared {
        0 => format!("{} holds no messages\n", args.channel),
        _ => format!("cleared {} of {}\n", render::counted(cleared, "message"), args.channel),
    };
    let record = json!({ "channel": args.channel, "cleared": cleared });
    session.out.answer(&record, || format!("{cleared}\n"), said)
}

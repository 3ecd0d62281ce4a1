//! What `sub`, `poll` and `channels` show.

use jiff::tz::TimeZone;
use portreg_core::{Channel, Gap, Message};
use serde_json::Value;

use super::style::{BOLD, DIM, PLAIN, paint};
use super::table::{Cell, Table};
use super::{ago, counted};
use crate::failure::one_line;

/// A message on a line: when, where, what, and from whom.
pub fn message(message: &Message, zone: &TimeZone) -> String {
    let time = jiff::Timestamp::from_millisecond(message.created_at_ms)
        .map(|time| time.to_zoned(zone.clone()).strftime("%H:%M:%S").to_string())
        .unwrap_or_default();
    let sender = message.sender.as_deref().map(|sender| format!("  from {}", one_line(sender)));
    format!(
        "{}  {}  {}{}\n",
        paint(DIM, &time),
        paint(BOLD, &message.channel),
        one_line(&payload(message)),
        paint(DIM, &sender.unwrap_or_default()),
    )
}

/// What was sent: a JSON string as its text, anything else as JSON.
pub fn payload(message: &Message) -> String {
    match &message.payload {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What is said of messages that are gone.
pub fn gap(gap: &Gap) -> String {
    format!(
        "messages between {} and {} are gone: retention took them away before they were read; \
         raise retention.messages or retention.channel",
        gap.missed_from, gap.missed_to
    )
}

/// The channels, a line each; or what to do where there are none.
pub fn channels(channels: &[Channel], now_ms: i64) -> String {
    if channels.is_empty() {
        return "no messages; `portreg pub build:web done` would be the first\n".to_owned();
    }
    let mut table = Table::with_head(&["CHANNEL", "HOLDS", "IDS", "LAST"]);
    for channel in channels {
        let count = usize::try_from(channel.messages).unwrap_or(usize::MAX);
        table.row([
            Cell::new(BOLD, &channel.channel),
            Cell::new(PLAIN, counted(count, "message")),
            Cell::new(DIM, format!("{}-{}", channel.first_id, channel.last_id)),
            Cell::plain(ago(channel.last_at_ms, now_ms)),
        ]);
    }
    table.render()
}

//! Publishing in bursts, and receiving so many messages, or as long as there are some.

use std::fs::File;
use std::io::Write as _;
use std::time::{Duration, Instant};

use portreg_core::{PublishOptions, Received, Registry, Since, SubscribeOptions, Subscription};
use serde_json::{Value, json};

use super::acts::{Done, Failed, shown, text};
use super::forks;

/// How long anything is waited for.
const DEADLINE: Duration = Duration::from_secs(20);

/// A file that has a line for each thing that is done: it is there also when this process was killed.
struct Journal(Option<File>);

impl Journal {
    /// The file that the request names, where it does.
    fn open(request: &Value) -> Result<Self, Failed> {
        Ok(Self(request["journal"].as_str().map(File::create).transpose()?))
    }

    fn note(&mut self, line: impl std::fmt::Display) -> Result<(), Failed> {
        if let Some(file) = &mut self.0 {
            file.write_all(format!("{line}\n").as_bytes())?;
            forks::not_for_ever();
        }
        Ok(())
    }
}

/// Publishes `count` messages `{from, n}` to the channels in turn; gives their ids.
pub(crate) fn publish(registry: &Registry, request: &Value) -> Done {
    let channels: Vec<String> = serde_json::from_value(request["channels"].clone())?;
    let sender = request["sender"].as_str().map(str::to_owned);
    let options = PublishOptions { sender: sender.clone(), ttl: None };
    let mut journal = Journal::open(request)?;
    let mut ids = Vec::new();
    for n in 0..request["count"].as_u64().unwrap_or(1) {
        let channel = &channels[n as usize % channels.len()];
        let id = registry.publish(channel, json!({ "from": sender, "n": n }), &options)?;
        journal.note(id)?;
        ids.push(id);
    }
    shown(ids)
}

pub(crate) fn subscribe(registry: &Registry, request: &Value) -> Result<Subscription, Failed> {
    let since = match &request["since"] {
        Value::String(_) => Since::Start,
        Value::Number(id) => Since::After(id.as_i64().unwrap_or(0)),
        _ => Since::Now,
    };
    let cursor = request["cursor"].as_str().map(str::to_owned);
    Ok(registry.subscribe(text(request, "pattern")?, &SubscribeOptions { since, cursor })?)
}

/// What comes next: `count` of it, or what there is within `within_ms`.
pub(crate) fn receive(subscription: &mut Subscription, request: &Value) -> Done {
    let count = request["count"].as_u64().unwrap_or(u64::MAX) as usize;
    let within = request["within_ms"].as_u64().map_or(DEADLINE, Duration::from_millis);
    let begun = Instant::now();
    let mut all: Vec<Received> = Vec::new();
    while all.len() < count {
        match subscription.next_within(within.saturating_sub(begun.elapsed())) {
            Some(received) => all.push(received?),
            None => break,
        }
    }
    if request["confirm"] == true {
        subscription.confirm()?;
    }
    shown(all)
}

/// Notes what comes, until somebody called `end` sends something.
pub(crate) fn follow(subscription: &mut Subscription, request: &Value) -> Done {
    let mut journal = Journal::open(request)?;
    for received in subscription {
        match received? {
            Received::Gap(gap) => journal.note(format!("{}-{}", gap.missed_from, gap.missed_to))?,
            Received::Message(message) if message.sender.as_deref() == Some("end") => {
                journal.note("end")?;
                break;
            }
            Received::Message(message) => journal.note(message.id)?,
        }
    }
    Ok(Value::Null)
}

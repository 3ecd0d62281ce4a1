//! Publishing in bursts, and receiving so many messages.

use std::time::{Duration, Instant};

use portreg_core::{PublishOptions, Received, Registry, Since, SubscribeOptions, Subscription};
use serde_json::{Value, json};

use super::acts::{Done, Failed, shown, text};

/// How long anything is waited for.
const DEADLINE: Duration = Duration::from_secs(20);

/// Publishes `count` messages `{from, n}` to the channels in turn; gives their ids.
pub(crate) fn publish(registry: &Registry, request: &Value) -> Done {
    let channels: Vec<String> = serde_json::from_value(request["channels"].clone())?;
    let sender = request["sender"].as_str().map(str::to_owned);
    let options = PublishOptions { sender: sender.clone(), ttl: None };
    let mut ids = Vec::new();
    for n in 0..request["count"].as_u64().unwrap_or(1) {
        let channel = &channels[n as usize % channels.len()];
        ids.push(registry.publish(channel, json!({ "from": sender, "n": n }), &options)?);
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

//! Rust's part in `tests/tests/all/languages.rs`: a request a line in, JSON out, as in the other languages.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, BufRead as _, Write as _};
use std::time::Instant;

use portreg_core::{
    ClaimOptions, ErrorCode, FindOptions, OnConflict, Payload, PublishOptions, Received, Registry,
    SubscribeOptions, Subscription,
};
use serde_json::{Value, json};

/// Answers until nobody asks any more.
pub(crate) fn serve(registry: &str, me: &str) -> Result<(), Box<dyn Error>> {
    let registry = Registry::open_at(registry)?;
    let mut messages = None;
    for line in io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split(' ').collect();
        let count = || words[1].parse::<usize>();
        let answer = match words[0] {
            "subscribe" => {
                messages = Some(registry.subscribe("talk:*", &SubscribeOptions::default())?);
                json!(true)
            }
            "claim" => json!(claim(&registry, &words[1..])?),
            "publish" => {
                for number in 0..count()? {
                    let payload = Payload::Json(json!(number));
                    registry.publish(&format!("talk:{me}"), payload, &PublishOptions::default())?;
                }
                json!(true)
            }
            "receive" => receive(messages.as_mut().ok_or("subscribe first")?, count()?)?,
            "find" => json!(registry.find(&FindOptions::default())?),
            "renew" => renew(&registry, count()?)?,
            other => return Err(format!("nobody knows {other}").into()),
        };
        writeln!(io::stdout(), "{answer}")?;
    }
    Ok(())
}

fn claim(registry: &Registry, names: &[&str]) -> Result<BTreeMap<String, u16>, Box<dyn Error>> {
    let options = ClaimOptions { on_conflict: Some(OnConflict::Fail), ..ClaimOptions::default() };
    let mut ports = BTreeMap::new();
    for name in names {
        match registry.claim_with(name, &options) {
            Ok(claim) => _ = ports.insert((*name).to_owned(), claim.port),
            Err(error) if error.code() == ErrorCode::IdentityHeld => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(ports)
}

fn receive(messages: &mut Subscription, count: usize) -> Result<Value, Box<dyn Error>> {
    let mut seen = Vec::new();
    for received in messages.take(count) {
        match received? {
            Received::Message(message) => seen.push(json!([message.channel, message.payload])),
            Received::Gap(gap) => return Err(format!("messages are gone: {gap:?}").into()),
        }
    }
    Ok(json!(seen))
}

/// How long each of so many renewals takes, in nanoseconds.
fn renew(registry: &Registry, count: usize) -> Result<Value, Box<dyn Error>> {
    registry.claim("bench:renewed")?;
    let mut times = Vec::new();
    for _ in 0..count {
        let begun = Instant::now();
        registry.claim("bench:renewed")?;
        times.push(begun.elapsed().as_nanos() as u64);
    }
    Ok(json!(times))
}

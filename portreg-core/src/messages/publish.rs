//! Publishing: one row in one transaction, then a ring for each who waits.

use serde::de::IgnoredAny;
use serde_json::Value;

use super::{Messages, TOPIC};
use crate::claims::keeping;
use crate::error::{Error, Result};
use crate::model::{ChannelPattern, Payload, PublishOptions, check_name};
use crate::store::{Keeping, NewMessage};
use crate::time::{as_ms, now_ms};

/// As large as a payload may be, in bytes.
const LARGEST: usize = 1024 * 1024;

/// As long as the name of a sender may be, in characters.
const SENDER: usize = 128;

/// One in so many calls looks whether the configuration says something else by now.
const LOOK_AGAIN: u32 = 64;

impl Messages<'_> {
    /// Publishes something and gives its id.
    pub(crate) fn publish(
        &self,
        channel: &str,
        payload: Payload,
        options: &PublishOptions,
    ) -> Result<i64> {
        check_name(channel, "channel")?;
        let payload = stored(payload)?;
        let sender = options.sender.as_deref();
        check_sender(sender)?;
        let now = now_ms();
        let expires_at_ms = match options.ttl {
            Some(ttl) if ttl.is_zero() => {
                return Err(Error::option(
                    "ttl",
                    "a message of no time would reach nobody; write 10s, 5m or 1h",
                ));
            }
            ttl => ttl.map(|ttl| now.saturating_add(as_ms(ttl))),
        };
        let new =
            NewMessage { channel, payload: &payload, sender, created_at_ms: now, expires_at_ms };
        let keep = self.keeping(now);
        let looks = self.shared.claims().askers.is_time_to_tidy(now);
        let store = self.shared.store();
        let (id, bells) = store.write(|writer| {
            if looks {
                writer.drop_past(keep.since_ms, now)?;
            }
            // Who hangs one later reads the table after that.
            Ok((writer.publish(&new, keep)?, writer.bells_of(TOPIC)?))
        })?;
        // It is published: who was not woken looks by itself after a while.
        let fits = |pattern: &str| {
            pattern.parse::<ChannelPattern>().is_ok_and(|pattern| pattern.matches(channel))
        };
        let bells = bells.into_iter().filter(|(_, pattern)| fits(pattern));
        if let Err(error) = store.ring(bells.map(|(name, _)| name).collect()) {
            tracing::debug!(%error, channel, "those who wait for messages were not all woken");
        }
        Ok(id)
    }

    /// What retention keeps. Where the configuration cannot be read, nothing is taken away.
    fn keeping(&self, now: i64) -> Keeping {
        let claims = self.shared.claims();
        let known = claims.askers.message_retention().filter(|_| fastrand::u32(..LOOK_AGAIN) != 0);
        let retention = match known {
            Some(known) => Ok(known),
            None => claims.config(None).map(|config| config.retention),
        };
        match retention {
            Ok(retention) => keeping(&retention, now),
            Err(error) => {
                tracing::debug!(%error, "all messages are kept: the configuration cannot be read");
                Keeping { since_ms: i64::MIN, count: i64::MAX }
            }
        }
    }
}

/// A payload as JSON text.
fn stored(payload: Payload) -> Result<String> {
    let text = match payload {
        Payload::Text(text) => {
            check_size(text.len())?;
            let is_json = serde_json::from_str::<IgnoredAny>(&text).is_ok();
            if is_json { text } else { Value::String(text).to_string() }
        }
        Payload::Json(Value::String(text)) => {
            check_size(text.len())?;
            Value::String(text).to_string()
        }
        Payload::Json(value) => {
            let text = value.to_string();
            check_size(text.len())?;
            text
        }
    };
    Ok(text)
}

fn check_size(bytes: usize) -> Result<()> {
    match bytes {
        0..=LARGEST => Ok(()),
        _ => Err(Error::option(
            "payload",
            format!("it has {bytes} bytes and may have {LARGEST} (1 MiB); send the path of a file"),
        )),
    }
}

fn check_sender(sender: Option<&str>) -> Result<()> {
    let Some(sender) = sender else { return Ok(()) };
    let wrong = match sender.chars().count() {
        0 => "it is empty".to_owned(),
        length if length > SENDER => format!("it has {length} characters"),
        _ if sender.chars().any(char::is_control) => "it holds control characters".to_owned(),
        _ => return Ok(()),
    };
    Err(Error::option(
        "sender",
        format!("{wrong}; write 1 to {SENDER} characters that can be shown"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_no_json_is_sent_as_a_string() {
        let of = |text: &str| stored(text.into()).unwrap();
        assert_eq!(of("{\"a\": 1}"), "{\"a\": 1}");
        assert_eq!(of("42"), "42");
        assert_eq!(of("\"42\""), "\"42\"");
        assert_eq!(of("it's done"), "\"it's done\"");
        assert_eq!((of(""), of("{a")), ("\"\"".to_owned(), "\"{a\"".to_owned()));
    }

    #[test]
    fn the_size_is_that_of_what_was_given() {
        let text = "x".repeat(LARGEST);
        assert!(stored(text.as_str().into()).is_ok());
        assert!(stored(Value::from(text.as_str()).into()).is_ok());
        let error = stored((text + "x").into()).unwrap_err().to_string();
        assert!(error.contains("1048577 bytes"), "{error}");
        let list = Value::from(vec!["x".repeat(LARGEST - 4)]);
        assert!(stored(list.into()).is_ok());
    }

    #[test]
    fn senders_can_be_shown() {
        assert!(check_sender(Some("CI, größer")).is_ok());
        for wrong in ["", "a\nb", &"x".repeat(129)] {
            assert!(check_sender(Some(wrong)).is_err());
        }
    }
}

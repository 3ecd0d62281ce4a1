//! Values of options: the core reads them, so that the command says what the library says.

use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use portreg_core::{
    EnvFormat, Error, LogStream, OnConflict, PortRange, RestartPolicy, Since, SnippetTool, Status,
    TunnelProvider, parse_duration,
};
use serde_json::{Map, Value};

/// A list of ranges given as one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranges(pub Vec<PortRange>);

fn invalid(option: &str, message: impl Into<String>) -> Error {
    Error::InvalidOption { option: option.to_owned(), message: message.into() }
}

pub(super) fn port(text: &str) -> Result<u16, Error> {
    portreg_core::parse_port(text.trim(), "port")
}

/// A port that people may write as they write it elsewhere, `:3000`.
pub(super) fn explained(text: &str) -> Result<u16, Error> {
    port(text.trim().strip_prefix(':').unwrap_or(text))
}

pub(super) fn range(text: &str) -> Result<PortRange, Error> {
    text.parse()
}

pub(super) fn ranges(text: &str) -> Result<Ranges, Error> {
    PortRange::parse_list(text).map(Ranges)
}

pub(super) fn expires(text: &str) -> Result<Duration, Error> {
    parse_duration(text, "expires")
}

pub(super) fn duration(text: &str) -> Result<Duration, Error> {
    parse_duration(text, "timeout")
}

pub(super) fn wait(text: &str) -> Result<Duration, Error> {
    parse_duration(text, "wait")
}

pub(super) fn ttl(text: &str) -> Result<Duration, Error> {
    parse_duration(text, "ttl")
}

/// Where to begin to read messages: after an id, or at the oldest.
pub(super) fn since_message(text: &str) -> Result<Since, Error> {
    since_id(text, "a message")
}

/// Where to begin to read events.
pub(super) fn since_event(text: &str) -> Result<Since, Error> {
    since_id(text, "an event")
}

fn since_id(text: &str, of: &str) -> Result<Since, Error> {
    match text {
        "start" => Ok(Since::Start),
        id => row_id(id, of, "since", "; write one from 0 on, or start").map(Since::After),
    }
}

pub(super) fn after(text: &str) -> Result<i64, Error> {
    row_id(text, "a message", "after", "; write one from 0 on")
}

fn row_id(text: &str, of: &str, option: &str, hint: &str) -> Result<i64, Error> {
    match text.parse() {
        Ok(id) if id >= 0 => Ok(id),
        _ => Err(invalid(option, format!("{text:?} is no id of {of}{hint}"))),
    }
}

pub(super) fn messages(text: &str) -> Result<usize, Error> {
    match text.parse() {
        Ok(count) if count > 0 => Ok(count),
        _ => Err(invalid("count", format!("{text:?} is no number of messages; write 1 or more"))),
    }
}

pub(super) fn pid(text: &str) -> Result<u32, Error> {
    match text.parse() {
        Ok(pid) if pid > 0 => Ok(pid),
        _ => Err(invalid(
            "pid",
            format!("{text:?} is no process id; write a whole number from 1 on"),
        )),
    }
}

pub(super) fn count(text: &str) -> Result<usize, Error> {
    match text.parse() {
        Ok(count) if count > 0 => Ok(count),
        _ => Err(invalid("-n", format!("{text:?} is no number to count by; write 1 or more"))),
    }
}

/// How many of the newest; none at all is of use to those who follow.
pub(super) fn last(text: &str) -> Result<usize, Error> {
    text.parse()
        .map_err(|_| invalid("-n", format!("{text:?} is no number of lines; write 0 or more")))
}

pub(super) fn meta(text: &str) -> Result<Map<String, Value>, Error> {
    match serde_json::from_str(text) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(invalid("meta", "it must be a JSON object, such as '{\"team\":\"web\"}'")),
        Err(error) => {
            Err(invalid("meta", format!("it is no JSON ({error}); write '{{\"team\":\"web\"}}'")))
        }
    }
}

/// A probe: an object is read as JSON, all else is a URL that the core judges.
pub(super) fn ready(text: &str) -> Result<Value, Error> {
    if !text.trim_start().starts_with('{') {
        return Ok(Value::String(text.to_owned()));
    }
    serde_json::from_str(text).map_err(|error| {
        invalid(
            "ready",
            format!("it is no JSON ({error}); write a URL, or '{{\"log\":\"listening\"}}'"),
        )
    })
}

pub(super) fn variable(text: &str) -> Result<(String, String), Error> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() && !text.contains('\0') => {
            Ok((name.to_owned(), value.to_owned()))
        }
        _ => Err(invalid("env", format!("{text:?} names no variable; write NAME=VALUE"))),
    }
}

/// A moment in milliseconds since the Unix epoch: a time ago, or a civil date in local time.
pub(super) fn since(text: &str) -> Result<i64, Error> {
    if let Ok(ago) = parse_duration(text, "since") {
        let now = jiff::Timestamp::now().as_millisecond();
        return Ok(now.saturating_sub(i64::try_from(ago.as_millis()).unwrap_or(i64::MAX)));
    }
    let moment = text.parse::<jiff::Timestamp>().or_else(|_| {
        let local = text.parse::<jiff::civil::DateTime>()?;
        Ok::<_, jiff::Error>(local.to_zoned(jiff::tz::TimeZone::system())?.timestamp())
    });
    moment.map(jiff::Timestamp::as_millisecond).map_err(|_| {
        invalid(
            "since",
            format!("{text:?} is no time; write 2h, 7d, 2026-01-31 or 2026-01-31T18:00"),
        )
    })
}

pub(super) fn on_conflict() -> impl TypedValueParser<Value = OnConflict> {
    PossibleValuesParser::new(["share", "fail", "replace", "next"])
        .try_map(|word| word.parse::<OnConflict>())
}

pub(super) fn env_format() -> impl TypedValueParser<Value = EnvFormat> {
    PossibleValuesParser::new(["dotenv", "shell", "fish", "powershell", "json"])
        .try_map(|word| word.parse::<EnvFormat>())
}

pub(super) fn snippet_tool() -> impl TypedValueParser<Value = SnippetTool> {
    let tools = ["vite", "next", "express", "django", "flask", "compose", "caddy", "nginx"];
    PossibleValuesParser::new(tools).try_map(|word| word.parse::<SnippetTool>())
}

pub(super) fn restart() -> impl TypedValueParser<Value = RestartPolicy> {
    PossibleValuesParser::new(["never", "on-failure", "always"])
        .try_map(|word| word.parse::<RestartPolicy>())
}

pub(super) fn tunnel() -> impl TypedValueParser<Value = TunnelProvider> {
    let cloudflared = PossibleValue::new("cloudflared").alias("cloudflare");
    PossibleValuesParser::new([PossibleValue::new("ngrok"), cloudflared])
        .try_map(|word| word.parse::<TunnelProvider>())
}

pub(super) fn status() -> impl TypedValueParser<Value = Status> {
    PossibleValuesParser::new(["assigned", "running", "stopped", "crashed"])
        .try_map(|word| word.parse::<Status>())
}

pub(super) fn stream() -> impl TypedValueParser<Value = LogStream> {
    PossibleValuesParser::new(["out", "err"]).try_map(|word| word.parse::<LogStream>())
}

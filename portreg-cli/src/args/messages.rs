//! The arguments of `pub`, `sub`, `poll`, `channels` and `clear`.

use std::time::Duration;

use clap::Args;
use portreg_core::Since;

use super::parse;

/// Publish a message to a channel.
///
/// Text that is not JSON is sent as a JSON string. The message is kept for those who come later, and
/// everybody who waits for it is woken.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg pub build:web done
  portreg pub build:web '{\"ok\":true}' --sender ci --ttl 1h
  git diff | portreg pub review:shop -")]
pub struct PubArgs {
    /// The channel, 1 to 128 of A-Z a-z 0-9 . _ : / -
    #[arg(value_name = "CHANNEL")]
    pub channel: String,
    /// JSON or text, up to 1 MiB; - reads standard input and leaves out its last line end
    #[arg(value_name = "PAYLOAD", allow_hyphen_values = true)]
    pub payload: String,
    /// Say who sends it
    #[arg(long, value_name = "ID")]
    pub sender: Option<String>,
    /// After so long nobody gets it any more
    #[arg(long, value_name = "TIME", value_parser = parse::ttl)]
    pub ttl: Option<Duration>,
}

/// Show what is published to channels, as it comes.
///
/// Begins now, with --since after an id or at the oldest message that is kept, and with --cursor after
/// what that cursor has seen: each message at least once, whatever happens to the process. Goes on until it
/// is ended, or until --count messages came. With --timeout it ends after that time: 5 where none came, or
/// fewer than --count. With --json a message is an object a line, and messages that retention took
/// away unseen are {"missed_from":ID,"missed_to":ID}; with -q it is its payload alone.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg sub 'build:*'
  portreg sub build:web --count 1 --timeout 5m && ./deploy
  portreg sub 'build:*' --cursor deploy --json | ./worker")]
pub struct SubArgs {
    /// The channel; * stands for any run of characters
    #[arg(value_name = "PATTERN")]
    pub pattern: String,
    /// Begin after this id, or with the oldest that is kept (start)
    #[arg(long, value_name = "ID|start", value_parser = parse::since_message)]
    pub since: Option<Since>,
    /// Go on where this name got to; one process at a time reads by it
    #[arg(long, value_name = "NAME")]
    pub cursor: Option<String>,
    /// End after so many messages
    #[arg(long, value_name = "N", value_parser = parse::messages)]
    pub count: Option<usize>,
    /// End after so long
    #[arg(long, value_name = "TIME", value_parser = parse::duration)]
    pub timeout: Option<Duration>,
}

/// Wait for the next message of a channel.
///
/// The next one after an id, or the next one that is published. Not in time: 5.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg poll build:web --timeout 1m
  portreg poll build:web --after 41 --json")]
pub struct PollArgs {
    /// The channel
    #[arg(value_name = "CHANNEL")]
    pub channel: String,
    /// The next one after this id, which may be there already
    #[arg(long, value_name = "ID", value_parser = parse::after)]
    pub after: Option<i64>,
    /// Wait no longer than this [default: without limit]
    #[arg(long, value_name = "TIME", value_parser = parse::duration)]
    pub timeout: Option<Duration>,
}

/// List the channels that hold messages.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg channels
  portreg channels --json")]
pub struct ChannelsArgs {}

/// Take away all messages of a channel.
///
/// Subscribers that have not seen them never will, and are told of no gap. Says how many there were.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg clear build:web")]
pub struct ClearArgs {
    /// The channel
    #[arg(value_name = "CHANNEL")]
    pub channel: String,
}

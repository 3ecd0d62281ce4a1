//! The arguments of `logs`.

use clap::Args;
use portreg_core::LogStream;

use super::parse;

/// Show what a service printed, oldest first.
///
/// Of services that portreg started, also after they ended. With -f it goes on with what comes, across
/// restarts. A terminal shows the time of each line; anything else gets the lines as they were
/// printed. With --json a line is an object a line: at_ms, identity, stream, line, and partial where
/// the line has not ended yet.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg logs shop:api -n 50
  portreg logs shop:api -f
  portreg logs :3000 --since 10m --stream err")]
pub struct LogsArgs {
    /// The name, or :PORT
    #[arg(value_name = "ID|:PORT")]
    pub target: String,
    /// Go on with what comes
    #[arg(short, long)]
    pub follow: bool,
    /// Begin with the newest so many [default: all]
    #[arg(short = 'n', value_name = "N", value_parser = parse::last)]
    pub count: Option<usize>,
    /// Not before: a time ago (10m, 2h) or a date (2026-01-31, 2026-01-31T18:00)
    #[arg(long, value_name = "TIME", value_parser = parse::since)]
    pub since: Option<i64>,
    /// Only this stream
    #[arg(long, value_name = "STREAM", value_parser = parse::stream())]
    pub stream: Option<LogStream>,
}

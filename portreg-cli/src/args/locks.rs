//! Arguments of `lock` and `locks`.

use std::ffi::OsString;
use std::time::Duration;

use clap::Args;

use super::parse;

/// Run a command while nobody else has the lock.
///
/// Who comes while it is held waits, in order of arrival. The lock is held until this process and the
/// command with all it started are gone, in whatever way they end. The exit code is the command's, 128+n
/// for a signal; its terminal and its standard output are its own. PORTREG_LOCK_GENERATION in its
/// environment is a number that grows with each holder.
///
/// Exit code 5 where the lock does not become free in time, 4 where the caller runs under it already.
#[derive(Debug, Args)]
#[command(
    override_usage = "portreg lock <NAME> [OPTIONS] -- <COMMAND>...",
    after_help = "Examples:
  portreg lock db:migrate -- npm run migrate
  portreg lock deploy --wait 10m --ttl 1h -- ./deploy.sh
  portreg lock nightly --wait 0s -- ./report.sh    # not at all where it still runs"
)]
pub struct LockArgs {
    /// The lock: 1 to 128 of A-Z a-z 0-9 . _ : / -
    #[arg(value_name = "NAME")]
    pub name: String,
    /// How long to wait for it; 0s tries once [default: without limit]
    #[arg(long, value_name = "TIME", value_parser = parse::wait)]
    pub wait: Option<Duration>,
    /// How long the command may run before it is ended [default: without limit]
    #[arg(long, value_name = "TIME", value_parser = parse::ttl)]
    pub ttl: Option<Duration>,
    /// The command and its arguments, after --
    #[arg(value_name = "COMMAND", last = true, required = true)]
    pub command: Vec<OsString>,
}

/// List the locks that are held: by whom, until when, and how many wait.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg locks
  portreg --json locks")]
pub struct LocksArgs {}

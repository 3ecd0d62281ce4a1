//! Arguments of the verbs that start, end and wait for processes.

use std::ffi::OsString;
use std::time::Duration;

use clap::Args;
use portreg_core::OnConflict;

use super::claim::LaunchArgs;
use super::parse;

/// Start services in the order in which they need each other, each when what it needs is ready.
///
/// Without names all that .portreg.json describes and enables. What a service needs is brought along;
/// what runs already, in another terminal or with -d, is used. Each line of output has its service's
/// name before it. Ctrl-C ends all in reverse order, a second one at once.
///
/// With -d they run in the background: the command returns when all are ready, with 5 where one is
/// not (the others keep running). `portreg ps`, `logs`, `restart`, `down` and `wait` work from anywhere.
///
/// A service that the configuration does not describe is started with --cmd and its like.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg up                                    # all of .portreg.json
  portreg up api -d                             # the api and what it needs, in the background
  portreg up --check                            # what would start, and what stands in the way
  portreg up shop:files --cmd 'python3 -m http.server {port}' --restart on-failure")]
pub struct UpArgs {
    /// Names, patterns or short names (api) of services
    #[arg(value_name = "PATTERN")]
    pub patterns: Vec<String>,
    /// Run in the background, and return when all are ready
    #[arg(short, long)]
    pub detach: bool,
    /// Leave out what they need
    #[arg(long)]
    pub no_deps: bool,
    /// Show the order, the ports and what stands in the way, and start nothing
    #[arg(long)]
    pub check: bool,
    /// How long each may take to get ready [default: 60s]
    #[arg(long, value_name = "TIME", value_parser = parse::duration)]
    pub timeout: Option<Duration>,
    /// What to do where another process holds a name [default: use what runs, else fail]
    #[arg(long, value_name = "POLICY", value_parser = parse::on_conflict())]
    pub on_conflict: Option<OnConflict>,
    /// Give the services a terminal to print to, for those that want one for their colours
    #[arg(long)]
    pub pty: bool,
    /// How one service is started.
    #[command(flatten)]
    pub launch: LaunchArgs,
}

/// End what `up` or `run` has started: whole trees, in reverse order.
///
/// Each is sent its configured signal (SIGTERM) and killed after its time (10 s). Returns when they
/// are gone and their ports can be bound; the claims stay, as stopped. Without a name: the stack of
/// this worktree. Exit code 3 where portreg has not started it: `portreg kill` is for the rest.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg down                    # the stack of this worktree
  portreg down shop:api
  portreg down shop --under --timeout 2s")]
pub struct DownArgs {
    /// Which.
    #[command(flatten)]
    pub started: StartedArgs,
}

/// End what `up` or `run` has started and start it again on the same ports.
///
/// Returns when all are ready again, as far as something tells when they are: a command of `run` has started
/// then, and has its terminal again. With `"listen": "inherit"` in the configuration the listening
/// socket stays open meanwhile, and no connection is refused.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg restart shop:api
  portreg restart                 # the stack of this worktree")]
pub struct RestartArgs {
    /// Which.
    #[command(flatten)]
    pub started: StartedArgs,
}

/// Which of what was started is to be ended, and how fast.
#[derive(Debug, Args)]
pub struct StartedArgs {
    /// A name, a pattern with *, or :PORT
    #[arg(value_name = "ID|PATTERN")]
    pub target: Option<String>,
    /// Also all under the name
    #[arg(long)]
    pub under: bool,
    /// How long each may take to end before it is killed
    #[arg(long, value_name = "TIME", value_parser = parse::duration)]
    pub timeout: Option<Duration>,
}

/// Start services, wait until they are ready, run a command, and end them again.
///
/// For tests and CI. The exit code is the command's, 128+n for a signal; its terminal and its
/// standard output are its own.
#[derive(Debug, Args)]
#[command(
    override_usage = "portreg with [PATTERN]... [OPTIONS] -- <COMMAND>...",
    after_help = "Examples:
  portreg with -- npm test
  portreg with api db --timeout 2m -- pytest"
)]
pub struct WithArgs {
    /// Names, patterns or short names (api) of services
    #[arg(value_name = "PATTERN")]
    pub patterns: Vec<String>,
    /// How long each may take to get ready [default: 60s]
    #[arg(long, value_name = "TIME", value_parser = parse::duration)]
    pub timeout: Option<Duration>,
    /// The command and its arguments, after --
    #[arg(value_name = "COMMAND", last = true, required = true)]
    pub command: Vec<OsString>,
}

/// List the services that run or have crashed, with what they use.
///
/// CPU is the share of one processor since the start, memory what is resident, both of the service's
/// whole tree. What a killed supervisor has left is marked as orphaned; `portreg down` ends it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg ps
  portreg ps shop --all")]
pub struct PsArgs {
    /// Names or patterns; a shorter one means all under it
    #[arg(value_name = "PATTERN")]
    pub pattern: Option<String>,
    /// Those that do not run as well
    #[arg(short, long)]
    pub all: bool,
}

/// Wait until services are ready, or gone.
///
/// Ready is what its probes say; where nobody probes it, that it listens on its port. A name that
/// nobody has claimed yet is waited for. Exit code 5 where it takes too long, or has crashed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg wait shop:api shop:web --timeout 30s
  portreg wait shop:api --gone")]
pub struct WaitArgs {
    /// Names, or :PORT
    #[arg(value_name = "ID", required = true)]
    pub targets: Vec<String>,
    /// Until they are ready; that is what is meant where nothing is said
    #[arg(long, conflicts_with = "gone")]
    pub ready: bool,
    /// Until nothing of them runs
    #[arg(long)]
    pub gone: bool,
    /// How long at most [default: without limit]
    #[arg(long, value_name = "TIME", value_parser = parse::duration)]
    pub timeout: Option<Duration>,
}

/// Runs a stack that `up -d` has asked for on standard input; tells how it goes on standard output.
#[derive(Debug, Args)]
#[command(hide = true)]
pub struct SuperviseArgs {}

/// Ends what a supervisor leaves when it is killed: standard input ends with it.
#[derive(Debug, Args)]
#[command(hide = true)]
pub struct KeepArgs {
    /// The supervisor's process
    pub supervisor: u32,
}

//! The command line as clap reads it; the doc comments here are its reference.

mod claim;
mod directory;
mod locks;
mod logs;
mod manage;
mod messages;
mod observe;
mod parse;
mod ports;
mod read;
mod services;
mod stacks;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

pub use claim::{ClaimArgs, ClaimOptionArgs, LaunchArgs, RunArgs};
pub use directory::{
    EndpointArgs, EndpointListArgs, EndpointRmArgs, EndpointSetArgs, EndpointVerb, EnvArgs,
    SnippetArgs, UrlArgs,
};
pub use locks::{LockArgs, LocksArgs};
pub use logs::LogsArgs;
pub use manage::{
    CompletionsArgs, ConfigArgs, DoctorArgs, ExportArgs, ExportFormat, HistoryArgs, ImportArgs,
    ImportSource, InitArgs, ManualArgs, WatchArgs,
};
pub use messages::{ChannelsArgs, ClearArgs, PollArgs, PubArgs, SubArgs};
pub use observe::{AdoptArgs, ConflictsArgs, ExplainArgs, KillArgs, PortsArgs, StatusArgs};
pub use parse::Ranges;
pub use ports::{AvailableArgs, PoolArgs, PoolVerb, PoolsArgs, ReserveArgs, UnreserveArgs};
pub use read::read;
pub use services::{
    CleanupArgs, FindArgs, FindFormat, ReassignArgs, ReleaseArgs, RenameArgs, WhoamiArgs,
};
pub use stacks::{
    DownArgs, KeepArgs, PsArgs, RestartArgs, StartedArgs, SuperviseArgs, UpArgs, WaitArgs, WithArgs,
};

/// A name gets its port, the same one every time.
///
/// portreg is a port registry that lives inside your programs: one SQLite file for each user, no
/// daemon. A claim answers "which port is mine?", the same answer for the same name every time.
#[derive(Debug, Parser)]
#[command(
    name = "portreg",
    version,
    arg_required_else_help = true,
    max_term_width = 100,
    subcommand_value_name = "VERB",
    subcommand_help_heading = "Verbs",
    after_help = "Examples:
  portreg claim shop:web                # the port of shop:web, the same one every time
  portreg run shop:web -- npm run dev   # on that port: PORT, HOST and {port} are set
  portreg find shop                     # what shop has
  portreg explain 3000                  # who is on it, and what to do

Names are project[:stack[:context]]; where a verb takes a name it takes :PORT as well.
Exit codes: 2 usage, 3 not found, 4 the port or name cannot be had, 5 not in time, 1 all else."
)]
pub struct Cli {
    /// What holds for every verb.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// What holds for every verb, before it or after it.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Answer in JSON; standard error has errors only, in JSON too
    #[arg(long, global = true)]
    pub json: bool,
    /// Print the bare answer and no notes
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Use this registry file [env: PORTREG_REGISTRY, PORTREG_HOME]
    #[arg(long, global = true, value_name = "PATH")]
    pub registry: Option<PathBuf>,
    /// Print without colour [env: NO_COLOR]
    #[arg(long, global = true)]
    pub no_color: bool,
    /// Do everything as if started in this folder
    #[arg(short = 'C', global = true, value_name = "DIR")]
    pub directory: Option<PathBuf>,
}

/// The verbs; each is documented at its arguments, which is where clap looks for its help.
#[derive(Debug, Subcommand)]
#[expect(
    missing_docs,
    reason = "a comment here would replace the help that stands at the arguments"
)]
pub enum Verb {
    Claim(Box<ClaimArgs>),
    Release(ReleaseArgs),
    Find(FindArgs),
    Run(Box<RunArgs>),
    Up(Box<UpArgs>),
    Down(DownArgs),
    Restart(RestartArgs),
    With(WithArgs),
    Ps(PsArgs),
    Wait(WaitArgs),
    Logs(LogsArgs),
    Url(UrlArgs),
    Endpoint(EndpointArgs),
    Env(EnvArgs),
    Snippet(SnippetArgs),
    Lock(LockArgs),
    Locks(LocksArgs),
    Ports(PortsArgs),
    Status(StatusArgs),
    Conflicts(ConflictsArgs),
    Explain(ExplainArgs),
    Kill(KillArgs),
    Adopt(AdoptArgs),
    Whoami(WhoamiArgs),
    Available(AvailableArgs),
    Reassign(ReassignArgs),
    Rename(RenameArgs),
    Reserve(ReserveArgs),
    Unreserve(UnreserveArgs),
    Pool(PoolArgs),
    Pools(PoolsArgs),
    Pub(PubArgs),
    Sub(SubArgs),
    Poll(PollArgs),
    Channels(ChannelsArgs),
    Clear(ClearArgs),
    Cleanup(CleanupArgs),
    History(HistoryArgs),
    Watch(WatchArgs),
    Export(ExportArgs),
    Import(ImportArgs),
    Init(InitArgs),
    Config(ConfigArgs),
    Doctor(DoctorArgs),
    Completions(CompletionsArgs),
    Manual(ManualArgs),
    #[command(hide = true)]
    Supervise(SuperviseArgs),
    #[command(hide = true)]
    Keep(KeepArgs),
}

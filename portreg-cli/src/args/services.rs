//! The arguments of the verbs over services: `release`, `find`, `whoami`, `reassign`, `rename`, `cleanup`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use portreg_core::Status;

use super::parse;

/// Give ports back; the names remember them.
///
/// A plain name is exactly that one; --under takes the names under it as well, and a pattern
/// those it matches (quote it). A name that is claimed again gets its port again. What another
/// process holds is released by --force only. Nothing to release: exit 3.
///
/// Processes that a killed `run` of the name has left are ended too, as by `cleanup`.
///
/// Prints what it freed; -q prints the names, a line each.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg release shop:web
  portreg release shop --under
  portreg release 'shop:*:feat-*' --dry-run
  portreg release --all --worktree .")]
pub struct ReleaseArgs {
    /// The name, :PORT, or a pattern
    #[arg(value_name = "ID|PATTERN", required_unless_present = "all")]
    pub pattern: Option<String>,
    /// The names under it as well
    #[arg(long, conflicts_with = "all")]
    pub under: bool,
    /// Only services of this folder
    #[arg(long, value_name = "DIR")]
    pub worktree: Option<PathBuf>,
    /// Also what another process holds
    #[arg(long)]
    pub force: bool,
    /// Show what would be freed and free nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Everything
    #[arg(long, conflicts_with = "pattern")]
    pub all: bool,
}

/// List services.
///
/// A shorter name stands for all names under it. -q prints the names, a line each.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg find
  portreg find shop
  portreg find '*:web:*' --status running
  portreg find :3000 --json")]
pub struct FindArgs {
    /// A name, a pattern, or :PORT
    #[arg(value_name = "PATTERN")]
    pub pattern: Option<String>,
    /// Only services in this state
    #[arg(long, value_name = "STATUS", value_parser = parse::status())]
    pub status: Option<Status>,
    /// Only the service on this port
    #[arg(long, value_name = "PORT", value_parser = parse::port)]
    pub port: Option<u16>,
    /// Only services with a port of this pool
    #[arg(long, value_name = "NAME")]
    pub pool: Option<String>,
    /// Only services of this folder
    #[arg(long, value_name = "DIR")]
    pub worktree: Option<PathBuf>,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// The form of the list
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub format: Option<FindFormat>,
}

/// The forms of `find`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FindFormat {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// For documents.
    Markdown,
}

/// Show which name this folder has, and why.
///
/// It is the name that `claim` and `run` use where none is given. -q prints it alone. Where the registry cannot
/// be used or written, it is what the folder says alone, and a note says so.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg whoami
  portreg -C ../shop-feature whoami -q")]
pub struct WhoamiArgs {}

/// Move a service to another port.
///
/// Prints the claim as `claim` does; -q prints the port alone.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg reassign shop:web 3005
  portreg reassign :3000 --next")]
pub struct ReassignArgs {
    /// The name, or :PORT
    #[arg(value_name = "ID")]
    pub id: String,
    /// The port it moves to
    #[arg(value_name = "PORT", value_parser = parse::port, required_unless_present = "next")]
    pub port: Option<u16>,
    /// To the port that a new claim would get
    #[arg(long, conflicts_with = "port")]
    pub next: bool,
    /// Start it again on the new port
    #[arg(long)]
    pub restart: bool,
    /// Also where another process holds it
    #[arg(long)]
    pub force: bool,
}

/// Give a service another name; port, endpoints and history stay.
///
/// -q prints the new name.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg rename shop:web shop:frontend")]
pub struct RenameArgs {
    /// The name it has, or :PORT
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The name it gets
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Also where another process holds it
    #[arg(long)]
    pub force: bool,
}

/// End claims that are dead, expired or orphaned.
///
/// Those are claims whose owner is dead, whose time is over, or whose worktree is gone; never one
/// on whose port anything listens, never a persistent one. Their names remember the ports.
///
/// Where a `run` was killed, what it has left running is ended first, also what listens: processes
/// of yours that carry the mark which that run gave its command, and nothing else.
/// -q prints the names, a line each.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg cleanup --dry-run
  portreg cleanup")]
pub struct CleanupArgs {
    /// Show what would end and end nothing
    #[arg(long)]
    pub dry_run: bool,
}
